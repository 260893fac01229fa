// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepexport.h"

#include "lab/record/csvtext.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

using Unit = SummaryFigure::Unit;

QJsonValue jsonOf(Unit unit, std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return QJsonValue::Null;
    if (unit == Unit::Time)
        return measuredText(wholeDuration(*value));
    return *value;
}

QJsonObject cellToJson(const SweepPlan &plan, const CellScore &score)
{
    QJsonObject settings;
    const QList<qsizetype> coordinates = plan.coordinatesOf(score.cell);
    for (qsizetype i = 0; i < plan.vary.size(); ++i)
        settings.insert(plan.vary.at(i).path(), plan.vary.at(i).values().at(coordinates.at(i)));
    QJsonArray goals;
    for (qsizetype i = 0; i < score.goals.size(); ++i) {
        QJsonObject goal = estimateToJson(plan.goals.at(i), score.goals.at(i));
        goal.insert(u"goal"_s, plan.goals.at(i).expression());
        goals.append(goal);
    }
    return {{u"cell"_s, score.cell},
            {u"settings"_s, settings},
            {u"goals"_s, goals},
            {u"missed"_s, QJsonArray::fromStringList(score.missed)}};
}

QJsonArray cellsToJson(const ScoredSweep &sweep, const QList<qsizetype> &cells, int most)
{
    QJsonArray json;
    for (const qsizetype index : cells.first(std::min<qsizetype>(cells.size(), most)))
        json.append(cellToJson(sweep.plan.plan(), sweep.scores.at(index)));
    return json;
}

QJsonObject sensitivityToJson(const SweepPlan &plan, const Sensitivity &sensitivity)
{
    const Goal &goal = plan.goals.at(sensitivity.goal);
    const Variation &field = plan.vary.at(sensitivity.field);
    QJsonArray means;
    for (qsizetype i = 0; i < sensitivity.means.size(); ++i) {
        means.append(QJsonObject{{u"value"_s, field.values().at(i)},
                                 {u"mean"_s, jsonOf(goal.figure({}).unit, sensitivity.means.at(i))}});
    }
    return {{u"field"_s, field.path()},
            {u"goal"_s, goal.expression()},
            {u"share"_s, sensitivity.share},
            {u"means"_s, means}};
}

QByteArray csvOf(Unit unit, std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return {};
    return unit == Unit::Time ? csvMilliseconds(wholeDuration(*value))
                              : QByteArray::number(*value, 'g', QLocale::FloatingPointShortest);
}

} // namespace

QJsonObject estimateToJson(const Goal &goal, const Estimate &estimate)
{
    const Unit unit = goal.figure({}).unit;
    return {{u"mean"_s, jsonOf(unit, estimate.mean)},
            {u"halfWidth"_s, jsonOf(unit, estimate.halfWidth)},
            {u"count"_s, estimate.count}};
}

QJsonObject sweepToJson(const ScoredSweep &sweep, const BestCells &best, int most)
{
    const SweepPlan &plan = sweep.plan.plan();
    QJsonArray sensitivity;
    for (const Sensitivity &one : best.sensitivities)
        sensitivity.append(sensitivityToJson(plan, one));
    QJsonObject json{{u"plan"_s, sweep.plan.hash()},
                     {u"program"_s, sweep.program},
                     {u"cells"_s, plan.cellCount()},
                     {u"allowed"_s, best.allowed},
                     {u"impossible"_s, best.impossible},
                     {u"seeds"_s, plan.seeds},
                     {u"best"_s, QJsonValue::Null},
                     {u"front"_s, cellsToJson(sweep, best.front, most)},
                     {u"nearest"_s, cellsToJson(sweep, best.nearest, most)},
                     {u"sensitivity"_s, sensitivity}};
    if (best.best >= 0)
        json.insert(u"best"_s, cellToJson(plan, sweep.scores.at(best.best)));
    return json;
}

QByteArray sweepToCsv(const ScoredSweep &sweep)
{
    const SweepPlan &plan = sweep.plan.plan();
    QByteArray text = "cell";
    for (const Variation &variation : plan.vary)
        text += ',' + csvField(variation.path());
    for (const Goal &goal : plan.goals) {
        const QByteArray name = csvField(goal.figure({}).name);
        text += ',' + name + ',' + name + "_half_width";
    }
    text += ",allowed,missed,error\n";
    for (const CellScore &score : sweep.scores) {
        text += QByteArray::number(score.cell);
        const QList<qsizetype> coordinates = plan.coordinatesOf(score.cell);
        for (qsizetype i = 0; i < plan.vary.size(); ++i)
            text += ',' + csvField(plan.vary.at(i).values().at(coordinates.at(i)));
        for (qsizetype i = 0; i < plan.goals.size(); ++i) {
            const Unit unit = plan.goals.at(i).figure({}).unit;
            const Estimate estimate = i < score.goals.size() ? score.goals.at(i) : Estimate();
            text += ',' + csvOf(unit, estimate.mean) + ','
                + csvOf(unit, estimate.mean ? std::optional(estimate.halfWidth) : std::nullopt);
        }
        text += score.isAllowed() ? ",1," : ",0,";
        text += csvField(score.missed.join(u"; "_s)) + ',' + csvField(score.error) + '\n';
    }
    return text;
}

} // namespace Fuseboard::Cli
