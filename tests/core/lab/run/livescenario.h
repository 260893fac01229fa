// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/scenario/scenario.h"

/// Scenarios of a second or two, for tests of live runs.
namespace LiveScenario {

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Only a test that fails waits so long.
inline constexpr int Patience = 30'000;

inline PhaseConfig phase(const QString &name, Duration length, const QList<FaultConfig> &faults = {})
{
    PhaseConfig config;
    config.name = name;
    config.length = length;
    config.latency = FixedLatency{5ms};
    config.faults = faults;
    return config;
}

inline FaultConfig fault(FaultConfig::Kind kind, double share = 1)
{
    FaultConfig config;
    config.kind = kind;
    config.share = share;
    return config;
}

/// 100 evenly spaced calls a second, no policy but a time limit.
inline Scenario scenario(const QList<PhaseConfig> &phases)
{
    EndpointConfig orders;
    orders.name = u"orders"_s;
    orders.path = u"/orders"_s;
    orders.phases = phases;

    Scenario scenario;
    scenario.name = u"Test"_s;
    for (const PhaseConfig &part : phases)
        scenario.duration += part.length;
    scenario.endpoints = {orders};
    scenario.workload = {{orders.name, ConstantArrivals{100}, {}, {}}};
    scenario.policies[QStringLiteral("*")].timeout.perAttempt = 10s;
    return scenario;
}

inline CircuitBreakerConfig breaker(int failureThreshold = 5)
{
    CircuitBreakerConfig config;
    config.rule = TripRule::ConsecutiveFailures;
    config.failureThreshold = failureThreshold;
    config.recoveryTime = 200ms;
    return config;
}

inline RetryConfig retry()
{
    RetryConfig config;
    config.maxRetries = 1;
    config.baseDelay = 10ms;
    return config;
}

} // namespace LiveScenario
