// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/requestroutes.h"
#include "resilience/http/answerverdict.h"
#include "resilience/http/requestplan.h"

#include <vector>

namespace Fuseboard {

/// The requests that the clients of a simulation send, as an ApiClient makes them: one for each endpoint, and those that
/// redirects lead to. Each is known by its index, that of its endpoint first. One thread.
class SimulatedRequests
{
public:
    explicit SimulatedRequests(const QList<EndpointConfig> &endpoints);

    struct Request
    {
        RequestPlan plan;
        QByteArray target;   ///< as it stands in the request line
        QByteArray path;     ///< its normal form
        int endpoint = -1;   ///< that answers it; -1 if none does
        int status = 0;      ///< then what the server answers; 0: it goes to another server, of which nothing is known
        std::size_t group{}; ///< of endpoints that share a server's ports
    };

    const Request &operator[](quint32 index) const { return m_requests[index]; }

    /// The request that follows @p from when its answer leads to @p redirect.
    quint32 follow(quint32 from, const Redirect &redirect);

private:
    void settle(Request &request) const;

    const RequestRoutes m_routes;
    std::vector<Request> m_requests;
};

} // namespace Fuseboard
