// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/axisladder.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Fuseboard {

namespace {

constexpr double Reach = 1.08;
constexpr double ShrinkBelow = 0.8; // of the smaller rung: only then is there room enough

} // namespace

AxisLadder::AxisLadder(double least)
    : m_least(rungFor(least))
    , m_valuesTop(m_least)
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

bool AxisLadder::update(double largest, double steady)
{
    const auto rungOf = [this](double value) { return std::max(m_least, value > 0 ? rungFor(value / Reach) : 0.0); };
    const double wanted = rungOf(largest);
    const bool isNextRung = wanted < m_valuesTop && rungFor(wanted * 1.5) >= m_valuesTop;
    if (!isNextRung || largest <= wanted * ShrinkBelow)
        m_valuesTop = wanted;
    const double before = std::exchange(m_top, std::max(m_valuesTop, rungOf(steady)));
    return m_top != before;
}

double AxisLadder::step() const
{
    const double decade = std::pow(10.0, std::floor(std::log10(m_top) + 1e-9));
    const double lead = m_top / decade;
    return lead > 1.5 && lead < 3 ? m_top / 4 : m_top / 5;
}

} // namespace Fuseboard
