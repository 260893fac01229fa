// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace SimulationFixture;

/// A client whose connections are few: who waits for one, for how long, and what becomes of those that wait.
class SimulatedConnectionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void attemptsWaitInOrder();
    void limitOfAnAttemptBeginsWithItsConnection();
    void retriesWaitBehindTheOthers();
    void waitIsLimited();
    void callThatRunsOutOfTimeInTheQueueIsOverload();
    void openBreakerEmptiesTheQueue();
    void probeGoesFirst();
    void redirectsKeepTheirConnection();
    void moreConnectionsByHand();
    void oneClientOfAHealthyService();
};

namespace {

/// @p count calls at 0 s, and no more.
Scenario together(int count, PhaseConfig phase, int connections)
{
    Scenario config = scenario(60s, {std::move(phase)}, ClosedArrivals{count, 0s});
    config.workload.first().length = 1ms;
    config.policies[u"*"_s].connections.max = connections;
    return config;
}

QStringList linesOf(const Scenario &config, const QString &pattern)
{
    return textOf(config).filter(QRegularExpression(pattern));
}

int countOf(const Scenario &config, const QString &pattern)
{
    return static_cast<int>(linesOf(config, pattern).size());
}

} // namespace

void SimulatedConnectionsTest::attemptsWaitInOrder()
{
    const Scenario config = together(5, phase(60s, FixedLatency{100ms}), 2);
    QCOMPARE(linesOf(config, u": attempt 1(, queued.*)?$"_s),
             QStringList({u"0s 0 #1: attempt 1"_s, u"0s 0 #2: attempt 1"_s, u"100ms 0 #3: attempt 1, queued 100ms"_s,
                          u"100ms 0 #4: attempt 1, queued 100ms"_s, u"200ms 0 #5: attempt 1, queued 200ms"_s}));
    QCOMPARE(linesOf(config, u"#5: ok"_s), QStringList({u"300ms 0 #5: ok 200 after 300ms, 1 attempts"_s}));
}

void SimulatedConnectionsTest::limitOfAnAttemptBeginsWithItsConnection()
{
    Scenario config = together(4, phase(60s, FixedLatency{100ms}), 1);
    config.policies[u"*"_s].timeout.perAttempt = 150ms;
    QCOMPARE(countOf(config, u": ok 200 after .*ms, 1 attempts"_s), 4);
}

void SimulatedConnectionsTest::retriesWaitBehindTheOthers()
{
    FaultConfig first = statusFault(503);
    first.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
    Scenario config = together(3, phase(60s, FixedLatency{100ms}, {first}), 1);
    config.policies[u"*"_s].retry = retry(1, 50ms);
    QCOMPARE(linesOf(config, u": attempt \\d(, queued.*)?$"_s),
             QStringList({u"0s 0 #1: attempt 1"_s, u"100ms 0 #2: attempt 1, queued 100ms"_s,
                          u"200ms 0 #3: attempt 1, queued 200ms"_s, u"300ms 0 #1: attempt 2, queued 150ms"_s}));
}

void SimulatedConnectionsTest::waitIsLimited()
{
    Scenario config = together(4, phase(60s, FixedLatency{100ms}), 1);
    config.policies[u"*"_s].connections.maxWait = 150ms;
    config.policies[u"*"_s].retry = retry(3, 10ms);
    // What was never sent is no attempt, and is not tried again.
    QCOMPARE(linesOf(config, u"rejected|attempts$"_s),
             QStringList({u"100ms 0 #1: ok 200 after 100ms, 1 attempts"_s, u"150ms 0 #3: rejected"_s,
                          u"150ms 0 #3: overload after 150ms, 0 attempts"_s, u"150ms 0 #4: rejected"_s,
                          u"150ms 0 #4: overload after 150ms, 0 attempts"_s,
                          u"200ms 0 #2: ok 200 after 200ms, 1 attempts"_s}));
    config.policies[u"*"_s].connections.maxWait = 0s;
    QCOMPARE(countOf(config, u": overload after 0s, 0 attempts"_s), 3);
}

void SimulatedConnectionsTest::callThatRunsOutOfTimeInTheQueueIsOverload()
{
    Scenario config = together(10, phase(60s, FixedLatency{100ms}), 1);
    config.policies[u"*"_s].timeout.overall = 250ms;
    config.policies[u"*"_s].breaker = breaker(3, 10s);
    // Two succeed, one is given up while it is worked on; the other seven never left, and the breaker counts none of them.
    QCOMPARE(countOf(config, u": ok 200 after .*, 1 attempts"_s), 2);
    QCOMPARE(countOf(config, u"#3: timeout after 250ms, 1 attempts"_s), 1);
    QCOMPARE(countOf(config, u": overload after 250ms, 0 attempts"_s), 7);
    QCOMPARE(countOf(config, u": open"_s), 0);
}

