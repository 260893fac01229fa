// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/runtiming.h"
#include "simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <map>

using namespace SimulationFixture;

/// A simulation as a whole: what it depends on, how it is steered, and that it adds up.
class SimulatedRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sameScenarioSameEvents();
    void stepsMakeNoDifference();
    void samePolicyOrAnotherSameLuck();
    void endpointsMayShareTheirLuck();
    void samplesComeAtMostTenTimesASecond();
    void summaryAddsUp();
    void policyChangesAtThePresentMoment();
    void breakerKeepsItsStateUnderAnotherPolicy();
    void breakingAndHealing();
    void breakerSetByHand();
    void stopsWhenAsked();
    void cancelledCallsAreOver();
};

namespace {

/// Something of everything.
Scenario colourful()
{
    PhaseConfig rough = phase(5s, LogNormalLatency{40ms, 200ms},
                              {statusFault(503, 0.3), fault(FaultConfig::Kind::Hang, 0.05),
                               fault(FaultConfig::Kind::RedirectLoop, 0.05), fault(FaultConfig::Kind::Slow, 0.05)});
    rough.perConcurrent = 1ms;
    PhaseConfig down = phase(5s, ExponentialLatency{30ms}, {fault(FaultConfig::Kind::Reset)});
    PhaseConfig better = phase(5s, UniformLatency{10ms, 300ms}, {statusFault(429, 0.2)});
    better.rampTo.emplace().latency = UniformLatency{5ms, 20ms};
    Scenario config = scenario(20s, {rough, down, better}, PoissonArrivals{80});
    config.endpoints.append(endpointOf({phase(30s, FixedLatency{50ms})}, u"slow"_s));
    config.endpoints.last().capacity = CapacityConfig{2, 5};
    WorkloadConfig users;
    users.endpoint = u"slow"_s;
    users.arrivals = ClosedArrivals{9, 100ms};
    WorkloadConfig ramp;
    ramp.endpoint = u"slow"_s;
    ramp.arrivals = RampArrivals{0, 60};
    ramp.start = 3s;
    WorkloadConfig bursts;
    bursts.endpoint = u"orders"_s;
    bursts.arrivals = BurstArrivals{0, 50, 2s, 500ms};
    config.workload += {users, ramp, bursts};

    PolicyConfig &policy = config.policies[u"*"_s];
    policy.breaker.emplace();
    policy.breaker->rule = TripRule::FailureRate;
    policy.breaker->window = TimeWindowConfig{5s, 500ms};
    policy.breaker->recoveryTime = 1s;
    policy.breaker->recoveryJitter = 0.5;
    policy.breaker->slowCallDuration = 250ms;
    policy.retry.emplace();
    policy.retry->baseDelay = 50ms;
    policy.retry->jitter = Jitter::Decorrelated;
    policy.retry->budget.emplace();
    policy.timeout.perAttempt = 400ms;
    policy.timeout.overall = 1s;
    return config;
}

} // namespace

void SimulatedRunTest::sameScenarioSameEvents()
{
    const QStringList once = EventText::of(eventsOf(colourful()));
    QCOMPARE_GT(once.size(), 5000);
    QCOMPARE(EventText::of(eventsOf(colourful())), once);
    Scenario other = colourful();
    other.seed = 43;
    QVERIFY(EventText::of(eventsOf(other)) != once);
}

void SimulatedRunTest::stepsMakeNoDifference()
{
    Listener listener;
    SimulatedRun run(colourful(), listener.sink());
    for (Duration moment{}; !run.isFinished(); moment += 7ms) {
        QVERIFY(run.advanceTo(moment));
        if (!run.isFinished())
            QCOMPARE(run.now(), moment);
        QVERIFY(listener.events().empty() || listener.events().back().at <= moment);
    }
    QCOMPARE(EventText::of(listener.events()), EventText::of(eventsOf(colourful())));
}

/// How the first attempt of each call of endpoint 0 ended, and how long it took, save where a limit or the end cut it off.
static std::map<quint64, QString> firstFates(const Scenario &config)
{
    std::map<quint64, QString> fates;
    for (const RunEvent &event : eventsOf(config)) {
        const auto *end = std::get_if<RunEvent::AttemptEnded>(&event.what);
        if (end && event.endpoint == 0 && end->attempt == 1 && end->ending.kind != ErrorKind::Cancelled)
            fates[event.call] = EventText::Telling()(*end);
    }
    return fates;
}

