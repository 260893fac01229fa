// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/overridepatch.h"

#include "lab/fault/faultcheck.h"
#include "lab/fault/faultjson.h"
#include "resilience/base/jsonreader.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

void patchLatency(const QJsonObject &json, EndpointOverride &byHand, ConfigIssues &issues)
{
    const LatencyFields latency = readLatency(json, u"latency"_s, issues);
    const ConfigCheck check(u"latency"_s, issues);
    if (latency.shape) {
        checkLatency(*latency.shape, check);
        byHand.latency = latency.shape;
    }
    if (latency.perConcurrent) {
        checkPerConcurrent(*latency.perConcurrent, check);
        byHand.perConcurrent = latency.perConcurrent;
    }
}

void patchCapacity(const EndpointState &state, const QJsonObject &json, EndpointOverride &byHand, ConfigIssues &issues)
{
    QJsonObject merged = state.capacity ? toJson(*state.capacity) : QJsonObject();
    for (auto field = json.begin(); field != json.end(); ++field)
        merged.insert(field.key(), field.value());
    const qsizetype before = issues.size();
    const CapacityConfig capacity = readCapacity(merged, u"capacity"_s, issues);
    if (!merged.contains(u"workers"_s))
        issues.append({u"capacity.workers"_s, u"is missing: the endpoint has had no limit"_s});
    if (issues.size() == before)
        checkCapacity(capacity, ConfigCheck(u"capacity"_s, issues));
    byHand.capacity = capacity;
}

void patchFaults(const QJsonArray &json, EndpointOverride &byHand, ConfigIssues &issues)
{
    const qsizetype before = issues.size();
    byHand.faults = readFaults(json, u"faults"_s, issues);
    if (issues.size() == before)
        checkFaults(*byHand.faults, ConfigCheck({}, issues));
}

} // namespace

EndpointOverride patchedOverride(const EndpointState &state, const QJsonObject &patch, ConfigIssues &issues)
{
    EndpointOverride byHand = state.byHand;
    JsonReader reader(patch, {}, issues);
    const QJsonValue latency = reader.value(u"latency"_s);
    if (latency.isNull()) {
        byHand.latency.reset();
        byHand.perConcurrent.reset();
    } else if (const auto json = reader.object(u"latency"_s)) {
        patchLatency(*json, byHand, issues);
    }

    const QJsonValue faults = reader.value(u"faults"_s);
    if (faults.isNull())
        byHand.faults.reset();
    else if (faults.isArray())
        patchFaults(faults.toArray(), byHand, issues);
    else if (!faults.isUndefined())
        reader.addIssue(u"faults"_s, u"must be a list of faults, or null"_s);

    if (reader.value(u"capacity"_s).isNull())
        byHand.capacity.reset();
    else if (const auto json = reader.object(u"capacity"_s))
        patchCapacity(state, *json, byHand, issues);
    reader.finish();
    return byHand;
}

} // namespace Fuseboard
