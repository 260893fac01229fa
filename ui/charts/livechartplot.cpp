// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/livechartplot.h"

#include "charts/decimation.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace Fuseboard {

class LiveChart::Plot::View final : public QWidget
{
public:
    View(QWidget *parent, Painting below, Painting above)
        : QWidget(parent)
        , m_below(std::move(below))
        , m_above(std::move(above))
    {
        // The chart around it zooms, pans and moves the cross-hair.
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

    struct Item
    {
        bool isArea = false;
        QPen pen;
        QBrush brush;
        QList<QPointF> points{}; ///< in the units of the series
        QList<QPointF> drawn{};  ///< the same in the coordinates of this widget, as of the latest scale()
    };

    std::vector<Item> items;
    QRectF plot;
    double begin = 0;
    double end = 1;
    double top = 1;
    bool isScaled = false; ///< whether the drawn points fit plot, begin, end and top
    bool isSmooth = false;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_below(painter);
        scale();
        painter.save();
        painter.setClipRect(plot.adjusted(0, -1, 1, 1));
        // Each area covers the sums below it: the highest comes first.
        for (auto item = items.rbegin(); item != items.rend(); ++item) {
            if (item->isArea)
                paintArea(painter, *item);
        }
        painter.setRenderHint(QPainter::Antialiasing, isSmooth);
        for (const Item &item : items) {
            if (!item.isArea)
                paintLine(painter, item);
        }
        painter.restore();
        m_above(painter);
    }

private:
    /// Wherever the plot or its scale have changed since, the points are computed anew: the one place where they get coordinates.
    void scale()
    {
        if (std::exchange(isScaled, true))
            return;
        const double perX = plot.width() / std::max(1e-9, end - begin);
        const double perY = plot.height() / std::max(1e-9, top);
        for (Item &item : items) {
            // Vector formats have no clipping of their own.
            item.drawn = clipped(item.points, begin, end);
            for (QPointF &point : item.drawn)
                point = QPointF(plot.left() + (point.x() - begin) * perX, plot.bottom() - point.y() * perY);
        }
    }

    static void paintLine(QPainter &painter, const Item &item)
    {
        painter.setPen(item.pen);
        const auto isGap = [](const QPointF &p) { return std::isnan(p.y()); };
        for (auto from = item.drawn.cbegin(); from != item.drawn.cend();) {
            const auto to = std::find_if(from, item.drawn.cend(), isGap);
            if (to - from > 1)
                painter.drawPolyline(&*from, int(to - from));
            from = std::find_if_not(to, item.drawn.cend(), isGap);
        }
    }

    void paintArea(QPainter &painter, const Item &item) const
    {
        if (item.drawn.size() < 2)
            return;
        if (painter.paintEngine()->type() != QPaintEngine::Raster) {
            // For a picture in lines: one shape, without seams.
            QPolygonF shape(item.drawn);
            shape.append(QPointF(item.drawn.last().x(), plot.bottom()));
            shape.prepend(QPointF(item.drawn.first().x(), plot.bottom()));
            painter.setPen(Qt::NoPen);
            painter.setBrush(item.brush);
            painter.drawPolygon(shape);
            return;
        }
        // On the screen a stair is a row of boxes, each a pixel wide at least, so that spikes stay. Those of one column are one.
        QRectF box;
        for (qsizetype i = 1; i < item.drawn.size(); ++i) {
            const QPointF &from = item.drawn.at(i - 1);
            const QPointF &to = item.drawn.at(i);
            const double left = std::round(from.x());
            const double right = std::max(left + (from.y() == to.y() ? 0 : 1), std::round(to.x()));
            if (right <= left)
                continue;
            const double upper = from.y() == to.y() || right - left <= 1 ? std::min(from.y(), to.y()) : from.y();
            if (left == box.left() && right == box.right()) {
                box.setTop(std::min(box.top(), upper));
                continue;
            }
            painter.fillRect(box, item.brush);
            box.setCoords(left, upper, right, plot.bottom());
        }
        painter.fillRect(box, item.brush);
    }

    Painting m_below;
    Painting m_above;
};

LiveChart::Plot::Plot(QWidget *parent, Painting below, Painting above)
    : m_view(new View(parent, std::move(below), std::move(above)))
{
}

LiveChart::Plot::~Plot() = default;

void LiveChart::Plot::addSeries(bool isArea)
{
    m_view->items.push_back({isArea, {}, {}});
}

void LiveChart::Plot::setLine(std::size_t series, const QPen &pen)
{
    m_view->items.at(series).pen = pen;
}

void LiveChart::Plot::setFill(std::size_t series, const QBrush &brush)
{
    m_view->items.at(series).brush = brush;
}

void LiveChart::Plot::setSmooth(bool smooth)
{
    m_view->isSmooth = smooth;
}

void LiveChart::Plot::place(const QRect &widget, const QRectF &plot)
{
    m_view->setGeometry(widget);
    if (m_view->plot == plot)
        return;
    m_view->plot = plot;
    m_view->isScaled = false;
    repaintSoon();
}

void LiveChart::Plot::show(const std::vector<QList<QPointF>> &points, double begin, double end, double top)
{
    for (std::size_t i = 0; i < m_view->items.size(); ++i)
        m_view->items[i].points = points.at(i);
    m_view->begin = begin;
    m_view->end = end;
    m_view->top = top;
    m_view->isScaled = false;
    repaintSoon();
}

void LiveChart::Plot::repaintSoon()
{
    m_view->update();
}

} // namespace Fuseboard
