// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointhealth.h"
#include "lab/run/simulatedbreaker.h"
#include "lab/run/simulatedconnections.h"
#include "lab/run/simulatedservice.h"
#include "lab/run/simulationqueue.h"
#include "lab/scenario/scenario.h"
#include "resilience/pipeline/callpolicy.h"

#include <memory>

namespace Fuseboard {

/// Both sides of an endpoint in virtual time: the service, and the policy that stands before it. One thread.
class SimulatedEndpoint
{
public:
    /// That of @p scenario with this @p index, whose draws come from @p luckStream (Scenario::luckStreams()), and which
    /// @p sources call (CallNumbers). @p now is the present moment; it and @p requests outlive this.
    SimulatedEndpoint(const Scenario &scenario, int index, quint64 luckStream, quint64 sources,
                      SimulatedRequests &requests, const TimePoint &now);

    /// For the calls to come. @p policy is valid. Another breaker, or none, only if there was none or is to be none.
    void setPolicy(const PolicyConfig &policy);

    SimulatedService &service() { return m_service; }
    EndpointHealth &health() { return m_health; }
    SimulatedBreaker *breaker() const { return m_breaker.get(); }
    const std::shared_ptr<const CallPolicy> &policy() const { return m_policy; }
    SimulatedConnections &connections() { return m_connections; }
    /// Whether the policy takes an answer with @p status for an error `api`, although no rule of HTTP says so.
    bool isErrorStatus(int status) const
    {
        return m_hasErrorStatuses && m_policy->errorStatuses.containsStatus(status);
    }
    bool isIdempotent() const { return m_isIdempotent; }

    // For the simulation: the entries in its queue that count.
    quint32 phaseTicket = SimulationQueue::NoTicket;
    quint32 breakerTicket = SimulationQueue::NoTicket;
    bool isSampleDue = false;

    // For the simulation: what has changed for the calls that wait for a connection.
    bool isQueueUnsettled = false; ///< one may have come free, or the breaker has changed
    bool hasBreakerChanged = false;

private:
    std::shared_ptr<SimulatedBreaker> makeBreaker(const CircuitBreakerConfig &config) const;
    CircuitBreakerConfig named(CircuitBreakerConfig config) const;

    const TimePoint &m_now;
    const QString m_name;
    const quint64 m_seed;
    const quint64 m_luckStream;
    const bool m_isIdempotent;
    bool m_hasErrorStatuses = false;
    SimulatedService m_service;
    SimulatedConnections m_connections;
    EndpointHealth m_health;
    std::shared_ptr<SimulatedBreaker> m_breaker;
    std::shared_ptr<const CallPolicy> m_policy;
};

} // namespace Fuseboard
