// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/livechart.h"

#include <QBrush>
#include <QPen>

#include <functional>

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QChart;
class QLineSeries;
class QPainter;
class QValueAxis;
QT_END_NAMESPACE

namespace Fuseboard {

/// The part of LiveChart that speaks to Qt Charts. Series are named by the order in which they were added, from 0.
class LiveChart::Plot
{
public:
    using Painting = std::function<void(QPainter &)>;

    /// @p below and @p above paint in the coordinates of the plot's widget, which @p parent owns.
    Plot(QWidget *parent, Painting below, Painting above);
    ~Plot();

    /// For a chart that is set up, not for one that is live.
    void addSeries(bool isArea);
    void setLine(std::size_t series, const QPen &pen);

    /// Of an area only.
    void setFill(std::size_t series, const QBrush &brush);
    void setSmooth(bool smooth);

    /// The widget within its parent, and the plot within the widget.
    void place(const QRect &widget, const QRectF &plot);

    /// One list of points for each series, decimated; x from @p begin to @p end, y from 0 to @p top.
    void show(const std::vector<QList<QPointF>> &points, double begin, double end, double top);
    void repaintSoon();

private:
    class View;
    struct Item
    {
        QLineSeries *line = nullptr; ///< of an area: its upper edge
        QAreaSeries *area = nullptr;
    };

    QChart *m_chart; // belongs to the view's scene
    QValueAxis *m_x;
    QValueAxis *m_y;
    View *m_view; // belongs to the parent widget
    std::vector<Item> m_items;
};

} // namespace Fuseboard
