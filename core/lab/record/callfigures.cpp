// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callfigures.h"

namespace Fuseboard {

void CallFigures::callDue(const RunEvent::CallDue &due, Duration at)
{
    m_counts.callDue(due);
    ++m_seconds.at(at).calls;
}

void CallFigures::attemptStarted(const RunEvent::AttemptStarted &attempt, Duration at, bool isWasted)
{
    m_counts.attemptStarted(attempt, isWasted);
    ++m_seconds.at(at).attempts;
}

void CallFigures::callEnded(const RunEvent::CallEnded &end, Duration at, bool isFalselyRejected)
{
    SecondFigures &second = m_seconds.at(at);
    switch (m_counts.callEnded(end, isFalselyRejected)) {
    case CallCounts::End::Rejected:
        ++second.rejected;
        return;
    case CallCounts::End::Cancelled:
        ++second.cancelled;
        break;
    case CallCounts::End::CutOff:
        break;
    case CallCounts::End::Succeeded:
        ++second.succeeded;
        break;
    case CallCounts::End::Failed:
        ++second.failed;
        break;
    }
    m_seconds.recordLatency(end.latency);
}

RunSummary CallFigures::summary(const OutageWatch::Figures &outages, Duration duration) const
{
    return m_counts.summary(outages, m_seconds.latencies(), duration);
}

} // namespace Fuseboard
