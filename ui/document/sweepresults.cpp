// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/sweepresults.h"

#include "lab/record/csvtext.h"
#include "lab/scenario/setting.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// What stands at @p path, as a setting writes it.
QString presentText(const QJsonObject &json, const QString &path)
{
    const auto names = splitFieldPath(path);
    if (!names)
        return {};
    QJsonValue value = json;
    for (const QString &name : *names)
        value = value.isArray() ? value.toArray().at(name.toInt()) : value.toObject().value(name);
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return u"null"_s;
}

/// Whether both settle the same: "1s" and "1000ms", "0.5" and "5e-1".
bool isSame(const QString &a, const QString &b)
{
    if (a == b)
        return true;
    bool isNumber[2] = {};
    const double numbers[] = {a.toDouble(&isNumber[0]), b.toDouble(&isNumber[1])};
    if (isNumber[0] && isNumber[1])
        return numbers[0] == numbers[1];
    const auto first = parseDuration(a);
    const auto second = parseDuration(b);
    return first && second && *first == *second;
}

QByteArray number(double value)
{
    return std::isfinite(value) ? QByteArray::number(value, 'g', QLocale::FloatingPointShortest) : QByteArray();
}

} // namespace

/// The cells that have the most seeds.
QList<CellScore> SweepResults::compared() const
{
    const auto most = std::ranges::max_element(scores, {}, &CellScore::seeds);
    QList<CellScore> compared;
    for (const CellScore &score : scores) {
        if (score.seeds > 0 && score.seeds == most->seeds)
            compared.append(score);
    }
    return compared;
}

void SweepResults::conclude()
{
    QList<CellScore> done;
    for (const CellScore &score : std::as_const(scores)) {
        if (isDone(score.cell))
            done.append(score);
    }
    sensitivities = Fuseboard::sensitivities(plan, done);
    const QList<CellScore> equals = compared();
    const qsizetype index = bestOf(plan, equals);
    best = index < 0 ? -1 : equals.at(index).cell;
    front.clear();
    for (const qsizetype i : paretoFront(plan, equals))
        front.append(equals.at(i).cell);
}

QList<qint64> SweepResults::frontOf(qsizetype goal, qsizetype other) const
{
    SweepPlan pair = plan;
    pair.goals = {plan.goals.at(goal), plan.goals.at(other)};
    QList<CellScore> equals = compared();
    for (CellScore &score : equals)
        score.goals = {score.goals.at(goal), score.goals.at(other)};
    QList<qint64> cells;
    for (const qsizetype i : paretoFront(pair, equals))
        cells.append(equals.at(i).cell);
    return cells;
}

qint64 SweepResults::cellOf(const Scenario &scenario) const
{
    const QJsonObject json = scenario.toJson();
    QList<qsizetype> coordinates;
    for (const Variation &variation : plan.vary) {
        const QString present = presentText(json, variation.path());
        const QStringList &values = variation.values();
        auto found = std::ranges::find_if(values, [&](const QString &value) { return isSame(value, present); });
        // A field that has no effect is not written: its value is the one that changes nothing.
        if (found == values.cend()) {
            found = std::ranges::find_if(values, [&](const QString &value) {
                const auto same = withSettings(scenario, {variation.path() + u'=' + value});
                return same && *same == scenario;
            });
        }
        if (found == values.cend())
            return -1;
        coordinates.append(std::distance(values.cbegin(), found));
    }
    return plan.vary.isEmpty() ? -1 : plan.cellAt(coordinates);
}

bool SweepResults::isOutdatedBy(const Scenario &scenario) const
{
    Scenario now = scenario;
    now.tune.reset();
    if (now == plan.scenarios.first())
        return false;
    // The first combination that both of them can have.
    const qint64 last = std::min<qint64>(plan.cellCount(), 16);
    for (qint64 cell = 0; cell < last; ++cell) {
        const QStringList settings = plan.settingsOf(cell);
        const auto then = withSettings(plan.scenarios.first(), settings);
        const auto here = withSettings(now, settings);
        if (then && here)
            return *then != *here;
        if (then.hasValue() != here.hasValue())
            return true;
    }
    return true;
}

QByteArray SweepResults::toCsv() const
{
    const QList<SummaryFigure> figures = RunSummary().figures();
    QByteArray csv = "cell";
    for (const Variation &variation : plan.vary)
        csv += ',' + csvField(variation.path());
    csv += ",seeds";
    for (const Goal &goal : plan.goals) {
        const SummaryFigure &figure = figures.at(goal.figureIndex());
        const QString name = figure.unit == SummaryFigure::Unit::Time ? figure.name + u"_ms"_s : figure.name;
        csv += ',' + csvField(name) + ',' + csvField(name + u"_halfwidth95"_s);
    }
    csv += ",allowed,missed\n";
    for (const CellScore &score : scores) {
        if (!isDone(score.cell))
            continue;
        csv += QByteArray::number(score.cell);
        const QList<qsizetype> coordinates = plan.coordinatesOf(score.cell);
        for (qsizetype i = 0; i < plan.vary.size(); ++i)
            csv += ',' + csvField(plan.vary.at(i).values().at(coordinates.at(i)));
        csv += ',' + QByteArray::number(score.seeds);
        for (qsizetype i = 0; i < plan.goals.size(); ++i) {
            const Estimate estimate = score.goals.value(i);
            const bool isTime = figures.at(plan.goals.at(i).figureIndex()).unit == SummaryFigure::Unit::Time;
            const double unit = isTime ? 1e6 : 1;
            csv += ',';
            if (estimate.mean)
                csv += number(*estimate.mean / unit) + ',' + number(estimate.halfWidth / unit);
            else
                csv += ',';
        }
        csv += score.isAllowed() ? ",yes," : ",no,";
        csv += csvField(score.error.isEmpty() ? score.missed.join(u"; "_s) : score.error) + '\n';
    }
    return csv;
}

} // namespace Fuseboard
