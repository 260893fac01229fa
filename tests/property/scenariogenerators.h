// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "generators.h"
#include "lab/scenario/scenario.h"

#include <algorithm>

/// Scenarios that validate() lets pass, with everything in them that a file can say. Fields that mean nothing for their kind
/// keep their defaults, because files do not have them; headers are in the order of their names, as files have them.
namespace Generators {

using namespace Qt::StringLiterals;

using Fuseboard::Duration;

/// From @p least to a year.
inline Duration timeFrom(Duration least)
{
    constexpr Duration most = std::chrono::hours(24 * 366);
    const Duration time = *duration();
    return time > most ? Duration(least.count() + time.count() % (most - least).count()) : std::max(time, least);
}

inline Duration positiveTime()
{
    return timeFrom(Duration(1));
}

inline bool isHeads()
{
    return *rc::gen::arbitrary<bool>();
}

inline double thousandths(int most)
{
    return *evenly(0, most * 1000 + 1) / 1000.0;
}

inline QString anyName()
{
    static const QStringList names{u"orders"_s,     u"a.b"_s, u"a/b"_s,  u"~"_s,
                                   u"say \"hi\""_s, u"0"_s,   u" "_s,    u"gr\u00fc\u00df"_s,
                                   u"\U0001f600"_s, u"a=b"_s, u"name"_s, u"\u200b"_s};
    return *oneOf(names);
}

inline Fuseboard::ErrorKindSet errorKinds()
{
    Fuseboard::ErrorKindSet set;
    for (int i = *evenly(0, 3); i > 0; --i)
        set.insert(static_cast<Fuseboard::ErrorKind>(*evenly(0, Fuseboard::ErrorKindCount)));
    return set;
}

/// Of the kind that @p kind says.
inline Fuseboard::LatencyConfig latency(int kind)
{
    using namespace Fuseboard;
    const Duration one = positiveTime();
    const Duration other = positiveTime();
    switch (kind) {
    case 0:
        return FixedLatency{timeFrom(Duration::zero())};
    case 1:
        return UniformLatency{std::min(one, other), std::max(one, other)};
    case 2:
        return LogNormalLatency{std::min(one, other), std::max(one, other)};
    default:
        return ExponentialLatency{one};
    }
}

inline Duration perConcurrent()
{
    return std::min<Duration>(timeFrom(Duration::zero()), std::chrono::hours(1));
}

inline Fuseboard::FaultPattern pattern(bool mayBeSequence)
{
    using Fuseboard::FaultPattern;
    FaultPattern pattern;
    pattern.kind = static_cast<FaultPattern::Kind>(*evenly(0, mayBeSequence ? 4 : 3));
    if (pattern.kind != FaultPattern::Kind::Sequence) {
        pattern.n = *rc::gen::element<quint64>(1, 2, 100, 1'000'000'000);
        return pattern;
    }
    for (int i = *evenly(1, 5); i > 0; --i)
        pattern.sequence.append(*rc::gen::element(0, 100, 200, 404, 503, 599));
    return pattern;
}

inline Fuseboard::FaultConfig fault(bool mayHavePattern)
{
    using Fuseboard::FaultConfig;
    FaultConfig fault;
    fault.kind = static_cast<FaultConfig::Kind>(*evenly(0, 8));
    if (mayHavePattern && isHeads())
        fault.pattern = pattern(fault.kind == FaultConfig::Kind::Status);
    else
        fault.share = thousandths(1) / 4;
    const bool isSequence = fault.pattern && fault.pattern->kind == Fuseboard::FaultPattern::Kind::Sequence;
    if (fault.kind == FaultConfig::Kind::Status) {
        if (!isSequence)
            fault.status = *evenly(100, 600);
        fault.body = (*oneOf<QString>({{}, u"down\r\n"_s, u"\u20ac \U0001f600"_s, u"\""_s})).toUtf8();
        for (int i = *evenly(0, 3); i > 0; --i)
            fault.headers.append({QByteArray("X-") + char('C' - i), *rc::gen::element<QByteArray>("", "a b", "1")});
        if (!fault.headers.isEmpty() && isHeads())
            fault.headers.append({fault.headers.last().first, "again"});
        if (isHeads())
            fault.retryAfter = timeFrom(Duration::zero());
    }
    if (fault.kind == FaultConfig::Kind::Reset)
        fault.resetAt = static_cast<FaultConfig::ResetAt>(*evenly(0, 3));
    if (fault.kind == FaultConfig::Kind::Slow)
        fault.bytesPerSecond = *rc::gen::element(0.01, 0.1, 12.5, 100.0, 1e9);
    const bool hasBody = fault.kind == FaultConfig::Kind::Slow || fault.kind == FaultConfig::Kind::Truncate
        || (fault.kind == FaultConfig::Kind::Reset && fault.resetAt == FaultConfig::ResetAt::Body);
    if (hasBody)
        fault.bytes = *evenly(1, 1'000'001);
    return fault;
}

inline QList<Fuseboard::FaultConfig> faults(bool mayHavePatterns)
{
    QList<Fuseboard::FaultConfig> faults;
    for (int i = *evenly(0, 4); i > 0; --i)
        faults.append(fault(mayHavePatterns));
    return faults;
}

inline Fuseboard::PhaseConfig phase()
{
    using namespace Fuseboard;
    PhaseConfig phase;
    phase.name = *oneOf<QString>({{}, anyName()});
    phase.length = std::min<Duration>(positiveTime(), std::chrono::hours(1000));
    const int kind = *evenly(0, 4);
    phase.latency = latency(kind);
    phase.perConcurrent = perConcurrent();
    phase.faults = faults(true);
    if (isHeads()) {
        RampTarget ramp;
        if (isHeads())
            ramp.latency = latency(kind);
        if (isHeads())
            ramp.perConcurrent = perConcurrent();
        if (isHeads() || (!ramp.latency && !ramp.perConcurrent))
            ramp.faults = faults(false);
        phase.rampTo = ramp;
    }
    if (isHeads())
        phase.health = static_cast<Health>(*evenly(0, 3));
    return phase;
}

inline Fuseboard::EndpointConfig endpoint(const QString &name, int number)
{
    using namespace Fuseboard;
    EndpointConfig endpoint;
    endpoint.name = name;
    endpoint.method = *rc::gen::element<QByteArray>("GET", "POST", "PURGE", "x!");
    endpoint.path = u"/%1%2"_s.arg(number).arg(*oneOf<QString>({{}, u"/a b"_s, u"/\u00fc"_s, u"//"_s}));
    if (isHeads())
        endpoint.capacity = CapacityConfig{*evenly(1, 100'001), *evenly(0, 1'000'001)};
    for (int i = *evenly(1, 4); i > 0; --i)
        endpoint.phases.append(phase());
    return endpoint;
}

inline Fuseboard::ArrivalsConfig arrivals()
{
    using namespace Fuseboard;
    const double rate = 0.001 + thousandths(1000);
    switch (*evenly(0, 5)) {
    case 0:
        return ConstantArrivals{rate};
    case 1:
        return PoissonArrivals{rate};
    case 2:
        return isHeads() ? RampArrivals{0, rate} : RampArrivals{rate, 0};
    case 3: {
        const Duration one = positiveTime();
        const Duration other = positiveTime();
        return BurstArrivals{thousandths(10), rate, std::max(one, other), std::min(one, other)};
    }
    default:
        return ClosedArrivals{*evenly(1, 100'001), timeFrom(Duration::zero())};
    }
}

inline Fuseboard::CircuitBreakerConfig breaker()
{
    using namespace Fuseboard;
    CircuitBreakerConfig breaker;
    breaker.name = anyName();
    breaker.rule = static_cast<TripRule>(*evenly(0, 3));
    breaker.failureThreshold = *evenly(1, 1000);
    breaker.failureRateThreshold = 0.001 + thousandths(1) * 0.999;
    if (isHeads())
        breaker.slowCallDuration = positiveTime();
    if (isHeads())
        breaker.window = CountWindowConfig{*evenly(1, 1'000'001)};
    else
        breaker.window = TimeWindowConfig{std::chrono::seconds(60), std::chrono::seconds(5)};
    breaker.recoveryTime = positiveTime();
    breaker.recoveryBackoffFactor = 1 + thousandths(3);
    if (isHeads())
        breaker.maxRecoveryTime = timeFrom(breaker.recoveryTime);
    breaker.recoveryJitter = thousandths(1);
    breaker.halfOpenMaxCalls = *evenly(1, 20);
    breaker.successThreshold = *evenly(1, breaker.halfOpenMaxCalls + 1);
    breaker.automaticHalfOpen = isHeads();
    breaker.excludedErrors = errorKinds();
    breaker.recordedErrors = errorKinds();
    return breaker;
}

inline Fuseboard::RetryConfig retry()
{
    using namespace Fuseboard;
    RetryConfig retry;
    retry.maxRetries = *evenly(0, 20);
    retry.baseDelay = timeFrom(Duration::zero());
    retry.maxDelay = timeFrom(retry.baseDelay);
    retry.backoffFactor = 1 + thousandths(9);
    retry.jitter = static_cast<Jitter>(*evenly(0, 5));
    retry.jitterFactor = thousandths(1);
    retry.retryErrors = errorKinds();
    retry.honorRetryAfter = isHeads();
    if (isHeads())
        retry.budget = RetryBudgetConfig{thousandths(2), thousandths(20)};
    return retry;
}

inline Fuseboard::PolicyConfig policy()
{
    using namespace Fuseboard;
    PolicyConfig policy;
    if (isHeads())
        policy.breaker = breaker();
    if (isHeads())
        policy.retry = retry();
    if (isHeads())
        policy.timeout.perAttempt = positiveTime();
    if (isHeads())
        policy.timeout.overall = positiveTime();
    if (isHeads())
        policy.connections.max = *rc::gen::inRange(1, 20);
    if (policy.connections.max && isHeads())
        policy.connections.maxWait = positiveTime();
    if (isHeads())
        policy.order = {PolicyLayer::Retry, PolicyLayer::Overall, PolicyLayer::Breaker, PolicyLayer::Timeout};
    return policy;
}

inline Fuseboard::TuneConfig tune()
{
    using namespace Fuseboard;
    TuneConfig tune;
    // Each field and each figure at most once.
    for (const QString &text : {u"policies.*.breaker.failureThreshold=3..20"_s, u"policies.\"a=b\".retry=null,{}"_s,
                                u"policies.*.retry.baseDelay = 100ms..10s:log5"_s, u"name=\"a,b\",c"_s}) {
        if (isHeads())
            tune.vary.append(*Variation::parse(text));
    }
    tune.seeds = *evenly(1, TuneConfig::MostSeeds + 1);
    for (const QString &text : {u"max successRate"_s, u"minimise detectTime"_s, u" min  late"_s}) {
        if (isHeads())
            tune.goals.append(*Goal::parse(text));
    }
    return tune;
}

inline rc::Gen<Fuseboard::Scenario> scenario()
{
    return rc::gen::exec([] {
        using namespace Fuseboard;
        Scenario scenario;
        scenario.name = anyName();
        scenario.description = *oneOf<QString>({{}, u"What it \"teaches\".\n\tOr not."_s, anyName()});
        scenario.seed = *rc::gen::element<quint64>(0, 42, (quint64(1) << 53) - 1, quint64(1) << 53);
        scenario.duration = positiveTime();
        QStringList names;
        for (int i = *evenly(1, 4); i > 0; --i) {
            if (const QString name = anyName(); !names.contains(name)) {
                scenario.endpoints.append(endpoint(name, i));
                names.append(name);
            }
        }
        if (names.size() > 1 && isHeads())
            scenario.endpoints.last().sameLuckAs = names.first();
        for (int i = *evenly(0, 3); i > 0; --i) {
            WorkloadConfig workload;
            workload.endpoint = *oneOf(names);
            workload.arrivals = arrivals();
            workload.start = isHeads() ? timeFrom(Duration::zero()) : Duration::zero();
            if (isHeads())
                workload.length = positiveTime();
            scenario.workload.append(workload);
        }
        names.append(u"*"_s);
        for (const QString &name : std::as_const(names)) {
            if (isHeads())
                scenario.policies.insert(name, policy());
        }
        for (int i = *evenly(0, 3); i > 0; --i) {
            scenario.objectives.append(*Objective::parse(*oneOf<QString>(
                {u"successRate >= 0.7"_s, u"detectTime<=2s"_s, u"amplification <= 1.3"_s, u"opens != 3"_s})));
        }
        if (isHeads())
            scenario.tune = tune();
        return scenario;
    });
}

} // namespace Generators
