// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultjson.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/issuelimit.h"
#include "resilience/base/jsonreader.h"

#include <QMap>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

using Kind = FaultConfig::Kind;
using ResetAt = FaultConfig::ResetAt;

// In the order of FaultConfig::Kind and ResetAt.
const QStringList &kindNames()
{
    static const QStringList names{u"status"_s,   u"hang"_s,      u"reset"_s, u"close"_s,
                                   u"truncate"_s, u"malformed"_s, u"slow"_s,  u"redirectLoop"_s};
    return names;
}

const QStringList &resetPlaces()
{
    static const QStringList names{u"connect"_s, u"headers"_s, u"body"_s};
    return names;
}

QString wordOf(int status)
{
    return status == 0 ? u"ok"_s : QString::number(status);
}

QJsonObject headersToJson(const FaultConfig::Headers &headers)
{
    QMap<QString, QJsonArray> values;
    for (const auto &[name, value] : headers)
        values[QString::fromUtf8(name)].append(QString::fromUtf8(value));
    QJsonObject json;
    for (auto field = values.cbegin(); field != values.cend(); ++field)
        json.insert(field.key(), field->size() == 1 ? field->first() : QJsonValue(*field));
    return json;
}

QJsonObject patternToJson(const FaultPattern &pattern)
{
    const auto number = static_cast<qint64>(pattern.n);
    switch (pattern.kind) {
    case FaultPattern::Kind::Every:
        return {{u"every"_s, number}};
    case FaultPattern::Kind::First:
        return {{u"first"_s, number}};
    case FaultPattern::Kind::After:
        return {{u"after"_s, number}};
    case FaultPattern::Kind::Sequence:
        break;
    }
    QJsonArray words;
    for (const int status : pattern.sequence)
        words.append(wordOf(status));
    return {{u"sequence"_s, words}};
}

/// The fields that only some kinds have.
void writeOwnFields(const FaultConfig &fault, QJsonObject &json)
{
    switch (fault.kind) {
    case Kind::Status:
        if (!fault.isSequence())
            json.insert(u"status"_s, fault.status);
        if (!fault.body.isEmpty())
            json.insert(u"body"_s, QString::fromUtf8(fault.body));
        if (!fault.headers.isEmpty())
            json.insert(u"headers"_s, headersToJson(fault.headers));
        if (fault.retryAfter)
            json.insert(u"retryAfter"_s, formatDuration(*fault.retryAfter));
        break;
    case Kind::Reset:
        json.insert(u"at"_s, resetPlaces()[static_cast<int>(fault.resetAt)]);
        if (fault.resetAt == ResetAt::Body)
            json.insert(u"bytes"_s, fault.bytes);
        break;
    case Kind::Truncate:
        json.insert(u"bytes"_s, fault.bytes);
        break;
    case Kind::Slow:
        json.insert(u"bytesPerSecond"_s, fault.bytesPerSecond);
        json.insert(u"bytes"_s, fault.bytes);
        break;
    case Kind::Hang:
    case Kind::Close:
    case Kind::Malformed:
    case Kind::RedirectLoop:
        break;
    }
}

void readHeaders(JsonReader &fault, FaultConfig::Headers &headers, ConfigIssues &issues)
{
    const auto json = fault.object(u"headers"_s);
    if (!json)
        return;
    JsonReader reader(*json, fault.fieldPath(u"headers"_s), issues);
    for (auto field = json->begin(); field != json->end() && !isFull(issues); ++field) {
        const QJsonArray values = field->isArray() ? field->toArray() : QJsonArray{field.value()};
        if (values.isEmpty())
            reader.addIssue(field.key(), u"must have at least one value"_s);
        for (const QJsonValue &value : values) {
            if (value.isString())
                headers.append({field.key().toUtf8(), value.toString().toUtf8()});
            else
                reader.addIssue(field.key(), u"must be a string or a list of strings"_s);
        }
    }
}

void readSequence(JsonReader &reader, QList<int> &sequence, ConfigIssues &issues)
{
    const QJsonValue json = reader.value(u"sequence"_s);
    if (!json.isArray())
        return reader.addIssue(u"sequence"_s, u"must be a list such as [\"503\", \"503\", \"ok\"]"_s);
    const QJsonArray words = json.toArray();
    for (qsizetype i = 0; i < words.size() && !isFull(issues); ++i) {
        const QString word = words[i].toString();
        bool isNumber = false;
        const int status = word == "ok"_L1 ? 0 : word.toInt(&isNumber);
        // So that "0503" is not taken for what "503" says, nor "0" for "ok".
        if (word.isEmpty() || wordOf(status) != word)
            issues.append({u"%1.%2"_s.arg(reader.fieldPath(u"sequence"_s)).arg(i),
                           u"must be \"ok\" or an HTTP status such as \"503\", in quotes"_s});
        else
            sequence.append(status);
    }
}

