// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/timepoint.h"

#include <QList>
#include <QString>

namespace Fuseboard {

/// Which stretch of a run's time is shown between which two x coordinates. A plain value; every lane and chart has the
/// same.
///
/// Moments count from the run's start, which is the earliest that is shown; coordinates are pixels. What would go
/// beyond the limits stops at them.
class TimeGeometry
{
public:
    static constexpr Duration ShortestSpan = std::chrono::milliseconds(20);
    static constexpr Duration LongestSpan = std::chrono::hours(24);
    /// No time in a run is later (SavedRun::LongestTime, and a call that begins there); spans and steps can be added to it.
    static constexpr Duration LatestBegin{8'000'000'000'000'000'000};

    struct Tick
    {
        Duration at{};
        QString label; ///< "0.5 s", "0.005 s"; "2:05" or "1:02:05" once the end is beyond 100 s
    };

    /// A minute from the start, between 0 and 1.
    TimeGeometry() = default;

    /// @p span is brought within ShortestSpan and LongestSpan, @p begin within 0 and LatestBegin; @p right is at least @p left + 1.
    TimeGeometry(Duration begin, Duration span, double left, double right);

    Duration begin() const { return m_begin; }
    Duration span() const { return m_span; }
    Duration end() const { return m_begin + m_span; }
    double left() const { return m_left; }
    double right() const { return m_right; }
    double width() const { return m_right - m_left; }

    /// Linear, beyond the edges too; at() is its opposite.
    double x(Duration at) const;
    Duration at(double x) const;

    /// How much time one pixel shows.
    Duration perPixel() const;

    TimeGeometry withEdges(double left, double right) const;

    /// From @p begin on, for as long as now.
    TimeGeometry from(Duration begin) const;

    /// Ends at @p end.
    TimeGeometry until(Duration end) const { return from(end - m_span); }

    /// Shows 1/@p factor of the time, with the moment at @p x staying where it is, unless the run's start stops it.
    /// @p factor > 0.
    TimeGeometry zoomed(double factor, double x) const;

    /// Moved by @p pixels to the right: earlier times come into sight.
    TimeGeometry panned(double pixels) const;

    /// Moments at least @p spacing pixels apart, on a ladder of 1, 2, 5 (in seconds, from 1 ms on, then in minutes,
    /// then in hours).
    QList<Tick> ticks(double spacing) const;

    /// The multiples of @p length in sight, 0 left out; none for a length of 0, or where they are less than 3 pixels apart.
    QList<Duration> multiples(Duration length) const;

    /// The step of ticks().
    Duration tickStep(double spacing) const;

    friend bool operator==(const TimeGeometry &, const TimeGeometry &) = default;

private:
    Duration m_begin{};
    Duration m_span = std::chrono::minutes(1);
    double m_left = 0;
    double m_right = 1;
};

} // namespace Fuseboard
