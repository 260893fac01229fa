// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace Fuseboard {

/// Where on a slider a value stands. A plain value.
class SliderScale
{
public:
    static constexpr int Steps = 1000;

    /// @p least < @p most; both above 0 if @p isLogarithmic.
    SliderScale(double least, double most, bool isLogarithmic)
        : m_least(least)
        , m_most(most)
        , m_isLogarithmic(isLogarithmic)
    {
    }

    /// 0..Steps; values beyond an end stand at it.
    int position(double value) const;

    /// The value at a position, rounded to two significant figures where the scale is logarithmic.
    double value(int position) const;

private:
    double m_least;
    double m_most;
    bool m_isLogarithmic;
};

} // namespace Fuseboard
