// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/timewindow.h"

#include <algorithm>

namespace Fuseboard {

TimeWindow::TimeWindow(Duration bucket, int buckets)
    : m_bucket(bucket)
    , m_ring(static_cast<std::size_t>(buckets))
    , m_bucketEnd(TimePoint{} + bucket)
{
    Q_ASSERT(bucket > Duration::zero() && buckets >= 1);
}

qint64 TimeWindow::bucketNumber(TimePoint moment) const
{
    return std::max<qint64>(0, moment.time_since_epoch() / m_bucket);
}

void TimeWindow::beginBucket(TimePoint now)
{
    const qint64 number = bucketNumber(now);
    if (number - m_newest >= buckets()) {
        clear();
    } else {
        for (qint64 expired = m_newest + 1; expired <= number; ++expired) {
            Counts &counts = slot(expired);
            m_total.results -= counts.results;
            m_total.failures -= counts.failures;
            m_total.slow -= counts.slow;
            counts = {};
        }
    }
    m_newest = number;
    m_newestSlot = static_cast<std::size_t>(number % buckets());
    m_bucketEnd = TimePoint{} + m_bucket * (number + 1);
}

void TimeWindow::clear()
{
    std::ranges::fill(m_ring, Counts{});
    m_total = {};
}

TimeWindow::Counts TimeWindow::at(int i) const
{
    Q_ASSERT(i >= 0 && i < buckets());
    const qint64 number = m_newest - buckets() + 1 + i;
    return number < 0 ? Counts{} : slot(number);
}

void TimeWindow::add(const Counts &counts, TimePoint moment)
{
    advance(moment);
    const qint64 number = bucketNumber(moment);
    if (number <= m_newest - buckets())
        return;
    Counts &into = slot(number);
    into.results += counts.results;
    into.failures += counts.failures;
    into.slow += counts.slow;
    m_total.results += counts.results;
    m_total.failures += counts.failures;
    m_total.slow += counts.slow;
}

void TimeWindow::reshape(Duration bucket, int buckets, TimePoint now)
{
    advance(now);
    TimeWindow reshaped(bucket, buckets);
    for (int i = 0; i < this->buckets(); ++i) {
        const qint64 number = m_newest - this->buckets() + 1 + i;
        if (number >= 0)
            reshaped.add(at(i), std::min<TimePoint>(now, TimePoint{} + m_bucket * number + m_bucket / 2));
    }
    *this = std::move(reshaped);
}

} // namespace Fuseboard
