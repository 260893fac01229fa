// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/indirect.h"
#include "resilience/base/instant.h"
#include "resilience/base/random.h"
#include "resilience/breaker/breakermetrics.h"
#include "resilience/breaker/circuitbreakerconfig.h"
#include "resilience/breaker/countwindow.h"
#include "resilience/breaker/permit.h"
#include "resilience/breaker/statechange.h"
#include "resilience/breaker/timewindow.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace Fuseboard {

/// The decisions of a circuit breaker as a plain value: it is told what happened and when, and answers what to do.
///
/// No clock, timer, lock or signal of its own; those are CircuitBreaker's. Moments must not run backwards; at equal
/// ones, results are told before questions are asked. One thread. Changes of state pile up until takeChanges() fetches
/// them, in order.
class BreakerMachine
{
public:
    /// @p config must be valid (asserted) and may be shared. @p random draws the jitter of each open period, by its
    /// episode. It is closed since @p now.
    explicit BreakerMachine(std::shared_ptr<const CircuitBreakerConfig> config, CounterRandom random = CounterRandom(),
                            TimePoint now = {});

    const CircuitBreakerConfig &config() const { return *m_config; }

    /// Takes another config, which must be valid (asserted): state and window are kept, the new rule is asked from the
    /// next result on. The present open period becomes what the new config makes of it. A window of another size keeps
    /// the newest results that fit; one of another kind takes over what the old one held, a time window as new. A count
    /// rule without a window takes over the failures of one, or gives its own to one.
    void setConfig(std::shared_ptr<const CircuitBreakerConfig> config, TimePoint now);

    /// Draws the jitter of the open periods to come.
    void setRandom(CounterRandom random) { m_random = random; }

    struct Admission
    {
        bool isGranted = false;
        quint64 episode = 0; ///< to be given with the result
    };

    /// The episode of permits that leave no trace: those of a disabled breaker. A result of one is answered, and
    /// counted nowhere.
    static constexpr quint64 Untracked = ~quint64(0);

    /// Asks for a permit; when the open period is over, becomes half-open first. If an open machine refuses,
    /// retryAfter() tells how long to wait. Each granted permit is to be told of once: success(), failure() or
    /// giveBack().
    Admission acquire(const Instant &now)
    {
        if (m_state == BreakerState::Closed) {
            ++m_totals.granted;
            return {true, m_episode};
        }
        if (m_state == BreakerState::Open && now.now() - m_since < m_openPeriod) {
            ++m_totals.rejected;
            return {false, m_episode};
        }
        return acquireUnlessClosed(now);
    }

    /// Counts permits that its driver has given by itself, each for the present episode of a closed machine.
    void addGranted(quint64 permits) { m_totals.granted += permits; }

    /// Counts refusals that its driver has made by itself while the open period ran.
    void addRejected(quint64 refusals) { m_totals.rejected += refusals; }

    /// Open: when the open period is over. Else the clock's zero.
    TimePoint openUntil() const;

    /// What a result counted as.
    enum class Counted : quint8 { Success, Failure, Excluded, GivenBack };

    /// A result of a permit of @p episode, at @p now, and what it counted as. @p isSlow as isSlow() says.
    Counted success(quint64 episode, bool isSlow, const Instant &now)
    {
        if (m_state != BreakerState::Closed || episode != m_episode)
            return count(episode, {{false, isSlow}, ErrorKind::Other, 0}, now);
        ++m_totals.successes;
        m_totals.slow += isSlow;
        if (m_onlyCounts) {
            if (m_config->rule == TripRule::ConsecutiveFailures)
                m_failures = 0;
        } else if (m_countWindow) {
            m_countWindow->record({false, isSlow});
            if (m_countWindow->failures() > 0 || m_countWindow->slow() > 0)
                askCountWindow({{false, isSlow}, ErrorKind::Other, 0}, now);
        } else {
            resultWhileWatching({{false, isSlow}, ErrorKind::Other, 0}, now);
        }
        return Counted::Success;
    }
    /// The same for a failure of @p kind; the config decides what that counts as. @p status is the HTTP status, 0 for
    /// none.
    Counted failure(quint64 episode, ErrorKind kind, int status, bool isSlow, const Instant &now)
    {
        if (m_state != BreakerState::Closed || episode != m_episode || !m_onlyCounts || !surelyFails(kind, status)
            || m_failures + 1 >= m_config->failureThreshold)
            return judge(episode, kind, status, isSlow, now);
        ++m_totals.failures;
        m_totals.slow += isSlow;
        ++m_failures;
        return Counted::Failure;
    }

    /// What a permit of @p episode is worth, as the machine is: advance() does what is due.
    PermitStanding standingOf(quint64 episode) const
    {
        if (episode == Untracked)
            return m_state == BreakerState::Disabled ? PermitStanding::Current : PermitStanding::Stale;
        if (episode != m_episode)
            return PermitStanding::Stale;
        return m_state == BreakerState::HalfOpen ? PermitStanding::Trial : PermitStanding::Current;
    }

    /// The permit of @p episode has no result; a half-open place is free again.
    void giveBack(quint64 episode);

    /// True if durations matter, so that a permit must remember its start.
    bool watchesDurations() const { return m_config->slowCallDuration.has_value(); }

