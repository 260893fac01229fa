// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/timepoint.h"

#include <QList>
#include <QString>

namespace Fuseboard {

/// Which stretch of a run's time is shown between which two x coordinates. A plain value; every lane and chart has the same.
class TimeGeometry
{
public:
    static constexpr Duration ShortestSpan = std::chrono::milliseconds(500);
    static constexpr Duration LongestSpan = std::chrono::hours(24);

    struct Tick
    {
        Duration at{};
        QString label;
    };

    TimeGeometry() = default;
    TimeGeometry(Duration begin, Duration span, double left, double right);

    Duration begin() const { return m_begin; }
    Duration span() const { return m_span; }
    Duration end() const { return m_begin + m_span; }
    double left() const { return m_left; }
    double right() const { return m_right; }
    double width() const { return m_right - m_left; }

    double x(Duration at) const;
    Duration at(double x) const;

    /// How much time one pixel shows.
    Duration perPixel() const;

    TimeGeometry withEdges(double left, double right) const;

    /// From @p begin on, as long as now; the run begins at 0, and nothing earlier is shown.
    TimeGeometry from(Duration begin) const;

    /// Ends at @p end.
    TimeGeometry until(Duration end) const { return from(end - m_span); }

    /// Shows 1/@p factor of the time, with the moment at @p x staying where it is.
    TimeGeometry zoomed(double factor, double x) const;

    /// Moved by @p pixels to the right: earlier times come into sight.
    TimeGeometry panned(double pixels) const;

    /// Moments at least @p spacing pixels apart, on a ladder of 1, 2, 5 (in seconds, then in minutes, then in hours).
    QList<Tick> ticks(double spacing) const;

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
