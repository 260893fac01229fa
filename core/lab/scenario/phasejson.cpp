// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/phasejson.h"

#include "lab/fault/faultjson.h"
#include "lab/scenario/jsonfields.h"
#include "resilience/base/durationtext.h"

#include <QJsonArray>
#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QStringList &healthNames()
{
    static const QStringList names{healthName(Health::Healthy), healthName(Health::Degraded), healthName(Health::Down)};
    return names;
}

QList<FaultConfig> faultsOf(JsonReader &reader, ConfigIssues &issues)
{
    QList<FaultConfig> faults;
    readObjects(reader, u"faults"_s, issues,
                [&](const QJsonObject &json, const QString &path) { faults.append(readFault(json, path, issues)); });
    return faults;
}

/// The object "latency"; empty if it is absent.
LatencyFields latencyOf(JsonReader &reader, ConfigIssues &issues)
{
    const auto json = reader.object(u"latency"_s);
    return json ? readLatency(*json, reader.fieldPath(u"latency"_s), issues) : LatencyFields();
}

QJsonObject rampToJson(const RampTarget &ramp)
{
    QJsonObject json;
    if (ramp.latency || ramp.perConcurrent)
        json.insert(u"latency"_s, toJson(LatencyFields{ramp.latency, ramp.perConcurrent}));
    if (ramp.faults)
        json.insert(u"faults"_s, toJson(*ramp.faults));
    return json;
}

RampTarget rampFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    RampTarget ramp;
    JsonReader reader(json, path, issues);
    const LatencyFields latency = latencyOf(reader, issues);
    ramp.latency = latency.shape;
    ramp.perConcurrent = latency.perConcurrent;
    if (reader.contains(u"faults"_s))
        ramp.faults = faultsOf(reader, issues);
    reader.value(u"faults"_s);
    reader.finish();
    return ramp;
}

} // namespace

QJsonObject phaseToJson(const PhaseConfig &phase)
{
    const auto perConcurrent = phase.perConcurrent != Duration::zero() ? std::optional(phase.perConcurrent)
                                                                       : std::nullopt;
    QJsonObject json{{u"for"_s, formatDuration(phase.length)},
                     {u"latency"_s, toJson(LatencyFields{phase.latency, perConcurrent})}};
    if (!phase.name.isEmpty())
        json.insert(u"name"_s, phase.name);
    if (!phase.faults.isEmpty())
        json.insert(u"faults"_s, toJson(phase.faults));
    if (phase.rampTo)
        json.insert(u"rampTo"_s, rampToJson(*phase.rampTo));
    if (phase.health)
        json.insert(u"health"_s, healthName(*phase.health));
    return json;
}

PhaseConfig phaseFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    PhaseConfig phase;
    JsonReader reader(json, path, issues);
    reader.read(u"name"_s, phase.name);
    requireField(reader, u"for"_s, u"a duration such as \"30s\""_s);
    reader.read(u"for"_s, phase.length);
    const LatencyFields latency = latencyOf(reader, issues);
    phase.latency = latency.shape.value_or(phase.latency);
    phase.perConcurrent = latency.perConcurrent.value_or(phase.perConcurrent);
    phase.faults = faultsOf(reader, issues);
    if (const auto ramp = reader.object(u"rampTo"_s))
        phase.rampTo = rampFromJson(*ramp, reader.fieldPath(u"rampTo"_s), issues);
    int health = -1;
    reader.readWord(u"health"_s, healthNames(), health);
    if (health >= 0)
        phase.health = static_cast<Health>(health);
    reader.finish();
    return phase;
}

} // namespace Fuseboard
