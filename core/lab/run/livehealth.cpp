// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/livehealth.h"

namespace Fuseboard {

LiveHealth::LiveHealth(int index, const EndpointConfig &config, quint64 sources, FaultLuck luck, EventBatch &events)
    : m_index(index)
    , m_luck(luck)
    , m_events(events)
    , m_hasCapacity(config.capacity.has_value())
    , m_health(config.phases, sources)
{
}

void LiveHealth::setPhase(const PhaseConfig &phase, TimePoint began)
{
    m_hasPhase = true;
    m_phase = phase;
    m_began = began;
    settle();
    if (m_health.judge(began) || m_byHand.isEmpty())
        tell(began);
}

void LiveHealth::setOverride(const EndpointOverride &byHand, TimePoint now)
{
    m_byHand = byHand;
    settle();
    m_health.judge(now);
    tell(now);
}

void LiveHealth::setPolicy(const PolicyConfig &policy, TimePoint now)
{
    m_health.setLimits(policy.timeout.perAttempt, policy.timeout.overall);
    if (m_hasPhase)
        judge(now);
}

void LiveHealth::settle()
{
    m_model = PhaseModel(m_byHand.applied(m_phase));
    m_health.setPhase(m_model, m_began);
}

void LiveHealth::judge(TimePoint now)
{
    if (m_health.judge(now))
        tell(now);
}

void LiveHealth::tell(TimePoint now)
{
    const Health health = m_health.health();
    m_events.add(m_index, 0, now,
                 m_byHand.isEmpty() ? RunEvent::PhaseChanged{m_phase.name, health}
                                    : RunEvent::PhaseChanged::byHand(health));
}

void LiveHealth::callDue(quint64 number, TimePoint due)
{
    if (m_health.watchesCalls() && m_health.callDue(number, due))
        tell(due);
}

LiveHealth::Request LiveHealth::requestBegins(quint64 call, int attempt, TimePoint now) const
{
    const FaultDraw draw = m_model.draw(m_luck, call, static_cast<quint64>(attempt), now - m_began);
    Request request{now, draw.latency, false};
    if (draw.fault) {
        request.latency += draw.fault->dripTime();
        request.isFaulty = draw.isError();
    }
    return request;
}

void LiveHealth::requestEnded(const Request &request, int attempt, const Ending &ending, TimePoint now)
{
    using Fate = EndpointHealth::Fate;
    const bool countsWork = m_hasCapacity || m_byHand.capacity
        || m_model.perConcurrentAt(now - m_began) > Duration::zero();
    if (!countsWork || request.isFaulty)
        return;
    Fate fate = Fate::Answered;
    if (!ending.isSuccess) {
        if (ending.status == 503)
            fate = Fate::Refused;
        else if (ending.kind == ErrorKind::Timeout)
            fate = Fate::RanOut;
        else
            return;
    }
    if (m_health.requestEnded(fate, attempt, request.latency, now - request.began, now))
        tell(now);
}

} // namespace Fuseboard
