// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/runexport.h"

#include "lab/record/runcsv.h"

#include <QJsonArray>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

double milliseconds(Duration duration)
{
    return double(duration.count()) / 1e6;
}

QJsonArray endpointsToJson(const RunSnapshot &snapshot)
{
    QJsonArray json;
    for (const EndpointSnapshot &endpoint : snapshot.endpoints)
        json.append(QJsonObject{{u"name"_s, endpoint.name}, {u"summary"_s, endpoint.summary.toJson()}});
    return json;
}

QJsonArray transitionsToJson(const RunSnapshot &snapshot)
{
    QJsonArray json;
    for (const auto &[endpoint, recorded] : changesInOrder(snapshot)) {
        json.append(QJsonObject{{u"timeMs"_s, milliseconds(recorded->at)},
                                {u"endpoint"_s, endpoint->name},
                                {u"from"_s, breakerStateName(recorded->change.from)},
                                {u"to"_s, breakerStateName(recorded->change.to)},
                                {u"reason"_s, recorded->change.reason()}});
    }
    return json;
}

QJsonArray seriesToJson(const QList<SecondFigures> &seconds)
{
    QJsonArray json;
    for (const SecondFigures &second : seconds) {
        const auto latency = [hasLatency = second.hasLatency()](Duration duration) {
            return hasLatency ? QJsonValue(exactText(duration)) : QJsonValue(QJsonValue::Null);
        };
        json.append(QJsonObject{{u"second"_s, second.second},
                                {u"length"_s, second.length},
                                {u"calls"_s, second.calls},
                                {u"succeeded"_s, second.succeeded},
                                {u"failed"_s, second.failed},
                                {u"rejected"_s, second.rejected},
                                {u"cancelled"_s, second.cancelled},
                                {u"attempts"_s, second.attempts},
                                {u"p50"_s, latency(second.p50)},
                                {u"p95"_s, latency(second.p95)},
                                {u"p99"_s, latency(second.p99)}});
    }
    return json;
}

QJsonArray objectivesToJson(const QList<Objective> &objectives, const RunSummary &summary)
{
    QJsonArray json;
    for (const Objective &objective : objectives) {
        json.append(QJsonObject{{u"expression"_s, objective.expression()},
                                {u"value"_s, objective.figure(summary).toJson()},
                                {u"met"_s, objective.isMet(summary)}});
    }
    return json;
}

} // namespace

QJsonObject runToJson(const RunDescription &run, const RunSnapshot &snapshot)
{
    QJsonObject json{{u"program"_s, run.program},
                     {u"scenario"_s, run.scenario},
                     {u"mode"_s, run.mode},
                     {u"finished"_s, snapshot.isFinished},
                     {u"summary"_s, snapshot.summary.toJson()},
                     {u"endpoints"_s, endpointsToJson(snapshot)},
                     {u"transitions"_s, transitionsToJson(snapshot)},
                     {u"series"_s, seriesToJson(snapshot.seconds)},
                     {u"objectives"_s, objectivesToJson(run.objectives, snapshot.summary)}};
    if (run.seed)
        json.insert(u"seed"_s, static_cast<qint64>(*run.seed));
    return json;
}

} // namespace Fuseboard
