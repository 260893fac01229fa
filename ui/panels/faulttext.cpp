// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/faulttext.h"

#include "lab/fault/phasemodel.h"
#include "panels/latencyshape.h"
#include "theme/figures.h"
#include "theme/marks.h"

#include <QCoreApplication>

namespace Fuseboard {

using Kind = FaultConfig::Kind;
using ResetAt = FaultConfig::ResetAt;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("FaultText", text);
}

QString ordinal(quint64 n)
{
    const bool isTeen = n % 100 >= 11 && n % 100 <= 13;
    const QString ending = isTeen || n % 10 > 3 || n % 10 == 0 ? tr("th")
        : n % 10 == 1                                          ? tr("st")
        : n % 10 == 2                                          ? tr("nd")
                                                               : tr("rd");
    return QString::number(n) + ending;
}

} // namespace

const QStringList &faultKindNames()
{
    static const QStringList names{
        tr("error answer"),   tr("no answer (hangs)"), tr("connection reset"), tr("closed without answer"),
        tr("body cut short"), tr("not HTTP"),          tr("slow body"),        tr("redirect loop")};
    return names;
}

QString latencyText(const LatencyConfig &latency)
{
    const LatencyShape &shape = latencyShapes()[qsizetype(latency.index())];
    const QList<Duration> times = latencyTimes(latency);
    if (times.size() == 1)
        return QStringLiteral("%1, %2").arg(shape.name, durationFieldText(times[0]));
    QStringList parts{shape.name};
    for (qsizetype i = 0; i < times.size(); ++i)
        parts.append(QStringLiteral("%1 %2").arg(shape.labels[i].toLower(), durationFieldText(times[i])));
    return parts.join(QStringLiteral(", "));
}

QString faultText(const FaultConfig &fault)
{
    if (fault.kind == Kind::Status && fault.isSequence())
        return tr("answers in turn");
    if (fault.kind == Kind::Status)
        return tr("answer %1").arg(fault.status);
    if (fault.kind == Kind::Reset && fault.resetAt != ResetAt::Headers)
        return fault.resetAt == ResetAt::Connect ? tr("reset at connect") : tr("reset in the body");
    return faultKindNames()[int(fault.kind)];
}

QString faultTargetText(const FaultConfig &fault)
{
    if (!fault.pattern)
        return QStringLiteral("%1 %").arg(QString::number(fault.share * 100, 'g', 4));
    switch (fault.pattern->kind) {
    case FaultPattern::Kind::Every:
        return fault.pattern->n == 1 ? tr("every request") : tr("every %1").arg(ordinal(fault.pattern->n));
    case FaultPattern::Kind::First:
        return tr("the first %1").arg(fault.pattern->n);
    case FaultPattern::Kind::After:
        return tr("all after the first %1").arg(fault.pattern->n);
    case FaultPattern::Kind::Sequence:
        break;
    }
    QStringList words;
    for (const int status : fault.pattern->sequence)
        words.append(status == 0 ? QStringLiteral("ok") : QString::number(status));
    return words.join(u' ');
}

QString phaseToolTip(const PhaseConfig &phase)
{
    const QString health = markOf(phase.effectiveHealth(), false).name;
    const QString title = phase.name.isEmpty() || phase.name == health
        ? health
        : QStringLiteral("%1: %2").arg(phase.name, health);
    QStringList lines{QStringLiteral("%1, %2").arg(title, durationFieldText(phase.length))};
    lines.append(tr("latency: %1").arg(latencyText(phase.latency)));
    for (const FaultConfig &fault : phase.faults)
        lines.append(QStringLiteral("%1: %2").arg(faultText(fault), faultTargetText(fault)));
    if (phase.rampTo) {
        if (phase.rampTo->latency)
            lines.append(tr("moves to latency: %1").arg(latencyText(*phase.rampTo->latency)));
        for (const FaultConfig &fault : PhaseModel(phase).faultsAt(phase.length)) {
            if (phase.rampTo->faults && !fault.pattern)
                lines.append(tr("moves to %1: %2").arg(faultText(fault), faultTargetText(fault)));
        }
    }
    return lines.join(u'\n');
}

} // namespace Fuseboard
