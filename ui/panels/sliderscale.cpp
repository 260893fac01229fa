// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/sliderscale.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

int SliderScale::position(double value) const
{
    const double bounded = std::clamp(value, m_least, m_most);
    const double share = m_isLogarithmic ? std::log(bounded / m_least) / std::log(m_most / m_least)
                                         : (bounded - m_least) / (m_most - m_least);
    return int(std::lround(share * Steps));
}

double SliderScale::value(int position) const
{
    const double share = std::clamp(position, 0, Steps) / double(Steps);
    if (!m_isLogarithmic)
        return m_least + share * (m_most - m_least);
    const double exact = m_least * std::pow(m_most / m_least, share);
    const double unit = std::pow(10.0, std::floor(std::log10(exact)) - 1);
    return std::clamp(std::round(exact / unit) * unit, m_least, m_most);
}

} // namespace Fuseboard
