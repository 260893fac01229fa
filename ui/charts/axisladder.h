// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace Fuseboard {

/// The upper end of a y axis: 1, 2 or 5 times a power of ten. Grows at once. Shrinks by one rung only when there is much room,
/// so that the axis does not jump to and fro while values move about a step. A plain value.
class AxisLadder
{
public:
    /// @p least is the smallest upper end, itself rounded up to the ladder.
    explicit AxisLadder(double least = 1);

    /// Takes the largest value shown and the largest that does not waver, such as a threshold, which the axis follows exactly;
    /// true if top() has changed.
    bool update(double largest, double steady = 0);

    /// Forgets the values so far: the next update() follows its values exactly.
    void restart() { m_valuesTop = m_least; }

    /// The last grid line.
    double top() const { return m_top; }

    /// How far the picture reaches: 8 % above top(), so that a load of 50 that wavers by one or two stays at 50.
    double reach() const;

    /// The distance of grid lines: four or five of them.
    double step() const;

    /// The smallest step of the ladder that is not below @p value; 1 for what is not above 0, or not finite.
    static double rungFor(double value);

private:
    double m_least;
    double m_valuesTop; ///< for the wavering values alone
    double m_top;
};

} // namespace Fuseboard
