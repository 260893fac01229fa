// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/latencyhistogram.h"
#include "lab/record/runsnapshot.h"

#include <array>

namespace Fuseboard {

/// A series of seconds that grows at its end and coarsens as it ages, so that it stays bounded for any length of run: the
/// newest hour by the second, then 4 hours in steps of 10 s, a day in minutes, a week in tens of minutes, and a year in
/// hours.
///
/// Every step's quantiles come from a histogram of its own, not from those of its parts. One thread.
class SecondSeries
{
public:
    SecondSeries();

    /// The figures of the second that @p at falls in, to be counted up. A moment in an earlier second than the newest (two
    /// threads met) counts in the newest; seconds in which nothing happened are filled in.
    SecondFigures &at(Duration at) { return at < m_end ? m_tiers[0].open : later(at); }

    /// A latency of the newest second.
    void recordLatency(Duration latency) { m_tiers[0].latencies.record(latency); }

    /// All latencies so far.
    LatencyHistogram latencies() const;

    /// All of them, the newest as it is so far: one after the other without a gap, coarse ones first.
    QList<SecondFigures> figures() const;

private:
    /// The series in steps of one length. What is in a finished step is also in the next longer tier.
    struct Tier
    {
        int length = 1;
        int capacity = 0;
        QList<SecondFigures> past;
        SecondFigures open; ///< the step that still grows
        LatencyHistogram latencies;
        bool hasForgotten = false; ///< what is older than past is only in the longer steps

        SecondFigures settled() const;
        void begin(int second);
        void keepNewest();
    };

    SecondFigures &later(Duration at);
    void settle(std::size_t tier);
    void moveTo(std::size_t tier, int second);

    std::array<Tier, 5> m_tiers;
    LatencyHistogram m_past; ///< the latencies of all seconds but the newest
    Duration m_end{};        ///< of the newest second; 0 while there is none
    bool m_isEmpty = true;
};

} // namespace Fuseboard
