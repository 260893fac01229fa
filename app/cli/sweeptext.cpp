// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweeptext.h"

#include "lab/tune/figuretext.h"
#include "resilience/base/fieldpath.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

/// Rows of cells, each column as wide as its widest cell.
QString table(const QList<QStringList> &rows)
{
    QList<qsizetype> widths(rows.first().size());
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths.at(i), row.at(i).size());
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += u"  "_s + row.at(i).leftJustified(widths.at(i));
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

/// The fields' names: the last part of the path where that says enough.
QStringList shortNames(const SweepPlan &plan)
{
    QStringList lasts;
    for (const Variation &variation : plan.vary) {
        const auto names = splitFieldPath(variation.path());
        lasts.append(names && !names->isEmpty() ? names->last() : variation.path());
    }
    QStringList names;
    for (qsizetype i = 0; i < lasts.size(); ++i)
        names.append(lasts.count(lasts.at(i)) == 1 ? lasts.at(i) : plan.vary.at(i).path());
    return names;
}

QString estimateText(const Goal &goal, const Estimate &estimate)
{
    if (!estimate.mean)
        return u"none"_s;
    const auto unit = goal.figure({}).unit;
    const QString mean = figureText(unit, *estimate.mean);
    return std::isfinite(estimate.halfWidth) ? mean + u" \u00b1 "_s + figureText(unit, estimate.halfWidth) : mean;
}

/// The cells, a line for each, with what they miss behind.
QString cellTable(const ScoredSweep &sweep, const QList<qsizetype> &cells, int most)
{
    const SweepPlan &plan = sweep.plan.plan();
    QList<QStringList> rows{QStringList{u"cell"_s} + shortNames(plan)};
    for (const Goal &goal : plan.goals)
        rows.first().append(goal.expression());
    const qsizetype shown = std::min<qsizetype>(cells.size(), most);
    for (const qsizetype index : cells.first(shown)) {
        const CellScore &score = sweep.scores.at(index);
        QStringList row{QString::number(score.cell)};
        const QList<qsizetype> coordinates = plan.coordinatesOf(score.cell);
        for (qsizetype i = 0; i < coordinates.size(); ++i)
            row.append(plan.vary.at(i).values().at(coordinates.at(i)));
        for (qsizetype i = 0; i < plan.goals.size(); ++i)
            row.append(estimateText(plan.goals.at(i), score.goals.at(i)));
        row.append(score.missed.join(u"; "_s));
        rows.append(row);
    }
    rows.first().append(QString());
    QString text = table(rows);
    if (cells.size() > shown)
        text += u"  and %1 more; -n shows more of them\n"_s.arg(cells.size() - shown);
    return text;
}

QString bestText(const ScoredSweep &sweep, const CellScore &score)
{
    const SweepPlan &plan = sweep.plan.plan();
    QString text = u"\nBest: cell %1\n"_s.arg(score.cell);
    const QStringList settings = plan.settingsOf(score.cell);
    for (const QString &setting : settings)
        text += u"  %1\n"_s.arg(setting);
    for (qsizetype i = 0; i < plan.goals.size(); ++i)
        text += u"  %1: %2\n"_s.arg(plan.goals.at(i).expression(), estimateText(plan.goals.at(i), score.goals.at(i)));
    return text;
}

QString sensitivityText(const SweepPlan &plan, const QList<Sensitivity> &sensitivities)
{
    QList<QStringList> rows{{QString()}};
    for (const Goal &goal : plan.goals)
        rows.first().append(goal.figure({}).name);
    for (const QString &name : shortNames(plan))
        rows.append(QStringList{name});
    for (const Sensitivity &one : sensitivities)
        rows[one.field + 1].append(u"%1 %"_s.arg(std::lround(one.share * 100), 3));
    return u"\nHow much of what each goal varies by over all cells a field explains alone:\n"_s + table(rows);
}

} // namespace

QString sweepText(const ScoredSweep &sweep, const BestCells &best, int most)
{
    const SweepPlan &plan = sweep.plan.plan();
    QString text = u"plan %1: %2 cells with %3 seeds; %4 keep to the limits, %5 are impossible\n"_s
                       .arg(sweep.plan.hash().first(8))
                       .arg(plan.cellCount())
                       .arg(plan.seeds)
                       .arg(best.allowed)
                       .arg(best.impossible);
    if (best.best >= 0) {
        text += bestText(sweep, sweep.scores.at(best.best));
        text += plan.goals.size() > 1
            ? u"\nThe Pareto front: no other cell is better in one goal and not worse in another:\n"_s
            : u"\nNo other cell is better than:\n"_s;
        text += cellTable(sweep, best.front, most);
    } else if (!best.nearest.isEmpty()) {
        text += u"\nNo cell keeps to all limits. The nearest:\n"_s + cellTable(sweep, best.nearest, most);
    } else {
        text += u"\nNo cell is possible. The first one: %1\n"_s.arg(sweep.scores.first().error);
    }
    if (best.impossible < plan.cellCount() && !plan.vary.isEmpty())
        text += sensitivityText(plan, best.sensitivities);
    return text;
}

} // namespace Fuseboard::Cli