void SimulatedRunTest::samePolicyOrAnotherSameLuck()
{
    const QList<PhaseConfig> phases{phase(60s, LogNormalLatency{40ms, 200ms}, {statusFault(503, 0.3)})};
    Scenario patient = scenario(60s, phases, PoissonArrivals{50});
    patient.policies[u"*"_s].retry = retry(3, 100ms);
    Scenario strict = patient;
    PolicyConfig &policy = strict.policies[u"*"_s];
    policy.breaker = breaker(3, 1s);
    policy.retry->maxRetries = 1;

    const std::map<quint64, QString> all = firstFates(patient);
    const std::map<quint64, QString> some = firstFates(strict);
    QCOMPARE_GT(some.size(), 500u);
    QCOMPARE_LT(some.size(), all.size());
    for (const auto &[call, fate] : some)
        QCOMPARE(fate, all.at(call));
}

void SimulatedRunTest::endpointsMayShareTheirLuck()
{
    Scenario config = scenario(20s, {phase(60s, LogNormalLatency{40ms, 200ms}, {statusFault(503, 0.3)})},
                               PoissonArrivals{50});
    EndpointConfig twin = config.endpoints.first();
    twin.name = u"twin"_s;
    twin.path = u"/twin"_s;
    twin.sameLuckAs = u"orders"_s;
    config.endpoints.append(twin);
    config.workload.append(config.workload.first());
    config.workload.last().endpoint = twin.name;
    std::array<QStringList, 2> told;
    for (RunEvent event : eventsOf(config)) {
        QStringList &own = told[static_cast<std::size_t>(event.endpoint)];
        event.endpoint = 0;
        own.append(EventText::of(event));
    }
    QCOMPARE_GT(told[0].size(), 3000);
    QCOMPARE(told[0], told[1]);
}

void SimulatedRunTest::samplesComeAtMostTenTimesASecond()
{
    Scenario config = scenario(10s, {phase(4s, FixedLatency{1ms}), phase(6s, FixedLatency{1ms})},
                               ConstantArrivals{1000});
    config.workload.first().length = 5s;
    config.policies[u"*"_s].breaker = breaker(3, 1s);
    Listener listener;
    SimulatedRun(config, listener.sink()).run();
    const std::vector<RunEvent> samples = listener.of<RunEvent::BreakerSampled>();
    QCOMPARE_LE(samples.size(), 52u); // and none while nothing happens
    QCOMPARE_GE(samples.size(), 50u);
}

void SimulatedRunTest::summaryAddsUp()
{
    const Scenario config = colourful();
    Recording recording({u"orders"_s, u"slow"_s});
    QVERIFY(simulate(config, recording));
    const RunSnapshot snapshot = recording.snapshot();
    QVERIFY(snapshot.isFinished);
    QCOMPARE_GE(snapshot.now, config.duration);
    QCOMPARE_LE(snapshot.now, config.duration + GraceTime);
    const RunSummary &all = snapshot.summary;
    QCOMPARE(all.calls, all.succeeded + all.failed + all.rejected + all.cancelled);
    QCOMPARE_GT(all.rejected, 0u);
    QCOMPARE_GT(all.failed, 0u);
    quint64 calls = 0;
    for (const EndpointSnapshot &endpoint : snapshot.endpoints)
        calls += endpoint.summary.calls;
    QCOMPARE(calls, all.calls);
    quint64 due = 0;
    for (const SecondFigures &second : snapshot.seconds)
        due += static_cast<quint64>(second.calls);
    QCOMPARE(due, all.calls);
}

void SimulatedRunTest::policyChangesAtThePresentMoment()
{
    Scenario config = scenario(4s, {phase(10s, FixedLatency{20ms}, {statusFault(503)})}, ConstantArrivals{1});
    Listener listener;
    SimulatedRun run(config, listener.sink());
    QVERIFY(run.advanceTo(1500ms));
    PolicyConfig strict;
    strict.breaker = breaker(1, 30s);
    QCOMPARE(run.setPolicy(0, strict), ConfigIssues());
    QVERIFY(run.advanceTo(3500ms));
    QCOMPARE(run.breakerMetrics(0).state, BreakerState::Open);

    PolicyConfig invalid = strict;
    invalid.breaker->failureThreshold = 0;
    QCOMPARE(run.setPolicy(0, invalid).first().field, u"breaker.failureThreshold"_s);
    QCOMPARE(run.breakerMetrics(0).state, BreakerState::Open);

    // Without a breaker nothing stands in the way.
    QCOMPARE(run.setPolicy(0, PolicyConfig()), ConfigIssues());
    QVERIFY(run.run());
    QCOMPARE(listener.text().filter(QRegularExpression(u"attempts$| -: "_s)),
             QStringList({u"20ms 0 #1: server 503 after 20ms, 1 attempts"_s,
                          u"1.02s 0 #2: server 503 after 20ms, 1 attempts"_s,
                          u"2.02s 0 -: open: 1 failure since it closed, threshold 1; last: server 503"_s,
                          u"2.02s 0 #3: server 503 after 20ms, 1 attempts"_s,
                          u"3s 0 #4: circuitOpen after 0s, 0 attempts"_s, u"3.5s 0 -: closed: set by hand"_s}));
}

