// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenario.h"
#include "resilience/base/durationtext.h"

#include <QJsonArray>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const LatencyConfig &latency)
{
    struct Writer
    {
        QJsonObject operator()(const FixedLatency &l) const { return {{u"fixed"_s, formatDuration(l.value)}}; }
        QJsonObject operator()(const UniformLatency &l) const
        {
            return {{u"min"_s, formatDuration(l.min)}, {u"max"_s, formatDuration(l.max)}};
        }
        QJsonObject operator()(const LogNormalLatency &l) const
        {
            return {{u"median"_s, formatDuration(l.median)}, {u"p99"_s, formatDuration(l.p99)}};
        }
        QJsonObject operator()(const ExponentialLatency &l) const { return {{u"mean"_s, formatDuration(l.mean)}}; }
    };
    return std::visit(Writer(), latency);
}

QJsonObject toJson(const FaultConfig &fault)
{
    QJsonObject json;
    switch (fault.kind) {
    case FaultConfig::Kind::Status:
        json.insert(u"kind"_s, u"status"_s);
        json.insert(u"status"_s, fault.status);
        if (!fault.body.isEmpty())
            json.insert(u"body"_s, QString::fromUtf8(fault.body));
        if (fault.retryAfter)
            json.insert(u"retryAfter"_s, formatDuration(*fault.retryAfter));
        break;
    case FaultConfig::Kind::Hang:
        json.insert(u"kind"_s, u"hang"_s);
        break;
    case FaultConfig::Kind::Reset:
        json.insert(u"kind"_s, u"reset"_s);
        json.insert(u"at"_s, u"headers"_s);
        break;
    default:
        break;
    }
    json.insert(u"share"_s, fault.share);
    return json;
}

QJsonObject toJson(const PhaseConfig &phase)
{
    QJsonObject json{
        {u"name"_s, phase.name}, {u"for"_s, formatDuration(phase.length)}, {u"latency"_s, toJson(phase.latency)}};
    QJsonArray faults;
    for (const FaultConfig &fault : phase.faults)
        faults.append(toJson(fault));
    if (!faults.isEmpty())
        json.insert(u"faults"_s, faults);
    if (phase.health)
        json.insert(u"health"_s, healthName(*phase.health));
    return json;
}

QJsonObject toJson(const EndpointConfig &endpoint)
{
    QJsonArray phases;
    for (const PhaseConfig &phase : endpoint.phases)
        phases.append(toJson(phase));
    return {{u"name"_s, endpoint.name},
            {u"method"_s, QString::fromLatin1(endpoint.method)},
            {u"path"_s, endpoint.path},
            {u"phases"_s, phases}};
}

QJsonObject toJson(const WorkloadConfig &workload)
{
    const bool isPoisson = std::holds_alternative<PoissonArrivals>(workload.arrivals);
    return {
        {u"endpoint"_s, workload.endpoint},
        {u"arrivals"_s,
         QJsonObject{{u"kind"_s, isPoisson ? u"poisson"_s : u"constant"_s}, {u"rate"_s, peakRate(workload.arrivals)}}}};
}

} // namespace

QJsonObject Scenario::toJson() const
{
    QJsonArray endpointList;
    for (const EndpointConfig &endpoint : endpoints)
        endpointList.append(Fuseboard::toJson(endpoint));
    QJsonArray workloadList;
    for (const WorkloadConfig &config : workload)
        workloadList.append(Fuseboard::toJson(config));
    QJsonObject policyList;
    for (auto entry = policies.begin(); entry != policies.end(); ++entry)
        policyList.insert(entry.key(), entry->toJson());
    return {{u"format"_s, u"fuseboard-scenario/1"_s},
            {u"name"_s, name},
            {u"description"_s, description},
            {u"seed"_s, static_cast<qint64>(seed)},
            {u"duration"_s, formatDuration(duration)},
            {u"endpoints"_s, endpointList},
            {u"workload"_s, workloadList},
            {u"policies"_s, policyList}};
}

} // namespace Fuseboard
