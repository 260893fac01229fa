// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultjson.h"
#include "lab/scenario/scenario.h"
#include "resilience/base/durationtext.h"

#include <QJsonArray>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QJsonObject phaseToJson(const PhaseConfig &phase)
{
    LatencyFields latency{phase.latency, std::nullopt};
    if (phase.perConcurrent != Duration::zero())
        latency.perConcurrent = phase.perConcurrent;
    QJsonObject json{
        {u"name"_s, phase.name}, {u"for"_s, formatDuration(phase.length)}, {u"latency"_s, toJson(latency)}};
    if (!phase.faults.isEmpty())
        json.insert(u"faults"_s, toJson(phase.faults));
    if (phase.health)
        json.insert(u"health"_s, healthName(*phase.health));
    return json;
}

QJsonObject endpointToJson(const EndpointConfig &endpoint)
{
    QJsonArray phases;
    for (const PhaseConfig &phase : endpoint.phases)
        phases.append(phaseToJson(phase));
    QJsonObject json{{u"name"_s, endpoint.name},
                     {u"method"_s, QString::fromLatin1(endpoint.method)},
                     {u"path"_s, endpoint.path},
                     {u"phases"_s, phases}};
    if (endpoint.capacity)
        json.insert(u"capacity"_s, toJson(*endpoint.capacity));
    return json;
}

QJsonObject workloadToJson(const WorkloadConfig &workload)
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
        endpointList.append(endpointToJson(endpoint));
    QJsonArray workloadList;
    for (const WorkloadConfig &config : workload)
        workloadList.append(workloadToJson(config));
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
