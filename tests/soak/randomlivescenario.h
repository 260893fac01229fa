// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/scenario/scenario.h"

#include <QRandomGenerator>

#include <chrono>

/// A scenario of a few seconds, drawn from a seed: any faults, methods, headers, patterns and policies, at up to 100 calls a
/// second.
class RandomLiveScenario
{
public:
    explicit RandomLiveScenario(quint64 seed)
        : m_random(static_cast<quint32>(seed))
        , m_seed(seed)
    {
    }

    Fuseboard::Scenario scenario()
    {
        using namespace Fuseboard;
        using namespace Qt::StringLiterals;
        Scenario scenario;
        scenario.name = u"Random %1"_s.arg(m_seed);
        scenario.seed = m_seed;
        scenario.duration = std::chrono::seconds(6);
        const int endpoints = 1 + below(2);
        for (int i = 0; i < endpoints; ++i) {
            EndpointConfig endpoint;
            endpoint.name = u"e%1"_s.arg(i);
            endpoint.path = u"/e%1"_s.arg(i);
            endpoint.method = pick<QByteArray>({"GET", "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"});
            const int phases = 1 + below(3);
            for (int phase = 0; phase < phases; ++phase)
                endpoint.phases.append(this->phase(scenario.duration / phases, phase % 2 == 1 || phases == 1));
            scenario.endpoints.append(endpoint);
            WorkloadConfig load;
            load.endpoint = endpoint.name;
            load.start = ms(below(40));
            load.length = std::chrono::seconds(5);
            const double rate = 5 + below(100 / endpoints - 5);
            if (below(2) == 0)
                load.arrivals = ConstantArrivals{rate};
            else
                load.arrivals = PoissonArrivals{rate};
            scenario.workload.append(load);
            scenario.policies.insert(endpoint.name, policy());
        }
        return scenario;
    }

private:
    int below(int end) { return static_cast<int>(m_random.bounded(end)); }
    static Fuseboard::Duration ms(int count) { return std::chrono::milliseconds(count); }

    template<typename T>
    T pick(const QList<T> &from)
    {
        return from[below(static_cast<int>(from.size()))];
    }

    Fuseboard::PhaseConfig phase(Fuseboard::Duration length, bool isFaulty)
    {
        using namespace Fuseboard;
        PhaseConfig phase;
        phase.length = length;
        switch (below(3)) {
        case 0:
            phase.latency = FixedLatency{ms(5 + below(60))};
            break;
        case 1:
            phase.latency = UniformLatency{ms(5 + below(20)), ms(30 + below(60))};
            break;
        default:
            phase.latency = LogNormalLatency{ms(10 + below(30)), ms(60 + below(100))};
        }
        const int faults = isFaulty ? 1 + below(2) : 0;
        for (int i = 0; i < faults; ++i)
            phase.faults.append(fault());
        return phase;
    }

    Fuseboard::FaultConfig fault()
    {
        using namespace Fuseboard;
        using Kind = FaultConfig::Kind;
        FaultConfig fault;
        fault.kind = pick<Kind>({Kind::Status, Kind::Status, Kind::Status, Kind::Status, Kind::Hang, Kind::Reset,
                                 Kind::Close, Kind::Truncate, Kind::Malformed, Kind::Slow, Kind::RedirectLoop});
        fault.share = (1 + below(5)) / 10.0;
        fault.bytesPerSecond = 5000 + below(20000);
        fault.resetAt = pick<FaultConfig::ResetAt>(
            {FaultConfig::ResetAt::Headers, FaultConfig::ResetAt::Body, FaultConfig::ResetAt::Connect});
        if (fault.kind != Kind::Status)
            return fault;
        fault.status = pick<int>({200, 204, 301, 302, 304, 307, 400, 401, 404, 408, 429, 500, 501, 502, 503, 503, 504});
        if (fault.status / 100 == 3 && below(2) == 0)
            fault.headers.append({"Location", pick<QByteArray>({"/nowhere", "/e0", "/e1", "?x"})});
        else if (fault.status >= 400 && below(3) == 0)
            fault.headers.append({"Retry-After", pick<QByteArray>({"1", "0", "-1", "soon"})});
        if (below(6) == 0)
            fault.headers.append({"Content-Encoding", pick<QByteArray>({"gzip", "br", "identity"})});
        if (below(3) == 0)
            fault.body = "a body";
        switch (below(6)) {
        case 0:
            fault.pattern = FaultPattern{FaultPattern::Kind::Every, quint64(2 + below(5)), {}};
            break;
        case 1:
            fault.pattern = FaultPattern{FaultPattern::Kind::First, quint64(1 + below(30)), {}};
            break;
        case 2:
            fault.pattern = FaultPattern{FaultPattern::Kind::Sequence, 0, {503, 0, 429, 0, 0}};
            break;
        default:
            break;
        }
        return fault;
    }

    Fuseboard::PolicyConfig policy()
    {
        using namespace Fuseboard;
        PolicyConfig policy;
        policy.timeout.perAttempt = ms(400 + below(600));
        if (below(3) == 0)
            policy.timeout.overall = ms(1000 + below(1000));
        if (below(3) > 0) {
            policy.breaker = below(2) == 0 ? CircuitBreakerConfig() : CircuitBreakerConfig::forHttp();
            policy.breaker->rule = pick<TripRule>(
                {TripRule::FailureCount, TripRule::ConsecutiveFailures, TripRule::FailureRate});
            policy.breaker->failureThreshold = 3 + below(8);
            policy.breaker->recoveryTime = ms(500 + below(1500));
        }
        if (below(3) > 0) {
            policy.retry = below(2) == 0 ? RetryConfig() : RetryConfig::forHttp();
            policy.retry->maxRetries = 1 + below(2);
            policy.retry->baseDelay = ms(20 + below(150));
            policy.retry->jitter = pick<Jitter>({Jitter::None, Jitter::Proportional, Jitter::Full});
        }
        if (below(3) == 0)
            policy.order = {PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
        if (below(6) == 0)
            policy.connections.max = 4 + below(5);
        return policy;
    }

    QRandomGenerator m_random;
    const quint64 m_seed;
};
