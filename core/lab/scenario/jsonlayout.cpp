// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/jsonlayout.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype WidestLine = 110;
constexpr qsizetype Step = 2;

/// All fields, those of an outer object first. What is not among them comes last.
const QStringList &fieldOrder()
{
    static const QStringList names{
        // what names a thing or says its kind
        u"format"_s, u"hash"_s, u"name"_s, u"description"_s, u"kind"_s, u"type"_s, u"endpoint"_s,
        // scenario
        u"seed"_s, u"duration"_s, u"endpoints"_s, u"workload"_s, u"policies"_s, u"objectives"_s, u"tune"_s,
        // endpoint
        u"method"_s, u"path"_s, u"sameLuckAs"_s, u"capacity"_s, u"workers"_s, u"queue"_s, u"phases"_s,
        // latency
        u"fixed"_s, u"min"_s, u"max"_s, u"median"_s, u"p99"_s, u"mean"_s, u"perConcurrent"_s,
        // fault
        u"status"_s, u"at"_s, u"bytesPerSecond"_s, u"bytes"_s, u"retryAfter"_s, u"headers"_s, u"body"_s, u"share"_s,
        u"pattern"_s,
        // workload
        u"start"_s, u"arrivals"_s, u"rate"_s, u"from"_s, u"to"_s, u"burstRate"_s, u"every"_s, u"for"_s, u"users"_s,
        u"thinkTime"_s,
        // phase, behind its "for"
        u"latency"_s, u"faults"_s, u"rampTo"_s, u"health"_s,
        // policy
        u"breaker"_s, u"retry"_s, u"timeout"_s, u"connections"_s, u"order"_s,
        // breaker
        u"rule"_s, u"failureThreshold"_s, u"failureRateThreshold"_s, u"slowCallDuration"_s, u"slowCallRateThreshold"_s,
        u"minimumCalls"_s, u"window"_s, u"size"_s, u"length"_s, u"bucket"_s, u"recoveryTime"_s,
        u"recoveryBackoffFactor"_s, u"maxRecoveryTime"_s, u"recoveryJitter"_s, u"halfOpenMaxCalls"_s,
        u"successThreshold"_s, u"halfOpenTimeout"_s, u"automaticHalfOpen"_s,
        // retry
        u"maxRetries"_s, u"baseDelay"_s, u"maxDelay"_s, u"backoffFactor"_s, u"jitter"_s, u"jitterFactor"_s,
        u"retryErrors"_s, u"excludedErrors"_s, u"recordedErrors"_s, u"retryNonIdempotent"_s, u"honorRetryAfter"_s,
        u"maxRetryAfter"_s, u"budget"_s, u"ratio"_s, u"minimumPerSecond"_s,
        // timeout
        u"perAttempt"_s, u"overall"_s,
        // connections, behind their "max"
        u"maxWait"_s,
        // tune, and a plan of it
        u"vary"_s, u"seeds"_s, u"goals"_s, u"limits"_s, u"shards"_s, u"scenarios"_s};
    return names;
}

QStringList orderedKeys(const QJsonObject &object)
{
    QStringList keys = object.keys();
    std::ranges::stable_sort(keys, {}, [](const QString &key) {
        const qsizetype place = fieldOrder().indexOf(key);
        return place < 0 ? fieldOrder().size() : place;
    });
    return keys;
}

/// Numbers and strings as Qt writes them, which is the shortest text that reads back the same.
QByteArray scalar(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2);
}

QByteArray oneLine(const QJsonValue &value)
{
    QByteArrayList parts;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array)
            parts.append(oneLine(element));
        return '[' + parts.join(", ") + ']';
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QString &key : orderedKeys(object))
            parts.append(scalar(key) + ": " + oneLine(object[key]));
        return '{' + parts.join(", ") + '}';
    }
    return scalar(value);
}

/// @p value, the first line of which stands behind @p indent and @p head more characters.
QByteArray layout(const QJsonValue &value, qsizetype indent, qsizetype head, bool isRoot = false)
{
    QByteArray line = oneLine(value);
    const bool isList = value.isArray();
    if (!isList && !value.isObject())
        return line;
    const bool isEmpty = line.size() == 2;
    if (isEmpty || (!isRoot && indent + head + line.size() < WidestLine))
        return line;

    const QByteArray inner(indent + Step, ' ');
    QByteArrayList parts;
    if (isList) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array)
            parts.append(inner + layout(element, indent + Step, 0));
    } else {
        const QJsonObject object = value.toObject();
        for (const QString &key : orderedKeys(object)) {
            const QByteArray name = scalar(key) + ": ";
            parts.append(inner + name + layout(object[key], indent + Step, name.size()));
        }
    }
    return (isList ? "[\n" : "{\n") + parts.join(",\n") + '\n' + QByteArray(indent, ' ') + (isList ? ']' : '}');
}

} // namespace

QByteArray scenarioLayout(const QJsonObject &object)
{
    return layout(object, 0, 0, true) + '\n';
}

} // namespace Fuseboard
