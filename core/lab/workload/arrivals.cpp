// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/workload/arrivals.h"

#include <cmath>

namespace Fuseboard {

Arrivals::Arrivals(const WorkloadConfig &config, CounterRandom random)
    : m_random(random)
    , m_kind(config.arrivals)
    , m_gap(1e9 / config.rate)
{
    Q_ASSERT(config.rate > 0);
}

Duration Arrivals::next()
{
    const quint64 number = m_count++;
    if (m_kind == WorkloadConfig::Arrivals::Constant)
        return Duration(std::llround(double(number) * m_gap)); // a product, so that no error adds up

    m_due -= m_gap * std::log1p(-m_random.uniform(number + 1));
    return Duration(std::llround(m_due));
}

} // namespace Fuseboard
