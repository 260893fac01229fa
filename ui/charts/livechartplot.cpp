// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/livechartplot.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

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
        QList<QPointF> points; ///< where they are drawn
    };

    std::vector<Item> items;
    QRectF plot;
    bool isSmooth = false;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_below(painter);
        painter.save();
        painter.setClipRect(plot.adjusted(0, -1, 1, 1));
        // Each area covers the sums below it: the highest comes first.
        for (auto item = items.rbegin(); item != items.rend(); ++item) {
            if (item->isArea)
                paintArea(painter, *item);
        }
        painter.setRenderHint(QPainter::Antialiasing, isSmooth);
        for (const Item &item : items) {
            if (!item.isArea && item.points.size() > 1) {
                painter.setPen(item.pen);
                painter.drawPolyline(item.points.constData(), int(item.points.size()));
            }
        }
        painter.restore();
        m_above(painter);
    }

private:
    void paintArea(QPainter &painter, const Item &item) const
    {
        if (item.points.size() < 2)
            return;
        if (painter.paintEngine()->type() != QPaintEngine::Raster) {
            // For a picture in lines: one shape, without seams.
            QPolygonF shape(item.points);
            shape.append(QPointF(item.points.last().x(), plot.bottom()));
            shape.prepend(QPointF(item.points.first().x(), plot.bottom()));
            painter.setPen(Qt::NoPen);
            painter.setBrush(item.brush);
            painter.drawPolygon(shape);
            return;
        }
        // On the screen a stair is a row of boxes, each a pixel wide at least, so that spikes stay. Those of one column are one.
        QRectF box;
        for (qsizetype i = 1; i < item.points.size(); ++i) {
            const QPointF &from = item.points.at(i - 1);
            const QPointF &to = item.points.at(i);
            const double left = std::round(from.x());
            const double right = std::max(left + (from.y() == to.y() ? 0 : 1), std::round(to.x()));
            if (right <= left)
                continue;
            const double top = from.y() == to.y() || right - left <= 1 ? std::min(from.y(), to.y()) : from.y();
            if (left == box.left() && right == box.right()) {
                box.setTop(std::min(box.top(), top));
                continue;
            }
            painter.fillRect(box, item.brush);
            box.setCoords(left, top, right, plot.bottom());
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
    m_view->items.push_back({isArea, {}, {}, {}});
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
    m_view->plot = plot;
}

void LiveChart::Plot::show(const std::vector<QList<QPointF>> &points, double begin, double end, double top)
{
    const QRectF &plot = m_view->plot;
    const double perX = plot.width() / std::max(1e-9, end - begin);
    const double perY = plot.height() / std::max(1e-9, top);
    for (std::size_t i = 0; i < m_view->items.size(); ++i) {
        QList<QPointF> &drawn = m_view->items[i].points;
        drawn = points.at(i);
        for (QPointF &point : drawn)
            point = QPointF(plot.left() + (point.x() - begin) * perX, plot.bottom() - point.y() * perY);
    }
    m_view->update();
}

void LiveChart::Plot::repaintSoon()
{
    m_view->update();
}

} // namespace Fuseboard
