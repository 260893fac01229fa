// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/secondseries.h"

#include <algorithm>
#include <limits>

namespace Fuseboard {

SecondFigures &SecondSeries::at(Duration at)
{
    const auto exact = std::chrono::floor<std::chrono::seconds>(std::max(at, Duration::zero())).count();
    const int second = static_cast<int>(std::min<qint64>(exact, std::numeric_limits<int>::max()));
    if (m_isEmpty) {
        m_isEmpty = false;
        m_newest.second = second;
    }
    if (second <= m_newest.second)
        return m_newest;

    m_past.append(settled());
    // After a silence of hours there is no need to write down every second of it.
    for (int gap = std::max(m_newest.second + 1, second - Capacity); gap < second; ++gap) {
        SecondFigures empty;
        empty.second = gap;
        m_past.append(empty);
    }
    if (const qsizetype surplus = m_past.size() - (Capacity - 1); surplus > 0)
        m_past.remove(0, surplus);
    m_newest = {};
    m_newest.second = second;
    m_latencies.clear();
    return m_newest;
}

QList<SecondFigures> SecondSeries::figures() const
{
    QList<SecondFigures> all = m_past;
    if (!m_isEmpty)
        all.append(settled());
    return all;
}

SecondFigures SecondSeries::settled() const
{
    SecondFigures figures = m_newest;
    figures.p50 = m_latencies.quantile(0.50);
    figures.p95 = m_latencies.quantile(0.95);
    figures.p99 = m_latencies.quantile(0.99);
    return figures;
}

} // namespace Fuseboard
