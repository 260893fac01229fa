// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/statechange.h"

#include "resilience/base/durationtext.h"

namespace Fuseboard {

namespace {

QString percent(double share)
{
    return QString::number(share * 100, 'g', 4) + QStringLiteral(" %");
}

QString countOf(int count, const QString &one, const QString &many)
{
    return QString::number(count) + u' ' + (count == 1 ? one : many);
}

QString error(const StateChange &change)
{
    const QString kind = errorKindName(change.lastError);
    return change.lastStatus > 0 ? kind + u' ' + QString::number(change.lastStatus) : kind;
}

QString last(const StateChange &change)
{
    return QStringLiteral("; last: ") + (change.hasError ? error(change) : QStringLiteral("success"));
}

QString share(const StateChange &change, const QString &what)
{
    const double part = change.outOf > 0 ? double(change.count) / change.outOf : 0.0;
    const bool isOver = part >= change.threshold;
    return QStringLiteral("%1 of %2 %3, %4 %5 %6")
        .arg(change.count)
        .arg(countOf(change.outOf, QStringLiteral("call"), QStringLiteral("calls")), what, percent(part),
             isOver ? QStringLiteral(">=") : QStringLiteral("<"), percent(change.threshold));
}

} // namespace

QString StateChange::reason() const
{
    const QString trial = from == BreakerState::HalfOpen ? QStringLiteral(" in the trial") : QString();
    switch (cause) {
    case Cause::FailureCount:
        return countOf(count, QStringLiteral("failure"), QStringLiteral("failures"))
            + (outOf > 0 ? QStringLiteral(" in the window") : QStringLiteral(" since it closed"))
            + QStringLiteral(", threshold %1").arg(threshold) + last(*this);
    case Cause::ConsecutiveFailures:
        return countOf(count, QStringLiteral("failure"), QStringLiteral("failures"))
            + QStringLiteral(" in a row, threshold %1").arg(threshold) + last(*this);
    case Cause::FailureRate:
        return share(*this, QStringLiteral("failed") + trial) + last(*this);
    case Cause::SlowCallRate:
        return share(*this, QStringLiteral("slow") + trial) + last(*this);
    case Cause::RecoveryTimeOver:
        return QStringLiteral("open period of %1 is over").arg(displayDuration(period));
    case Cause::TrialsSucceeded:
        if (outOf > 0)
            return share(*this, QStringLiteral("failed in the trial"));
        return countOf(count, QStringLiteral("trial call"), QStringLiteral("trial calls"))
            + QStringLiteral(" succeeded, threshold %1").arg(threshold);
    case Cause::TrialFailed:
        return QStringLiteral("trial call failed: ") + error(*this);
    case Cause::HalfOpenTimeout:
        return QStringLiteral("half-open for longer than %1")
            .arg(displayDuration(std::chrono::round<Duration>(std::chrono::duration<double>(threshold))));
    case Cause::Operator:
        return QStringLiteral("set by hand");
    }
    Q_UNREACHABLE();
}

} // namespace Fuseboard
