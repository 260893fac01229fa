// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "progresslines.h"

#include "resilience/base/durationtext.h"

#include <QElapsedTimer>
#include <QStringList>

#include <cmath>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

QString leftText(Duration left)
{
    return u"%1 left"_s.arg(displayDuration(std::chrono::ceil<std::chrono::seconds>(left)));
}

} // namespace

std::function<QString()> runProgress(std::function<RunSnapshot()> snapshot, Duration duration)
{
    QElapsedTimer since;
    since.start();
    return [snapshot = std::move(snapshot), duration, since] {
        const RunSnapshot now = snapshot();
        QStringList parts{u"%1 of %2"_s.arg(displayDuration(std::chrono::floor<std::chrono::seconds>(now.now)),
                                            displayDuration(duration))};
        if (now.now > Duration::zero() && now.now < duration) {
            // As long as it takes at the pace so far.
            const double left = double(since.nsecsElapsed()) * (double(duration.count()) / double(now.now.count()) - 1);
            parts.append(leftText(Duration(std::llround(std::min(left, 9e18)))));
        }
        parts.append({u"%1 calls"_s.arg(now.summary.calls), u"%1 succeeded"_s.arg(now.summary.succeeded),
                      u"%1 failed"_s.arg(now.summary.failed), u"%1 rejected"_s.arg(now.summary.rejected)});
        for (const EndpointSnapshot &endpoint : now.endpoints)
            parts.append(u"%1 %2"_s.arg(endpoint.name, breakerStateName(endpoint.states.last().state)));
        return parts.join(u"  "_s);
    };
}

QString sweepProgress(const Sweep::Progress &progress)
{
    QString line = u"%1 of %2 runs  %3 of %4 cells"_s.arg(progress.runsDone)
                       .arg(progress.runsPlanned)
                       .arg(progress.cellsDone)
                       .arg(progress.cellsPlanned);
    if (progress.left)
        line += u"  "_s + leftText(*progress.left);
    return line;
}

} // namespace Fuseboard::Cli
