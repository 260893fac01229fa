// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runevent.h"
#include "resilience/base/durationtext.h"

#include <QStringList>

#include <span>
#include <vector>

/// Run events as text, to be compared whole.
namespace EventText {

using namespace Fuseboard;
using namespace Qt::StringLiterals;

inline QString of(const Ending &ending)
{
    const QString what = ending.isSuccess ? u"ok"_s : errorKindName(ending.kind);
    return ending.status > 0 ? what + u' ' + QString::number(ending.status) : what;
}

/// What happened, without when and to whom.
struct Telling
{
    QString operator()(const RunEvent::CallDue &) const { return u"due"_s; }
    QString operator()(const RunEvent::AttemptStarted &what) const
    {
        const QString text = u"attempt %1"_s.arg(what.attempt);
        return what.queued > Duration::zero() ? text + u", queued "_s + formatDuration(what.queued) : text;
    }
    QString operator()(const RunEvent::AttemptEnded &what) const
    {
        return u"attempt %1: %2 after %3"_s.arg(what.attempt).arg(of(what.ending), formatDuration(what.took));
    }
    QString operator()(const RunEvent::Waiting &what) const
    {
        return u"waits %1 for attempt %2"_s.arg(formatDuration(what.wait)).arg(what.nextAttempt);
    }
    QString operator()(const RunEvent::Rejected &) const { return u"rejected"_s; }
    QString operator()(const RunEvent::CallEnded &what) const
    {
        return u"%1 after %2, %3 attempts"_s.arg(of(what.ending), formatDuration(what.latency)).arg(what.attempts);
    }
    QString operator()(const RunEvent::StateChanged &what) const
    {
        return u"%1: %2"_s.arg(breakerStateName(what.change.to), what.change.reason());
    }
    QString operator()(const RunEvent::PhaseChanged &what) const
    {
        return u"%1, %2"_s.arg(what.phase, healthName(what.health));
    }
    QString operator()(const RunEvent::BreakerSampled &what) const
    {
        return u"%1, %2 of %3 failed, %4 slow"_s.arg(breakerStateName(what.state))
            .arg(what.window.failures)
            .arg(what.window.results)
            .arg(what.window.slow);
    }
};

/// "1.02s orders #3: attempt 1"; endpoints by their index.
inline QString of(const RunEvent &event)
{
    const QString whose = event.call > 0 ? u"#%1"_s.arg(event.call) : u"-"_s;
    return u"%1 %2 %3: %4"_s.arg(formatDuration(event.at))
        .arg(event.endpoint)
        .arg(whose, std::visit(Telling(), event.what));
}

inline QStringList of(std::span<const RunEvent> events)
{
    QStringList lines;
    for (const RunEvent &event : events)
        lines.append(of(event));
    return lines;
}

} // namespace EventText
