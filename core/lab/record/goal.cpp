// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/goal.h"

#include "resilience/base/suggestion.h"

#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

Expected<Goal, QString> Goal::parse(QStringView expression)
{
    const QStringList words = expression.toString().simplified().split(u' ');
    Goal goal;
    const QString &direction = words.first();
    if (direction == "max"_L1 || direction == "maximise"_L1 || direction == "maximize"_L1)
        goal.m_direction = Direction::Maximise;
    else if (direction != "min"_L1 && direction != "minimise"_L1 && direction != "minimize"_L1)
        goal.m_figure = -1;
    if (goal.m_figure < 0 || words.size() != 2) {
        return Unexpected{
            u"\"%1\" must be min or max and a figure, as in \"max successRate\" or \"min wastedAttempts\""_s.arg(
                expression)};
    }
    QStringList names;
    const QList<SummaryFigure> figures = RunSummary().figures();
    for (const SummaryFigure &figure : figures)
        names.append(figure.name);
    goal.m_figure = names.indexOf(words.at(1));
    if (goal.m_figure < 0)
        return Unexpected{u"in \"%1\" the figure %2"_s.arg(expression.trimmed(), wrongWord(words.at(1), names))};
    return goal;
}

QString Goal::expression() const
{
    return (m_direction == Direction::Minimise ? u"min "_s : u"max "_s) + RunSummary().figures().at(m_figure).name;
}

bool Goal::isBetter(std::optional<double> value, std::optional<double> other) const
{
    if (!value || !other)
        return value.has_value() && !other;
    return m_direction == Direction::Minimise ? *value < *other : *value > *other;
}

} // namespace Fuseboard
