// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/latencyhistogram.h"
#include "lab/record/outagewatch.h"
#include "lab/record/runevent.h"
#include "lab/record/runsummary.h"

namespace Fuseboard {

/// What a summary counts of calls: of one endpoint, or of all. One thread.
class CallCounts
{
public:
    enum class End : quint8 { Succeeded, Failed, Rejected, Cancelled, CutOff };

    void callDue(const RunEvent::CallDue &due);
    void attemptStarted(const RunEvent::AttemptStarted &attempt, bool isWasted);

    /// What it counted as; all but a rejection have a latency. @p isFalselyRejected: if it was rejected, that was a mistake.
    End callEnded(const RunEvent::CallEnded &end, bool isFalselyRejected);

    /// With what is counted elsewhere. @p duration: in which calls were due.
    RunSummary summary(const OutageWatch::Figures &outages, const LatencyHistogram &latencies, Duration duration) const;

private:
    RunSummary m_counts;
};

} // namespace Fuseboard
