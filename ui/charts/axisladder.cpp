// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/axisladder.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr double Reach = 1.08;
constexpr double ShrinkBelow = 0.8; // of the smaller rung: only then is there room enough

} // namespace

AxisLadder::AxisLadder(double least)
    : m_least(rungFor(least))
    , m_top(m_least)
{
}

double AxisLadder::rungFor(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return 1;
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        // Not exactly: 0.1 * 5 is a little more than 0.5.
        if (value <= decade * factor * (1 + 1e-9))
            return decade * factor;
    }
    return decade * 10;
}

double AxisLadder::reach() const
{
    return m_top * Reach;
}

bool AxisLadder::update(double largest)
{
    const double wanted = std::max(m_least, largest > 0 ? rungFor(largest / Reach) : 0.0);
    if (wanted == m_top || (wanted < m_top && largest > wanted * ShrinkBelow))
        return false;
    m_top = wanted;
    return true;
}

double AxisLadder::step() const
{
    const double decade = std::pow(10.0, std::floor(std::log10(m_top) + 1e-9));
    const double lead = m_top / decade;
    return lead > 1.5 && lead < 3 ? m_top / 4 : m_top / 5;
}

} // namespace Fuseboard
