// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/callcounts.h"
#include "lab/record/outagewatch.h"
#include "lab/record/runevent.h"
#include "lab/record/runsnapshot.h"
#include "lab/record/secondseries.h"

namespace Fuseboard {

/// Counts, latencies and seconds of calls: of one endpoint, or of all. One thread.
class CallFigures
{
public:
    void callDue(const RunEvent::CallDue &due, Duration at);
    void attemptStarted(const RunEvent::AttemptStarted &attempt, Duration at, bool isWasted);
    /// @p isFalselyRejected: if it was rejected, that was a mistake.
    void callEnded(const RunEvent::CallEnded &end, Duration at, bool isFalselyRejected);

    QList<SecondFigures> seconds() const { return m_seconds.figures(); }

    /// The distribution of the latencies that the summary's percentiles are taken from.
    QList<LatencyBin> latencies() const { return m_seconds.latencies().bins(); }

    /// With the figures of outages and openings from @p outages. @p duration: in which calls were due.
    RunSummary summary(const OutageWatch::Figures &outages, Duration duration) const;

private:
    CallCounts m_counts;
    SecondSeries m_seconds;
};

} // namespace Fuseboard
