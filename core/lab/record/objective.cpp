// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/objective.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/suggestion.h"

#include <QStringList>

#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

bool isNameLetter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

} // namespace

std::optional<Objective::Relation> Objective::relationOf(QStringView text)
{
    if (text == "<"_L1)
        return Relation::Less;
    if (text == "<="_L1)
        return Relation::LessOrEqual;
    if (text == ">"_L1)
        return Relation::Greater;
    if (text == ">="_L1)
        return Relation::GreaterOrEqual;
    if (text == "=="_L1)
        return Relation::Equal;
    if (text == "!="_L1)
        return Relation::Unequal;
    return std::nullopt;
}

Expected<Objective, QString> Objective::parse(QStringView expression)
{
    const QStringView text = expression.trimmed();
    qsizetype nameEnd = 0;
    while (nameEnd < text.size() && isNameLetter(text[nameEnd]))
        ++nameEnd;
    const QString name = text.first(nameEnd).toString();
    const QStringView rest = text.sliced(nameEnd).trimmed();
    qsizetype relationEnd = 0;
    while (relationEnd < rest.size() && "<>=!"_L1.contains(rest[relationEnd]))
        ++relationEnd;
    const std::optional<Relation> relation = relationOf(rest.first(relationEnd));
    const QStringView bound = rest.sliced(relationEnd).trimmed();

    const QString shape = u"\"%1\" must be a figure, one of < <= > >= == !=, and a number or a duration, as in "
                          "\"successRate >= 0.7\" or \"detectTime <= 2s\""_s;
    if (name.isEmpty() || !relation || bound.isEmpty())
        return Unexpected{shape.arg(text)};

    const QList<SummaryFigure> figures = RunSummary().figures();
    QStringList names;
    for (const SummaryFigure &figure : figures)
        names.append(figure.name);
    const int index = static_cast<int>(names.indexOf(name));
    if (index < 0)
        return Unexpected{u"in \"%1\" the figure %2"_s.arg(text, wrongWord(name, names))};

    Objective objective;
    objective.m_expression = text.toString();
    objective.m_figure = index;
    objective.m_relation = *relation;
    if (figures[index].unit == SummaryFigure::Unit::Time) {
        const auto duration = parseDuration(bound);
        if (!duration)
            return Unexpected{u"in \"%1\" the figure %2 is a time: %3"_s.arg(text, name, duration.error())};
        objective.m_bound = double(duration->count());
    } else {
        bool isNumber = false;
        objective.m_bound = bound.toDouble(&isNumber);
        if (!isNumber || !std::isfinite(objective.m_bound))
            return Unexpected{
                u"in \"%1\" the figure %2 needs a number such as 0.7, not \"%3\""_s.arg(text, name, bound)};
    }
    return objective;
}

SummaryFigure Objective::figure(const RunSummary &summary) const
{
    return summary.figures().at(m_figure);
}

bool Objective::isMet(std::optional<double> value) const
{
    if (!value)
        return false;
    switch (m_relation) {
    case Relation::Less:
        return *value < m_bound;
    case Relation::LessOrEqual:
        return *value <= m_bound;
    case Relation::Greater:
        return *value > m_bound;
    case Relation::GreaterOrEqual:
        return *value >= m_bound;
    case Relation::Equal:
        return *value == m_bound;
    case Relation::Unequal:
        break;
    }
    return *value != m_bound;
}

QString Objective::missText(const RunSummary &summary) const
{
    return u"%1 is not met: it is %2"_s.arg(m_expression, figure(summary).text());
}

} // namespace Fuseboard
