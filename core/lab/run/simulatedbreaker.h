// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/breakergate.h"
#include "resilience/breaker/breakermachine.h"

#include <utility>

namespace Fuseboard {

/// A breaker in virtual time: its machine with nothing around it. One thread.
class SimulatedBreaker final : public BreakerGate
{
public:
    /// @p now is the present moment, and outlives this. @p config is valid.
    SimulatedBreaker(const TimePoint &now, const CircuitBreakerConfig &config, CounterRandom random);

    BreakerMachine &machine() { return m_machine; }

    /// Whether there is something to tell of: a change of state, or a result while results are awaited.
    bool hasNews() const { return m_hasNews; }

    /// Whether there was a result among the news, which are none from now on.
    bool takeNews()
    {
        m_hasNews = false;
        return std::exchange(m_hasResult, false);
    }
    void awaitResults(bool areAwaited) { m_areResultsAwaited = areAwaited; }

    Expected<Permit, Rejection> tryAcquire() override;
    QString gateName() const override { return m_machine.config().name; }
    TimePoint refusesUntil() const override { return m_machine.openUntil(); }

private:
    PermitStanding standingOf(quint64 episode) override;
    void settleSuccess(quint64 episode, TimePoint start) override;
    void settleFailure(quint64 episode, TimePoint start, ErrorKind kind, const Error *error) override;
    void settleGivenBack(quint64 episode) noexcept override;
    void noteResult();
    bool isSlow(TimePoint start) const { return start != TimePoint::min() && m_machine.isSlow(m_now - start); }

    const TimePoint &m_now;
    BreakerMachine m_machine;
    bool m_hasNews = false;
    bool m_hasResult = false;
    bool m_areResultsAwaited = true;
};

} // namespace Fuseboard
