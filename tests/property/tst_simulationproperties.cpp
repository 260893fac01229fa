// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/lab/run/simulationfixture.h"
#include "generators.h"
#include "lab/run/runtiming.h"

#include <QRegularExpression>
#include <QTest>

#include <map>
#include <utility>

using namespace SimulationFixture;

namespace {

Duration length(Duration least, Duration most)
{
    return Duration(*Generators::evenly<qint64>(least.count(), most.count() + 1));
}

bool coin()
{
    return *Generators::evenly(0, 2) == 1;
}

LatencyConfig anyLatency()
{
    switch (*Generators::evenly(0, 4)) {
    case 0:
        return FixedLatency{length(0ns, 200ms)};
    case 1:
        return UniformLatency{10ms, 10ms + length(0ns, 300ms)};
    case 2:
        return LogNormalLatency{20ms, 20ms + length(0ns, 1s)};
    default:
        return ExponentialLatency{length(1ns, 200ms)};
    }
}

FaultConfig anyFault(double share)
{
    FaultConfig config;
    config.kind = static_cast<FaultConfig::Kind>(*Generators::evenly(0, 8));
    config.share = share;
    config.status = *rc::gen::element(204, 400, 404, 408, 429, 500, 503);
    config.resetAt = static_cast<FaultConfig::ResetAt>(*Generators::evenly(0, 3));
    config.bytesPerSecond = *rc::gen::element(100.0, 10'000.0);
    if (coin())
        config.retryAfter = length(0s, 5s);
    if (*Generators::evenly(0, 4) == 0)
        config.pattern = FaultPattern{
            static_cast<FaultPattern::Kind>(*Generators::evenly(0, 3)), *Generators::evenly<quint64>(1, 10), {}};
    return config;
}

PhaseConfig anyPhase()
{
    PhaseConfig config = phase(length(10ms, 5s), anyLatency());
    if (coin())
        config.perConcurrent = length(0ns, 5ms);
    const int faults = *Generators::evenly(0, 4);
    for (int i = 0; i < faults; ++i)
        config.faults.append(anyFault(1.0 / faults));
    if (coin())
        config.rampTo.emplace().perConcurrent = length(0ns, 5ms);
    return config;
}

ArrivalsConfig anyArrivals()
{
    switch (*Generators::evenly(0, 5)) {
    case 0:
        return ConstantArrivals{*rc::gen::element(1.0, 30.0, 100.0)};
    case 1:
        return PoissonArrivals{*rc::gen::element(1.0, 30.0, 100.0)};
    case 2:
        return RampArrivals{*rc::gen::element(0.0, 30.0), 60};
    case 3:
        return BurstArrivals{*rc::gen::element(0.0, 10.0), 100, 2s, length(1ms, 2s)};
    default:
        return ClosedArrivals{*Generators::evenly(1, 20), length(0ns, 500ms)};
    }
}

PolicyConfig anyPolicy()
{
    PolicyConfig config;
    config.order = {PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout, PolicyLayer::Overall};
    for (std::size_t i = config.order.size(); i > 1; --i)
        std::swap(config.order[i - 1], config.order[*Generators::evenly<std::size_t>(0, i)]);
    if (coin()) {
        CircuitBreakerConfig &rule = config.breaker.emplace(breaker(*Generators::evenly(1, 6), length(1ns, 2s)));
        rule.rule = static_cast<TripRule>(*Generators::evenly(0, 3));
        rule.minimumCalls = 5;
        rule.window = coin() ? WindowConfig(CountWindowConfig{10}) : WindowConfig(TimeWindowConfig{2s, 200ms});
        rule.halfOpenMaxCalls = *Generators::evenly(1, 4);
        rule.automaticHalfOpen = coin();
        if (coin())
            rule.halfOpenTimeout = length(1ms, 2s);
        if (coin())
            rule.slowCallDuration = 100ms;
        rule.recoveryJitter = coin() ? 0.5 : 0;
    }
    if (coin()) {
        RetryConfig &policy = config.retry.emplace();
        policy.maxRetries = *Generators::evenly(0, 5);
        policy.baseDelay = length(0ns, 300ms);
        policy.jitter = static_cast<Jitter>(*Generators::evenly(0, 5));
        policy.retryNonIdempotent = coin();
        if (coin())
            policy.budget.emplace();
    }
    if (coin())
        config.timeout.perAttempt = length(1ns, 500ms);
    if (coin())
        config.timeout.overall = length(1ns, 2s);
    return config;
}

Scenario anyScenario()
{
    Scenario config;
    config.name = u"any"_s;
    config.seed = *rc::gen::arbitrary<quint64>() % (Scenario::LargestSeed + 1);
    config.duration = length(100ms, 6s);
    const int endpoints = *Generators::evenly(1, 4);
    for (int i = 0; i < endpoints; ++i) {
        EndpointConfig endpoint = endpointOf({}, QString::number(i));
        endpoint.method = *rc::gen::element("GET", "POST", "PUT");
        const int phases = *Generators::evenly(1, 4);
        for (int p = 0; p < phases; ++p)
            endpoint.phases.append(anyPhase());
        if (coin())
            endpoint.capacity = CapacityConfig{*Generators::evenly(1, 5), *Generators::evenly(0, 10)};
        config.endpoints.append(endpoint);
        config.policies.insert(endpoint.name, anyPolicy());
    }
    const int loads = *Generators::evenly(1, 4);
    for (int i = 0; i < loads; ++i) {
        WorkloadConfig load;
        load.endpoint = QString::number(*Generators::evenly(0, endpoints));
        load.arrivals = anyArrivals();
        if (coin())
            load.start = length(0ns, 3s);
        if (coin())
            load.length = length(1ms, 3s);
        config.workload.append(load);
    }
    return config;
}

/// A call as its events must tell of it: due, then attempts one after the other with waits between them, then its end.
struct CallStory
{
    Duration due{};
    Duration waitsUntil = Duration::max();
    int attempts = 0;
    bool isAttempting = false;
    bool isWaiting = false;
    bool isRejected = false;
    bool isOver = false;

    void tell(const RunEvent &event)
    {
        RC_ASSERT(!isOver);
        RC_ASSERT(event.at <= std::exchange(waitsUntil, Duration::max())); // a limit may come before
        if (std::holds_alternative<RunEvent::CallDue>(event.what)) {
            due = event.at;
        } else if (const auto *start = std::get_if<RunEvent::AttemptStarted>(&event.what)) {
            RC_ASSERT(!isAttempting);
            RC_ASSERT(start->attempt == ++attempts);
            RC_ASSERT(attempts == 1 || isWaiting || isRejected);
            isAttempting = true;
            isWaiting = isRejected = false;
        } else if (const auto *end = std::get_if<RunEvent::AttemptEnded>(&event.what)) {
            RC_ASSERT(isAttempting);
            RC_ASSERT(end->attempt == attempts);
            RC_ASSERT(end->took >= 0ns);
            isAttempting = false;
        } else if (const auto *wait = std::get_if<RunEvent::Waiting>(&event.what)) {
            RC_ASSERT(!isAttempting);
            waitsUntil = event.at + wait->wait;
            isWaiting = true;
        } else if (std::holds_alternative<RunEvent::Rejected>(event.what)) {
            RC_ASSERT(!isAttempting);
            isRejected = true;
        } else if (const auto *over = std::get_if<RunEvent::CallEnded>(&event.what)) {
            RC_ASSERT(!isAttempting);
            RC_ASSERT(over->attempts == attempts);
            RC_ASSERT(over->latency == event.at - due);
            isOver = true;
        }
    }
};

} // namespace

class SimulationPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyCallIsToldWhole();
    void sameEventsInOneGoOrInSteps();
    void changesAtAnyMomentLoseNothing();
};

