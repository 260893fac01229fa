// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/requestroutes.h"

#include "lab/fault/requestpath.h"

#include <algorithm>
#include <optional>

namespace Fuseboard {

namespace {

bool hasConnectFault(const QList<FaultConfig> &faults)
{
    return std::ranges::any_of(faults, &FaultConfig::isConnectReset);
}

bool needsOwnPorts(const EndpointConfig &endpoint)
{
    return std::ranges::any_of(endpoint.phases, [](const PhaseConfig &phase) {
        return hasConnectFault(phase.faults)
            || (phase.rampTo && phase.rampTo->faults && hasConnectFault(*phase.rampTo->faults));
    });
}

} // namespace

RequestRoutes::RequestRoutes(const QList<EndpointConfig> &endpoints)
{
    std::optional<std::size_t> shared;
    for (const EndpointConfig &endpoint : endpoints) {
        const bool isAlone = needsOwnPorts(endpoint);
        if (isAlone || !shared) {
            m_groups.emplace_back();
            if (!isAlone)
                shared = m_groups.size() - 1;
        }
        m_groupOf.push_back(isAlone ? m_groups.size() - 1 : *shared);
        m_groups[m_groupOf.back()].push_back(m_targets.size());
        m_targets.push_back({endpoint.method, normalPath(endpoint.path.toUtf8())});
    }
}

RequestRoutes::Route RequestRoutes::find(std::size_t group, const QByteArray &method, const QByteArray &path) const
{
    Route route;
    for (const std::size_t endpoint : m_groups[group]) {
        const Target &target = m_targets[endpoint];
        if (target.path != path)
            continue;
        if (target.method == method)
            return {static_cast<int>(endpoint), {}};
        if (method == "HEAD" && target.method == "GET")
            route.endpoint = static_cast<int>(endpoint);
        route.allowed += route.allowed.isEmpty() ? target.method : ", " + target.method;
    }
    return route;
}

} // namespace Fuseboard
