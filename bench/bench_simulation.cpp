// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What a simulated call costs, with breaker, retry, time limit and everything that a recording keeps. Read every figure as a
// multiple of SteadyClockNow of the same run: machines differ, and so does one machine from minute to minute.

#include "lab/record/recording.h"
#include "lab/run/keptmemory.h"
#include "lab/run/simulatedrun.h"
#include "runbenchmarks.h"

#include <benchmark/benchmark.h>
#include <sys/resource.h>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int CallsPerSecond = 1000;

void steadyClockNow(benchmark::State &state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(std::chrono::steady_clock::now());
}
BENCHMARK(steadyClockNow)->Name("SteadyClockNow");

PhaseConfig phase(Duration length, QList<FaultConfig> faults = {})
{
    PhaseConfig config;
    config.name = u"phase"_s;
    config.length = length;
    config.latency = LogNormalLatency{40ms, 200ms};
    config.faults = std::move(faults);
    return config;
}

/// A load of independent callers on one endpoint, behind the policy that the guide recommends.
Scenario scenario(Duration duration, double rate, QList<PhaseConfig> phases)
{
    Scenario config;
    config.name = u"bench"_s;
    config.duration = duration;
    EndpointConfig endpoint;
    endpoint.name = u"orders"_s;
    endpoint.path = u"/orders"_s;
    endpoint.phases = std::move(phases);
    config.endpoints = {endpoint};
    WorkloadConfig load;
    load.endpoint = endpoint.name;
    load.arrivals = PoissonArrivals{rate};
    config.workload = {load};

    PolicyConfig &policy = config.policies[u"*"_s];
    policy.breaker = CircuitBreakerConfig::forHttp();
    policy.breaker->rule = TripRule::FailureRate;
    policy.breaker->recoveryTime = 5s;
    policy.retry = RetryConfig::forHttp();
    policy.retry->maxRetries = 2;
    policy.retry->baseDelay = 100ms;
    policy.timeout.perAttempt = 2s;
    return config;
}

Scenario healthy(Duration duration)
{
    return scenario(duration, CallsPerSecond, {phase(duration)});
}

/// A third of the time nothing but 503.
Scenario outage(Duration duration)
{
    return scenario(duration, CallsPerSecond,
                    {phase(duration / 3), phase(duration / 3, {FaultConfig()}), phase(duration)});
}

/// Workers that are busy nine tenths of the time, so that requests queue.
Scenario capacity(Duration duration)
{
    Scenario config = healthy(duration);
    config.endpoints.first().phases.first().latency = ExponentialLatency{45ms};
    config.endpoints.first().capacity = CapacityConfig{50, 200};
    return config;
}

RunSnapshot recorded(const Scenario &config)
{
    Recording recording({config.endpoints.first().name});
    simulate(config, recording);
    return recording.snapshot();
}

void calls(benchmark::State &state, Scenario (*make)(Duration))
{
    const Scenario config = make(100s);
    quint64 count = 0;
    for (auto _ : state)
        count += recorded(config).summary.calls;
    state.SetItemsProcessed(static_cast<qint64>(count));
}
BENCHMARK_CAPTURE(calls, healthy, healthy)->Name("SimulatedRun/healthy")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(calls, outage, outage)->Name("SimulatedRun/outage")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(calls, capacity, capacity)->Name("SimulatedRun/capacity")->Unit(benchmark::kMillisecond);

/// A hundred thousand users without a thinkTime: in step all of them call at one moment, and are answered at one.
void users(benchmark::State &state, LatencyConfig latency)
{
    Scenario config = healthy(1s);
    config.endpoints.first().phases.first().latency = latency;
    config.workload.first().arrivals = ClosedArrivals{100'000, 0s};
    quint64 count = 0;
    for (auto _ : state)
        count += recorded(config).summary.calls;
    state.SetItemsProcessed(static_cast<qint64>(count));
}
BENCHMARK_CAPTURE(users, inStep, FixedLatency{100ms})->Name("SimulatedRun/usersInStep")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(users, spread, ExponentialLatency{100ms})
    ->Name("SimulatedRun/usersSpread")
    ->Unit(benchmark::kMillisecond);

/// From nothing to finished series and summary.
void tenMinutes(benchmark::State &state)
{
    const Scenario config = scenario(10min, 100, {phase(4min), phase(2min, {FaultConfig()}), phase(4min)});
    quint64 count = 0;
    for (auto _ : state) {
        const RunSnapshot snapshot = recorded(config);
        benchmark::DoNotOptimize(snapshot.seconds.constData());
        count += snapshot.summary.calls;
    }
    state.SetItemsProcessed(static_cast<qint64>(count));
}
BENCHMARK(tenMinutes)->Name("SimulatedRun/tenMinutesAt100")->Unit(benchmark::kMillisecond);

/// As many calls as the name says: what one costs must not grow with the run. "MiB" is the most memory so far, in this
/// program; run it alone to know what it needs itself.
void length(benchmark::State &state)
{
    const Scenario config = healthy(std::chrono::milliseconds(state.range(0) * 1000 / CallsPerSecond));
    quint64 count = 0;
    for (auto _ : state)
        count += recorded(config).summary.calls;
    state.SetItemsProcessed(static_cast<qint64>(count));
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    state.counters["MiB"] = double(usage.ru_maxrss) / 1024;
}
BENCHMARK(length)
    ->Name("SimulatedRun/length")
    ->RangeMultiplier(10)
    ->Range(10'000, 10'000'000)
    ->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    keepFreedMemory(); // as the programs do
    return runBenchmarks(argc, argv);
}
