// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/tunejson.h"

#include "lab/scenario/jsonfields.h"

#include <QJsonArray>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// Reads a list of texts, each as T::parse() takes it.
template<typename T>
void readParsed(JsonReader &reader, const QString &name, const QString &example, QList<T> &target, ConfigIssues &issues)
{
    const QString remedy = u"strings such as \"%1\""_s.arg(example);
    const auto list = readList(reader, name, remedy);
    QList<T> read;
    const qsizetype before = issues.size();
    for (qsizetype i = 0; list && i < list->size() && issues.size() <= MostFormIssues; ++i) {
        const QString path = reader.fieldPath(name) + u'.' + QString::number(i);
        if (!list->at(i).isString()) {
            issues.append({path, u"must be a string such as \"%1\""_s.arg(example)});
            continue;
        }
        const auto value = T::parse(list->at(i).toString());
        if (value)
            read.append(*value);
        else
            issues.append({path, value.error()});
    }
    if (issues.size() == before)
        target = read;
}

} // namespace

QJsonObject tuneToJson(const TuneConfig &tune)
{
    QJsonArray vary;
    for (const Variation &variation : tune.vary)
        vary.append(variation.text());
    QJsonArray goals;
    for (const Goal &goal : tune.goals)
        goals.append(goal.expression());
    return {{u"vary"_s, vary}, {u"seeds"_s, tune.seeds}, {u"goals"_s, goals}};
}

TuneConfig tuneFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    TuneConfig tune;
    JsonReader reader(json, path, issues);
    readParsed(reader, u"vary"_s, u"policies.*.breaker.failureThreshold=3..20"_s, tune.vary, issues);
    reader.read(u"seeds"_s, tune.seeds);
    readParsed(reader, u"goals"_s, u"max successRate"_s, tune.goals, issues);
    reader.finish();
    return tune;
}

} // namespace Fuseboard
