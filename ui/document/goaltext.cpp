// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/goaltext.h"

#include "document/summarydifference.h"

#include <QCoreApplication>

#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr double MostWithDecimals = 100;

QString tr(const char *text)
{
    return QCoreApplication::translate("GoalText", text);
}

} // namespace

QString goalLabel(const Goal &goal)
{
    QString figure = figureLabel(goal.figure({}).name);
    figure[0] = figure.at(0).toLower();
    return (goal.direction() == Goal::Direction::Minimise ? tr("Lowest %1") : tr("Highest %1")).arg(figure);
}

QString goalValueText(const Goal &goal, double value)
{
    SummaryFigure figure = goal.figure({});
    // A mean of counts is seldom whole.
    if (figure.unit == SummaryFigure::Unit::Count && value < MostWithDecimals && value != std::round(value))
        return QString::number(value, 'f', 1);
    figure.value = figure.unit == SummaryFigure::Unit::Count ? std::round(value) : value;
    return figureValueText(figure);
}

QString estimateText(const Goal &goal, const Estimate &estimate)
{
    if (!estimate.mean)
        return u"–"_s;
    const QString mean = goalValueText(goal, *estimate.mean);
    if (!std::isfinite(estimate.halfWidth))
        return mean;
    return tr("%1 ± %2").arg(mean, goalValueText(goal, estimate.halfWidth));
}

} // namespace Fuseboard
