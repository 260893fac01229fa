// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace SimulationFixture;

/// What a call goes through in virtual time, and what the events say of it.
class SimulatedCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void callsThatSucceed();
    void retriesAfterWaits();
    void attemptRunsOutOfTime();
    void answerAtTheLimitIsInTime();
    void waitThatEndsTooLateIsNotBegun();
    void breakerOpensRejectsAndTries();
    void retryOutsideTheBreakerWaitsForIt();
    void breakerTurnsByItself();
    void phasesAndHealth();
    void healthWithinARamp();
    void callsUnderWayAtTheEnd();
    void endsComeBeforeStarts();
    void callsOfOneMomentKeepTheirOrder();
    void unsafeMethodsAreNotRepeated();
    void retryBudgetIsOneForAllCalls();
};

void SimulatedCallsTest::callsThatSucceed()
{
    const Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms})}, ConstantArrivals{2});
    QCOMPARE(
        textOf(config),
        QStringList({u"0s 0 #1: due"_s, u"0s 0 #1: attempt 1"_s, u"20ms 0 #1: attempt 1: ok 200 after 20ms"_s,
                     u"20ms 0 #1: ok 200 after 20ms, 1 attempts"_s, u"500ms 0 #2: due"_s, u"500ms 0 #2: attempt 1"_s,
                     u"520ms 0 #2: attempt 1: ok 200 after 20ms"_s, u"520ms 0 #2: ok 200 after 20ms, 1 attempts"_s}));
}

void SimulatedCallsTest::retriesAfterWaits()
{
    FaultConfig firstTwo = statusFault(503);
    firstTwo.pattern = FaultPattern{FaultPattern::Kind::First, 2, {}};
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms}, {firstTwo})}, ConstantArrivals{1});
    config.policies[u"*"_s].retry = retry(3, 100ms);
    QCOMPARE(textOf(config),
             QStringList({u"0s 0 #1: due"_s, u"0s 0 #1: attempt 1"_s, u"20ms 0 #1: attempt 1: server 503 after 20ms"_s,
                          u"20ms 0 #1: waits 100ms for attempt 2"_s, u"120ms 0 #1: attempt 2"_s,
                          u"140ms 0 #1: attempt 2: server 503 after 20ms"_s, u"140ms 0 #1: waits 100ms for attempt 3"_s,
                          u"240ms 0 #1: attempt 3"_s, u"260ms 0 #1: attempt 3: ok 200 after 20ms"_s,
                          u"260ms 0 #1: ok 200 after 260ms, 3 attempts"_s}));
}

void SimulatedCallsTest::attemptRunsOutOfTime()
{
    Scenario config = scenario(1s, {phase(10s, FixedLatency{3s})}, ConstantArrivals{1});
    config.policies[u"*"_s].retry = retry(1, 100ms);
    config.policies[u"*"_s].timeout.perAttempt = 500ms;
    QCOMPARE(
        textOf(config),
        QStringList({u"0s 0 #1: due"_s, u"0s 0 #1: attempt 1"_s, u"500ms 0 #1: attempt 1: timeout after 500ms"_s,
                     u"500ms 0 #1: waits 100ms for attempt 2"_s, u"600ms 0 #1: attempt 2"_s,
                     u"1.1s 0 #1: attempt 2: timeout after 500ms"_s, u"1.1s 0 #1: timeout after 1.1s, 2 attempts"_s}));
}

void SimulatedCallsTest::answerAtTheLimitIsInTime()
{
    Scenario config = scenario(1s, {phase(10s, FixedLatency{500ms})}, ConstantArrivals{1});
    config.policies[u"*"_s].timeout.perAttempt = 500ms;
    QCOMPARE(textOf(config).last(), u"500ms 0 #1: ok 200 after 500ms, 1 attempts"_s);
}

void SimulatedCallsTest::waitThatEndsTooLateIsNotBegun()
{
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms}, {statusFault(500)})}, ConstantArrivals{1});
    config.policies[u"*"_s].retry = retry(3, 1s);
    config.policies[u"*"_s].timeout.overall = 300ms;
    QCOMPARE(textOf(config),
             QStringList({u"0s 0 #1: due"_s, u"0s 0 #1: attempt 1"_s, u"20ms 0 #1: attempt 1: server 500 after 20ms"_s,
                          u"20ms 0 #1: server 500 after 20ms, 1 attempts"_s}));
}

