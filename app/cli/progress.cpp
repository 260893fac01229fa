// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "progress.h"

#include "files.h"
#include "resilience/base/durationtext.h"

#include <QStringList>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ClearLine = "\r\x1b[K"_L1;

} // namespace

Progress::Progress(const LiveRun &run)
    : m_run(run)
{
    connect(&run, &LiveRun::started, this, [this] {
        writeStandardError(u"Serving %1, for curl too\n"_s.arg(m_run.serverUrl()));
        m_timer.start(std::chrono::milliseconds(250));
    });
    connect(&m_timer, &QTimer::timeout, this, &Progress::draw);
}

Progress::~Progress()
{
    if (m_isDrawn)
        writeStandardError(ClearLine);
}

void Progress::draw()
{
    const RunSnapshot snapshot = m_run.snapshot();
    QStringList parts{u"%1 of %2"_s.arg(displayDuration(std::chrono::floor<std::chrono::seconds>(snapshot.now)),
                                        displayDuration(m_run.scenario().duration)),
                      u"%1 calls"_s.arg(snapshot.summary.calls), u"%1 succeeded"_s.arg(snapshot.summary.succeeded),
                      u"%1 failed"_s.arg(snapshot.summary.failed), u"%1 rejected"_s.arg(snapshot.summary.rejected)};
    for (const EndpointSnapshot &endpoint : snapshot.endpoints)
        parts.append(u"%1 %2"_s.arg(endpoint.name, breakerStateName(endpoint.states.last().state)));
    writeStandardError(ClearLine + parts.join(u"  "_s));
    m_isDrawn = true;
}

} // namespace Fuseboard::Cli
