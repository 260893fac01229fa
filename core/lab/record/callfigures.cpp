// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callfigures.h"

namespace Fuseboard {

namespace {

// An event loop's timers are good to a millisecond, and two cores are soon busy for some more.
constexpr Duration Noticeable = std::chrono::milliseconds(10);

} // namespace

void CallFigures::callDue(const RunEvent::CallDue &due, Duration at)
{
    ++m_counts.offered;
    m_counts.late += due.late > Noticeable;
    ++m_seconds.at(at).calls;
}

void CallFigures::attemptStarted(const RunEvent::AttemptStarted &attempt, Duration at, bool isWasted)
{
    m_counts.queued += attempt.queued > Noticeable;
    ++m_counts.attempts;
    m_counts.wastedAttempts += isWasted;
    ++m_seconds.at(at).attempts;
}

void CallFigures::callEnded(const RunEvent::CallEnded &end, Duration at, bool isFalselyRejected)
{
    SecondFigures &second = m_seconds.at(at);
    ++m_counts.calls;
    const Ending &ending = end.ending;
    if (!ending.isSuccess && ending.kind == ErrorKind::Cancelled) {
        ++m_counts.cancelled;
        ++second.cancelled;
        return;
    }
    if (!ending.isSuccess && isA(ending.kind, ErrorKind::Rejected) && end.attempts == 0) {
        ++m_counts.rejected;
        ++second.rejected;
        m_counts.falseRejections += isFalselyRejected;
        return;
    }
    ++(ending.isSuccess ? m_counts.succeeded : m_counts.failed);
    ++(ending.isSuccess ? second.succeeded : second.failed);
    m_seconds.recordLatency(end.latency);
}

RunSummary CallFigures::summary(const OutageWatch::Figures &outages, Duration now) const
{
    RunSummary summary = m_counts;
    summary.duration = now;
    summary.opens = outages.opens;
    summary.flaps = outages.flaps;
    summary.detectTime = outages.meanDetectTime();
    summary.recoverTime = outages.meanRecoverTime();
    const LatencyHistogram latencies = m_seconds.latencies();
    summary.latencyP50 = latencies.quantile(0.50);
    summary.latencyP95 = latencies.quantile(0.95);
    summary.latencyP99 = latencies.quantile(0.99);
    summary.latencyMax = latencies.max();
    return summary;
}

} // namespace Fuseboard