void SimulatedRunTest::breakerKeepsItsStateUnderAnotherPolicy()
{
    Scenario config = scenario(10s, {phase(10s, FixedLatency{20ms}, {statusFault(503)})}, ConstantArrivals{1});
    config.policies[u"*"_s].breaker = breaker(1, 30s);
    Listener listener;
    SimulatedRun run(config, listener.sink());
    QVERIFY(run.advanceTo(2500ms));
    PolicyConfig quicker;
    quicker.breaker = breaker(1, 4s);
    QCOMPARE(run.setPolicy(0, quicker), ConfigIssues());
    QCOMPARE(run.breakerMetrics(0).state, BreakerState::Open);
    QVERIFY(run.run());
    QCOMPARE(listener.text().filter(u"half_open"_s).first(), u"5s 0 -: half_open: open period of 4 s is over"_s);
}

void SimulatedRunTest::breakingAndHealing()
{
    Scenario config = scenario(4s, {phase(10s, FixedLatency{20ms}, {statusFault(429, 0)})}, ConstantArrivals{1});
    Listener listener;
    SimulatedRun run(config, listener.sink());
    QVERIFY(run.advanceTo(500ms));
    run.breakEndpoint(0, statusFault(500));
    QVERIFY(run.advanceTo(2500ms));
    run.heal(0);
    run.heal(0);
    QVERIFY(run.run());
    QCOMPARE(listener.text().filter(QRegularExpression(u"attempts$| -: "_s)),
             QStringList({u"20ms 0 #1: ok 200 after 20ms, 1 attempts"_s, u"500ms 0 -: broken by hand, down"_s,
                          u"1.02s 0 #2: server 500 after 20ms, 1 attempts"_s,
                          u"2.02s 0 #3: server 500 after 20ms, 1 attempts"_s, u"2.5s 0 -: phase, healthy"_s,
                          u"3.02s 0 #4: ok 200 after 20ms, 1 attempts"_s}));
}

void SimulatedRunTest::breakerSetByHand()
{
    Scenario config = scenario(3s, {phase(10s, FixedLatency{20ms})}, ConstantArrivals{1});
    config.policies[u"*"_s].breaker = breaker(1, 30s);
    Listener listener;
    SimulatedRun run(config, listener.sink());
    run.setBreakerState(0, BreakerState::ForcedOpen);
    QVERIFY(run.advanceTo(1500ms));
    run.setBreakerState(0, BreakerState::Closed);
    QVERIFY(run.run());
    QCOMPARE(listener.text().filter(QRegularExpression(u"attempts$| -: "_s)),
             QStringList({u"0s 0 -: forced_open: set by hand"_s, u"0s 0 #1: circuitOpen after 0s, 0 attempts"_s,
                          u"1s 0 #2: circuitOpen after 0s, 0 attempts"_s, u"1.5s 0 -: closed: set by hand"_s,
                          u"2.02s 0 #3: ok 200 after 20ms, 1 attempts"_s}));
}

void SimulatedRunTest::stopsWhenAsked()
{
    const Scenario config = scenario(24h, {phase(48h, FixedLatency{20ms})}, ConstantArrivals{1000});
    std::stop_source stop;
    quint64 events = 0;
    SimulatedRun run(config, [&](std::span<const RunEvent> batch) {
        events += batch.size();
        if (events > 10'000)
            stop.request_stop();
    });
    QVERIFY(!run.run(stop.get_token()));
    QVERIFY(!run.isFinished());
    QCOMPARE_LT(events, 40'000u);

    // It goes on where it was, or ends there.
    const Duration then = run.now();
    QVERIFY(run.advanceTo(then + 10s));
    QCOMPARE(run.now(), then + 10s);
    run.cancel();
    QVERIFY(run.isFinished());
    QCOMPARE(run.now(), then + 10s);
}

void SimulatedRunTest::cancelledCallsAreOver()
{
    const Scenario config = scenario(10s, {phase(10s, FixedLatency{3s})}, ConstantArrivals{1});
    Listener listener;
    SimulatedRun run(config, listener.sink());
    QVERIFY(run.advanceTo(1500ms));
    run.cancel();
    run.cancel();
    QCOMPARE(
        listener.text().mid(4),
        QStringList({u"1.5s 0 #1: attempt 1: cancelled after 1.5s"_s, u"1.5s 0 #1: cancelled after 1.5s, 1 attempts"_s,
                     u"1.5s 0 #2: attempt 1: cancelled after 500ms"_s,
                     u"1.5s 0 #2: cancelled after 500ms, 1 attempts"_s}));
    QVERIFY(run.run());
    QCOMPARE(listener.text().size(), 8);
}

QTEST_APPLESS_MAIN(SimulatedRunTest)
#include "tst_simulatedrun.moc"
