// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What a sweep costs: its runs a second with one thread and with two, a grid of 20 x 20 cells, and its memory. Read runs a second
// as a multiple of Floor/run of the same program run, which is the bare simulation on one thread without a recording.

#include "lab/run/keptmemory.h"
#include "lab/run/simulatedrun.h"
#include "lab/tune/sweep.h"
#include "runbenchmarks.h"

#include <QFile>

#include <benchmark/benchmark.h>
#include <stdexcept>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Two minutes at 50 calls a second, half a minute of which the service is down.
Scenario scenario()
{
    const auto phase = [](Duration length, QList<FaultConfig> faults = {}) {
        PhaseConfig config;
        config.name = u"phase"_s;
        config.length = length;
        config.latency = LogNormalLatency{40ms, 200ms};
        config.faults = std::move(faults);
        return config;
    };
    Scenario config;
    config.name = u"bench"_s;
    config.duration = 2min;
    EndpointConfig endpoint;
    endpoint.name = u"orders"_s;
    endpoint.path = u"/orders"_s;
    endpoint.phases = {phase(30s), phase(30s, {FaultConfig()}), phase(60s)};
    config.endpoints = {endpoint};
    WorkloadConfig load;
    load.endpoint = endpoint.name;
    load.arrivals = PoissonArrivals{50};
    config.workload = {load};

    PolicyConfig &policy = config.policies[u"*"_s];
    policy.breaker = CircuitBreakerConfig::forHttp();
    policy.breaker->rule = TripRule::ConsecutiveFailures;
    policy.retry = RetryConfig::forHttp();
    policy.retry->maxRetries = 2;
    policy.retry->baseDelay = 100ms;
    policy.timeout.perAttempt = 2s;
    return config;
}

SweepPlan plan(const QString &thresholds, const QString &recoveries, int seeds)
{
    SweepPlan plan;
    plan.scenarios = {scenario()};
    plan.seeds = seeds;
    for (const QString &text :
         {u"policies.*.breaker.failureThreshold="_s + thresholds, u"policies.*.breaker.recoveryTime="_s + recoveries}) {
        const auto variation = Variation::parse(text);
        if (!variation)
            throw std::runtime_error(variation.error().toStdString());
        plan.vary.append(*variation);
    }
    return plan;
}

/// Of this program, now.
double residentMiB()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').at(1).toDouble() / 1024;
    }
    return 0;
}

void floor(benchmark::State &state)
{
    const Scenario config = scenario();
    for (auto _ : state) {
        SimulatedRun run(config, [](std::span<const RunEvent> events) { benchmark::DoNotOptimize(events.data()); });
        run.run();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(floor)->Name("Floor/run")->Unit(benchmark::kMillisecond)->UseRealTime();

/// Runs a second, with so many threads.
void runs(benchmark::State &state)
{
    const SweepPlan grid = plan(u"1..8"_s, u"1s..8s:1s"_s, 4);
    for (auto _ : state)
        Sweep(grid, static_cast<int>(state.range(0))).run([](const CellResult &) {});
    state.SetItemsProcessed(state.iterations() * grid.runCount());
}
BENCHMARK(runs)
    ->Name("Sweep/threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

/// 400 cells with 10 seeds: 24 million calls.
void grid20x20(benchmark::State &state)
{
    const SweepPlan grid = plan(u"1..20"_s, u"1s..20s:1s"_s, 10);
    double calls = 0;
    for (auto _ : state) {
        Sweep(grid, 2).run([&](const CellResult &result) {
            for (const RunSummary &run : result.runs.first())
                calls += double(run.calls);
        });
    }
    state.counters["calls"] = benchmark::Counter(calls, benchmark::Counter::kAvgIterations);
}
BENCHMARK(grid20x20)->Name("Sweep/grid20x20")->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

/// The same grid, searched.
void search20x20(benchmark::State &state)
{
    SweepPlan grid = plan(u"1..20"_s, u"1s..20s:1s"_s, 10);
    for (const QString &goal : {u"max successRate"_s, u"min wastedAttempts"_s})
        grid.goals.append(*Goal::parse(goal));
    double done = 0;
    for (auto _ : state) {
        Sweep sweep(grid, 2);
        sweep.search([](const CellResult &) {});
        done += double(sweep.progress().runsDone);
    }
    state.counters["runs"] = benchmark::Counter(done, benchmark::Counter::kAvgIterations);
}
BENCHMARK(search20x20)->Name("Sweep/search20x20")->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

/// So many cells of one short run: "grownMiB" is by how much the program is larger at the last cell than it was at the hundredth.
void memory(benchmark::State &state)
{
    SweepPlan grid = plan(u"1..100"_s, u"1s..%1s:1s"_s.arg(state.range(0) / 100), 1);
    grid.scenarios.first().duration = 1s;
    double begin = 0;
    for (auto _ : state) {
        Sweep(grid, 2).run([&](const CellResult &result) {
            if (result.cell == 100)
                begin = residentMiB();
        });
    }
    state.counters["grownMiB"] = residentMiB() - begin;
}
BENCHMARK(memory)
    ->Name("Sweep/memory")
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime();

} // namespace

int main(int argc, char **argv)
{
    keepFreedMemory(); // as the programs do
    return runBenchmarks(argc, argv);
}
