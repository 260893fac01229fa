// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/objective.h"
#include "lab/record/recording.h"
#include "simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace SimulationFixture;

namespace {

RunSnapshot recorded(const Scenario &config)
{
    Recording recording(config.endpointNames());
    if (!simulate(config, recording))
        qWarning("stopped");
    return recording.snapshot();
}

RunSummary summaryOf(const Scenario &config)
{
    return recorded(config).summary;
}

PolicyConfig limited(std::optional<Duration> perAttempt, std::optional<CircuitBreakerConfig> rule = {})
{
    PolicyConfig policy;
    policy.timeout.perAttempt = perAttempt;
    policy.breaker = std::move(rule);
    return policy;
}

CircuitBreakerConfig inARow(int failures, Duration recovery)
{
    CircuitBreakerConfig config = breaker(failures, recovery);
    config.rule = TripRule::ConsecutiveFailures;
    return config;
}

FaultConfig firstOf(quint64 count)
{
    FaultConfig fault = statusFault(503);
    fault.pattern = FaultPattern{FaultPattern::Kind::First, count, {}};
    return fault;
}

/// "0 healthy, 5000 down": milliseconds, and what the endpoint is from then on, where that is something else.
QString courseOf(const EndpointSnapshot &endpoint)
{
    QStringList texts;
    std::optional<Health> before;
    for (const HealthSpan &span : endpoint.health) {
        if (span.health != before)
            texts.append(u"%1 %2"_s.arg(span.begin / 1ms).arg(healthName(span.health)));
        before = span.health;
    }
    return texts.join(u", "_s);
}

} // namespace

