// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What a decision costs. Read every figure as a multiple of SteadyClockNow of the same run: machines differ, and so does one
// machine from minute to minute. A "closed" figure is a permit and its result together.

#include "resilience/breaker/breakermachine.h"
#include "resilience/breaker/circuitbreaker.h"
#include "resilience/retry/backoff.h"

#include <benchmark/benchmark.h>
#include <limits>
#include <malloc.h>
#include <memory>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

/// A breaker that stays closed, whatever comes.
CircuitBreakerConfig neverTrips(TripRule rule, const std::optional<WindowConfig> &window)
{
    CircuitBreakerConfig config;
    config.rule = rule;
    config.failureThreshold = std::numeric_limits<int>::max();
    config.failureRateThreshold = 1.0;
    config.window = window;
    return config;
}

const CircuitBreakerConfig counting = neverTrips(TripRule::FailureCount, {});
const CircuitBreakerConfig countWindow100 = neverTrips(TripRule::FailureRate, CountWindowConfig{100});
const CircuitBreakerConfig timeWindow60s = neverTrips(TripRule::FailureRate, TimeWindowConfig{60s, {}});

void steadyClockNow(benchmark::State &state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(std::chrono::steady_clock::now());
}
BENCHMARK(steadyClockNow)->Name("SteadyClockNow");

/// Calls at 1,000 a second in virtual time, so that a time window moves as it would.
void machine(benchmark::State &state, const CircuitBreakerConfig &config)
{
    BreakerMachine machine(std::make_shared<const CircuitBreakerConfig>(config));
    TimePoint now{};
    for (auto _ : state) {
        const BreakerMachine::Admission admission = machine.acquire(now);
        now += 1ms;
        benchmark::DoNotOptimize(machine.success(admission.episode, false, now));
    }
}
BENCHMARK_CAPTURE(machine, closedSuccess, counting)->Name("Machine/closedSuccess");
BENCHMARK_CAPTURE(machine, countWindow100, countWindow100)->Name("Machine/countWindow100");
BENCHMARK_CAPTURE(machine, timeWindow60s, timeWindow60s)->Name("Machine/timeWindow60s");

void success(benchmark::State &state, const CircuitBreakerConfig &config)
{
    CircuitBreaker breaker(config);
    for (auto _ : state) {
        auto permit = breaker.tryAcquire();
        permit->success();
    }
}
BENCHMARK_CAPTURE(success, closed, counting)->Name("CircuitBreaker/closedSuccess");
BENCHMARK_CAPTURE(success, countWindow, countWindow100)->Name("CircuitBreaker/countWindow100");
BENCHMARK_CAPTURE(success, timeWindow, timeWindow60s)->Name("CircuitBreaker/timeWindow60s");

void closedFailure(benchmark::State &state)
{
    CircuitBreaker breaker(counting);
    for (auto _ : state) {
        auto permit = breaker.tryAcquire();
        permit->failure(ErrorKind::Server);
    }
}
BENCHMARK(closedFailure)->Name("CircuitBreaker/closedFailure");

void openReject(benchmark::State &state)
{
    CircuitBreakerConfig config;
    config.failureThreshold = 1;
    config.recoveryTime = 1h;
    CircuitBreaker breaker(config);
    breaker.tryAcquire()->failure(ErrorKind::Server);
    for (auto _ : state) {
        auto permit = breaker.tryAcquire();
        benchmark::DoNotOptimize(permit);
    }
}
BENCHMARK(openReject)->Name("CircuitBreaker/openReject");

std::unique_ptr<CircuitBreaker> sharedBreaker;

/// One breaker, as many threads as the name says; wall time per call of one thread.
void sharedSuccess(benchmark::State &state)
{
    for (auto _ : state) {
        auto permit = sharedBreaker->tryAcquire();
        permit->success();
    }
}
BENCHMARK(sharedSuccess)
    ->Name("CircuitBreaker/closedSuccess")
    ->Threads(2)
    ->UseRealTime()
    ->Setup([](const benchmark::State &) { sharedBreaker = std::make_unique<CircuitBreaker>(counting); })
    ->Teardown([](const benchmark::State &) { sharedBreaker.reset(); });

/// A wait of a call that has three of them, its draw and its share of making the backoff included.
void proportional(benchmark::State &state)
{
    const RetryConfig config;
    const CounterRandom random(42);
    quint64 call = 0;
    while (state.KeepRunningBatch(config.maxRetries)) {
        Backoff backoff(config);
        for (quint64 retry = 1; retry <= 3; ++retry)
            benchmark::DoNotOptimize(backoff.next(random.uniform(call, retry)));
        ++call;
    }
}
BENCHMARK(proportional)->Name("Backoff/proportional");

/// What a breaker takes on the heap besides its window, in bytes.
void memory(benchmark::State &state)
{
    constexpr std::size_t Count = 10'000;
    double bytes = 0;
    for (auto _ : state) {
        std::vector<std::unique_ptr<CircuitBreaker>> breakers(Count);
        const std::size_t before = mallinfo2().uordblks;
        for (auto &breaker : breakers) {
            breaker = std::make_unique<CircuitBreaker>(counting);
            breaker->tryAcquire()->success();
        }
        bytes = double(mallinfo2().uordblks - before) / Count;
    }
    state.counters["bytes"] = bytes;
}
BENCHMARK(memory)->Name("CircuitBreaker/memory")->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
