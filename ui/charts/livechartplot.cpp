// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/livechartplot.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>

namespace Fuseboard {

class LiveChart::Plot::View final : public QChartView
{
public:
    View(QChart *chart, QWidget *parent, Painting below, Painting above)
        : QChartView(chart, parent)
        , m_below(std::move(below))
        , m_above(std::move(above))
    {
        // The chart around it zooms, pans and moves the cross-hair.
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        viewport()->setFocusPolicy(Qt::NoFocus);
        setFrameShape(QFrame::NoFrame);
        setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }

protected:
    void drawBackground(QPainter *painter, const QRectF &) override { m_below(*painter); }
    void drawForeground(QPainter *painter, const QRectF &) override
    {
        painter->save();
        m_above(*painter);
        painter->restore();
    }

private:
    Painting m_below;
    Painting m_above;
};

LiveChart::Plot::Plot(QWidget *parent, Painting below, Painting above)
    : m_chart(new QChart)
    , m_x(new QValueAxis)
    , m_y(new QValueAxis)
{
    m_chart->legend()->hide();
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->addAxis(m_x, Qt::AlignBottom);
    m_chart->addAxis(m_y, Qt::AlignLeft);
    m_x->setVisible(false);
    m_y->setVisible(false);
    m_view = new View(m_chart, parent, std::move(below), std::move(above));
}

LiveChart::Plot::~Plot() = default;

void LiveChart::Plot::addSeries(bool isArea)
{
    // Series are drawn in the order in which they were added, and each area covers the sums below it: so areas are taken out
    // and put back, the highest sum first, lines last. This happens while a chart is set up, never while it is live.
    for (const Item &item : m_items)
        m_chart->removeSeries(item.area != nullptr ? static_cast<QAbstractSeries *>(item.area) : item.line);
    Item made;
    made.line = new QLineSeries(m_chart);
    if (isArea) {
        made.area = new QAreaSeries(made.line);
        made.area->setParent(m_chart);
    }
    m_items.push_back(made);

    const auto put = [this](QAbstractSeries *series) {
        m_chart->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    };
    for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) {
        if (item->area != nullptr)
            put(item->area);
    }
    for (const Item &item : m_items) {
        if (item.area == nullptr)
            put(item.line);
    }
}

void LiveChart::Plot::setLine(std::size_t series, const QPen &pen)
{
    m_items.at(series).line->setPen(pen);
}

void LiveChart::Plot::setFill(std::size_t series, const QBrush &brush)
{
    m_items.at(series).area->setPen(Qt::NoPen);
    m_items.at(series).area->setBrush(brush);
}

void LiveChart::Plot::setSmooth(bool smooth)
{
    if (m_view->renderHints().testFlag(QPainter::Antialiasing) != smooth)
        m_view->setRenderHint(QPainter::Antialiasing, smooth);
}

void LiveChart::Plot::place(const QRect &widget, const QRectF &plot)
{
    m_view->setGeometry(widget);
    if (m_chart->plotArea() != plot)
        m_chart->setPlotArea(plot);
}

void LiveChart::Plot::show(const std::vector<QList<QPointF>> &points, double begin, double end, double top)
{
    m_view->setUpdatesEnabled(false);
    m_x->setRange(begin, end);
    m_y->setRange(0, top);
    for (std::size_t i = 0; i < m_items.size(); ++i)
        m_items[i].line->replace(points.at(i));
    m_view->setUpdatesEnabled(true);
}

void LiveChart::Plot::repaintSoon()
{
    m_view->viewport()->update();
}

} // namespace Fuseboard
