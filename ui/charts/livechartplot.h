// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/livechart.h"

#include <QBrush>
#include <QPen>

#include <functional>

namespace Fuseboard {

/// The part of LiveChart that draws series. Series are named by the order in which they were added, from 0.
///
/// Painted by hand, not by Qt Charts: for an hour's picture that takes 400 ms, most of it for polygons of thousands of corners and
/// for shapes that only hit tests ask for (measured with Qt 6.4.2).
class LiveChart::Plot
{
public:
    using Painting = std::function<void(QPainter &)>;

    /// @p below and @p above paint in the coordinates of the plot's widget, which @p parent owns.
    Plot(QWidget *parent, Painting below, Painting above);
    ~Plot();

    void addSeries(bool isArea);
    void setLine(std::size_t series, const QPen &pen);

    /// Of an area only.
    void setFill(std::size_t series, const QBrush &brush);
    void setSmooth(bool smooth);

    /// The widget within its parent, and the plot within the widget.
    void place(const QRect &widget, const QRectF &plot);

    /// One list of points for each series, corners of stairs, decimated, with gaps as in decimation.h; x from @p begin to @p end,
    /// y from 0 to @p top. They are drawn at the scale of the plot as it is when it is painted.
    void show(const std::vector<QList<QPointF>> &points, double begin, double end, double top);
    void repaintSoon();

private:
    class View;

    View *m_view; // belongs to the parent widget
};

} // namespace Fuseboard
