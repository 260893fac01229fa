// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/rulewindow.h"

#include <algorithm>
#include <optional>

namespace Fuseboard {

namespace {

using Counted = RuleResult::Counted;
using Cause = StateChange::Cause;

/// A live breaker has decided when the end of the call that tipped it is noted down, a little later.
constexpr Duration NotedLate = std::chrono::milliseconds(100);

Duration endOf(const RecordedCall &call)
{
    return call.due + call.latency;
}

/// The part of a run in which a breaker looked for the same thing.
struct Stretch
{
    BreakerState state = BreakerState::Closed;
    Duration since{};
    Duration asked{};              ///< permits that were given before it are of an earlier episode
    std::optional<Duration> after; ///< results up to this moment are gone
    Duration quietUntil{};         ///< results before this moment are passed over
    bool beginsWithResult = false; ///< a result at its very beginning ended what was before
    std::optional<Duration> open;  ///< half-open: when the open state before it began
};

bool isByResult(Cause cause)
{
    return cause != Cause::RecoveryTimeOver && cause != Cause::HalfOpenTimeout && cause != Cause::Operator;
}

/// What is going on after the first @p count changes.
Stretch stretchAfter(const QList<RecordedChange> &changes, qsizetype count)
{
    Stretch stretch;
    qsizetype i = count;
    if (count > 0) {
        const RecordedChange &last = changes.at(count - 1);
        stretch.state = last.change.to;
        // A breaker that only watches goes on in the same episode, with nothing counted.
        if (last.change.from == last.change.to) {
            stretch.after = last.at;
            stretch.quietUntil = last.at + last.change.period;
            while (i > 0 && changes.at(i - 1).change.from == changes.at(i - 1).change.to)
                --i;
        }
    }
    if (i > 0) {
        stretch.since = stretch.asked = changes.at(i - 1).at;
        stretch.beginsWithResult = isByResult(changes.at(i - 1).change.cause);
        if (stretch.state == BreakerState::HalfOpen && i > 1 && changes.at(i - 1).change.from == BreakerState::Open)
            stretch.open = changes.at(i - 2).at;
    }
    return stretch;
}

/// Tells of every result that the breaker was told of.
class Results
{
public:
    explicit Results(const BreakerRecord &record)
        : m_record(record)
        , m_breaker(*record.policy.breaker)
    {
        const std::vector<PolicyLayer> layers = record.policy.layers();
        const auto placeOf = [&](PolicyLayer layer) { return std::ranges::find(layers, layer) - layers.begin(); };
        const auto end = std::ssize(layers);
        const auto breaker = placeOf(PolicyLayer::Breaker);
        const auto retry = placeOf(PolicyLayer::Retry);
        m_isOfAttempts = retry < breaker;
        // A limit that runs out outside the breaker takes the permit back.
        const auto addLimit = [&](PolicyLayer layer, const std::optional<Duration> &length) {
            const auto place = placeOf(layer);
            if (!length || place >= breaker)
                return;
            const bool hasRetryInside = retry < end && retry > place;
            const bool isOfAttempt = retry < place || (layer == PolicyLayer::Timeout && !hasRetryInside);
            m_outerLimits.push_back({*length, isOfAttempt});
        };
        addLimit(PolicyLayer::Timeout, record.policy.timeout.perAttempt);
        addLimit(PolicyLayer::Overall, record.policy.timeout.overall);
    }

    /// Those of @p stretch up to @p moment, in their order.
    std::vector<RuleResult> of(const Stretch &stretch, Duration moment) const
    {
        std::vector<RuleResult> results;
        const auto first = std::ranges::lower_bound(m_record.calls, stretch.since, {}, endOf);
        bool isTipKnown = !stretch.beginsWithResult;
        const auto take = [&](const RecordedCall &call, int attempt, Duration asked, Duration at,
                              const Ending &ending) {
            if (at < stretch.since || at > moment)
                return;
            if (asked < stretch.asked && !isProbe(stretch, call, attempt, asked)) {
                isTipKnown |= at == stretch.since;
                return;
            }
            const auto counted = countedAs(ending);
            if (!counted)
                return;
            // A call that took no time may be what ended the state before.
            if (!isTipKnown && at == stretch.since) {
                isTipKnown = true;
                return;
            }
            if ((stretch.after && at <= *stretch.after) || at < stretch.quietUntil)
                return;
            const bool isSlow = *counted != Counted::Excluded && m_breaker.slowCallDuration
                && at - asked > *m_breaker.slowCallDuration;
            results.push_back({call.number, attempt, at, ending, *counted, isSlow});
        };
        for (auto call = first; call != m_record.calls.end(); ++call) {
            if (call->endpoint != m_record.endpoint)
                continue;
            if (!m_isOfAttempts) {
                const Duration end = endOf(*call);
                if (end > moment)
                    break;
                const Duration latest = call->attempts.empty() ? call->due : call->attempts.back().start;
                if (!isTakenBack(call->ending, end, call->due, latest))
                    take(*call, int(call->attempts.size()), call->due, end, call->ending);
                continue;
            }
            for (std::size_t i = 0; i < call->attempts.size(); ++i) {
                const RecordedAttempt &attempt = call->attempts[i];
                const Duration end = attempt.start + attempt.took;
                if (attempt.ending && !isTakenBack(*attempt.ending, end, call->due, attempt.start))
                    take(*call, int(i) + 1, attempt.start, end, *attempt.ending);
            }
        }
        if (m_isOfAttempts)
            std::ranges::stable_sort(results, {}, &RuleResult::at);
        return results;
    }

private:
    struct Limit
    {
        Duration length;
        bool isOfAttempt;
    };

