// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/breakermachine.h"

#include "resilience/base/saturatingadd.h"

#include <cmath>

namespace Fuseboard {

namespace {

Duration scaled(Duration duration, double factor)
{
    const double ns = double(duration.count()) * factor;
    return ns >= double(Duration::max().count()) ? Duration::max() : Duration(static_cast<qint64>(ns));
}

} // namespace

BreakerMachine::BreakerMachine(std::shared_ptr<const CircuitBreakerConfig> config, CounterRandom random, TimePoint now)
    : m_config(std::move(config))
    , m_random(random)
    , m_since(now)
{
    Q_ASSERT(m_config && m_config->validate().isEmpty());
    m_failureKinds = findFailureKinds();
    m_namesStatuses = m_config->recordedErrors.hasStatuses() || m_config->excludedErrors.hasStatuses();
    shapeWindow(now);
}

void BreakerMachine::setConfig(std::shared_ptr<const CircuitBreakerConfig> config, TimePoint now)
{
    Q_ASSERT(config && config->validate().isEmpty());
    advance(now);
    m_config = std::move(config);
    m_failureKinds = findFailureKinds();
    m_namesStatuses = m_config->recordedErrors.hasStatuses() || m_config->excludedErrors.hasStatuses();
    shapeWindow(now);
    if (m_state == BreakerState::Open)
        m_openPeriod = openPeriod();
}

quint32 BreakerMachine::findFailureKinds() const
{
    unsigned kinds = 0;
    for (int i = 0; i < ErrorKindCount; ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        if (!neverCounts(kind)
            && Fuseboard::judge(m_config->excludedErrors, m_config->recordedErrors, kind, 0) == ErrorVerdict::Named)
            kinds |= 1u << i;
    }
    return kinds;
}

/// Makes the window that the rule needs, of what the present one holds.
void BreakerMachine::shapeWindow(TimePoint now)
{
    const CountWindowConfig *const count = m_config->countWindow();
    const TimeWindowConfig *const time = m_config->timeWindow();
    const bool needsCount = count != nullptr;
    const bool needsTime = time != nullptr;

    if (needsCount) {
        if (m_countWindow) {
            if (m_countWindow->size() != count->size)
                m_countWindow->resize(count->size);
        } else {
            m_countWindow.emplace(count->size);
            // How a bucket's results were mixed is not known any more.
            for (int i = 0; m_timeWindow && i < m_timeWindow->buckets(); ++i) {
                const TimeWindow::Counts counts = m_timeWindow->at(i);
                for (int n = 0; n < counts.results; ++n)
                    m_countWindow->record({n < counts.failures, n < counts.slow});
            }
            if (m_onlyCounts && m_config->rule == TripRule::FailureCount) {
                for (int n = 0; n < std::min(m_failures, count->size); ++n)
                    m_countWindow->record({true, false});
            }
        }
    }
    if (needsTime) {
        const Duration bucket = time->effectiveBucket();
        const int buckets = static_cast<int>(time->length / bucket);
        if (m_timeWindow) {
            if (m_timeWindow->bucket() != bucket || m_timeWindow->buckets() != buckets)
                m_timeWindow->reshape(bucket, buckets, now);
        } else {
            // When these results came is not known any more: they count as new. Bare failures make no rate: the successes
            // that belong to them were not counted.
            m_timeWindow.emplace(bucket, buckets);
            if (m_countWindow)
                m_timeWindow->add({m_countWindow->results(), m_countWindow->failures(), m_countWindow->slow()}, now);
            else if (m_failures > 0 && m_config->rule == TripRule::FailureCount)
                m_timeWindow->add({m_failures, m_failures, 0}, now);
        }
    } else if (!needsCount && (m_countWindow || m_timeWindow)) {
        m_failures = m_config->rule == TripRule::ConsecutiveFailures ? failuresInARow() : failuresInWindow();
    }
    if (needsCount || needsTime)
        m_failures = 0; // from here on the window counts
    if (!needsCount)
        m_countWindow.reset();
    if (!needsTime)
        m_timeWindow.reset();
    m_onlyCounts = !needsCount && !needsTime;
}

int BreakerMachine::failuresInWindow() const
{
    return m_countWindow ? m_countWindow->failures() : m_timeWindow->failures();
}

/// The newest failures of the window that no success came after. Of a time window the order is not known: all or none.
int BreakerMachine::failuresInARow() const
{
    if (!m_countWindow)
        return m_timeWindow->failures() == m_timeWindow->results() ? m_timeWindow->failures() : 0;
    int failures = 0;
    while (failures < m_countWindow->results() && m_countWindow->at(m_countWindow->results() - 1 - failures).failed)
        ++failures;
    return failures;
}

BreakerMachine::Admission BreakerMachine::acquireUnlessClosed(const Instant &now)
{
    if (m_state == BreakerState::Open || m_state == BreakerState::HalfOpen) {
        const TimePoint moment = now.now();
        catchUp(moment, true);
        if (m_state == BreakerState::Open && moment - m_since >= m_openPeriod) {
            StateChange change;
            change.cause = StateChange::Cause::RecoveryTimeOver;
            change.period = m_openPeriod;
            enter(BreakerState::HalfOpen, moment, change);
        }
    }
    switch (m_state) {
    case BreakerState::Disabled:
        return {true, Untracked};
    case BreakerState::HalfOpen:
        if (m_trials.granted >= m_config->halfOpenMaxCalls)
            break;
        ++m_trials.granted;
        [[fallthrough]];
    case BreakerState::Closed:
    case BreakerState::MetricsOnly:
        ++m_totals.granted;
        return {true, m_episode};
    case BreakerState::Open:
    case BreakerState::ForcedOpen:
        break;
    }
    ++m_totals.rejected;
    return {false, m_episode};
}

BreakerMachine::Counted BreakerMachine::judge(quint64 episode, ErrorKind kind, int status, bool isSlow,
                                              const Instant &now)
{
    if (neverCounts(kind)) {
        giveBack(episode);
        return Counted::GivenBack;
    }
    const ErrorVerdict verdict = Fuseboard::judge(m_config->excludedErrors, m_config->recordedErrors, kind, status);
    if (verdict == ErrorVerdict::Excluded) {
        if (episode != Untracked)
            ++m_totals.excluded;
        if (episode == m_episode && m_state == BreakerState::HalfOpen)
            --m_trials.granted;
        return Counted::Excluded;
    }
    return count(episode, {{verdict == ErrorVerdict::Named, isSlow}, kind, status}, now);
}

void BreakerMachine::giveBack(quint64 episode)
{
    if (episode != Untracked)
        ++m_totals.givenBack;
    if (episode == m_episode && m_state == BreakerState::HalfOpen)
        --m_trials.granted;
}

BreakerMachine::Counted BreakerMachine::count(quint64 episode, const Tip &tip, const Instant &now)
{
    const Counted counted = tip.result.failed ? Counted::Failure : Counted::Success;
    if (episode == Untracked)
        return counted;
    ++(tip.result.failed ? m_totals.failures : m_totals.successes);
    m_totals.slow += tip.result.slow;

    // A trial that ends after the half-open timeout is late, also if nobody has looked since.
    if (m_state == BreakerState::HalfOpen && m_config->halfOpenTimeout)
        catchUp(now.now(), false);
    if (episode != m_episode)
        ++m_totals.late;
    else if (m_state == BreakerState::HalfOpen)
        trialResult(tip, now);
    else if (m_state == BreakerState::Closed || m_state == BreakerState::MetricsOnly)
        resultWhileWatching(tip, now);
    return counted;
}

inline bool BreakerMachine::isRateOver(int results, int failures, int slow) const
{
    if ((failures == 0 && slow == 0) || results < resultsNeeded())
        return false;
    // The correctly rounded quotient reaches the correctly rounded threshold just when the exact one does. No threshold is 0.
    return double(failures) / results >= m_config->failureRateThreshold
        || (m_config->slowCallDuration && double(slow) / results >= m_config->slowCallRateThreshold);
}

template<typename Window>
inline void BreakerMachine::askRate(const Window &window, Tip tip, const Instant &now)
{
    if (isRateOver(window.results(), window.failures(), window.slow()))
        trip(rateVerdict(window.results(), window.failures(), window.slow(), tip), now.now());
}

void BreakerMachine::askCountWindow(Tip tip, const Instant &now)
{
    if (m_config->rule == TripRule::FailureRate)
        askRate(*m_countWindow, tip, now);
}

void BreakerMachine::resultWhileWatching(Tip tip, const Instant &now)
{
    if (m_state == BreakerState::MetricsOnly && m_past->quietUntil > now.now())
        return;
    if (m_config->rule == TripRule::FailureRate) {
        if (m_countWindow) {
            m_countWindow->record(tip.result);
            askCountWindow(tip, now);
        } else {
            m_timeWindow->record(tip.result, now.now());
            askRate(*m_timeWindow, tip, now);
        }
        return;
    }

    if (m_countWindow)
        m_countWindow->record(tip.result);
    if (!tip.result.failed) {
        if (m_config->rule == TripRule::ConsecutiveFailures)
            m_failures = 0;
        return;
    }
    StateChange verdict;
    int failures = 0;
    if (m_timeWindow) {
        m_timeWindow->record(tip.result, now.now());
        failures = m_timeWindow->failures();
        verdict.outOf = m_timeWindow->results();
    } else if (m_countWindow) {
        failures = m_countWindow->failures();
        verdict.outOf = m_countWindow->results();
    } else {
        failures = ++m_failures;
    }
    if (failures < m_config->failureThreshold)
        return;
    verdict.cause = m_config->rule == TripRule::ConsecutiveFailures ? StateChange::Cause::ConsecutiveFailures
                                                                    : StateChange::Cause::FailureCount;
    verdict.hasError = true;
    verdict.lastError = tip.kind;
    verdict.lastStatus = tip.status;
    verdict.count = failures;
    verdict.threshold = m_config->failureThreshold;
    trip(verdict, now.now());
}

int BreakerMachine::resultsNeeded() const
{
    if (m_config->rule != TripRule::FailureRate)
        return 0;
    if (m_state == BreakerState::HalfOpen)
        return std::min(m_config->minimumCalls, m_config->halfOpenMaxCalls);
    return m_countWindow ? std::min(m_config->minimumCalls, m_countWindow->size()) : m_config->minimumCalls;
}

StateChange BreakerMachine::rateVerdict(int results, int failures, int slow, Tip tip) const
{
    const bool isFailing = double(failures) / results >= m_config->failureRateThreshold;
    StateChange verdict;
    verdict.cause = isFailing ? StateChange::Cause::FailureRate : StateChange::Cause::SlowCallRate;
    verdict.hasError = tip.result.failed;
    verdict.lastError = tip.kind;
    verdict.lastStatus = tip.status;
    verdict.count = isFailing ? failures : slow;
    verdict.outOf = results;
    verdict.threshold = isFailing ? m_config->failureRateThreshold : m_config->slowCallRateThreshold;
    return verdict;
}

void BreakerMachine::trialResult(const Tip &tip, const Instant &now)
{
    ++m_trials.results;
    m_trials.failures += tip.result.failed;
    m_trials.slow += tip.result.slow;

    StateChange change;
    if (m_config->rule == TripRule::FailureRate) {
        if (m_trials.results < resultsNeeded())
            return;
        if (isRateOver(m_trials.results, m_trials.failures, m_trials.slow)) {
            trip(rateVerdict(m_trials.results, m_trials.failures, m_trials.slow, tip), now.now());
            return;
        }
        change.count = m_trials.failures;
        change.outOf = m_trials.results;
        change.threshold = m_config->failureRateThreshold;
    } else if (tip.result.failed) {
        change.cause = StateChange::Cause::TrialFailed;
        change.hasError = true;
        change.lastError = tip.kind;
        change.lastStatus = tip.status;
        change.count = 1;
        trip(change, now.now());
        return;
    } else {
        change.count = m_trials.results - m_trials.failures;
        change.threshold = m_config->successThreshold;
        if (change.count < m_config->successThreshold)
            return;
    }
    change.cause = StateChange::Cause::TrialsSucceeded;
    enter(BreakerState::Closed, now.now(), change);
}

void BreakerMachine::trip(const StateChange &verdict, TimePoint now)
{
    if (m_state == BreakerState::MetricsOnly) {
        // A breaker that works would be open now and would not see the next results: be quiet as long, then begin anew.
        StateChange change = verdict;
        change.from = change.to = BreakerState::MetricsOnly;
        change.at = now;
        change.episode = m_episode;
        change.period = openPeriod();
        past().changes.push_back(change);
        past().quietUntil = saturatingAdd(now, change.period);
        clearCounts();
        return;
    }
    if (m_state == BreakerState::HalfOpen)
        ++m_failedTrials;
    enter(BreakerState::Open, now, verdict);
}

void BreakerMachine::enter(BreakerState to, TimePoint at, StateChange change)
{
    past().timeIn[static_cast<std::size_t>(m_state)] += at - m_since;
    change.from = m_state;
    change.to = to;
    change.at = at;
    change.episode = ++m_episode;
    m_state = to;
    m_since = at;
    m_trials = {};
    clearCounts();
    if (to == BreakerState::Open) {
        ++m_totals.opens;
        m_openPeriod = openPeriod();
        change.period = m_openPeriod;
    } else if (to == BreakerState::Closed) {
        m_failedTrials = 0;
    }
    past().changes.push_back(change);
}

void BreakerMachine::enterByHand(BreakerState to, TimePoint now)
{
    advance(now);
    if (to != m_state) {
        StateChange change;
        change.cause = StateChange::Cause::Operator;
        enter(to, now, change);
        past().quietUntil = {};
    } else if (to == BreakerState::Closed) {
        // A reset of a closed breaker is no change of state, but a new episode: what is under way decides nothing.
        ++m_episode;
        m_failedTrials = 0;
        clearCounts();
    }
}

void BreakerMachine::advance(TimePoint now)
{
    catchUp(now, true);
}

/// Does what is due before @p now, and with @p isDeadlineOver what is due at it. At equal times ends come before timers.
void BreakerMachine::catchUp(TimePoint now, bool isDeadlineOver)
{
    for (;;) {
        const std::optional<TimePoint> deadline = nextDeadline();
        if (!deadline || *deadline > now || (*deadline == now && !isDeadlineOver))
            return;
        StateChange change;
        if (m_state == BreakerState::Open) {
            change.cause = StateChange::Cause::RecoveryTimeOver;
            change.period = m_openPeriod;
            enter(BreakerState::HalfOpen, *deadline, change);
        } else {
            // A trial that hangs has failed; where nobody tried, nothing was learned.
            if (m_trials.granted > 0)
                ++m_failedTrials;
            change.cause = StateChange::Cause::HalfOpenTimeout;
            change.threshold = std::chrono::duration<double>(*m_config->halfOpenTimeout).count();
            enter(BreakerState::Open, *deadline, change);
        }
    }
}

TimePoint BreakerMachine::openUntil() const
{
    return m_state == BreakerState::Open ? saturatingAdd(m_since, m_openPeriod) : TimePoint();
}

std::optional<TimePoint> BreakerMachine::nextDeadline() const
{
    if (m_state == BreakerState::Open && m_config->automaticHalfOpen)
        return saturatingAdd(m_since, m_openPeriod);
    if (m_state == BreakerState::HalfOpen && m_config->halfOpenTimeout)
        return saturatingAdd(m_since, *m_config->halfOpenTimeout);
    return std::nullopt;
}

/// The present open period by the present config: the same draw, whenever it is asked in one episode.
Duration BreakerMachine::openPeriod() const
{
    const double growth = m_failedTrials > 0 ? std::pow(m_config->recoveryBackoffFactor, m_failedTrials) : 1.0;
    const Duration period = std::min(scaled(m_config->recoveryTime, growth), m_config->effectiveMaxRecoveryTime());
    if (m_config->recoveryJitter == 0)
        return period;
    const double draw = m_random.uniform(m_episode);
    return scaled(period, 1 - m_config->recoveryJitter + 2 * m_config->recoveryJitter * draw);
}

void BreakerMachine::clearCounts()
{
    m_failures = 0;
    if (m_countWindow)
        m_countWindow->clear();
    if (m_timeWindow)
        m_timeWindow->clear();
}

BreakerMachine::Past &BreakerMachine::past()
{
    return m_past ? *m_past : m_past.emplace();
}

std::vector<StateChange> BreakerMachine::takeChanges()
{
    return m_past ? std::exchange(m_past->changes, {}) : std::vector<StateChange>();
}

BreakerMetrics BreakerMachine::metrics(TimePoint now)
{
    BreakerMetrics metrics;
    metrics.state = m_state;
    metrics.episode = m_episode;
    metrics.at = now;
    metrics.since = m_since;
    metrics.totals = m_totals;
    metrics.permitsOut = m_totals.granted - m_totals.successes - m_totals.failures - m_totals.excluded
        - m_totals.givenBack;
    if (m_state == BreakerState::Open)
        metrics.retryAfter = retryAfter(now);
    metrics.openPeriod = m_openPeriod;
    if (m_past)
        metrics.timeIn = m_past->timeIn;
    metrics.timeIn[static_cast<std::size_t>(m_state)] += now - m_since;

    WindowFigures &window = metrics.window;
    window.resultsNeeded = resultsNeeded();
    if (m_state == BreakerState::HalfOpen) {
        metrics.trialsOut = m_trials.granted - m_trials.results;
        window.results = m_trials.results;
        window.failures = m_trials.failures;
        window.slow = m_trials.slow;
        window.capacity = m_config->halfOpenMaxCalls;
    } else if (m_countWindow) {
        window.results = m_countWindow->results();
        window.failures = m_countWindow->failures();
        window.slow = m_countWindow->slow();
        window.capacity = m_countWindow->size();
    } else if (m_timeWindow) {
        m_timeWindow->advance(now);
        window.results = m_timeWindow->results();
        window.failures = m_timeWindow->failures();
        window.slow = m_timeWindow->slow();
    } else {
        window.results = window.failures = m_failures;
    }
    return metrics;
}

std::vector<CallResult> BreakerMachine::windowResults() const
{
    std::vector<CallResult> results;
    for (int i = 0; m_countWindow && i < m_countWindow->results(); ++i)
        results.push_back(m_countWindow->at(i));
    return results;
}

} // namespace Fuseboard
