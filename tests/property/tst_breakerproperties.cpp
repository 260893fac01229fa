// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "generators.h"
#include "resilience/breaker/breakermachine.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

rc::Gen<Duration> length(Duration least, Duration most)
{
    return rc::gen::map(rc::gen::inRange<qint64>(least.count(), most.count() + 1),
                        [](qint64 ns) { return Duration(ns); });
}

rc::Gen<double> rate()
{
    return rc::gen::map(rc::gen::inRange(1, 101), [](int percent) { return percent / 100.0; });
}

rc::Gen<ErrorKindSet> kinds()
{
    return rc::gen::map(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, ErrorKindCount)),
                        [](const std::vector<int> &list) {
                            ErrorKindSet set;
                            for (const int kind : list)
                                set.insert(static_cast<ErrorKind>(kind));
                            return set;
                        });
}

WindowConfig anyWindow()
{
    if (*rc::gen::arbitrary<bool>())
        return CountWindowConfig{*rc::gen::inRange(1, 30)};
    const Duration bucket = *length(1ms, 2s);
    const int buckets = *rc::gen::inRange(1, 20);
    if (buckets == 10 && *rc::gen::arbitrary<bool>())
        return TimeWindowConfig{bucket * 10, {}};
    return TimeWindowConfig{bucket * buckets, bucket};
}

std::optional<Duration> maybe(const rc::Gen<Duration> &gen)
{
    return *rc::gen::arbitrary<bool>() ? std::optional<Duration>(*gen) : std::nullopt;
}

/// A valid config, small enough for its limits to be met.
CircuitBreakerConfig anyConfig()
{
    CircuitBreakerConfig config;
    config.name = u"b%1"_s.arg(*rc::gen::inRange(0, 100));
    config.rule = static_cast<TripRule>(*rc::gen::inRange(0, 3));
    config.failureThreshold = *rc::gen::inRange(1, 6);
    config.failureRateThreshold = *rate();
    config.slowCallDuration = maybe(length(1ms, 2s));
    config.slowCallRateThreshold = *rate();
    config.minimumCalls = *rc::gen::inRange(1, 12);
    config.window = anyWindow();
    config.recoveryTime = *length(1ms, 5s);
    config.recoveryBackoffFactor = 1 + *rc::gen::inRange(0, 30) / 10.0;
    if (*rc::gen::arbitrary<bool>())
        config.maxRecoveryTime = config.recoveryTime + *length(0s, 20s);
    config.recoveryJitter = *rc::gen::inRange(0, 11) / 10.0;
    config.halfOpenMaxCalls = *rc::gen::inRange(1, 6);
    config.successThreshold = *rc::gen::inRange(1, config.halfOpenMaxCalls + 1);
    config.halfOpenTimeout = maybe(length(1ms, 5s));
    config.automaticHalfOpen = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) {
        config.excludedErrors = *kinds();
        config.recordedErrors = *kinds();
    }
    return config;
}

/// The breaker's rules told once more, naively: everything is kept, every figure counted afresh. No operator's states, no
/// jitter.
class Oracle
{
public:
    explicit Oracle(const CircuitBreakerConfig &config)
        : m_config(config)
    {
    }

    /// The episode of a permit, or none.
    std::optional<quint64> acquire(TimePoint now)
    {
        catchUp(now, true);
        if (m_state == BreakerState::Open && now - m_since >= m_period)
            enter(BreakerState::HalfOpen, now);
        if (m_state == BreakerState::Open
            || (m_state == BreakerState::HalfOpen && m_places >= m_config.halfOpenMaxCalls))
            return std::nullopt;
        ++m_places;
        return m_episode;
    }

    void end(quint64 episode, std::optional<ErrorKind> kind, Duration duration, TimePoint now)
    {
        if (kind
            && (*kind == ErrorKind::Cancelled || isA(*kind, ErrorKind::Rejected)
                || m_config.excludedErrors.contains(*kind))) {
            m_places -= episode == m_episode;
            return;
        }
        // An open breaker need not look up for a result that comes late in any case.
        if (m_state == BreakerState::HalfOpen)
            catchUp(now, false);
        if (episode != m_episode)
            return;
        const bool failed = kind && m_config.recordedErrors.contains(*kind);
        const bool slow = m_config.slowCallDuration && duration > *m_config.slowCallDuration;
        m_results.push_back({now, failed, slow});
        m_state == BreakerState::Closed ? judgeClosed(failed, now) : judgeTrial(failed, now);
    }

    BreakerState state() const { return m_state; }

private:
    struct Result
    {
        TimePoint at;
        bool failed;
        bool slow;
    };

