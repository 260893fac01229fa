// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"

#include <QByteArray>

#include <vector>

namespace Fuseboard {

/// Which endpoint answers a request: one rule for the server and for the simulation. A plain value.
///
/// Endpoints share their ports, a group; one that may refuse connections has ports of its own.
class RequestRoutes
{
public:
    explicit RequestRoutes(const QList<EndpointConfig> &endpoints);

    std::size_t groupCount() const { return m_groups.size(); }
    std::size_t groupOf(std::size_t endpoint) const { return m_groupOf[endpoint]; }

    /// By index, in ascending order.
    const std::vector<std::size_t> &endpointsOf(std::size_t group) const { return m_groups[group]; }

    struct Route
    {
        int endpoint = -1;  ///< none: nobody answers
        QByteArray allowed; ///< then the methods of endpoints with this path, "GET, POST"; empty: there is no such path
        int status() const { return allowed.isEmpty() ? 404 : 405; }
    };

    /// A request with @p method for @p path, in its normal form, at a port of @p group. HEAD is answered by what answers GET,
    /// unless an endpoint is for just that.
    Route find(std::size_t group, const QByteArray &method, const QByteArray &path) const;

private:
    struct Target
    {
        QByteArray method;
        QByteArray path;
    };

    std::vector<Target> m_targets; ///< by endpoint
    std::vector<std::size_t> m_groupOf;
    std::vector<std::vector<std::size_t>> m_groups;
};

} // namespace Fuseboard