    /// Whether @p call, which by its times asked before the half-open state began, is one of its probes. A live call is noted as
    /// due, and its attempt as started, a little before it asks the breaker; an open breaker would have rejected it.
    bool isProbe(const Stretch &stretch, const RecordedCall &call, int attempt, Duration asked) const
    {
        if (!stretch.open || asked < *stretch.open || call.attempts.empty())
            return false;
        const Duration sent = m_isOfAttempts ? call.attempts[std::size_t(attempt) - 1].start
                                             : call.attempts.front().start;
        return sent >= stretch.since - NotedLate;
    }

    /// None for what gives the permit back, or never had one.
    std::optional<Counted> countedAs(const Ending &ending) const
    {
        if (ending.isSuccess)
            return m_breaker.excludedErrors.containsStatus(ending.status) ? Counted::Excluded : Counted::Success;
        if (isA(ending.kind, ErrorKind::Rejected) || isA(ending.kind, ErrorKind::Cancelled))
            return std::nullopt;
        switch (judge(m_breaker.excludedErrors, m_breaker.recordedErrors, ending.kind, ending.status)) {
        case ErrorVerdict::Excluded:
            return Counted::Excluded;
        case ErrorVerdict::Named:
            return Counted::Failure;
        case ErrorVerdict::NotNamed:
            break;
        }
        return Counted::Success;
    }

    bool isTakenBack(const Ending &ending, Duration end, Duration due, Duration attemptStart) const
    {
        if (ending.isSuccess || ending.kind != ErrorKind::Timeout || ending.status != 0)
            return false;
        return std::ranges::any_of(m_outerLimits, [&](const Limit &limit) {
            return end - (limit.isOfAttempt ? attemptStart : due) >= limit.length;
        });
    }

    const BreakerRecord &m_record;
    const CircuitBreakerConfig &m_breaker;
    std::vector<Limit> m_outerLimits;
    bool m_isOfAttempts = false;
};

/// How the rule looks at results in one state.
class Look
{
public:
    Look(const BreakerRecord &record, BreakerState state)
        : m_config(*record.policy.breaker)
        , m_isTrial(state == BreakerState::HalfOpen)
        , m_isLooking(m_isTrial || state == BreakerState::Closed || state == BreakerState::MetricsOnly)
        , m_isRate(m_config.rule == TripRule::FailureRate)
    {
        m_time = m_config.timeWindow();
        m_count = m_config.countWindow();
        // Buckets lie on the breaker's clock, which in a live run is not the run's.
        if (!record.changes.isEmpty())
            m_clock = record.changes.first().change.at.time_since_epoch() - record.changes.first().at;
    }

    bool isLooking() const { return m_isLooking; }

    /// Takes @p results one after the other, and tells what is left of them. With @p isDeciding those of the window's moment and
    /// after it only until they decide; at one moment a whole service's connections may break. False if they do not.
    bool take(std::vector<RuleResult> &results, RuleWindow &window, bool isDeciding) const
    {
        auto begin = results.begin(); // of those that count; excluded ones may stand among them
        auto end = results.begin();
        WindowFigures &figures = window.figures;
        const auto letGo = [&](auto isKept) {
            while (begin != end && !isKept(*begin))
                count(figures, *begin++, -1);
        };
        const auto hasTipped = [&] {
            return end != results.begin() && isDecided(figures)
                && (std::prev(end)->at >= window.at || end->at > window.at);
        };
        for (; end != results.end() && !(isDeciding && hasTipped()); ++end) {
            if (end->counted == Counted::Success && !m_isTrial && !m_isRate && !m_count) {
                ++window.passedOver;
                if (m_config.rule == TripRule::ConsecutiveFailures)
                    letGo([](const RuleResult &) { return false; });
            }
            if (isDeciding)
                letGoOfOld(letGo, end->at);
            count(figures, *end, 1);
            if (m_count && !m_isTrial && figures.results > m_count->size) {
                while (figures.results > m_count->size)
                    count(figures, *begin++, -1);
            }
        }
        if (!isDeciding)
            letGoOfOld(letGo, window.at);
        const bool hasLetGo = begin != results.begin();
        for (auto it = begin; hasLetGo && it != end && !isCounted(*it); ++it)
            begin = it + 1; // older than all that counts
        window.results.assign(begin, end);
        std::erase_if(window.results, [this](const RuleResult &result) {
            return result.counted == Counted::Success && !isCounted(result);
        });
        return isDecided(figures);
    }