    void enter(BreakerState state, TimePoint at)
    {
        if (state == BreakerState::Open) {
            const double ns = double(m_config.recoveryTime.count())
                * std::pow(m_config.recoveryBackoffFactor, m_failedTrials);
            const Duration most = m_config.effectiveMaxRecoveryTime();
            m_period = ns >= double(most.count()) ? most : Duration(static_cast<qint64>(ns));
        } else if (state == BreakerState::Closed) {
            m_failedTrials = 0;
        }
        m_state = state;
        m_since = at;
        m_places = 0;
        m_results.clear();
        ++m_episode;
    }

    void catchUp(TimePoint now, bool inclusive)
    {
        for (;;) {
            Duration left;
            if (m_state == BreakerState::Open && m_config.automaticHalfOpen)
                left = m_period;
            else if (m_state == BreakerState::HalfOpen && m_config.halfOpenTimeout)
                left = *m_config.halfOpenTimeout;
            else
                return;
            const TimePoint due = m_since + left;
            if (due > now || (due == now && !inclusive))
                return;
            if (m_state == BreakerState::HalfOpen)
                m_failedTrials += m_places > 0;
            enter(m_state == BreakerState::Open ? BreakerState::HalfOpen : BreakerState::Open, due);
        }
    }

    /// The results that the rule looks at.
    std::vector<Result> window(TimePoint now) const
    {
        std::vector<Result> seen = m_results;
        if (const auto *count = std::get_if<CountWindowConfig>(&*m_config.window)) {
            if (m_config.rule != TripRule::ConsecutiveFailures && seen.size() > std::size_t(count->size))
                seen.erase(seen.begin(), seen.end() - count->size);
        } else if (m_config.rule != TripRule::ConsecutiveFailures) {
            const auto &time = std::get<TimeWindowConfig>(*m_config.window);
            const Duration bucket = time.effectiveBucket();
            const auto number = [bucket](TimePoint t) { return t.time_since_epoch() / bucket; };
            const auto oldest = number(now) - time.length / bucket + 1;
            std::erase_if(seen, [&](const Result &result) { return number(result.at) < oldest; });
        }
        return seen;
    }

    bool isOver(const std::vector<Result> &seen) const
    {
        const auto failures = std::ranges::count(seen, true, &Result::failed);
        const auto slow = std::ranges::count(seen, true, &Result::slow);
        // Thresholds are whole percents here, so that whole numbers decide.
        const auto percent = [](double share) { return std::lround(share * 100); };
        const auto n = static_cast<long>(seen.size());
        return failures * 100 >= percent(m_config.failureRateThreshold) * n
            || (m_config.slowCallDuration && slow * 100 >= percent(m_config.slowCallRateThreshold) * n);
    }

    void judgeClosed(bool failed, TimePoint now)
    {
        const std::vector<Result> seen = window(now);
        bool trips = false;
        switch (m_config.rule) {
        case TripRule::FailureCount:
            trips = failed && std::ranges::count(seen, true, &Result::failed) >= m_config.failureThreshold;
            break;
        case TripRule::ConsecutiveFailures: {
            const auto lastSuccess = std::find_if(seen.rbegin(), seen.rend(),
                                                  [](const Result &r) { return !r.failed; });
            trips = lastSuccess - seen.rbegin() >= m_config.failureThreshold;
            break;
        }
        case TripRule::FailureRate: {
            int needed = m_config.minimumCalls;
            if (const auto *count = std::get_if<CountWindowConfig>(&*m_config.window))
                needed = std::min(needed, count->size);
            trips = int(seen.size()) >= needed && isOver(seen);
            break;
        }
        }
        if (trips)
            enter(BreakerState::Open, now);
    }

    void judgeTrial(bool failed, TimePoint now)
    {
        if (m_config.rule == TripRule::FailureRate) {
            if (int(m_results.size()) < std::min(m_config.minimumCalls, m_config.halfOpenMaxCalls))
                return;
            failed = isOver(m_results);
        } else if (!failed && int(m_results.size()) < m_config.successThreshold) {
            return;
        }
        m_failedTrials += failed;
        enter(failed ? BreakerState::Open : BreakerState::Closed, now);
    }

    CircuitBreakerConfig m_config;
    BreakerState m_state = BreakerState::Closed;
    TimePoint m_since{};
    Duration m_period{};
    int m_failedTrials = 0;
    int m_places = 0;
    quint64 m_episode = 0;
    std::vector<Result> m_results;
};

struct Out
{
    quint64 episode;
    std::optional<quint64> oracleEpisode;
    TimePoint start;
};

/// The dice of one log. RapidCheck draws the seed and the length, so that a log shrinks to its shortest failing beginning;
/// drawing every step by it would take a hundred times as long.
class Dice
{
public:
    Dice()
        : m_engine(*rc::gen::arbitrary<quint32>())
    {
    }