void SimulatedCallsTest::breakerOpensRejectsAndTries()
{
    Scenario config = scenario(
        4s, {phase(2500ms, FixedLatency{10ms}, {statusFault(503)}), phase(10s, FixedLatency{10ms}, {}, u"recovered"_s)},
        ConstantArrivals{1});
    config.policies[u"*"_s].breaker = breaker(2, 2s);
    QCOMPARE(textOf(config),
             QStringList({
                 u"0s 0 #1: due"_s,
                 u"0s 0 #1: attempt 1"_s,
                 u"10ms 0 #1: attempt 1: server 503 after 10ms"_s,
                 u"10ms 0 #1: server 503 after 10ms, 1 attempts"_s,
                 u"1s 0 #2: due"_s,
                 u"1s 0 #2: attempt 1"_s,
                 u"1.01s 0 -: open: 2 failures since it closed, threshold 2; last: server 503"_s,
                 u"1.01s 0 #2: attempt 1: server 503 after 10ms"_s,
                 u"1.01s 0 #2: server 503 after 10ms, 1 attempts"_s,
                 u"2s 0 #3: due"_s,
                 u"2s 0 #3: rejected"_s,
                 u"2s 0 #3: circuitOpen after 0s, 0 attempts"_s,
                 u"2.5s 0 -: recovered, healthy"_s,
                 u"3s 0 #4: due"_s,
                 u"3s 0 #4: rejected"_s,
                 u"3s 0 #4: circuitOpen after 0s, 0 attempts"_s,
             }));
    config.duration = 5s;
    QCOMPARE(
        textOf(config).mid(16),
        QStringList({u"4s 0 #5: due"_s, u"4s 0 -: half_open: open period of 2 s is over"_s, u"4s 0 #5: attempt 1"_s,
                     u"4.01s 0 -: closed: 1 trial call succeeded, threshold 1"_s,
                     u"4.01s 0 #5: attempt 1: ok 200 after 10ms"_s, u"4.01s 0 #5: ok 200 after 10ms, 1 attempts"_s}));
}

void SimulatedCallsTest::retryOutsideTheBreakerWaitsForIt()
{
    FaultConfig first = statusFault(503);
    first.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
    Scenario config = scenario(1s, {phase(10s, FixedLatency{10ms}, {first})}, ConstantArrivals{1});
    PolicyConfig &policy = config.policies[u"*"_s];
    policy.breaker = breaker(1, 2s);
    policy.retry = retry(3, 500ms);
    policy.order = {PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
    QCOMPARE(
        textOf(config),
        QStringList({u"0s 0 #1: due"_s, u"0s 0 #1: attempt 1"_s,
                     u"10ms 0 -: open: 1 failure since it closed, threshold 1; last: server 503"_s,
                     u"10ms 0 #1: attempt 1: server 503 after 10ms"_s, u"10ms 0 #1: waits 500ms for attempt 2"_s,
                     u"510ms 0 #1: rejected"_s, u"510ms 0 #1: waits 1.5s for attempt 2"_s,
                     u"2.01s 0 -: half_open: open period of 2 s is over"_s, u"2.01s 0 #1: attempt 2"_s,
                     u"2.02s 0 -: closed: 1 trial call succeeded, threshold 1"_s,
                     u"2.02s 0 #1: attempt 2: ok 200 after 10ms"_s, u"2.02s 0 #1: ok 200 after 2.02s, 2 attempts"_s}));
}

void SimulatedCallsTest::breakerTurnsByItself()
{
    Scenario config = scenario(10s, {phase(10s, FixedLatency{10ms}, {statusFault(503)})}, ConstantArrivals{0.1});
    CircuitBreakerConfig &rule = config.policies[u"*"_s].breaker.emplace(breaker(1, 2s));
    rule.automaticHalfOpen = true;
    rule.halfOpenTimeout = 3s;
    const QStringList changes = textOf(config).filter(u" -: "_s);
    QCOMPARE(changes,
             QStringList({u"10ms 0 -: open: 1 failure since it closed, threshold 1; last: server 503"_s,
                          u"2.01s 0 -: half_open: open period of 2 s is over"_s,
                          u"5.01s 0 -: open: half-open for longer than 3 s"_s,
                          u"7.01s 0 -: half_open: open period of 2 s is over"_s}));
}

void SimulatedCallsTest::phasesAndHealth()
{
    PhaseConfig overruled = phase(1s, FixedLatency{}, {statusFault(503)}, u"known"_s);
    overruled.health = Health::Degraded;
    Scenario config = scenario(10s,
                               {phase(2s, FixedLatency{}, {}, u"first"_s),
                                phase(3s, FixedLatency{}, {statusFault(503, 0.1)}, u"second"_s), overruled,
                                phase(1s, FixedLatency{}, {statusFault(503)}, u"last"_s)},
                               ConstantArrivals{1});
    config.workload.clear();
    QStringList text;
    for (const RunEvent &event : eventsOf(config))
        text.append(EventText::of(event));
    QCOMPARE(text,
             QStringList({u"0s 0 -: first, healthy"_s, u"2s 0 -: second, degraded"_s, u"5s 0 -: known, degraded"_s,
                          u"6s 0 -: last, down"_s}));
}

void SimulatedCallsTest::healthWithinARamp()
{
    // The share of errors is t / 10 s: degraded from 5 % at 0.5 s on, down from 50 % at 5 s on.
    PhaseConfig ramp = phase(10s, FixedLatency{}, {statusFault(503, 0)}, u"ramp"_s);
    ramp.rampTo.emplace().faults = {statusFault(503, 1)};
    Scenario config = scenario(20s, {ramp}, ConstantArrivals{1});
    config.workload.clear();
    const std::vector<RunEvent> events = eventsOf(config);
    QCOMPARE(events.size(), 3u);
    const std::vector<Health> health{Health::Healthy, Health::Degraded, Health::Down};
    const std::vector<Duration> moments{0s, 500ms, 5s};
    for (std::size_t i = 0; i < events.size(); ++i) {
        QCOMPARE(std::get<RunEvent::PhaseChanged>(events[i].what).health, health[i]);
        QVERIFY(std::chrono::abs(events[i].at - moments[i]) <= 1ms);
    }
}

void SimulatedCallsTest::callsUnderWayAtTheEnd()
{
    // The third hangs, and nothing limits it: it ends with the run, when the others have run out.
    FaultConfig third = fault(FaultConfig::Kind::Hang);
    third.pattern = FaultPattern{FaultPattern::Kind::Every, 3, {}};
    Scenario config = scenario(3s, {phase(10s, FixedLatency{4s}, {third})}, ConstantArrivals{1});
    config.policies[u"*"_s].breaker = breaker(1, 2s);
    Listener listener;
    SimulatedRun run(config, listener.sink());
    QVERIFY(run.run());
    QVERIFY(run.isFinished());
    QCOMPARE(run.now(), Duration(5s));
    QCOMPARE(listener.text().mid(listener.text().size() - 4),
             QStringList({u"5s 0 #2: attempt 1: ok 200 after 4s"_s, u"5s 0 #2: ok 200 after 4s, 1 attempts"_s,
                          u"5s 0 #3: attempt 1: cancelled after 3s"_s, u"5s 0 #3: cancelled after 3s, 1 attempts"_s}));
    QCOMPARE(run.breakerMetrics(0).permitsOut, 0u);
    QCOMPARE(run.breakerMetrics(0).totals.givenBack, 1u);
}

void SimulatedCallsTest::endsComeBeforeStarts()
{
    // Each call ends when the next one is due; the breaker that has one trial place must have it back by then.
    FaultConfig first = statusFault(503);
    first.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
    Scenario config = scenario(5s, {phase(10s, FixedLatency{1s}, {first})}, ConstantArrivals{1});
    CircuitBreakerConfig &rule = config.policies[u"*"_s].breaker.emplace(breaker(1, 1s));
    rule.halfOpenMaxCalls = 2;
    rule.successThreshold = 2;
    const QStringList ends = textOf(config).filter(QRegularExpression(u"attempts$"_s));
    QCOMPARE(ends,
             QStringList({u"1s 0 #1: server 503 after 1s, 1 attempts"_s, u"1s 0 #2: circuitOpen after 0s, 0 attempts"_s,
                          u"3s 0 #3: ok 200 after 1s, 1 attempts"_s, u"4s 0 #4: ok 200 after 1s, 1 attempts"_s,
                          u"5s 0 #5: ok 200 after 1s, 1 attempts"_s}));
}

void SimulatedCallsTest::callsOfOneMomentKeepTheirOrder()
{
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms})}, ClosedArrivals{4, 0s});
    config.workload.first().length = 10ms;
    config.endpoints.append(endpointOf({phase(10s, FixedLatency{20ms})}, u"other"_s));
    QCOMPARE(
        textOf(config).filter(QRegularExpression(u"attempts$"_s)),
        QStringList({u"20ms 0 #1: ok 200 after 20ms, 1 attempts"_s, u"20ms 0 #2: ok 200 after 20ms, 1 attempts"_s,
                     u"20ms 0 #3: ok 200 after 20ms, 1 attempts"_s, u"20ms 0 #4: ok 200 after 20ms, 1 attempts"_s}));
}

