// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/tunejson.h"

#include "lab/scenario/jsonfields.h"

#include <QJsonArray>

namespace Fuseboard {

using namespace Qt::StringLiterals;

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