    /// From 0 to @p sides - 1.
    int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(m_engine); }
    bool coin() { return roll(2) == 0; }

    /// No time, a short time or a long one.
    Duration pause()
    {
        const Duration most[] = {0s, 50ms, 3s};
        return Duration(std::uniform_int_distribution<qint64>(0, most[roll(3)].count())(m_engine));
    }

    std::optional<ErrorKind> outcome()
    {
        return roll(3) == 0 ? std::nullopt : std::optional(static_cast<ErrorKind>(roll(ErrorKindCount)));
    }

private:
    std::mt19937 m_engine;
};

bool isAllowed(const StateChange &change)
{
    using S = BreakerState;
    if (change.cause == StateChange::Cause::Operator)
        return change.from != change.to && change.to != S::Open && change.to != S::HalfOpen;
    return (change.from == S::Closed && change.to == S::Open) || (change.from == S::Open && change.to == S::HalfOpen)
        || (change.from == S::HalfOpen && (change.to == S::Open || change.to == S::Closed))
        || (change.from == S::MetricsOnly && change.to == S::MetricsOnly);
}

const QStringList FieldNames = CircuitBreakerConfig().toJson().keys()
    + QStringList{u"slowCallDuration"_s, u"maxRecoveryTime"_s, u"halfOpenTimeout"_s, u"type"_s, u"size"_s, u"length"_s};
const QStringList Words{u"30s"_s, u"failureRate"_s, u"count"_s, u"time"_s, u"any"_s, u"server"_s, u"5"_s, u""_s};

} // namespace

class BreakerProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void decidesAsTheRulesSay()
    {
        QVERIFY(rc::check("machine and rules agree on every decision and state", [] {
            CircuitBreakerConfig config = anyConfig();
            config.recoveryJitter = 0;
            BreakerMachine machine(std::make_shared<const CircuitBreakerConfig>(config));
            Oracle oracle(config);
            std::vector<Out> out;
            TimePoint now{};
            Dice dice;
            const int steps = *rc::gen::inRange(20, 400);
            int opens = 0;
            for (int step = 0; step < steps; ++step) {
                now += dice.pause();
                if (out.empty() || dice.roll(5) < 2) {
                    const auto admission = machine.acquire(now);
                    const auto expected = oracle.acquire(now);
                    RC_ASSERT(admission.isGranted == expected.has_value());
                    if (expected)
                        out.push_back({admission.episode, expected, now});
                } else {
                    const auto index = static_cast<std::size_t>(dice.roll(int(out.size())));
                    const Out call = out[index];
                    out.erase(out.begin() + int(index));
                    const auto outcome = dice.outcome();
                    const Duration duration = now - call.start;
                    if (outcome)
                        machine.failure(call.episode, *outcome, 0, machine.isSlow(duration), now);
                    else
                        machine.success(call.episode, machine.isSlow(duration), now);
                    oracle.end(*call.oracleEpisode, outcome, duration, now);
                }
                RC_ASSERT(machine.state() == oracle.state());
                opens += machine.state() == BreakerState::Open;
            }
            RC_CLASSIFY(opens > 0, "has opened");
        }));
    }

    void keepsItsPromises()
    {
        QVERIFY(rc::check("limits, times, edges and totals hold whatever happens", [] {
            BreakerMachine machine(std::make_shared<const CircuitBreakerConfig>(anyConfig()), CounterRandom(7));
            std::vector<quint64> out;
            TimePoint now{};
            quint64 granted = 0, rejected = 0, settled = 0, episode = 0;
            BreakerState state = BreakerState::Closed;
            int trials = 0;        // of the present half-open episode, out or with a result
            TimePoint openUntil{}; // while open
            const auto follow = [&] {
                for (const StateChange &change : machine.takeChanges()) {
                    RC_ASSERT(isAllowed(change));
                    RC_ASSERT(change.from == state);
                    RC_ASSERT(!change.reason().isEmpty());
                    if (change.from != change.to) {
                        RC_ASSERT(change.episode > episode);
                        episode = change.episode;
                    }
                    state = change.to;
                    trials = 0;
                    if (state == BreakerState::Open)
                        openUntil = change.at + change.period;
                    if (state == BreakerState::HalfOpen)
                        RC_ASSERT(change.at >= openUntil);
                }
                RC_ASSERT(machine.state() == state);
                RC_ASSERT(machine.episode() >= episode);
                episode = machine.episode();
            };
            Dice dice;
            const int steps = *rc::gen::inRange(20, 400);
            for (int step = 0; step < steps; ++step) {
                now += dice.pause();
                const int what = dice.roll(40);
                if (what < 20) {
                    const auto admission = machine.acquire(now);
                    follow();
                    RC_ASSERT(admission.isGranted || state != BreakerState::Closed);
                    RC_ASSERT(!admission.isGranted
                              || (state != BreakerState::Open && state != BreakerState::ForcedOpen));
                    if (admission.isGranted && state == BreakerState::HalfOpen)
                        RC_ASSERT(++trials <= machine.config().halfOpenMaxCalls);
                    if (admission.isGranted)
                        out.push_back(admission.episode);
                    granted += admission.isGranted && admission.episode != BreakerMachine::Untracked;
                    rejected += !admission.isGranted;
                } else if (what < 36 && !out.empty()) {
                    const auto index = dice.roll(int(out.size()));
                    const quint64 permit = out[std::size_t(index)];
                    out.erase(out.begin() + index);
                    settled += permit != BreakerMachine::Untracked;
                    const bool isTrial = permit == machine.episode() && machine.state() == BreakerState::HalfOpen;
                    const auto outcome = dice.outcome();
                    const bool isGivenBack = dice.roll(5) == 0;
                    BreakerMachine::Counted counted = BreakerMachine::Counted::GivenBack;
                    if (isGivenBack)
                        machine.giveBack(permit);
                    else if (outcome)
                        counted = machine.failure(permit, *outcome, 500, dice.coin(), now);
                    else
                        counted = machine.success(permit, dice.coin(), now);
                    if (isTrial && counted != BreakerMachine::Counted::Success
                        && counted != BreakerMachine::Counted::Failure)
                        --trials;
                    follow();
                } else if (what == 36) {
                    machine.setConfig(std::make_shared<const CircuitBreakerConfig>(anyConfig()), now);
                    follow();
                    if (state == BreakerState::Open)
                        openUntil = machine.metrics(now).since + machine.metrics(now).openPeriod;
                    // A smaller limit holds for those to come.
                    trials = std::min(trials, machine.config().halfOpenMaxCalls);
                } else if (what == 37) {
                    machine.advance(now);
                    follow();
                } else {
                    switch (dice.roll(12)) {
                    case 0:
                        machine.forceOpen(now);
                        break;
                    case 1:
                        machine.disable(now);
                        break;
                    case 2:
                        machine.setMetricsOnly(now);
                        break;
                    case 3:
                    case 4:
                        machine.reset(now);
                        break;
                    default:
                        break;
                    }
                    follow();
                }
                const BreakerMetrics metrics = machine.metrics(now);
                const BreakerTotals &totals = metrics.totals;
                RC_ASSERT(totals.granted == granted);
                RC_ASSERT(totals.rejected == rejected);
                RC_ASSERT(totals.successes + totals.failures + totals.excluded + totals.givenBack == settled);
                RC_ASSERT(metrics.permitsOut == granted - settled);
                RC_ASSERT(totals.late <= totals.successes + totals.failures);
                RC_ASSERT(totals.slow <= totals.successes + totals.failures);
                RC_ASSERT(metrics.window.failures >= 0 && metrics.window.failures <= metrics.window.results);
                RC_ASSERT(metrics.window.slow >= 0 && metrics.window.slow <= metrics.window.results);
                RC_ASSERT(!metrics.retryAfter || *metrics.retryAfter >= 0s);
                Duration whole{};
                for (const Duration time : metrics.timeIn)
                    whole += time;
                RC_ASSERT(whole == now.time_since_epoch());
            }
        }));
    }

    void configRoundTrip()
    {
        QVERIFY(rc::check("config -> JSON -> text -> JSON -> config is the identity", [] {
            const CircuitBreakerConfig config = anyConfig();
            RC_ASSERT(config.validate().isEmpty());
            const QByteArray text = QJsonDocument(config.toJson()).toJson();
            const auto read = CircuitBreakerConfig::fromJson(QJsonDocument::fromJson(text).object());
            RC_ASSERT(read.hasValue());
            RC_ASSERT(*read == config);
        }));
    }

    void garbageIsRefusedInWords()
    {
        QVERIFY(rc::check("fromJson gives a valid config, or faults with field and message", [] {
            const auto read = CircuitBreakerConfig::fromJson(*Generators::jsonObject(FieldNames, Words));
            RC_CLASSIFY(read.hasValue(), "read");
            if (read) {
                RC_ASSERT(read->validate().isEmpty());
                return;
            }
            RC_ASSERT(!read.error().isEmpty());
            for (const ConfigIssue &issue : read.error())
                RC_ASSERT(!issue.message.isEmpty());
        }));
    }
};

QTEST_GUILESS_MAIN(BreakerProperties)
#include "tst_breakerproperties.moc"
