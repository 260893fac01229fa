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

/// The part of LiveChart that speaks to Qt Charts.
class LiveChart::Plot
{
public:
    using Painting = std::function<void(QPainter &)>;

    Plot(QWidget *parent, Painting below, Painting above);
    ~Plot();

    void addSeries(bool isArea);
    void setLine(std::size_t series, const QPen &pen);
    void setFill(std::size_t series, const QBrush &brush);
    void setSmooth(bool smooth);
    void place(const QRect &widget, const QRectF &plot);
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
