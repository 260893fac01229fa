// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/liverun.h"
#include "lab/run/simulatedrun.h"
#include "livescenario.h"
#include "resilience/base/clock.h"

#include <QSignalSpy>
#include <QTest>

using namespace LiveScenario;

class LiveLoadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void timeStandsStillInAPause()
    {
        Scenario flapping = scenario({phase(u"a"_s, 100ms), phase(u"b"_s, 100ms, {fault(FaultConfig::Kind::Status)})});
        LiveRun run(flapping, true);
        QSignalSpy paused(&run, &LiveRun::pausedChanged);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.calls > 20, Patience);
        QVERIFY(!run.isPaused());
        run.pause();
        QVERIFY(paused.wait(Patience));
        QVERIFY(run.isPaused());

        // What is under way ends, and then nothing happens any more. Phases would change five times meanwhile.
        QTRY_VERIFY_WITH_TIMEOUT(isStill(run), Patience);
        const RunSnapshot before = run.snapshot();
        waitOnSteadyClock(500ms);
        const RunSnapshot after = run.snapshot();
        QCOMPARE(after.summary.offered, before.summary.offered);
        QCOMPARE(after.now, before.now);
        QCOMPARE(after.endpoints[0].health.size(), before.endpoints[0].health.size());

        run.resume();
        QVERIFY(paused.wait(Patience));
        QVERIFY(!run.isPaused());
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.calls > after.summary.calls + 20, Patience);
        run.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE(summary.offered, summary.calls + summary.cutOff);
        // A hundred calls are due in each second that the run's clock has counted; the pause is none of them.
        const double seconds = std::chrono::duration<double>(run.snapshot().now).count();
        QCOMPARE_LE(double(summary.offered), seconds * 100 + 1);
    }

    void aStepEndsInAPause()
    {
        LiveRun run(scenario({phase(u"healthy"_s, 1h)}));
        QSignalSpy paused(&run, &LiveRun::pausedChanged);
        run.pause(); // before it has begun
        run.start();
        QVERIFY(paused.wait(Patience));
        QVERIFY(run.isPaused());
        QTRY_VERIFY_WITH_TIMEOUT(isStill(run), Patience);
        const quint64 offered = run.snapshot().summary.offered;
        QCOMPARE_LE(offered, 20u);
        run.step(300ms);
        QTRY_COMPARE_WITH_TIMEOUT(paused.size(), 3, Patience); // goes on, stands still
        QVERIFY(run.isPaused());
        QTRY_VERIFY_WITH_TIMEOUT(isStill(run), Patience);
        QCOMPARE_GE(run.snapshot().summary.offered, offered + 29);
        run.stop(); // ends it, paused or not
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
    }

    void anEndpointHasItsOwnPolicy()
    {
        Scenario two = scenario({phase(u"down"_s, 500ms, {fault(FaultConfig::Kind::Status)})});
        two.endpoints.append(two.endpoints[0]);
        two.endpoints[1].name = u"payments"_s;
        two.endpoints[1].path = u"/payments"_s;
        two.endpoints[1].sameLuckAs = u"orders"_s;
        two.workload.append(two.workload[0]);
        two.workload[1].endpoint = u"payments"_s;
        two.policies[u"payments"_s] = two.policyOf(u"orders"_s);
        two.policies[u"payments"_s].breaker = breaker(5);
        LiveRun run(two);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSnapshot snapshot = run.snapshot();
        QCOMPARE(snapshot.endpoints[0].summary.calls, 50u);
        QCOMPARE(snapshot.endpoints[0].summary.rejected, 0u);
        QCOMPARE(snapshot.endpoints[1].summary.calls, 50u);
        QCOMPARE_GT(snapshot.endpoints[1].summary.rejected, 10u);
        QVERIFY(snapshot.endpoints[0].changes.isEmpty());

        const std::vector<RecordedCall> calls = recordedCalls(run);
        QCOMPARE(calls.size(), 100u);
    }

    void otherPoliciesAreTakenWhole()
    {
        LiveRun run(scenario({phase(u"down"_s, 1h, {fault(FaultConfig::Kind::Status)})}));
        QMap<QString, PolicyConfig> policies = run.scenario().policies;
        policies[u"orders"_s].breaker = breaker(0);
        const ConfigIssues issues = run.setPolicies(policies);
        QCOMPARE(issues.size(), 1);
        QCOMPARE(issues[0].field, u"orders.breaker.failureThreshold"_s);
        QVERIFY(!run.scenario().policies.contains(u"orders"_s));

        policies[u"orders"_s].breaker = breaker(3);
        run.start();
        QVERIFY(run.setPolicies(policies).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.rejected > 10, Patience);
    }

    void usersWaitForTheirAnswers()
    {
        Scenario closed = scenario({phase(u"healthy"_s, 1s)});
        closed.endpoints[0].phases[0].latency = FixedLatency{50ms};
        closed.workload[0].arrivals = ClosedArrivals{3, 50ms};
        LiveRun run(closed);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        // 100 ms a round, three users, one second; and never more than three at once.
        QCOMPARE_LE(summary.calls, 30u);
        QCOMPARE_GE(summary.calls, 9u);
        QSet<quint64> numbers;
        for (const RecordedCall &call : recordedCalls(run)) {
            QVERIFY(!numbers.contains(call.number));
            numbers.insert(call.number);
            int others = 0;
            for (const RecordedCall &other : recordedCalls(run))
                others += other.due < call.due && other.due + other.latency > call.due;
            QCOMPARE_LE(others, 2);
        }
    }

    void aWorkloadHasItsTime()
    {
        Scenario late = scenario({phase(u"healthy"_s, 1s)});
        late.workload[0].start = 300ms;
        late.workload[0].length = 200ms;
        LiveRun run(late);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const std::vector<RecordedCall> calls = recordedCalls(run);
        QCOMPARE(calls.size(), 20u);
        for (const RecordedCall &call : calls)
            QVERIFY(call.due >= 300ms && call.due < 500ms);
    }

    void aCallMayBeDueWhenNobodyCountsAnyMore()
    {
        Scenario quiet = scenario({phase(u"healthy"_s, 50ms)});
        quiet.workload[0].arrivals = PoissonArrivals{1e-15};
        LiveRun run(quiet);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        QCOMPARE(run.snapshot().summary.calls, 0u);
    }

    void aRampOfLoadIsCutOffByTheRun()
    {
        Scenario ramp = scenario({phase(u"healthy"_s, 1s)});
        ramp.workload[0].arrivals = RampArrivals{20, 200};
        ramp.workload[0].length = 10s;
        LiveRun run(ramp);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        // In the first of ten seconds the rate comes from 20 to 38, and all the way in one would be 110 calls.
        const quint64 calls = run.snapshot().summary.calls;
        QVERIFY(calls > 10 && calls < 60);

        Recording simulated({ramp.endpoints[0].name});
        QVERIFY(simulate(ramp, simulated));
        QCOMPARE(calls, simulated.snapshot().summary.calls);
    }

    void aRampTurnsAnEndpointIll()
    {
        Scenario ramp = scenario({phase(u"getting worse"_s, 1s)});
        ramp.endpoints[0].phases[0].rampTo.emplace().faults = QList{fault(FaultConfig::Kind::Status, 1)};
        LiveRun run(ramp);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const QList<HealthSpan> health = run.snapshot().endpoints[0].health;
        QCOMPARE(health.size(), 3);
        QCOMPARE(health[1].health, Health::Degraded);
        QVERIFY(health[1].begin >= 50ms && health[1].begin < 500ms);
        QCOMPARE(health[2].health, Health::Down);
        QVERIFY(health[2].begin >= 500ms);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE(summary.calls, 100u);
        // Half of them on average, by a seed that is always the same; the first fifth hardly at all.
        QVERIFY(summary.failed > 30 && summary.failed < 70);
    }

    void oneBudgetIsForAllClients()
    {
        // A hundred calls a second that all fail, over many ports: without the budget each would be tried again.
        Scenario down = scenario({phase(u"down"_s, 1s, {fault(FaultConfig::Kind::Status)})});
        down.endpoints[0].phases[0].latency = FixedLatency{100ms};
        PolicyConfig &policy = down.policies[u"*"_s];
        policy.retry = retry();
        policy.retry->budget = RetryBudgetConfig{0, 0.5}; // five in ten seconds, whatever the calls
        LiveRun run(down);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE(summary.calls, 100u);
        QCOMPARE(summary.attempts, 105u);
    }

private:
    /// The time that a run which did not stand still would go on in.
    static void waitOnSteadyClock(Duration time)
    {
        const TimePoint end = Clock::steady().now() + time;
        QTRY_VERIFY_WITH_TIMEOUT(Clock::steady().now() >= end, Patience);
    }

    static bool isStill(const LiveRun &run)
    {
        const RunSnapshot snapshot = run.snapshot();
        return snapshot.summary.offered == snapshot.summary.calls;
    }
    static std::vector<RecordedCall> recordedCalls(const LiveRun &run) { return run.recording().calls(); }
};

QTEST_GUILESS_MAIN(LiveLoadTest)
#include "tst_liveload.moc"