    /// True if a call that took this long is slow.
    bool isSlow(Duration duration) const { return watchesDurations() && duration > *m_config->slowCallDuration; }

    /// Does what is due by @p now (automaticHalfOpen, halfOpenTimeout), each change dated when it was due.
    void advance(TimePoint now);

    /// The moment at which it would change by itself, if there is one: when advance() is due. Without that it catches
    /// up at the next question.
    std::optional<TimePoint> nextDeadline() const;

    /// Until a trial call may be admitted, 0 or more. Only for a machine that is open (asserted).
    Duration retryAfter(TimePoint now) const
    {
        Q_ASSERT(m_state == BreakerState::Open);
        return std::max(Duration::zero(), m_openPeriod - (now - m_since));
    }

    /// By hand, until reset() or another of these. A state that is there already stays as it is.
    void forceOpen(TimePoint now) { enterByHand(BreakerState::ForcedOpen, now); }
    void disable(TimePoint now) { enterByHand(BreakerState::Disabled, now); }
    void setMetricsOnly(TimePoint now) { enterByHand(BreakerState::MetricsOnly, now); }

    /// Back to closed with empty counts and window, and the open period at its shortest. Totals stay. Results of calls
    /// that are under way decide nothing. Of a closed machine it is no change of state, but a new episode.
    void reset(TimePoint now) { enterByHand(BreakerState::Closed, now); }

    BreakerState state() const { return m_state; }
    quint64 episode() const { return m_episode; }
    const BreakerTotals &totals() const { return m_totals; }

    /// All figures at @p now; advances the time window, nothing else. So what is due is not done: advance() does that.
    BreakerMetrics metrics(TimePoint now);

    /// The results in a count window, oldest first; none for a time window or a rule without one.
    std::vector<CallResult> windowResults() const;

    bool hasChanges() const { return m_past && !m_past->changes.empty(); }

    /// The changes since the last time, oldest first. In MetricsOnly the moments at which it would have opened are
    /// among them, from MetricsOnly to MetricsOnly; again after an open period at the earliest.
    std::vector<StateChange> takeChanges();

private:
    struct Trials
    {
        int granted = 0; ///< out, or with a result
        int results = 0;
        int failures = 0;
        int slow = 0;
    };

    /// What only a breaker has that was not always closed; most were.
    struct Past
    {
        std::array<Duration, BreakerStateCount> timeIn{};
        std::vector<StateChange> changes;
        TimePoint quietUntil{}; ///< MetricsOnly: no verdict before this moment
    };

    /// What is known of the result that asks for a verdict.
    struct Tip
    {
        CallResult result;
        ErrorKind kind = ErrorKind::Other;
        int status = 0;
    };

    /// True if an error of @p kind and @p status counts as failure; for a status that the config names judge() has to look.
    bool surelyFails(ErrorKind kind, int status) const
    {
        return (m_failureKinds >> static_cast<unsigned>(kind) & 1u) != 0
            && (!m_namesStatuses
                || (!m_config->excludedErrors.containsStatus(status)
                    && !m_config->recordedErrors.containsStatus(status)));
    }
    quint32 findFailureKinds() const;
    static bool neverCounts(ErrorKind kind) { return NeverCounted.contains(kind); }
    static constexpr ErrorKindSet NeverCounted{ErrorKind::Rejected, ErrorKind::Cancelled};

    Admission acquireUnlessClosed(const Instant &now);
    Counted judge(quint64 episode, ErrorKind kind, int status, bool isSlow, const Instant &now);
    Counted count(quint64 episode, const Tip &tip, const Instant &now);
    void resultWhileWatching(Tip tip, const Instant &now);
    void askCountWindow(Tip tip, const Instant &now);
    template<typename Window>
    void askRate(const Window &window, Tip tip, const Instant &now);
    void trialResult(const Tip &tip, const Instant &now);
    bool isRateOver(int results, int failures, int slow) const;
    StateChange rateVerdict(int results, int failures, int slow, Tip tip) const;
    void trip(const StateChange &verdict, TimePoint now);
    void enter(BreakerState to, TimePoint at, StateChange change);
    void enterByHand(BreakerState to, TimePoint now);
    void catchUp(TimePoint now, bool isDeadlineOver);
    Duration openPeriod() const;
    int resultsNeeded() const;
    void clearCounts();
    void shapeWindow(TimePoint now);
    int failuresInWindow() const;
    int failuresInARow() const;
    Past &past();

    std::shared_ptr<const CircuitBreakerConfig> m_config;
    CounterRandom m_random;
    Indirect<CountWindow> m_countWindow; ///< at most one of the two is there, where the rule needs it
    Indirect<TimeWindow> m_timeWindow;
    Indirect<Past> m_past;
    quint64 m_episode = 0;
    TimePoint m_since{};
    Duration m_openPeriod{};
    BreakerTotals m_totals;
    Trials m_trials;
    int m_failures = 0;         ///< of the count rules without a window
    int m_failedTrials = 0;     ///< half-open episodes that ended in open, since it was last closed
    quint32 m_failureKinds = 0; ///< a bit for each kind that counts as failure, whatever statuses are named
    BreakerState m_state = BreakerState::Closed;
    bool m_onlyCounts = false;    ///< a count rule without a window: most results need no more than a number
    bool m_namesStatuses = false; ///< the config names statuses beside kinds
};

} // namespace Fuseboard