void SimulatedConnectionsTest::openBreakerEmptiesTheQueue()
{
    Scenario config = together(10, phase(60s, FixedLatency{100ms}, {statusFault(503)}), 2);
    config.policies[u"*"_s].breaker = breaker(1, 10s);
    QCOMPARE(linesOf(config, u": open|attempts$"_s).size(), 11);
    QCOMPARE(countOf(config, u"^100ms 0 #[12]: server 503 after 100ms, 1 attempts"_s), 2);
    QCOMPARE(countOf(config, u"^100ms 0 -: open"_s), 1);
    QCOMPARE(countOf(config, u"^100ms 0 #\\d+: circuitOpen after 100ms, 0 attempts"_s), 8);
}

void SimulatedConnectionsTest::probeGoesFirst()
{
    // Retries outside the breaker: while it is open their calls wait, and come back together. One of them is the probe.
    FaultConfig first = statusFault(503);
    first.pattern = FaultPattern{FaultPattern::Kind::First, 2, {}};
    Scenario config = scenario(10s, {phase(60s, FixedLatency{400ms}, {first})}, ConstantArrivals{10});
    config.workload.first().length = 300ms; // three calls: 0, 100 and 200 ms
    PolicyConfig &policy = config.policies[u"*"_s];
    policy.connections.max = 1;
    policy.breaker = breaker(1, 1s);
    policy.order = {PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
    policy.retry = retry(3, 100ms);
    const QStringList lines = linesOf(config, u"half_open|closed|: attempt \\d"_s);
    // The breaker opens at 400 ms, which sends those that wait away; the first one back is the probe, and goes at once.
    QVERIFY2(!lines.filter(u"half_open"_s).isEmpty(), qPrintable(lines.join(u'\n')));
    const qsizetype turn = lines.indexOf(lines.filter(u"half_open"_s).first());
    QVERIFY2(turn + 1 < lines.size() && lines[turn + 1].contains(u": attempt "_s), qPrintable(lines.join(u'\n')));
    QVERIFY2(!lines[turn + 1].contains(u"queued"_s), qPrintable(lines.join(u'\n')));
}

void SimulatedConnectionsTest::redirectsKeepTheirConnection()
{
    FaultConfig loop = fault(FaultConfig::Kind::RedirectLoop);
    loop.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
    const Scenario config = together(2, phase(60s, FixedLatency{10ms}, {loop}), 1);
    QCOMPARE(linesOf(config, u"#2: attempt 1, queued"_s), QStringList({u"110ms 0 #2: attempt 1, queued 110ms"_s}));
}

void SimulatedConnectionsTest::moreConnectionsByHand()
{
    const Scenario config = together(3, phase(60s, FixedLatency{1s}), 1);
    Listener listener;
    SimulatedRun run(config, listener.sink());
    run.advanceTo(500ms);
    PolicyConfig policy = config.policies[u"*"_s];
    policy.connections.max = 2;
    QVERIFY(run.setPolicy(0, policy).isEmpty());
    run.run();
    QCOMPARE(listener.text().filter(QRegularExpression(u"attempt 1, queued"_s)),
             QStringList({u"500ms 0 #2: attempt 1, queued 500ms"_s, u"1s 0 #3: attempt 1, queued 1s"_s}));
}

/// 40 calls a second of 400 ms through six connections, which serve 15: those that wait longer than 600 ms run out of time on
/// their way, which opens the breaker of a service that is well.
void SimulatedConnectionsTest::oneClientOfAHealthyService()
{
    Scenario config = scenario(10s, {phase(60s, FixedLatency{400ms})}, ConstantArrivals{40});
    config.workload.first().length = 3s;
    PolicyConfig &policy = config.policies[u"*"_s];
    policy.breaker = CircuitBreakerConfig::forHttp();
    policy.breaker->failureThreshold = 5;
    policy.timeout = {500ms, 1s};
    QCOMPARE(countOf(config, u"#\\d+: ok 200 after .*, 1 attempts"_s), 120);
    policy.connections.max = 6;
    QCOMPARE(countOf(config, u"#\\d+: ok 200 after .*, 1 attempts"_s), 18);
    QCOMPARE(countOf(config, u"#\\d+: (overload|timeout|circuitOpen) after .*, \\d attempts"_s), 102);
}

QTEST_APPLESS_MAIN(SimulatedConnectionsTest)
#include "tst_simulatedconnections.moc"