std::optional<FaultPattern> readPattern(JsonReader &fault, ConfigIssues &issues)
{
    const auto json = fault.object(u"pattern"_s);
    if (!json)
        return std::nullopt;
    const QStringList names{u"every"_s, u"first"_s, u"after"_s, u"sequence"_s}; // in the order of FaultPattern::Kind
    if (json->size() != 1 || !names.contains(json->keys().first())) {
        fault.addIssue(u"pattern"_s,
                       u"must have just one of \"every\", \"first\", \"after\" and \"sequence\", as in "
                       "{\"every\": 3}"_s);
        return std::nullopt;
    }
    const QString name = json->keys().first();
    FaultPattern pattern;
    pattern.kind = static_cast<FaultPattern::Kind>(names.indexOf(name));
    const qsizetype before = issues.size();
    JsonReader reader(*json, fault.fieldPath(u"pattern"_s), issues);
    if (pattern.kind == FaultPattern::Kind::Sequence) {
        readSequence(reader, pattern.sequence, issues);
    } else {
        int number = 1;
        reader.read(name, number);
        if (number < 0)
            reader.addIssue(name, u"must be at least 1, not %1"_s.arg(number));
        pattern.n = static_cast<quint64>(std::max(number, 0));
    }
    return issues.size() == before ? std::optional(pattern) : std::nullopt;
}

void readOwnFields(JsonReader &reader, FaultConfig &fault, ConfigIssues &issues)
{
    switch (fault.kind) {
    case Kind::Status: {
        QString body;
        reader.read(u"status"_s, fault.status);
        reader.read(u"body"_s, body);
        fault.body = body.toUtf8();
        readHeaders(reader, fault.headers, issues);
        reader.read(u"retryAfter"_s, fault.retryAfter);
        break;
    }
    case Kind::Reset: {
        int place = static_cast<int>(fault.resetAt);
        reader.readWord(u"at"_s, resetPlaces(), place);
        fault.resetAt = static_cast<ResetAt>(place);
        if (fault.resetAt == ResetAt::Body)
            reader.read(u"bytes"_s, fault.bytes);
        break;
    }
    case Kind::Truncate:
        reader.read(u"bytes"_s, fault.bytes);
        break;
    case Kind::Slow:
        reader.read(u"bytesPerSecond"_s, fault.bytesPerSecond);
        reader.read(u"bytes"_s, fault.bytes);
        break;
    case Kind::Hang:
    case Kind::Close:
    case Kind::Malformed:
    case Kind::RedirectLoop:
        break;
    }
}

} // namespace

QJsonObject toJson(const FaultConfig &fault)
{
    QJsonObject json{{u"kind"_s, kindNames()[static_cast<int>(fault.kind)]}};
    writeOwnFields(fault, json);
    if (fault.pattern)
        json.insert(u"pattern"_s, patternToJson(*fault.pattern));
    else
        json.insert(u"share"_s, fault.share);
    return json;
}

QJsonArray toJson(const QList<FaultConfig> &faults)
{
    QJsonArray json;
    for (const FaultConfig &fault : faults)
        json.append(toJson(fault));
    return json;
}

FaultConfig readFault(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    FaultConfig fault;
    JsonReader reader(json, path, issues);
    int kind = -1;
    if (!reader.contains(u"kind"_s))
        reader.addIssue(u"kind"_s, u"is missing: it must be one of \"%1\""_s.arg(kindNames().join("\", \""_L1)));
    reader.readWord(u"kind"_s, kindNames(), kind);
    // Without its kind nobody knows which fields it may have.
    if (kind < 0)
        return fault;
    fault.kind = static_cast<Kind>(kind);
    readOwnFields(reader, fault, issues);
    reader.read(u"share"_s, fault.share);
    fault.pattern = readPattern(reader, issues);
    const bool hasPattern = reader.contains(u"pattern"_s) && !reader.value(u"pattern"_s).isNull();
    if (hasPattern && reader.contains(u"share"_s))
        reader.addIssue(u"share"_s, u"must not stand beside a pattern, which says which requests meet it"_s);
    if (fault.isSequence() && reader.contains(u"status"_s))
        reader.addIssue(u"status"_s, u"must not stand beside a sequence, which names the statuses"_s);
    reader.finish();
    return fault;
}

