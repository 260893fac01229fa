// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callcounts.h"

namespace Fuseboard {

namespace {

// An event loop's timers are good to a millisecond, and two cores are soon busy for some more.
constexpr Duration Noticeable = std::chrono::milliseconds(10);

} // namespace

void CallCounts::callDue(const RunEvent::CallDue &due)
{
    ++m_counts.offered;
    m_counts.late += due.late > Noticeable;
}

void CallCounts::attemptStarted(const RunEvent::AttemptStarted &attempt, bool isWasted)
{
    m_counts.queued += attempt.queued > Noticeable;
    ++m_counts.attempts;
    m_counts.wastedAttempts += isWasted;
}

CallCounts::End CallCounts::callEnded(const RunEvent::CallEnded &end, bool isFalselyRejected)
{
    const Ending &ending = end.ending;
    if (end.isCutOff) {
        ++m_counts.cutOff;
        m_counts.cutOffAttempts += static_cast<quint64>(end.attempts);
        return End::CutOff;
    }
    ++m_counts.calls;
    if (ending.isSuccess) {
        ++m_counts.succeeded;
        return End::Succeeded;
    }
    if (ending.kind == ErrorKind::Cancelled) {
        ++m_counts.cancelled;
        return End::Cancelled;
    }
    if (isA(ending.kind, ErrorKind::Rejected) && end.attempts == 0) {
        ++m_counts.rejected;
        m_counts.falseRejections += isFalselyRejected;
        return End::Rejected;
    }
    ++m_counts.failed;
    return End::Failed;
}

RunSummary CallCounts::summary(const OutageWatch::Figures &outages, const LatencyHistogram &latencies,
                               Duration duration) const
{
    RunSummary summary = m_counts;
    summary.duration = duration;
    summary.opens = outages.opens;
    summary.flaps = outages.flaps;
    summary.detectTime = outages.meanDetectTime();
    summary.recoverTime = outages.meanRecoverTime();
    if (latencies.count() > 0) {
        summary.latencyP50 = latencies.quantile(0.50);
        summary.latencyP95 = latencies.quantile(0.95);
        summary.latencyP99 = latencies.quantile(0.99);
        summary.latencyMax = latencies.max();
    }
    return summary;
}

} // namespace Fuseboard
