// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/figuretext.h"
#include "lab/tune/recommendation.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

using Change = Recommendation::Change;

/// "failureThreshold", "window size"; of a policy that is not everybody's, "failureThreshold of orders".
QString nameOf(const Variation &variation)
{
    const QStringList names = *splitFieldPath(variation.path());
    const QString &policy = names.at(1);
    const QString field = names.sliced(3).join(u' ');
    return policy == u"*"_s ? field : u"%1 of %2"_s.arg(field, policy);
}

/// "a", "a and b", "a, b and c".
QString listOf(const QStringList &parts)
{
    if (parts.size() < 2)
        return parts.join(QString());
    return parts.first(parts.size() - 1).join(u", "_s) + u" and "_s + parts.last();
}

QString numberText(qint64 number)
{
    return QLocale::c().toString(number);
}

QString meanText(const Change &change, const Estimate &estimate)
{
    return estimate.mean ? figureText(change.goal.figure(RunSummary()).unit, *estimate.mean) : u"none"_s;
}

/// "successRate 0.95 instead of 0.71 (+0.24 ± 0.01)".
QString changeText(const Change &change)
{
    const SummaryFigure figure = change.goal.figure(RunSummary());
    if (change.difference.mean == 0.0 && change.difference.halfWidth == 0)
        return u"%1 stays %2"_s.arg(figure.name, meanText(change, change.after));
    QString text = u"%1 %2 instead of %3"_s.arg(figure.name, meanText(change, change.after),
                                                meanText(change, change.before));
    if (const std::optional<double> mean = change.difference.mean) {
        text += u" (%1%2 ± %3)"_s.arg(*mean < 0 ? u"\u2212"_s : u"+"_s, figureText(figure.unit, std::abs(*mean)),
                                      figureText(figure.unit, change.difference.halfWidth));
    }
    return text;
}

QStringList changeTexts(const QList<Change> &changes, auto isWanted)
{
    QStringList texts;
    for (const Change &change : changes) {
        if (isWanted(change))
            texts.append(changeText(change));
    }
    return texts;
}

QString triedText(const Recommendation &what)
{
    QStringList fields;
    for (const Variation &variation : what.plan.vary)
        fields.append(nameOf(variation) + u' ' + variation.values().join(u", "_s));
    return u"Tried: %1; %2 combinations in %3 runs, most of them given up early."_s.arg(
        fields.join(u"; "_s), numberText(what.plan.cellCount()), numberText(what.runs));
}

QString goalsText(const SweepPlan &plan)
{
    QStringList names;
    for (const Goal &goal : plan.goals)
        names.append(goal.figure(RunSummary()).name);
    return listOf(names);
}

/// The lengths of the outages that the script of @p scenario has, each once, in their order.
QList<Duration> scriptedOutages(const Scenario &scenario)
{
    QList<Duration> lengths;
    for (const EndpointConfig &endpoint : scenario.endpoints) {
        Duration outage{};
        Duration begin{};
        const auto end = [&] {
            if (outage > Duration::zero() && !lengths.contains(outage))
                lengths.append(outage);
            outage = {};
        };
        for (const PhaseConfig &phase : endpoint.phases) {
            const Duration length = std::min(phase.length, scenario.duration - begin);
            if (length <= Duration::zero())
                break;
            begin += length;
            if (phase.effectiveHealth() == Health::Healthy)
                end();
            else
                outage += length;
        }
        end();
    }
    return lengths;
}

/// Warns that every run had the same outages, so that a setting may fit these and no others.
QStringList scriptLines(const Recommendation &what)
{
    constexpr qsizetype MostNamed = 3;
    const QList<Duration> outages = scriptedOutages(what.scenario);
    if (outages.isEmpty())
        return {};
    QStringList lengths;
    for (const Duration outage : outages.first(std::min(MostNamed, outages.size())))
        lengths.append(formatDuration(outage));
    const QString more = outages.size() > MostNamed ? u" and others"_s : QString();
    QString line =
        u"Caution: it is fitted to this script, whose outages last %1 in every run. Outages of other lengths "
        "were not tried; change the script and ask again before you rely on it."_s.arg(
            more.isEmpty() ? listOf(lengths) : lengths.join(u", "_s) + more);
    for (const QString &setting : what.settings) {
        const qsizetype equals = setting.lastIndexOf(u'=');
        const auto time = parseDuration(setting.sliced(equals + 1));
        if (time && *time > Duration::zero() && outages.contains(*time)) {
            const auto names = splitFieldPath(setting.first(equals));
            line += u" %1 %2 is exactly as long as an outage of the script."_s.arg(
                names ? names->last() : setting.first(equals), formatDuration(*time));
        }
    }
    return {line};
}