void SimulationPropertiesTest::everyCallIsToldWhole()
{
    QVERIFY(rc::check("every call is told whole, in order and in time, and gives its permit back", [] {
        const Scenario config = anyScenario();
        RC_ASSERT(config.validate().isEmpty());
        Listener listener;
        SimulatedRun run(config, listener.sink());
        RC_ASSERT(run.run());
        RC_ASSERT(run.isFinished());
        RC_ASSERT(run.now() >= config.duration);
        RC_ASSERT(run.now() <= config.duration + RunOutTime);

        std::map<std::pair<int, quint64>, CallStory> calls;
        Duration latest{};
        for (const RunEvent &event : listener.events()) {
            RC_ASSERT(event.at >= latest);
            latest = event.at;
            if (event.call > 0)
                calls[{event.endpoint, event.call}].tell(event);
        }
        RC_ASSERT(latest <= run.now());
        for (const auto &[key, call] : calls) {
            RC_ASSERT(call.isOver);
            RC_ASSERT(call.due < config.duration);
        }
        for (int i = 0; i < config.endpoints.size(); ++i)
            RC_ASSERT(run.breakerMetrics(i).permitsOut == 0u);
    }));
}

void SimulationPropertiesTest::sameEventsInOneGoOrInSteps()
{
    QVERIFY(rc::check("a run in steps is the run in one go", [] {
        const Scenario config = anyScenario();
        Listener stepped;
        SimulatedRun run(config, stepped.sink());
        while (!run.isFinished())
            RC_ASSERT(run.advanceTo(run.now() + length(1ns, 500ms)));
        RC_ASSERT(EventText::of(stepped.events()) == EventText::of(eventsOf(config)));
    }));
}

void SimulationPropertiesTest::changesAtAnyMomentLoseNothing()
{
    QVERIFY(rc::check("whatever is changed and whenever, every call ends and every permit comes back", [] {
        const Scenario config = anyScenario();
        const int endpoints = static_cast<int>(config.endpoints.size());
        Listener listener;
        SimulatedRun run(config, listener.sink());
        while (!run.isFinished()) {
            const int target = *Generators::evenly(0, endpoints);
            switch (*Generators::evenly(0, 6)) {
            case 0:
                RC_ASSERT(run.setPolicy(target, anyPolicy()).isEmpty());
                break;
            case 1:
                run.breakEndpoint(target, anyFault(1));
                break;
            case 2:
                run.heal(target);
                break;
            case 3:
                run.setBreakerState(target,
                                    *rc::gen::element(BreakerState::Closed, BreakerState::ForcedOpen,
                                                      BreakerState::Disabled, BreakerState::MetricsOnly));
                break;
            case 4:
                if (*Generators::evenly(0, 20) == 0)
                    run.cancel();
                break;
            default:
                break;
            }
            RC_ASSERT(run.advanceTo(run.now() + length(0ns, 1s)));
        }
        std::map<std::pair<int, quint64>, CallStory> calls;
        for (const RunEvent &event : listener.events()) {
            if (event.call > 0)
                calls[{event.endpoint, event.call}].tell(event);
        }
        for (const auto &[key, call] : calls)
            RC_ASSERT(call.isOver);
        for (int i = 0; i < endpoints; ++i)
            RC_ASSERT(run.breakerMetrics(i).permitsOut == 0u);
    }));
}

QTEST_APPLESS_MAIN(SimulationPropertiesTest)
#include "tst_simulationproperties.moc"
