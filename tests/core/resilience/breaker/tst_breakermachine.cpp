// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "breakertesting.h"
#include "resilience/base/durationtext.h"

using namespace Fuseboard;
using namespace Fuseboard::Testing;

namespace {

CircuitBreakerConfig counting(TripRule rule, int threshold)
{
    CircuitBreakerConfig config;
    config.rule = rule;
    config.failureThreshold = threshold;
    config.recoveryTime = 10s;
    config.slowCallDuration = 1s;
    return config;
}

CircuitBreakerConfig rated(double threshold, int minimum, const WindowConfig &window)
{
    CircuitBreakerConfig config;
    config.rule = TripRule::FailureRate;
    config.failureRateThreshold = threshold;
    config.minimumCalls = minimum;
    config.window = window;
    config.recoveryTime = 10s;
    config.slowCallDuration = 1s;
    return config;
}

CircuitBreakerConfig with(CircuitBreakerConfig config, const std::function<void(CircuitBreakerConfig &)> &change)
{
    change(config);
    return config;
}

} // namespace

class BreakerMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void scripts_data()
    {
        QTest::addColumn<CircuitBreakerConfig>("config");
        QTest::addColumn<QString>("steps");
        QTest::addColumn<QString>("answers");
        const auto row = [](const char *name, const CircuitBreakerConfig &config, const char *steps,
                            const char *answers) {
            QTest::newRow(name) << config << QString::fromLatin1(steps) << QString::fromLatin1(answers);
        };
        using R = TripRule;
        const CircuitBreakerConfig count3 = counting(R::FailureCount, 3);
        row("failureCount opens at the threshold", count3, "--+- -", "CCCOo");
        const CircuitBreakerConfig of4 = with(counting(R::FailureCount, 2),
                                              [](auto &c) { c.window = CountWindowConfig{4}; });
        row("failureCount, 2 of the newest 4", of4, "-++- -", "CCCOo");
        row("failureCount, 2 of the newest 4, too far apart", of4, "-+++-+++-- -", "CCCCCCCCCOo");
        row("failureCount, 2 of the newest 4, two in a row", of4, "++++++-- -", "CCCCCCCOo");
        row("failureCount: successes do not take away", count3, "- ++++++++++ - ++++ -", "CCCCCCCCCCCCCCCCO");
        row("failureCount begins anew when it closes", count3, "--- 10s + -- -", "CCOCCCO");
        row("consecutiveFailures: a success sets to zero", counting(R::ConsecutiveFailures, 3), "--+--+-- -",
            "CCCCCCCCO");
        row("open until recoveryTime is over, to the nanosecond", counting(R::FailureCount, 1),
            "- 9999999999ns ++ 1ns +", "OooC");
        row("a failed trial opens for another period", counting(R::FailureCount, 1), "- 10s - 9s + 1s +", "OOoC");
        row("one trial at a time", counting(R::FailureCount, 1), "- 10s ?++", "OHhh");
        row("a trial given back makes room", counting(R::FailureCount, 1), "- 10s xxx+", "OHHHC");
        const CircuitBreakerConfig trials = with(counting(R::FailureCount, 1), [](auto &c) {
            c.halfOpenMaxCalls = 3;
            c.successThreshold = 2;
        });
        row("successThreshold successes close", trials, "- 10s ++", "OHC");
        row("a failure among the trials opens", trials, "- 10s +- +", "OHOo");
        row("places: out and with a result", trials, "- 10s +??+", "OHHHh");

        row("failureCount with a time window: only its failures",
            with(counting(R::FailureCount, 3),
                 [](auto &c) {
                     c.window = TimeWindowConfig{10s, 1s};
                 }),
            "- 4s - 6s - 4s - 1s -", "CCCCO");

        row("no verdict on fewer than minimumCalls", rated(0.5, 4, CountWindowConfig{10}), "--- -", "CCCO");
        row("a success may tip it", rated(0.5, 4, CountWindowConfig{10}), "--++", "CCCO");
        row("minimumCalls is capped at the window", rated(0.5, 20, CountWindowConfig{3}), "---", "CCO");
        row("the window forgets", rated(0.5, 4, CountWindowConfig{4}), "++ - +++ - +++ - -", "CCCCCCCCCCCO");
        row("49.5 % is not 50 %", rated(0.5, 200, CountWindowConfig{200}),
            (QByteArray(99, '-') + QByteArray(101, '+')).constData(), QByteArray(200, 'C').constData());
        row("50 % is", rated(0.5, 200, CountWindowConfig{200}),
            (QByteArray(99, '-') + QByteArray(100, '+') + '-').constData(), (QByteArray(199, 'C') + 'O').constData());
        row("rates that no double holds exactly", rated(0.1, 10, CountWindowConfig{10}), "+++++++++-", "CCCCCCCCCO");
        row("7 of 10 at 0.7", rated(0.7, 10, CountWindowConfig{10}), "+++-------", "CCCCCCCCCO");
        row("6 of 10 at 0.7", rated(0.7, 10, CountWindowConfig{10}), "++++------", "CCCCCCCCCC");
        row("rate 1.0 needs every one", rated(1.0, 3, CountWindowConfig{3}), "--+-- -", "CCCCCO");

        const CircuitBreakerConfig slowly = with(rated(1.0, 4, CountWindowConfig{4}),
                                                 [](auto &c) { c.slowCallRateThreshold = 0.5; });
        row("slow calls trip", slowly, "++~~", "CCCO");
        row("one slow call of four does not", slowly, "+++~", "CCCC");

        row("time window: old results go", rated(0.5, 2, TimeWindowConfig{3s, 1s}), "- 3s + - ", "CCO");
        row("time window: minimum is not capped", rated(0.5, 5, TimeWindowConfig{3s, 1s}), "---- 3s ---- -",
            "CCCCCCCCO");

        const CircuitBreakerConfig rateTrials = with(rated(0.5, 10, CountWindowConfig{2}),
                                                     [](auto &c) { c.halfOpenMaxCalls = 3; });
        row("rate trials: the share decides, closing", rateTrials, "-- 10s -++", "COHHC");
        row("rate trials: the share decides, opening", rateTrials, "-- 10s +--", "COHHO");
        row("rate trials: minimumCalls may be fewer",
            with(rated(0.5, 2, CountWindowConfig{2}), [](auto &c) { c.halfOpenMaxCalls = 5; }), "-- 10s ++", "COHC");
        row("rate trials: slow ones count",
            with(rated(1.0, 2, CountWindowConfig{2}),
                 [](auto &c) {
                     c.halfOpenMaxCalls = 2;
                     c.slowCallRateThreshold = 0.5;
                 }),
            "-- 10s +~ +", "COHOo");
    }

    void scripts()
    {
        QFETCH(CircuitBreakerConfig, config);
        QFETCH(QString, steps);
        QFETCH(QString, answers);
        Script script(config);
        QCOMPARE(script.run(steps), answers);
    }

    void openPeriodGrowsAndIsCapped()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.recoveryBackoffFactor = 3;
        config.maxRecoveryTime = 60s;
        Script script(config);
        script.run(u"-"_s);
        for (const Duration expected : {10s, 30s, 60s, 60s}) {
            QCOMPARE(script.machine.metrics(script.now).openPeriod, expected);
            script.run(formatDuration(expected) + u" -"_s);
            QCOMPARE(script.machine.state(), BreakerState::Open);
        }
        // Once closed, it begins with the shortest.
        script.run(u"60s + -"_s);
        QCOMPARE(script.machine.metrics(script.now).openPeriod, Duration(10s));
    }

    void openPeriodIsJittered()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.recoveryJitter = 0.5;
        double sum = 0;
        Duration least = Duration::max();
        Duration most{};
        constexpr int Breakers = 4000;
        for (int seed = 0; seed < Breakers; ++seed) {
            BreakerMachine machine(shared(config), CounterRandom(static_cast<quint64>(seed)));
            machine.failure(machine.acquire(at(0s)).episode, ErrorKind::Server, 0, false, at(0s));
            const Duration period = machine.metrics(at(0s)).openPeriod;
            least = std::min(least, period);
            most = std::max(most, period);
            sum += std::chrono::duration<double>(period).count();
        }
        // Uniform in [5 s, 15 s): the mean of 4,000 has a standard error of 0.046 s.
        QVERIFY(least >= 5s && least < 5100ms);
        QVERIFY(most < 15s && most > 14900ms);
        QVERIFY(std::abs(sum / Breakers - 10) < 0.25);
    }

    void automaticHalfOpenIsDatedWhenItWasDue()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.automaticHalfOpen = true;
        Script script(config);
        script.run(u"5s -"_s);
        QCOMPARE(script.machine.nextDeadline(), std::optional(at(15s)));
        script.machine.takeChanges();
        script.machine.advance(at(14999ms));
        QCOMPARE(script.machine.state(), BreakerState::Open);
        script.machine.advance(at(40s));
        QCOMPARE(script.machine.state(), BreakerState::HalfOpen);
        const auto changes = script.machine.takeChanges();
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].at, at(15s));
        QCOMPARE(changes[0].cause, StateChange::Cause::RecoveryTimeOver);
    }

    void halfOpenTimeoutGoesBackToOpen()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.halfOpenTimeout = 4s;
        config.recoveryBackoffFactor = 2;
        Script script(config);
        script.run(u"- 10s ?"_s);
        QCOMPARE(script.machine.nextDeadline(), std::optional(at(14s)));
        // The hung trial has failed: the next open period is the longer one, and begins when the timeout was over.
        script.now = at(20s);
        QCOMPARE(script.run(u"+"_s), u"o"_s);
        QCOMPARE(script.machine.metrics(script.now).openPeriod, Duration(20s));
        QCOMPARE(script.machine.retryAfter(script.now), Duration(14s));
        // Its result is late by now.
        script.settle(true);
        QCOMPARE(script.machine.state(), BreakerState::Open);
        QCOMPARE(script.machine.totals().late, quint64(1));
        QCOMPARE(script.run(u"14s +"_s), u"C"_s);
    }

    void aTrialThatEndsAtTheTimeoutStillCounts()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.halfOpenTimeout = 4s;
        Script script(config);
        script.run(u"- 10s ? 4s"_s);
        script.settle(true);
        QCOMPARE(script.machine.state(), BreakerState::Closed);
    }

    void aResultAfterTheTimeoutIsLateAlthoughNobodyLooked()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.halfOpenTimeout = 4s;
        Script script(config);
        script.run(u"- 10s ? 4000000001ns"_s);
        script.settle(true);
        QCOMPARE(script.machine.state(), BreakerState::Open);
        QCOMPARE(script.machine.totals().late, quint64(1));
    }

    void aHalfOpenTimeoutWithoutATrialTeachesNothing()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.halfOpenTimeout = 4s;
        config.automaticHalfOpen = true;
        config.recoveryBackoffFactor = 2;
        Script script(config);
        script.run(u"-"_s);
        script.machine.advance(at(10min)); // half-open for 4 s after every 10 s, and nobody came
        QCOMPARE(script.machine.metrics(at(10min)).openPeriod, Duration(10s));
        QCOMPARE(script.machine.totals().opens, quint64(1 + 42)); // at 14 s, 28 s, ... 588 s
    }

    void manualStates()
    {
        Script script(counting(TripRule::FailureCount, 2));
        script.machine.forceOpen(script.now);
        QCOMPARE(script.run(u"+ 1h +"_s), u"ff"_s);
        script.machine.disable(script.now);
        QCOMPARE(script.run(u"-----"_s), u"DDDDD"_s);
        script.machine.reset(script.now);
        QCOMPARE(script.run(u"-"_s), u"C"_s); // what came while disabled was not counted
        QCOMPARE(script.machine.totals().failures, quint64(1));
        QCOMPARE(script.machine.totals().granted, quint64(1));
        QCOMPARE(script.machine.totals().rejected, quint64(2));
        script.machine.setMetricsOnly(script.now);
        QCOMPARE(script.run(u"---"_s), u"MMM"_s);
        QCOMPARE(script.machine.totals().failures, quint64(4));
    }

    void metricsOnlySaysWhenItWouldHaveOpened()
    {
        Script script(counting(TripRule::FailureCount, 2));
        script.machine.setMetricsOnly(script.now);
        script.machine.takeChanges();
        script.run(u"-- ------ 9s ---"_s);
        auto changes = script.machine.takeChanges();
        QCOMPARE(changes.size(), std::size_t(1)); // and then not for as long as it would have been open
        QCOMPARE(changes[0].from, BreakerState::MetricsOnly);
        QCOMPARE(changes[0].to, BreakerState::MetricsOnly);
        QCOMPARE(changes[0].reason(), u"2 failures since it closed, threshold 2; last: server 503"_s);
        script.run(u"1s -"_s);
        QVERIFY(!script.machine.hasChanges());
        script.run(u"-"_s);
        QCOMPARE(script.machine.takeChanges().size(), std::size_t(1));
    }

    void lateResultsAreCountedAndDecideNothing()
    {
        Script script(counting(TripRule::FailureCount, 1));
        script.run(u"??? -"_s);
        script.settle(false);
        script.settle(true);
        QCOMPARE(script.machine.state(), BreakerState::Open);
        QCOMPARE(script.machine.metrics(script.now).openPeriod, Duration(10s));
        QCOMPARE(script.run(u"10s +"_s), u"C"_s);
        script.settle(false); // threshold 1, but of an episode long ago
        QCOMPARE(script.machine.state(), BreakerState::Closed);
        const BreakerTotals &totals = script.machine.totals();
        QCOMPARE(totals.late, quint64(3));
        QCOMPARE(totals.failures, quint64(3));
        QCOMPARE(totals.successes, quint64(2));
        QCOMPARE(totals.granted, quint64(5));
    }

    void kindsCountAsTheConfigSays_data()
    {
        using C = BreakerMachine::Counted;
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<C>("counted");
        QTest::newRow("excluded") << ErrorKind::Authentication << C::Excluded;
        QTest::newRow("child of a recorded kind") << ErrorKind::Timeout << C::Failure;
        QTest::newRow("not recorded counts as success") << ErrorKind::Other << C::Success;
        QTest::newRow("cancelled") << ErrorKind::Cancelled << C::GivenBack;
        QTest::newRow("refused further in") << ErrorKind::CircuitOpen << C::GivenBack;
        QTest::newRow("overload") << ErrorKind::Overload << C::GivenBack;
    }

    void kindsCountAsTheConfigSays()
    {
        using C = BreakerMachine::Counted;
        QFETCH(ErrorKind, kind);
        QFETCH(C, counted);
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        // Naming what never counts does not make it count.
        config.recordedErrors = {ErrorKind::Network, ErrorKind::Rejected, ErrorKind::Cancelled};
        config.excludedErrors = {ErrorKind::Authentication};
        Script script(config);
        QCOMPARE(script.machine.failure(script.machine.acquire(script.now).episode, kind, 0, false, script.now),
                 counted);
        QCOMPARE(script.machine.state(), counted == C::Failure ? BreakerState::Open : BreakerState::Closed);
    }

    void reasons_data()
    {
        QTest::addColumn<CircuitBreakerConfig>("config");
        QTest::addColumn<QString>("steps");
        QTest::addColumn<QStringList>("reasons");
        QTest::newRow("count") << counting(TripRule::FailureCount, 2) << u"-- 10s - 10s +"_s
                               << QStringList{u"2 failures since it closed, threshold 2; last: server 503"_s,
                                              u"open period of 10 s is over"_s, u"trial call failed: server 503"_s,
                                              u"open period of 10 s is over"_s,
                                              u"1 trial call succeeded, threshold 1"_s};
        QTest::newRow("row") << counting(TripRule::ConsecutiveFailures, 1) << u"-"_s
                             << QStringList{u"1 failure in a row, threshold 1; last: server 503"_s};
        QTest::newRow("rate") << with(rated(0.5, 10, CountWindowConfig{10}), [](auto &c) { c.halfOpenMaxCalls = 2; })
                              << u"++++-- ---- 10s +- 10s ++"_s
                              << QStringList{u"6 of 10 calls failed, 60 % >= 50 %; last: server 503"_s,
                                             u"open period of 10 s is over"_s,
                                             u"1 of 2 calls failed in the trial, 50 % >= 50 %; last: server 503"_s,
                                             u"open period of 10 s is over"_s,
                                             u"0 of 2 calls failed in the trial, 0 % < 50 %"_s};
        QTest::newRow("slow") << rated(1.0, 2, CountWindowConfig{2}) << u"~~"_s
                              << QStringList{u"2 of 2 calls slow, 100 % >= 100 %; last: success"_s};
        QTest::newRow("window") << with(counting(TripRule::FailureCount, 2), [](auto &c) {
            c.window = TimeWindowConfig{10s, {}};
        }) << u"--"_s << QStringList{u"2 failures in the window, threshold 2; last: server 503"_s};
        QTest::newRow("half-open timeout")
            << with(counting(TripRule::FailureCount, 1), [](auto &c) { c.halfOpenTimeout = 2s; }) << u"- 10s ? 2s +"_s
            << QStringList{u"1 failure since it closed, threshold 1; last: server 503"_s,
                           u"open period of 10 s is over"_s, u"half-open for longer than 2 s"_s};
    }

    void reasons()
    {
        QFETCH(CircuitBreakerConfig, config);
        QFETCH(QString, steps);
        QFETCH(QStringList, reasons);
        Script script(config);
        script.run(steps);
        QStringList actual;
        for (const StateChange &change : script.machine.takeChanges())
            actual += change.reason();
        QCOMPARE(actual.join(u'\n'), reasons.join(u'\n'));
    }

    void anotherConfigKeepsStateAndWindow()
    {
        Script script(rated(0.5, 4, CountWindowConfig{10}));
        script.run(u"+-+"_s);
        CircuitBreakerConfig stricter = script.machine.config();
        stricter.failureRateThreshold = 0.25;
        stricter.minimumCalls = 2;
        script.machine.setConfig(shared(stricter), script.now);
        QCOMPARE(script.machine.state(), BreakerState::Closed); // not before the next result
        QCOMPARE(script.run(u"+"_s), u"O"_s);                   // 1 of 4

        // The open period becomes what the new config makes of it.
        stricter.recoveryTime = 3s;
        script.machine.setConfig(shared(stricter), script.now);
        QCOMPARE(script.run(u"2999ms + 1ms +"_s), u"oH"_s.left(1) + u"C"_s);
    }

    void windowsAreConvertedWithTheConfig_data()
    {
        QTest::addColumn<CircuitBreakerConfig>("before");
        QTest::addColumn<CircuitBreakerConfig>("after");
        QTest::addColumn<int>("results");
        QTest::addColumn<int>("failures");
        // Before the change: + - - at 1 s, 2 s, 3 s.
        const auto time = TimeWindowConfig{10s, 1s};
        QTest::newRow("count, smaller") << rated(1, 10, CountWindowConfig{10}) << rated(1, 10, CountWindowConfig{1})
                                        << 1 << 1;
        QTest::newRow("count to time") << rated(1, 10, CountWindowConfig{10}) << rated(1, 10, time) << 3 << 2;
        QTest::newRow("time to count") << rated(1, 10, time) << rated(1, 10, CountWindowConfig{10}) << 3 << 2;
        QTest::newRow("time, longer buckets")
            << rated(1, 10, time) << rated(1, 10, TimeWindowConfig{10s, 5s}) << 3 << 2;
        QTest::newRow("count rule to time window")
            << counting(TripRule::FailureCount, 9)
            << with(counting(TripRule::FailureCount, 9), [&](auto &c) { c.window = time; }) << 2 << 2;
        QTest::newRow("time window to count rule")
            << with(counting(TripRule::FailureCount, 9), [&](auto &c) { c.window = time; })
            << counting(TripRule::FailureCount, 9) << 2 << 2;
        QTest::newRow("count rule to a window of its own")
            << counting(TripRule::FailureCount, 9)
            << with(counting(TripRule::FailureCount, 9), [](auto &c) { c.window = CountWindowConfig{10}; }) << 2 << 2;
        QTest::newRow("count window to count rule")
            << rated(1, 10, CountWindowConfig{10}) << counting(TripRule::FailureCount, 9) << 2 << 2;
        QTest::newRow("count window to failures in a row")
            << rated(1, 10, CountWindowConfig{10}) << counting(TripRule::ConsecutiveFailures, 9) << 2 << 2;
        QTest::newRow("time window to failures in a row, whose order is lost")
            << rated(1, 10, time) << counting(TripRule::ConsecutiveFailures, 9) << 0 << 0;
        QTest::newRow("count rule to rate, whose successes are lost")
            << counting(TripRule::FailureCount, 9) << rated(1, 10, time) << 0 << 0;
        QTest::newRow("count rule to count rule")
            << counting(TripRule::FailureCount, 9) << counting(TripRule::ConsecutiveFailures, 9) << 2 << 2;
    }

    void windowsAreConvertedWithTheConfig()
    {
        QFETCH(CircuitBreakerConfig, before);
        QFETCH(CircuitBreakerConfig, after);
        Script script(before);
        script.run(u"1s + 1s - 1s -"_s);
        script.machine.setConfig(shared(after), script.now);
        const WindowFigures window = script.machine.metrics(script.now).window;
        QTEST(window.results, "results");
        QTEST(window.failures, "failures");
    }

    void aWayThroughAnotherRuleLeavesNothingBehind()
    {
        Script script(counting(TripRule::FailureCount, 9));
        script.run(u"- -"_s);
        script.machine.setConfig(shared(rated(1, 10, CountWindowConfig{10})), script.now);
        script.run(u"+"_s);
        script.machine.setConfig(shared(counting(TripRule::FailureCount, 9)), script.now);
        QCOMPARE(script.machine.metrics(script.now).window.failures, 0);
    }

    void trialsOutAreThoseOfThisHalfOpen()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.halfOpenMaxCalls = 3;
        config.successThreshold = 3;
        BreakerMachine machine(shared(config));
        TimePoint now = at(1s);
        const auto old = machine.acquire(now); // still out when the others are
        const auto tips = machine.acquire(now);
        machine.failure(tips.episode, ErrorKind::Server, 503, false, now);
        now += machine.retryAfter(now);
        const auto trial = machine.acquire(now);
        QVERIFY(trial.isGranted && machine.acquire(now).isGranted);
        QCOMPARE(machine.metrics(now).trialsOut, 2);
        QCOMPARE(machine.metrics(now).permitsOut, 3u);
        machine.success(trial.episode, false, now);
        QCOMPARE(machine.metrics(now).trialsOut, 1);
        machine.success(old.episode, false, now);
        QCOMPARE(machine.metrics(now).trialsOut, 1);
    }

    void timeInEveryState()
    {
        Script script(counting(TripRule::FailureCount, 1));
        script.run(u"7s - 12s ? 3s"_s);
        script.settle(true);
        script.run(u"1s"_s);
        const BreakerMetrics metrics = script.machine.metrics(script.now);
        QCOMPARE(metrics.timeInState(BreakerState::Closed), Duration(8s));
        QCOMPARE(metrics.timeInState(BreakerState::Open), Duration(12s));
        QCOMPARE(metrics.timeInState(BreakerState::HalfOpen), Duration(3s));
        QCOMPARE(metrics.since, at(22s));
        QCOMPARE(metrics.totals.opens, quint64(1));
    }

    void isAValue()
    {
        Script script(rated(0.5, 2, CountWindowConfig{4}));
        script.run(u"+"_s);
        BreakerMachine copy = script.machine;
        script.run(u"--"_s);
        QCOMPARE(script.machine.state(), BreakerState::Open);
        QCOMPARE(copy.state(), BreakerState::Closed);
        QCOMPARE(copy.windowResults().size(), std::size_t(1));
    }

    void extremesDoNotOverflow()
    {
        CircuitBreakerConfig config = counting(TripRule::FailureCount, 1);
        config.recoveryTime = Duration::max();
        config.recoveryBackoffFactor = 1e300;
        config.halfOpenTimeout = Duration::max();
        config.automaticHalfOpen = true;
        config.recoveryJitter = 1;
        QVERIFY(config.validate().isEmpty());
        Script script(config);
        script.run(u"1h - 1h - 1h +"_s);
        QVERIFY(script.machine.retryAfter(script.now) > 0s);
        QVERIFY(script.machine.nextDeadline());
    }
};

QTEST_GUILESS_MAIN(BreakerMachineTest)
#include "tst_breakermachine.moc"
