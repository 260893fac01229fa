// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/latencyhistogram.h"
#include "lab/record/runsnapshot.h"

namespace Fuseboard {

/// A series of seconds that grows at its end and forgets what is older than the newest hour. One thread.
class SecondSeries
{
public:
    static constexpr int Capacity = 3600;

    /// The figures of the second that @p at falls in, to be counted up. A moment in an earlier second than the newest (two
    /// threads met) counts in the newest; seconds in which nothing happened are filled in.
    SecondFigures &at(Duration at);

    /// A latency of the newest second.
    void recordLatency(Duration latency) { m_latencies.record(latency); }

    /// All of them, the newest as it is so far; one to each second.
    QList<SecondFigures> figures() const;

private:
    SecondFigures settled() const;

    QList<SecondFigures> m_past;
    SecondFigures m_newest;
    LatencyHistogram m_latencies;
    bool m_isEmpty = true;
};

} // namespace Fuseboard
