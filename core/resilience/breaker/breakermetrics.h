// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"
#include "resilience/breaker/breakerstate.h"

#include <array>
#include <optional>

namespace Fuseboard {

/// What a breaker has counted since it was made. Totals never go down. A plain value.
///
/// Every permit that was granted ends in exactly one of successes, failures, excluded and givenBack, or is still out:
/// granted == successes + failures + excluded + givenBack + permitsOut. Those that a disabled breaker gives are in none
/// of them.
struct BreakerTotals
{
    quint64 granted = 0;   ///< permits given
    quint64 rejected = 0;  ///< permits refused
    quint64 successes = 0; ///< results that count as success, late ones included
    quint64 failures = 0;  ///< results that count as failure, late ones included
    quint64 excluded = 0;  ///< results of an excluded kind
    quint64 givenBack = 0; ///< cancelled, rejected further in, or dropped
    quint64 slow = 0;      ///< successes and failures that took longer than slowCallDuration
    quint64 late = 0;      ///< successes and failures from an earlier episode: counted here, decide nothing
    quint64 opens = 0;     ///< changes to Open; by hand (ForcedOpen) none

    friend bool operator==(const BreakerTotals &, const BreakerTotals &) = default;
};

/// What the rule looks at, at this moment. A plain value.
///
/// Closed and MetricsOnly: the window, or for a count rule without one the failures counted. HalfOpen: the results of
/// this episode's trial calls. Else empty.
struct WindowFigures
{
    int results = 0; ///< for the count rules, unless half-open, the failures
    int failures = 0;
    int slow = 0;
    int capacity = 0;      ///< of a count window, or while half-open halfOpenMaxCalls; 0 where there is no bound
    int resultsNeeded = 0; ///< results without which there is no verdict; 0 for the count rules

    /// failures / results, 0..1; 0 for none.
    double failureRate() const { return results > 0 ? double(failures) / results : 0.0; }
    double slowCallRate() const { return results > 0 ? double(slow) / results : 0.0; }

    friend bool operator==(const WindowFigures &, const WindowFigures &) = default;
};

/// A breaker at one moment; moments are on its clock. A plain value.
struct BreakerMetrics
{
    BreakerState state = BreakerState::Closed;
    quint64 episode = 0;
    TimePoint at{};    ///< when this was read
    TimePoint since{}; ///< when the present state began; a reset of a closed breaker does not move it
    BreakerTotals totals;
    quint64 permitsOut = 0; ///< given and not yet used up, those of earlier episodes included
    int trialsOut = 0;      ///< those of them that are trials of the present half-open state
    WindowFigures window;
    std::optional<Duration> retryAfter{}; ///< while Open, 0 or more: until a trial call may be admitted
    Duration openPeriod{};                ///< the present or latest open period, jitter included; 0 before the first

    /// Time spent in each state, by BreakerState, the present one included.
    std::array<Duration, BreakerStateCount> timeIn{};

    Duration timeInState(BreakerState s) const { return timeIn[static_cast<std::size_t>(s)]; }
};

} // namespace Fuseboard
