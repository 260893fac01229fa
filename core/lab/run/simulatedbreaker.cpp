// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedbreaker.h"

namespace Fuseboard {

SimulatedBreaker::SimulatedBreaker(const TimePoint &now, const CircuitBreakerConfig &config, CounterRandom random)
    : m_now(now)
    , m_machine(std::make_shared<const CircuitBreakerConfig>(config), random, now)
{
}

Expected<Permit, Rejection> SimulatedBreaker::tryAcquire()
{
    const BreakerMachine::Admission admission = m_machine.acquire(m_now);
    m_hasNews |= m_machine.hasChanges();
    if (admission.isGranted)
        return makePermit(admission.episode, m_machine.watchesDurations() ? m_now : TimePoint::min());
    const BreakerState state = m_machine.state();
    if (state != BreakerState::Open)
        return Expected<Permit, Rejection>(unexpect, state, std::nullopt);
    return Expected<Permit, Rejection>(unexpect, state, m_machine.retryAfter(m_now));
}

PermitStanding SimulatedBreaker::standingOf(quint64 episode)
{
    m_machine.advance(m_now);
    m_hasNews |= m_machine.hasChanges();
    return m_machine.standingOf(episode);
}

void SimulatedBreaker::settleSuccess(quint64 episode, TimePoint start)
{
    m_machine.success(episode, isSlow(start), m_now);
    noteResult();
}

void SimulatedBreaker::settleFailure(quint64 episode, TimePoint start, ErrorKind kind, const Error *error)
{
    m_machine.failure(episode, kind, error ? error->httpStatus.value_or(0) : 0, isSlow(start), m_now);
    noteResult();
}

void SimulatedBreaker::settleGivenBack(quint64 episode) noexcept
{
    m_machine.giveBack(episode);
}

void SimulatedBreaker::noteResult()
{
    m_hasResult |= m_areResultsAwaited;
    m_hasNews |= m_areResultsAwaited || m_machine.hasChanges();
}

} // namespace Fuseboard
