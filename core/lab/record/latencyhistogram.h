// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QList>
#include <QtGlobal>

#include <vector>

namespace Fuseboard {

/// How many latencies lie in a range: at least `from`, less than `to`.
struct LatencyBin
{
    Duration from{};
    Duration to{};
    quint64 count = 0;

    friend bool operator==(const LatencyBin &, const LatencyBin &) = default;
};

/// How often each latency occurred, to within 0.8 % of it, in a fixed amount of memory. A plain value; one thread.
///
/// Buckets are 64 to the octave, as in Gil Tene's HdrHistogram; a quantile is the middle of its bucket. Below 64 ns they
/// are 1 ns wide.
class LatencyHistogram
{
public:
    LatencyHistogram();

    /// Counts @p latency; a negative one as 0.
    void record(Duration latency);
    void add(const LatencyHistogram &other);
    void clear();

    quint64 count() const { return m_count; }
    Duration max() const { return m_max; }

    /// The smallest latency that at least a share of @p q of the recorded ones do not exceed (nearest rank); 0 if there are
    /// none.
    /// @p q is in (0, 1].
    Duration quantile(double q) const;

    /// The distribution for a chart: eight bins to the octave, in ascending order and without gaps, from the smallest latency
    /// to the largest; empty if there is none. A latency counts in the bin that holds it exactly.
    QList<LatencyBin> bins() const;

private:
    std::size_t begin() const;
    std::size_t end() const;

    std::vector<quint64> m_buckets; ///< grows to the largest latency seen
    quint64 m_count = 0;
    Duration m_min = Duration::max();
    Duration m_max{};
};

} // namespace Fuseboard