QStringList keepLines(const Recommendation &what)
{
    QStringList lines{
        u"Keep what you have: nothing that was tried is surely better in one of %1 without being worse in "
        "another or missing an objective that is met now."_s.arg(goalsText(what.plan))};
    QStringList figures;
    for (const Change &change : what.changes) {
        figures.append(u"%1 %2"_s.arg(change.goal.figure(RunSummary()).name, meanText(change, change.before)));
    }
    lines.append(u"Now: %1 (mean of %2 seeds)."_s.arg(listOf(figures)).arg(what.freshSeeds));
    if (!what.missedNow.isEmpty())
        lines.append(u"Missed now, and by everything that was better: %1."_s.arg(what.missedNow.join(u"; "_s)));
    return lines;
}

QStringList changeLines(const Recommendation &what)
{
    const QList<qsizetype> now = what.plan.coordinatesOf(presentCell(what.plan));
    const QList<qsizetype> then = what.plan.coordinatesOf(what.cell);
    QStringList settings;
    QStringList ends;
    for (qsizetype i = 0; i < now.size(); ++i) {
        if (now.at(i) == then.at(i))
            continue;
        const Variation &variation = what.plan.vary.at(i);
        const QStringList &values = variation.values();
        settings.append(u"%1 %2 instead of %3"_s.arg(nameOf(variation), values.at(then.at(i)), values.at(now.at(i))));
        // Below no retry there is nothing.
        const bool isEnd = then.at(i) == 0 || then.at(i) == values.size() - 1;
        if (isEnd && values.at(then.at(i)) != u"0"_s)
            ends.append(u"%1 %2"_s.arg(nameOf(variation), values.at(then.at(i))));
    }
    QStringList lines{u"Take %1."_s.arg(listOf(settings))};

    const QStringList gains = changeTexts(what.changes, [](const Change &change) { return change.isBetter(); });
    const QStringList others = changeTexts(what.changes, [](const Change &change) { return !change.isBetter(); });
    if (!gains.isEmpty())
        lines.append(u"It gains: %1."_s.arg(gains.join(u"; "_s)));
    if (!what.missedNow.isEmpty() && what.missedThen.isEmpty())
        lines.append(u"It meets every objective; now %1."_s.arg(what.missedNow.join(u"; "_s)));
    else if (!what.missedThen.isEmpty())
        lines.append(u"It still misses: %1."_s.arg(what.missedThen.join(u"; "_s)));
    if (!others.isEmpty())
        lines.append(u"As good as before: %1."_s.arg(others.join(u"; "_s)));
    const QStringList costs = changeTexts(what.costs, [](const Change &) { return true; });
    lines.append(costs.isEmpty()
                     ? u"It costs nothing that is measured here: none of %1, time to detect and to recover, "
                       "amplification and false rejections surely gets worse."_s.arg(goalsText(what.plan))
                     : u"It costs: %1."_s.arg(costs.join(u"; "_s)));
    lines.append(
        u"How sure: both ran with the same %1 seeds that the search had not seen; ± is the 95 % interval of the "
        "difference. It holds for the failures and the load of this scenario."_s.arg(what.freshSeeds));
    lines.append(scriptLines(what));
    if (!ends.isEmpty()) {
        lines.append(u"At the end of what was tried: %1. Ask again from there to go further."_s.arg(listOf(ends)));
    }
    return lines;
}

} // namespace

QString Recommendation::text() const
{
    QStringList lines = cell < 0 ? keepLines(*this) : changeLines(*this);
    lines.append(triedText(*this));
    return lines.join(u'\n');
}

} // namespace Fuseboard