/// What the figures of a run are taken over, and the health that they are held against.
class RunFiguresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // The end of a run.

    void callsRunOutAfterTheEnd()
    {
        // Ten calls in ten seconds, each takes ten seconds.
        const RunSnapshot run = recorded(scenario(10s, {phase(10s, FixedLatency{10s})}, ConstantArrivals{1}));
        const RunSummary &summary = run.summary;
        QCOMPARE(summary.succeeded, 10u);
        QCOMPARE(summary.cancelled + summary.cutOff, 0u);
        QCOMPARE(summary.successRate(), 1.0);
        QCOMPARE(summary.offeredRate(), 1.0);
        QCOMPARE(summary.achievedRate(), 1.0);
        QCOMPARE(summary.latencyMax, Duration(10s));
        QCOMPARE(run.now, Duration(19s));
    }

    void limitsRunOutAfterTheEndToo()
    {
        // 100 calls a second for 5 s, of which every hundredth hangs for its limit: rates are over the 5 s.
        FaultConfig hang = fault(FaultConfig::Kind::Hang);
        hang.pattern = FaultPattern{FaultPattern::Kind::Every, 100, {}};
        Scenario config = scenario(5s, {phase(5s, FixedLatency{10ms}, {hang})}, ConstantArrivals{100});
        config.policies[u"*"_s] = limited(30s);
        const RunSnapshot run = recorded(config);
        QCOMPARE(run.summary.failed, 5u);
        QCOMPARE(run.summary.offeredRate(), 100.0);
        QCOMPARE(run.summary.achievedRate(), 100.0);
        QCOMPARE(run.now, Duration(34s + 990ms));
    }

    void whatHangsForEverCountsWithItsWait()
    {
        // The second half of the calls hangs, and nothing limits them: from 10 s to none until the end at 20 s.
        Scenario config = scenario(20s,
                                   {phase(10s, FixedLatency{10ms}), phase(10s, {}, {fault(FaultConfig::Kind::Hang)})},
                                   ConstantArrivals{10});
        const RunSnapshot run = recorded(config);
        QCOMPARE(run.now, Duration(20s));
        QCOMPARE(run.summary.cancelled, 100u);
        QCOMPARE(run.summary.successRate(), 0.5);
        QCOMPARE(run.summary.latencyMax, Duration(10s));
        QCOMPARE_GT(*run.summary.latencyP99, Duration(9700ms));
        QCOMPARE_GT(*run.summary.latencyP95, Duration(8900ms));
        // A limit of 1 s ends each sooner: no figure of latency may prefer to have none.
        config.policies[u"*"_s] = limited(1s);
        QCOMPARE_LT(*summaryOf(config).latencyP99, Duration(1010ms));
    }

    void whatWaitsForAConnectionBehindItCountsToo()
    {
        // Two connections, and both hang for ever: the others wait for one.
        Scenario config = scenario(10s, {phase(10s, {}, {fault(FaultConfig::Kind::Hang)})}, ConstantArrivals{1});
        config.policies[u"*"_s].connections.max = 2;
        const RunSnapshot run = recorded(config);
        QCOMPARE(run.now, Duration(10s));
        QCOMPARE(run.summary.cancelled, 10u);
        QCOMPARE(run.summary.attempts, 2u);
        QCOMPARE(run.summary.latencyMax, Duration(10s));
    }

    void aRunThatIsStoppedCutsOff()
    {
        const Scenario config = scenario(10s, {phase(10s, FixedLatency{4s})}, ConstantArrivals{1});
        Recording recording(config.endpointNames());
        recording.endLoad(config.duration);
        SimulatedRun run(config, [&](std::span<const RunEvent> events) { recording.apply(events); });
        QVERIFY(run.advanceTo(5500ms));
        run.cancel();
        recording.finish(run.now());
        const RunSummary summary = recording.snapshot().summary;
        // Those of 0 s and 1 s had ended; those of 2 s to 5 s had not.
        QCOMPARE(summary.calls, 2u);
        QCOMPARE(summary.cutOff, 4u);
        QCOMPARE(summary.attempts, 6u);
        QCOMPARE(summary.amplification(), 1.0);
        QCOMPARE(summary.successRate(), 1.0);
        QCOMPARE(summary.cancelled, 0u);
        QCOMPARE(summary.offeredRate(), 6 / 5.5);
    }

    void whatThereIsNoneOfMeetsNothing()
    {
        Scenario config = scenario(10s, {phase(10s, FixedLatency{4s})}, ConstantArrivals{1});
        config.workload.clear();
        const RunSummary summary = summaryOf(config);
        for (const QString &figure : {u"latencyP50"_s, u"latencyP95"_s, u"latencyP99"_s, u"latencyMax"_s}) {
            const auto objective = Objective::parse(figure + u" <= 1h"_s);
            QVERIFY(objective);
            QVERIFY(!objective->isMet(summary));
            QVERIFY(summary.toJson()[figure].isNull());
        }
        QVERIFY(summary.toJson()[u"successRate"_s].isNull());
        QVERIFY(!Objective::parse(u"successRate < 1"_s)->isMet(summary));
    }

    void tooManyCallsUnderWayEndTheRun()
    {
        const Scenario config = scenario(1h, {phase(1h, {}, {fault(FaultConfig::Kind::Hang)})},
                                         ConstantArrivals{1'000'000});
        SimulatedRun run(config, [](std::span<const RunEvent>) {});
        QVERIFY(run.run());
        QVERIFY(run.isFinished());
        QCOMPARE(run.now(), Duration(2s));
        QVERIFY2(run.failure().contains(u"policies.*.timeout"_s), qPrintable(run.failure()));
    }

    // Closed loads, and what happens at one moment.

    void usersAreNotCapped()
    {
        // As many as the answers let them: 10 s / 100 us.
        Scenario config = scenario(10s, {phase(10s, FixedLatency{100us})}, ClosedArrivals{1, 0s});
        QCOMPARE(summaryOf(config).calls, 100'000u);
        // Draws below 1 ms count as what they are.
        config.endpoints.first().phases.first().latency = ExponentialLatency{1ms};
        const double calls = double(summaryOf(config).calls);
        QVERIFY2(std::abs(calls / 10'000 - 1) < 0.03, qPrintable(QString::number(calls)));
    }

    void callsOfOneMomentStayInStep()
    {
        const Scenario config = scenario(1s, {phase(1s, FixedLatency{100ms})}, ClosedArrivals{1000, 0s});
        Listener listener;
        SimulatedRun(config, listener.sink()).run();
        const std::vector<RunEvent> due = listener.of<RunEvent::CallDue>();
        QCOMPARE(due.size(), 10'000u);
        for (std::size_t i = 0; i < due.size(); ++i) {
            QCOMPARE(due[i].at, Duration(i / 1000 * 100ms));
            QCOMPARE(due[i].call, i + 1);
        }
    }

    void thousandsOfLoadsKeepTheirOrder()
    {
        Scenario config;
        config.name = u"test"_s;
        config.duration = 2s;
        constexpr int endpoints = 500;
        for (int i = 0; i < endpoints; ++i) {
            const QString name = u"e%1"_s.arg(i);
            config.endpoints.append(endpointOf({phase(2s, FixedLatency{1ms})}, name));
            WorkloadConfig load;
            load.endpoint = name;
            load.arrivals = ConstantArrivals{i % 2 == 0 ? 10.0 : 5.0};
            config.workload.append(load);
        }
        Listener listener;
        SimulatedRun(config, listener.sink()).run();
        std::pair<Duration, int> latest{-1ns, 0};
        std::size_t count = 0;
        for (const RunEvent &event : listener.of<RunEvent::CallDue>()) {
            const std::pair here(event.at, event.endpoint);
            QVERIFY(latest < here);
            latest = here;
            ++count;
        }
        QCOMPARE(count, std::size_t(endpoints / 2 * (20 + 10)));
    }

    // Health.

    void healthFollowsNumbers()
    {
        // The first hundred calls fail, ten a second: reckoned call by call in the comments.
        Scenario config = scenario(20s, {phase(20s, FixedLatency{10ms}, {firstOf(100)})}, ConstantArrivals{10});
        config.policies[u"*"_s] = limited({}, inARow(3, 2s));
        const RunSnapshot run = recorded(config);
        QCOMPARE(courseOf(run.endpoints.first()), u"0 down, 10000 healthy"_s);
        const RunSummary &summary = run.summary;
        QCOMPARE(summary.wastedAttempts, 7u);           // 1, 2, 3 and the trials 24, 45, 66, 87
        QCOMPARE(summary.detectTime, Duration(210ms));  // the end of call 3
        QCOMPARE(summary.recoverTime, Duration(710ms)); // trial 108 ends well at 10.71 s
        QCOMPARE(summary.falseRejections, 7u);          // 101 to 107
    }

    void aFullQueueIsAnOutage()
    {
        // One worker, each request 1 s: of ten a second nine find no place. The breaker never opens.
        Scenario config = scenario(20s, {phase(20s, FixedLatency{1s})}, ConstantArrivals{10});
        config.endpoints.first().capacity = CapacityConfig{1, 0};
        config.workload.first().length = 10s;
        const RunSnapshot run = recorded(config);
        // Call 1 is taken, 2 and 3 are refused at 0.1 s and 0.2 s.
        QVERIFY2(courseOf(run.endpoints.first()).startsWith(u"0 healthy, 100 degraded, 200 down"_s),
                 qPrintable(courseOf(run.endpoints.first())));
        QCOMPARE_GE(run.summary.wastedAttempts, 90u);

        config.policies[u"*"_s] = limited({}, inARow(5, 3s));
        const RunSummary summary = summaryOf(config);
        QVERIFY(summary.detectTime);
        QCOMPARE(*summary.detectTime, Duration(300ms)); // down at 0.2 s, refused for the fifth time at 0.5 s
        QVERIFY(summary.recoverTime);
    }

    void aServiceThatSlowsDownWithItsLoadIsDownWhenNobodyWaitsForIt()
    {
        PhaseConfig slowing = phase(60s, FixedLatency{100ms});
        slowing.perConcurrent = 100ms;
        Scenario config = scenario(60s, {slowing}, ConstantArrivals{20});
        config.workload.first().length = 20s;
        config.policies[u"*"_s] = limited(1s);
        const RunSnapshot run = recorded(config);
        QCOMPARE_GT(run.summary.failed, 200u);
        QVERIFY2(courseOf(run.endpoints.first()).contains(u" down"_s), qPrintable(courseOf(run.endpoints.first())));
        QCOMPARE_GT(run.summary.wastedAttempts, 200u);
        // Whoever waits long enough is served: then it is slow, and not down.
        config.policies[u"*"_s] = limited(1h);
        QCOMPARE(courseOf(recorded(config).endpoints.first()), u"0 healthy"_s);
    }

    void healthWithinWhatIsSetByHand()
    {
        // The share of errors is t / 10 s. A latency that is set by hand changes nothing about that.
        PhaseConfig ramp = phase(10s, FixedLatency{}, {statusFault(503, 0)}, u"ramp"_s);
        ramp.rampTo.emplace().faults = {statusFault(503, 1)};
        Scenario config = scenario(
            30s,
            {ramp, phase(5s, FixedLatency{}, {}, u"good"_s), phase(15s, FixedLatency{}, {statusFault(500)}, u"bad"_s)},
            ConstantArrivals{1});
        config.workload.clear();
        Recording recording(config.endpointNames());
        SimulatedRun run(config, [&](std::span<const RunEvent> events) { recording.apply(events); });
        QVERIFY(run.advanceTo(100ms));
        EndpointOverride slower;
        slower.latency = FixedLatency{50ms};
        run.setOverride(0, slower);
        QVERIFY(run.run());
        const QString course = courseOf(recording.snapshot().endpoints.first());
        QVERIFY2(QRegularExpression(
                     u"^0 healthy, (499|500|501) degraded, (4999|5000|5001) down, 10000 healthy, 15000 down$"_s)
                     .match(course)
                     .hasMatch(),
                 qPrintable(course));
    }

    void anotherLimitIsAnotherHealth()
    {
        Scenario config = scenario(10s, {phase(10s, FixedLatency{500ms})}, ConstantArrivals{1});
        Recording recording(config.endpointNames());
        SimulatedRun run(config, [&](std::span<const RunEvent> events) { recording.apply(events); });
        QVERIFY(run.advanceTo(2s));
        QVERIFY(run.setPolicy(0, limited(100ms)).isEmpty());
        QVERIFY(run.advanceTo(4s));
        QVERIFY(run.setPolicy(0, limited(1s)).isEmpty());
        QVERIFY(run.run());
        QCOMPARE(courseOf(recording.snapshot().endpoints.first()), u"0 healthy, 2000 down, 4000 healthy"_s);
    }
};

QTEST_GUILESS_MAIN(RunFiguresTest)
#include "tst_runfigures.moc"
