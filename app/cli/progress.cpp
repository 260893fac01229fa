// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "progress.h"

#include "files.h"
#include "resilience/base/durationtext.h"

#include <QStringList>

#include <cmath>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ClearLine = "\r\x1b[K"_L1;

} // namespace

Progress::Progress(std::function<RunSnapshot()> snapshot, Duration duration)
    : m_snapshot(std::move(snapshot))
    , m_duration(duration)
{
    connect(&m_timer, &QTimer::timeout, this, &Progress::draw);
    m_since.start();
    m_timer.start(std::chrono::milliseconds(250));
}

Progress::~Progress()
{
    if (m_isDrawn)
        writeStandardError(ClearLine);
}

/// As long as it takes at the pace so far.
QString Progress::timeLeft(Duration now) const
{
    if (now <= Duration::zero() || now >= m_duration)
        return {};
    const double left = double(m_since.nsecsElapsed()) * (double(m_duration.count()) / double(now.count()) - 1);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(Duration(std::llround(std::min(left, 9e18))));
    return u"%1 left"_s.arg(displayDuration(seconds));
}

void Progress::draw()
{
    const RunSnapshot snapshot = m_snapshot();
    QStringList parts{u"%1 of %2"_s.arg(displayDuration(std::chrono::floor<std::chrono::seconds>(snapshot.now)),
                                        displayDuration(m_duration))};
    if (const QString left = timeLeft(snapshot.now); !left.isEmpty())
        parts.append(left);
    parts.append({u"%1 calls"_s.arg(snapshot.summary.calls), u"%1 succeeded"_s.arg(snapshot.summary.succeeded),
                  u"%1 failed"_s.arg(snapshot.summary.failed), u"%1 rejected"_s.arg(snapshot.summary.rejected)});
    for (const EndpointSnapshot &endpoint : snapshot.endpoints)
        parts.append(u"%1 %2"_s.arg(endpoint.name, breakerStateName(endpoint.states.last().state)));
    writeStandardError(ClearLine + parts.join(u"  "_s));
    m_isDrawn = true;
}

} // namespace Fuseboard::Cli
