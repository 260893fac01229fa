// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace Fuseboard {

namespace {

constexpr int SubBits = 6;
constexpr quint64 SubCount = 1ull << SubBits; // buckets in an octave

std::size_t bucketOf(quint64 ns)
{
    if (ns < SubCount)
        return ns;
    const int shift = std::bit_width(ns) - 1 - SubBits;
    return (static_cast<std::size_t>(shift) << SubBits) + (ns >> shift);
}

std::size_t shiftOf(std::size_t bucket)
{
    return bucket < SubCount ? 0 : (bucket >> SubBits) - 1;
}

/// The smallest latency in the bucket. Behind the last bucket that a Duration can reach: the largest Duration.
Duration beginOf(std::size_t bucket)
{
    if (bucket < SubCount)
        return Duration(static_cast<qint64>(bucket));
    const quint64 begin = (SubCount + (bucket & (SubCount - 1))) << shiftOf(bucket);
    return Duration(static_cast<qint64>(std::min<quint64>(begin, std::numeric_limits<qint64>::max())));
}

Duration middleOf(std::size_t bucket)
{
    return beginOf(bucket) + Duration(static_cast<qint64>((1ull << shiftOf(bucket)) >> 1));
}

} // namespace

LatencyHistogram::LatencyHistogram() = default;

void LatencyHistogram::record(Duration latency)
{
    latency = std::max(latency, Duration::zero());
    const std::size_t bucket = bucketOf(static_cast<quint64>(latency.count()));
    if (bucket >= m_buckets.size())
        m_buckets.resize(bucket + 1);
    ++m_buckets[bucket];
    ++m_count;
    m_min = std::min(m_min, latency);
    m_max = std::max(m_max, latency);
}

/// The first bucket that is not empty, if any is.
std::size_t LatencyHistogram::begin() const
{
    return bucketOf(static_cast<quint64>(m_min.count()));
}

/// Behind the last one.
std::size_t LatencyHistogram::end() const
{
    return bucketOf(static_cast<quint64>(m_max.count())) + 1;
}

void LatencyHistogram::add(const LatencyHistogram &other)
{
    if (other.m_count == 0)
        return;
    const std::size_t end = other.end();
    if (end > m_buckets.size())
        m_buckets.resize(end);
    for (std::size_t bucket = other.begin(); bucket < end; ++bucket)
        m_buckets[bucket] += other.m_buckets[bucket];
    m_count += other.m_count;
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

void LatencyHistogram::clear()
{
    if (m_count > 0)
        std::fill(m_buckets.data() + begin(), m_buckets.data() + end(), 0);
    m_count = 0;
    m_min = Duration::max();
    m_max = {};
}

Duration LatencyHistogram::quantile(double q) const
{
    if (m_count == 0)
        return {};
    // Held below by one part in 10^12, so that 0.95 of 100 is the 95th and not, by rounding, the 96th.
    const double exact = std::ceil(q * double(m_count) * (1 - 1e-12));
    const quint64 rank = std::clamp<quint64>(static_cast<quint64>(exact), 1, m_count);
    quint64 seen = 0;
    for (std::size_t bucket = begin(), last = end(); bucket < last; ++bucket) {
        seen += m_buckets[bucket];
        if (seen >= rank)
            return std::clamp(middleOf(bucket), m_min, m_max);
    }
    return m_max;
}

QList<LatencyBin> LatencyHistogram::bins() const
{
    constexpr std::size_t BucketsPerBin = SubCount / 8;
    QList<LatencyBin> bins;
    if (m_count == 0)
        return bins;
    const std::size_t last = end();
    for (std::size_t first = begin() / BucketsPerBin * BucketsPerBin; first < last; first += BucketsPerBin) {
        LatencyBin bin{beginOf(first), beginOf(first + BucketsPerBin), 0};
        for (std::size_t bucket = first; bucket < std::min(first + BucketsPerBin, last); ++bucket)
            bin.count += m_buckets[bucket];
        bins.append(bin);
    }
    return bins;
}

} // namespace Fuseboard