void SimulatedCallsTest::unsafeMethodsAreNotRepeated()
{
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms}, {statusFault(503)})}, ConstantArrivals{1});
    config.policies[u"*"_s].retry = retry(3, 100ms);
    config.endpoints.first().method = "POST";
    QCOMPARE(textOf(config).last(), u"20ms 0 #1: server 503 after 20ms, 1 attempts"_s);

    // What certainly did not arrive may be sent again.
    config.endpoints.first().phases.first().faults = {fault(FaultConfig::Kind::Reset)};
    config.endpoints.first().phases.first().faults.first().resetAt = FaultConfig::ResetAt::Connect;
    QCOMPARE(textOf(config).last(), u"300ms 0 #1: connection after 300ms, 4 attempts"_s);
}

void SimulatedCallsTest::retryBudgetIsOneForAllCalls()
{
    // 100 calls, all failing at once: a tenth of them may be retried.
    Scenario config = scenario(1s, {phase(10s, FixedLatency{}, {statusFault(503)})}, ClosedArrivals{100, 0s});
    config.workload.first().length = 1ms;
    config.policies[u"*"_s].retry = retry(5, 1ms);
    config.policies[u"*"_s].retry->budget = RetryBudgetConfig{0.1, 0};
    QCOMPARE(textOf(config).filter(u"waits"_s).size(), 10);
}

QTEST_APPLESS_MAIN(SimulatedCallsTest)
#include "tst_simulatedcalls.moc"
