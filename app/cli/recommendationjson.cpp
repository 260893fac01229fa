// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "recommendationjson.h"

#include "sweepexport.h"

#include <QJsonArray>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

QJsonArray changesToJson(const QList<Recommendation::Change> &changes, bool isChanged)
{
    QJsonArray json;
    for (const Recommendation::Change &change : changes) {
        QJsonObject one{{u"goal"_s, change.goal.expression()},
                        {u"before"_s, estimateToJson(change.goal, change.before)}};
        if (isChanged) {
            one.insert(u"after"_s, estimateToJson(change.goal, change.after));
            one.insert(u"difference"_s, estimateToJson(change.goal, change.difference));
            one.insert(u"better"_s, change.isBetter());
            one.insert(u"worse"_s, change.isWorse());
        }
        json.append(one);
    }
    return json;
}

} // namespace

QJsonObject recommendationToJson(const Recommendation &recommendation)
{
    const bool isChanged = !recommendation.settings.isEmpty();
    QJsonArray tried;
    for (const Variation &variation : recommendation.plan.vary)
        tried.append(variation.text());
    return {{u"scenario"_s, recommendation.scenario.name},
            {u"settings"_s, QJsonArray::fromStringList(recommendation.settings)},
            {u"changes"_s, changesToJson(recommendation.changes, isChanged)},
            {u"costs"_s, changesToJson(recommendation.costs, isChanged)},
            {u"missedNow"_s, QJsonArray::fromStringList(recommendation.missedNow)},
            {u"missedThen"_s, QJsonArray::fromStringList(recommendation.missedThen)},
            {u"tried"_s, tried},
            {u"runs"_s, recommendation.runs},
            {u"freshSeeds"_s, recommendation.freshSeeds},
            {u"text"_s, recommendation.text()}};
}

} // namespace Fuseboard::Cli
