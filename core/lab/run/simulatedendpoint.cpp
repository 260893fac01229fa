// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedendpoint.h"

#include "lab/fault/luck.h"
#include "resilience/http/headerrules.h"

namespace Fuseboard {

SimulatedEndpoint::SimulatedEndpoint(const Scenario &scenario, int index, quint64 luckStream, quint64 sources,
                                     SimulatedRequests &requests, const TimePoint &now)
    : m_now(now)
    , m_name(scenario.endpoints[index].name)
    , m_seed(scenario.seed)
    , m_luckStream(luckStream)
    , m_isIdempotent(isIdempotentMethod(scenario.endpoints[index].method)) // a live run's calls have no Idempotency-Key
    , m_service(scenario.endpoints[index], FaultLuck(m_seed, m_luckStream), requests)
    , m_health(scenario.endpoints[index].phases, sources)
    , m_policy(std::make_shared<const CallPolicy>(
          CallPolicy{.random = luckOf(m_seed, m_luckStream, Luck::Backoff), .writesMessages = false}))
{
    setPolicy(scenario.policyOf(m_name));
}

CircuitBreakerConfig SimulatedEndpoint::named(CircuitBreakerConfig config) const
{
    config.name = m_name;
    return config;
}

std::shared_ptr<SimulatedBreaker> SimulatedEndpoint::makeBreaker(const CircuitBreakerConfig &config) const
{
    return std::make_shared<SimulatedBreaker>(m_now, named(config), luckOf(m_seed, m_luckStream, Luck::OpenPeriod));
}

void SimulatedEndpoint::setPolicy(const PolicyConfig &policy)
{
    m_health.setLimits(policy.timeout.perAttempt, policy.timeout.overall);
    if (!policy.breaker)
        m_breaker.reset();
    else if (!m_breaker)
        m_breaker = makeBreaker(*policy.breaker);
    else
        m_breaker->machine().setConfig(std::make_shared<const CircuitBreakerConfig>(named(*policy.breaker)), m_now);

    m_connections.setConfig(policy.connections);
    m_policy = std::make_shared<const CallPolicy>(m_policy->changedTo(policy, m_breaker));
    m_hasErrorStatuses = !m_policy->errorStatuses.isEmpty();
}

} // namespace Fuseboard