    WindowFigures emptyFigures() const
    {
        WindowFigures figures;
        if (m_isTrial)
            figures.capacity = m_config.halfOpenMaxCalls;
        else if (m_count)
            figures.capacity = m_count->size;
        if (m_isRate)
            figures.resultsNeeded = figures.capacity > 0 ? std::min(m_config.minimumCalls, figures.capacity)
                                                         : m_config.minimumCalls;
        return figures;
    }

    /// Since when results may still be looked at.
    Duration reach(const Stretch &stretch, Duration now) const
    {
        return m_time && !m_isTrial ? std::max(stretch.since, firstMoment(now)) : stretch.since;
    }

private:
    bool isCounted(const RuleResult &result) const
    {
        return result.counted == Counted::Failure
            || (result.counted == Counted::Success && (m_isRate || m_count || m_isTrial));
    }

    void count(WindowFigures &figures, const RuleResult &result, int step) const
    {
        if (!isCounted(result))
            return;
        figures.results += step;
        if (result.counted == Counted::Failure)
            figures.failures += step;
        if (result.isSlow && (m_isRate || m_time || m_count || m_isTrial))
            figures.slow += step;
    }

    Duration firstMoment(Duration now) const
    {
        const Duration bucket = m_time->effectiveBucket();
        const qint64 buckets = m_time->length / bucket;
        return bucket * ((now + m_clock) / bucket - buckets + 1) - m_clock;
    }

    template<typename LetGo>
    void letGoOfOld(LetGo &letGo, Duration now) const
    {
        if (m_time && !m_isTrial)
            letGo([from = firstMoment(now)](const RuleResult &result) { return result.at >= from; });
    }

    bool isDecided(const WindowFigures &figures) const
    {
        if (!m_isRate) {
            if (m_isTrial)
                return figures.failures > 0 || figures.results >= m_config.successThreshold;
            return figures.failures >= m_config.failureThreshold;
        }
        if (figures.results == 0 || figures.results < figures.resultsNeeded)
            return false;
        return m_isTrial || figures.failureRate() >= m_config.failureRateThreshold
            || (m_config.slowCallDuration && figures.slowCallRate() >= m_config.slowCallRateThreshold);
    }

    const CircuitBreakerConfig &m_config;
    const TimeWindowConfig *m_time = nullptr;
    const CountWindowConfig *m_count = nullptr;
    Duration m_clock{};
    bool m_isTrial;
    bool m_isLooking;
    bool m_isRate;
};

RuleWindow windowOf(const BreakerRecord &record, const Stretch &stretch, Duration moment, bool isDeciding)
{
    RuleWindow window;
    window.state = stretch.state;
    window.since = stretch.since;
    window.at = moment;
    if (!record.policy.breaker)
        return window;
    const Look look(record, stretch.state);
    window.figures = look.emptyFigures();
    if (!look.isLooking())
        return window;

    const Results results(record);
    std::vector<RuleResult> seen = results.of(stretch, isDeciding ? moment + NotedLate : moment);
    if (!look.take(seen, window, isDeciding) && isDeciding) {
        // Not by the policy as it is given.
        window.figures = look.emptyFigures();
        window.passedOver = 0;
        std::erase_if(seen, [moment](const RuleResult &result) { return result.at > moment; });
        look.take(seen, window, true);
    }

    const auto isExcluded = [](const RuleResult &result) { return result.counted == Counted::Excluded; };
    window.excluded = static_cast<int>(std::ranges::count_if(window.results, isExcluded));
    if (int surplus = window.excluded - RuleWindow::MostExcludedListed; surplus > 0)
        std::erase_if(window.results, [&](const RuleResult &result) { return isExcluded(result) && surplus-- > 0; });
    const bool isFull = window.figures.capacity > 0 && window.figures.results >= window.figures.capacity;
    window.isWhole = record.callsDropped == 0 || isFull
        || (!record.calls.empty() && endOf(record.calls.front()) <= look.reach(stretch, moment));
    return window;
}

} // namespace

RuleWindow windowAt(const BreakerRecord &record, Duration moment)
{
    const auto next = std::ranges::upper_bound(record.changes, moment, {}, &RecordedChange::at);
    return windowOf(record, stretchAfter(record.changes, next - record.changes.begin()), moment, false);
}

RuleWindow windowOfChange(const BreakerRecord &record, qsizetype change)
{
    Q_ASSERT(change >= 0 && change < record.changes.size());
    const RecordedChange &made = record.changes.at(change);
    return windowOf(record, stretchAfter(record.changes, change), made.at, isByResult(made.change.cause));
}

} // namespace Fuseboard