QList<FaultConfig> readFaults(const QJsonArray &json, const QString &path, ConfigIssues &issues)
{
    QList<FaultConfig> faults;
    for (qsizetype i = 0; i < json.size() && !isFull(issues); ++i) {
        const QString here = path.isEmpty() ? QString::number(i) : u"%1.%2"_s.arg(path).arg(i);
        if (json[i].isObject())
            faults.append(readFault(json[i].toObject(), here, issues));
        else
            issues.append(
                {here, u"must be an object such as {\"kind\": \"status\", \"status\": 503, \"share\": 0.5}"_s});
    }
    return faults;
}

QJsonObject toJson(const CapacityConfig &capacity)
{
    return {{u"workers"_s, capacity.workers}, {u"queue"_s, capacity.queue}};
}

CapacityConfig readCapacity(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    CapacityConfig capacity;
    JsonReader reader(json, path, issues);
    reader.read(u"workers"_s, capacity.workers);
    reader.read(u"queue"_s, capacity.queue);
    reader.finish();
    return capacity;
}

QJsonObject toJson(const LatencyFields &latency)
{
    QJsonObject json;
    if (latency.shape) {
        if (const auto *fixed = std::get_if<FixedLatency>(&*latency.shape)) {
            json.insert(u"fixed"_s, formatDuration(fixed->value));
        } else if (const auto *uniform = std::get_if<UniformLatency>(&*latency.shape)) {
            json.insert(u"min"_s, formatDuration(uniform->min));
            json.insert(u"max"_s, formatDuration(uniform->max));
        } else if (const auto *logNormal = std::get_if<LogNormalLatency>(&*latency.shape)) {
            json.insert(u"median"_s, formatDuration(logNormal->median));
            json.insert(u"p99"_s, formatDuration(logNormal->p99));
        } else {
            json.insert(u"mean"_s, formatDuration(std::get<ExponentialLatency>(*latency.shape).mean));
        }
    }
    if (latency.perConcurrent)
        json.insert(u"perConcurrent"_s, formatDuration(*latency.perConcurrent));
    return json;
}

LatencyFields readLatency(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    static const QList<QStringList> shapes{
        {u"fixed"_s}, {u"min"_s, u"max"_s}, {u"median"_s, u"p99"_s}, {u"mean"_s}}; // as in LatencyConfig
    static const QString choice = u"one of {\"fixed\"}, {\"min\", \"max\"}, {\"median\", \"p99\"} and {\"mean\"}, such "
                                  "as {\"median\": \"40ms\", \"p99\": \"200ms\"}"_s;

    LatencyFields latency;
    JsonReader reader(json, path, issues);
    reader.read(u"perConcurrent"_s, latency.perConcurrent);

    qsizetype shape = -1;
    bool isMixed = false;
    for (qsizetype i = 0; i < shapes.size(); ++i) {
        for (const QString &field : shapes[i]) {
            isMixed = isMixed || (reader.contains(field) && shape >= 0 && shape != i);
            shape = reader.contains(field) ? i : shape;
        }
    }
    if (isMixed) {
        issues.append({path, u"must have the fields of just one shape: "_s + choice});
        return latency;
    }
    Duration first{};
    Duration second{};
    if (shape >= 0) {
        for (const QString &field : shapes[shape]) {
            if (!reader.contains(field)) {
                const QString other = shapes[shape][field == shapes[shape][0] ? 1 : 0];
                reader.addIssue(field, u"is missing: it belongs to \"%1\""_s.arg(other));
            }
        }
        reader.read(shapes[shape].first(), first);
        if (shapes[shape].size() == 2)
            reader.read(shapes[shape].last(), second);
    } else if (json.isEmpty()) {
        issues.append({path, u"must have the fields of "_s + choice});
    } else {
        // Known all the same, so that a slip in one of them is told as such.
        for (const QStringList &fields : shapes) {
            for (const QString &field : fields)
                reader.value(field);
        }
    }
    reader.finish();

    if (shape == 0)
        latency.shape = FixedLatency{first};
    else if (shape == 1)
        latency.shape = UniformLatency{first, second};
    else if (shape == 2)
        latency.shape = LogNormalLatency{first, second};
    else if (shape == 3)
        latency.shape = ExponentialLatency{first};
    return latency;
}

} // namespace Fuseboard
