// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"
#include "resilience/breaker/callresult.h"

#include <QtGlobal>

#include <vector>

namespace Fuseboard {

/// The results of the newest stretch of time, in buckets: a ring with running counts. One thread.
///
/// Buckets are aligned to whole multiples of their width on the clock; the newest one is the one that the present
/// moment falls in. Recording takes constant time, and after a silence at most one step for each bucket.
class TimeWindow
{
public:
    struct Counts
    {
        int results = 0;
        int failures = 0;
        int slow = 0;

        friend bool operator==(const Counts &, const Counts &) = default;
    };

    /// @p bucket > 0 and @p buckets >= 1 (asserted).
    TimeWindow(Duration bucket, int buckets);

    /// Counts @p result at @p now. A moment before the newest bucket counts in the newest.
    void record(CallResult result, TimePoint now)
    {
        advance(now);
        Counts &counts = m_ring[m_newestSlot];
        ++counts.results;
        counts.failures += result.failed;
        counts.slow += result.slow;
        ++m_total.results;
        m_total.failures += result.failed;
        m_total.slow += result.slow;
    }

    /// Lets go of what is older than the window at @p now.
    void advance(TimePoint now)
    {
        if (now >= m_bucketEnd)
            beginBucket(now);
    }
    void clear();

    /// Changes the buckets and keeps the counts, each put where the middle of its old bucket falls, but not after
    /// @p now.
    void reshape(Duration bucket, int buckets, TimePoint now);

    Duration bucket() const { return m_bucket; }
    int buckets() const { return static_cast<int>(m_ring.size()); }
    int results() const { return m_total.results; }
    int failures() const { return m_total.failures; }
    int slow() const { return m_total.slow; }

    /// The counts of the i-th bucket, 0 the oldest; 0 <= @p i < buckets() (asserted).
    Counts at(int i) const;

    /// Adds @p counts to the bucket that @p moment falls in, after advance(@p moment); nothing if the window has let go
    /// of it.
    void add(const Counts &counts, TimePoint moment);

private:
    void beginBucket(TimePoint now);
    qint64 bucketNumber(TimePoint moment) const;
    Counts &slot(qint64 number) { return m_ring[static_cast<std::size_t>(number % buckets())]; }
    const Counts &slot(qint64 number) const { return m_ring[static_cast<std::size_t>(number % buckets())]; }

    Duration m_bucket;
    std::vector<Counts> m_ring;
    Counts m_total;
    qint64 m_newest = 0; ///< number of the newest bucket since the clock's zero
    // What follows from it, so that most calls need no division:
    std::size_t m_newestSlot = 0;
    TimePoint m_bucketEnd{};
};

} // namespace Fuseboard
