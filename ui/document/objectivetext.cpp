// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/objectivetext.h"

#include "document/summarydifference.h"
#include "resilience/base/durationtext.h"

#include <QRegularExpression>

namespace Fuseboard {

using namespace Qt::StringLiterals;

QString objectiveText(const Objective &objective)
{
    static const QRegularExpression parts(u"^\\s*\\w+\\s*(<=|>=|==|!=|<|>)\\s*(.*)$"_s);
    const QRegularExpressionMatch match = parts.match(objective.expression());
    SummaryFigure figure = objective.figure(RunSummary());
    QString relation = match.captured(1);
    if (relation == u"<="_s)
        relation = u"≤"_s;
    else if (relation == u">="_s)
        relation = u"≥"_s;
    else if (relation == u"!="_s)
        relation = u"≠"_s;
    else if (relation == u"=="_s)
        relation = u"="_s;
    QString bound = match.captured(2);
    if (figure.unit == SummaryFigure::Unit::Time) {
        if (const auto time = parseDuration(bound))
            figure.value = double(time->count());
    } else {
        figure.value = bound.toDouble();
    }
    if (figure.value)
        bound = figureValueText(figure);
    QString label = figureLabel(figure.name);
    label[0] = label.at(0).toLower();
    return u"%1 %2 %3"_s.arg(label, relation, bound);
}

QString objectiveText(const Objective &objective, const RunSummary &summary)
{
    if (summary.calls == 0)
        return u"– "_s + objectiveText(objective);
    return u"%1 %2 (%3)"_s.arg(objective.isMet(summary) ? u"✓"_s : u"✗"_s, objectiveText(objective),
                               figureValueText(objective.figure(summary)));
}

namespace {

const QString Number = u"\\d+(?:\\.\\d+)?"_s;

QString percentText(const SummaryFigure &figure, const QString &number)
{
    SummaryFigure value = figure;
    value.value = number.toDouble();
    return figureValueText(value);
}

/// The numbers of one clause, which speaks of the share @p figure.
QString sharesInWords(const SummaryFigure &figure, QString clause)
{
    static const QRegularExpression change(u"\\(([+\u2212])(%1) ± (%1)\\)"_s.arg(Number));
    static const QRegularExpression number(u"(?<![\\w.])(%1)(?![\\w.]*\\w| points| ±| %)"_s.arg(Number));
    if (const auto match = change.match(clause); match.hasMatch()) {
        const auto points = [&](int group) { return QString::number(match.captured(group).toDouble() * 100, 'f', 1); };
        clause.replace(match.capturedStart(), match.capturedLength(),
                       u"(%1%2 ± %3 points)"_s.arg(match.captured(1), points(2), points(3)));
    }
    for (qsizetype from = 0;;) {
        const auto match = number.match(clause, from);
        if (!match.hasMatch())
            return clause;
        const QString text = percentText(figure, match.captured(1));
        clause.replace(match.capturedStart(1), match.capturedLength(1), text);
        from = match.capturedStart(1) + text.size();
    }
}

} // namespace

QString figuresInWords(QString text)
{
    for (const SummaryFigure &figure : RunSummary().figures()) {
        if (figure.name == figure.name.toLower())
            continue; // a word of its own
        QString label = figureLabel(figure.name);
        label[0] = label.at(0).toLower();
        SummaryFigure one = figure;
        one.value = 1;
        const bool isShare = figure.unit == SummaryFigure::Unit::Ratio && figureValueText(one).contains(u'%');
        // Until the next figure.
        const QRegularExpression clause(u"\\b%1\\b((?:(?!; |, | and | \\(mean|\\n).)*)"_s.arg(figure.name));
        for (qsizetype from = 0;;) {
            const auto match = clause.match(text, from);
            if (!match.hasMatch())
                break;
            const QString rest = match.captured(1);
            const QString words = label + (isShare ? sharesInWords(figure, rest) : rest);
            text.replace(match.capturedStart(), match.capturedLength(), words);
            from = match.capturedStart() + words.size();
        }
    }
    return text;
}

} // namespace Fuseboard
