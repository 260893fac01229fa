// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "eventtext.h"
#include "lab/run/simulatedrun.h"

#include <vector>

/// Small scenarios, and what comes out of them.
namespace SimulationFixture {

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline PhaseConfig phase(Duration length, LatencyConfig latency, QList<FaultConfig> faults = {},
                         const QString &name = u"phase"_s)
{
    PhaseConfig config;
    config.name = name;
    config.length = length;
    config.latency = latency;
    config.faults = std::move(faults);
    return config;
}

inline EndpointConfig endpointOf(QList<PhaseConfig> phases, const QString &name = u"orders"_s)
{
    EndpointConfig config;
    config.name = name;
    config.path = u'/' + name;
    config.phases = std::move(phases);
    return config;
}

/// One endpoint, one load, and no policy.
inline Scenario scenario(Duration duration, QList<PhaseConfig> phases, ArrivalsConfig arrivals)
{
    Scenario config;
    config.name = u"test"_s;
    config.duration = duration;
    config.endpoints = {endpointOf(std::move(phases))};
    WorkloadConfig load;
    load.endpoint = config.endpoints.first().name;
    load.arrivals = arrivals;
    config.workload = {load};
    return config;
}

inline FaultConfig fault(FaultConfig::Kind kind, double share = 1)
{
    FaultConfig config;
    config.kind = kind;
    config.share = share;
    return config;
}

inline FaultConfig statusFault(int status, double share = 1)
{
    FaultConfig config = fault(FaultConfig::Kind::Status, share);
    config.status = status;
    return config;
}

inline RetryConfig retry(int most, Duration wait)
{
    RetryConfig config;
    config.maxRetries = most;
    config.baseDelay = wait;
    config.backoffFactor = 1;
    config.jitter = Jitter::None;
    return config;
}

inline CircuitBreakerConfig breaker(int failures, Duration recovery)
{
    CircuitBreakerConfig config;
    config.failureThreshold = failures;
    config.recoveryTime = recovery;
    return config;
}

/// Gathers what a run tells.
class Listener
{
public:
    SimulatedRun::EventSink sink()
    {
        return
            [this](std::span<const RunEvent> events) { m_events.insert(m_events.end(), events.begin(), events.end()); };
    }
    const std::vector<RunEvent> &events() const { return m_events; }

    /// Without the samples and the first phase.
    QStringList text() const
    {
        QStringList lines;
        for (const RunEvent &event : m_events) {
            const bool isFirstPhase = event.at == 0ns && std::holds_alternative<RunEvent::PhaseChanged>(event.what);
            if (!isFirstPhase && !std::holds_alternative<RunEvent::BreakerSampled>(event.what))
                lines.append(EventText::of(event));
        }
        return lines;
    }

    template<typename What>
    std::vector<RunEvent> of() const
    {
        std::vector<RunEvent> found;
        for (const RunEvent &event : m_events) {
            if (std::holds_alternative<What>(event.what))
                found.push_back(event);
        }
        return found;
    }

private:
    std::vector<RunEvent> m_events;
};

inline std::vector<RunEvent> eventsOf(const Scenario &scenario)
{
    Listener listener;
    SimulatedRun(scenario, listener.sink()).run();
    return listener.events();
}

inline QStringList textOf(const Scenario &scenario)
{
    Listener listener;
    SimulatedRun(scenario, listener.sink()).run();
    return listener.text();
}

} // namespace SimulationFixture
