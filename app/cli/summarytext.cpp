// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "summarytext.h"

#include "lab/file/plainline.h"
#include "resilience/base/durationtext.h"

#include <algorithm>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

QString valueText(const SummaryFigure &figure)
{
    if (!figure.value)
        return u"none"_s;
    switch (figure.unit) {
    case SummaryFigure::Unit::Count:
        return QString::number(wholeNumber(*figure.value));
    case SummaryFigure::Unit::Ratio:
        return QString::number(*figure.value, 'f', 3);
    case SummaryFigure::Unit::Time:
        break;
    }
    return displayDuration(wholeDuration(*figure.value));
}

} // namespace

QString summaryText(const RunSnapshot &snapshot)
{
    QString text;
    const QList<SummaryFigure> figures = snapshot.summary.figures();
    for (const SummaryFigure &figure : figures)
        text += u"  %1 %2\n"_s.arg(figure.name, -16).arg(valueText(figure), 10);

    for (const EndpointSnapshot &endpoint : snapshot.endpoints) {
        constexpr qsizetype most = 50;
        const qsizetype begin = std::max<qsizetype>(0, endpoint.changes.size() - most);
        if (!endpoint.changes.isEmpty())
            text += u'\n';
        if (begin > 0)
            text += u"  %1 changes of %2 before these\n"_s.arg(endpoint.changesDropped + quint64(begin))
                        .arg(plainLine(endpoint.name));
        for (qsizetype i = begin; i < endpoint.changes.size(); ++i)
            text += transitionLine(endpoint.changes[i].at, endpoint.name, endpoint.changes[i].change);
    }
    return text;
}

QString transitionLine(Duration at, const QString &endpoint, const StateChange &change)
{
    const double seconds = std::chrono::duration<double>(at).count();
    const QString name = endpoint.isEmpty() ? QString() : plainLine(endpoint) + u"  "_s;
    return u"  %1 s  %2%3 -> %4  %5\n"_s.arg(seconds, 10, 'f', 3)
        .arg(name, breakerStateName(change.from))
        .arg(breakerStateName(change.to), -9)
        .arg(plainLine(change.reason()));
}

} // namespace Fuseboard::Cli
