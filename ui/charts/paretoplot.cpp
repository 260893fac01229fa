// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/paretoplot.h"

#include "charts/axisticks.h"
#include "charts/cellsigns.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"

#include <QCategoryAxis>
#include <QChart>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineSeries>
#include <QPainter>
#include <QScatterSeries>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr double Inset = 10;
constexpr double LineHeight = 18;
constexpr double Reach = 14; // how far from a point a click still takes it
constexpr double PointSize = 7;
constexpr double FrontSize = 10;
constexpr double Margin = 0.06; // of the values' range, on either side
constexpr std::size_t MostDrawn = 2000;

/// One point of each spot, where a spot is as large as it has to be for at most MostDrawn of them.
QList<QPointF> thinnedOut(const QList<QPointF> &points, const QRectF &range)
{
    if (points.size() <= qsizetype(MostDrawn))
        return points;
    for (int spots = 512;; spots /= 2) {
        std::set<std::pair<int, int>> taken;
        QList<QPointF> kept;
        for (const QPointF &point : points) {
            const auto spot = [spots](double value, double low, double length) {
                return length > 0 ? int((value - low) / length * spots) : 0;
            };
            if (taken
                    .emplace(spot(point.x(), range.left(), range.width()), spot(point.y(), range.top(), range.height()))
                    .second)
                kept.append(point);
        }
        if (kept.size() <= qsizetype(MostDrawn))
            return kept;
    }
}

} // namespace

ParetoPlot::ParetoPlot(QWidget *parent)
    : PlotView(parent)
    , m_xAxis(addAxis(Qt::AlignBottom))
    , m_yAxis(addAxis(Qt::AlignLeft))
    , m_others(new QScatterSeries)
    , m_invalid(new QScatterSeries)
    , m_frontLine(new QLineSeries)
    , m_frontPoints(new QScatterSeries)
{
    setAccessibleName(tr("Trade-off of two objectives"));
    for (QXYSeries *series : std::initializer_list<QXYSeries *>{m_others, m_invalid, m_frontLine, m_frontPoints}) {
        chart().addSeries(series);
        series->attachAxis(m_xAxis);
        series->attachAxis(m_yAxis);
    }
    m_others->setMarkerSize(PointSize);
    m_invalid->setMarkerSize(PointSize);
    m_frontPoints->setMarkerSize(FrontSize);
    setRoom({4, int(Inset + LineHeight), int(2 * Inset), int(2 * LineHeight + 4)});
}

void ParetoPlot::setValueTexts(const std::function<QString(double)> &x, const std::function<QString(double)> &y)
{
    m_xText = x;
    m_yText = y;
    applyPicture();
}

void ParetoPlot::setDescription(const std::function<QString(qint64)> &description)
{
    m_description = description;
}

void ParetoPlot::setPicture(const Picture &picture)
{
    if (m_picture == picture)
        return;
    m_picture = picture;
    applyPicture();
}

void ParetoPlot::setSelected(qint64 id)
{
    if (m_selected == id)
        return;
    m_selected = id;
    if (find(id) != nullptr)
        m_cursor = id;
    updateOverlay();
}

void ParetoPlot::applyPicture()
{
    if (!m_xText || !m_yText)
        return;
    applyTicks();
    QList<QPointF> others;
    QList<QPointF> invalid;
    for (const Point &point : std::as_const(m_picture.points)) {
        if (!point.isFront)
            (point.isAllowed ? others : invalid).append({point.x, point.y});
    }
    QList<QPointF> line;
    for (const Point &point : front())
        line.append({point.x, point.y});
    const QRectF range(QPointF(m_xAxis->min(), m_yAxis->min()), QPointF(m_xAxis->max(), m_yAxis->max()));
    m_others->replace(thinnedOut(others, range));
    m_invalid->replace(thinnedOut(invalid, range));
    m_frontLine->replace(line);
    m_frontPoints->replace(line);
    applyTable();
}

/// The values' range with some room around it. A single value stands in the middle; no label below zero where no value is.
PlotView::Ticks ParetoPlot::ticksOf(double Point::*value, const std::function<QString(double)> &text, int count) const
{
    const auto [least, most] = std::ranges::minmax(m_picture.points, {}, value);
    const double low = least.*value;
    const double high = most.*value;
    const double room = high > low ? (high - low) * Margin : std::max(std::abs(low) * Margin, 1.0);
    Ticks ticks{low - room, high + room, {low}, {}};
    if (high > low)
        ticks.values = axisTicks(low >= 0 ? std::max(0.0, ticks.low) : ticks.low, ticks.high, count);
    for (const double tick : std::as_const(ticks.values))
        ticks.labels.append(text(tick));
    return ticks;
}

void ParetoPlot::applyTicks()
{
    if (m_picture.points.isEmpty() || !m_xText || !m_yText)
        return;
    setTicks(m_yAxis, ticksOf(&Point::y, m_yText, std::clamp((height() - 80) / 36, 2, 6)));
    // As many as fit side by side.
    const QFontMetricsF metrics(labelFont());
    for (int count = std::clamp((width() - 80) / 70, 2, 8); count >= 1; --count) {
        const Ticks ticks = ticksOf(&Point::x, m_xText, count);
        double wide = 0;
        for (const QString &label : ticks.labels)
            wide += tabularWidth(metrics, label) + 14;
        if (wide < width() - 80 || count == 1) {
            setTicks(m_xAxis, ticks);
            return;
        }
    }
}

void ParetoPlot::applyTable()
{
    PlotTable::Content content;
    content.columns = {tr("Configuration"), m_picture.x.title, m_picture.y.title, tr("Pareto front"),
                       tr("Constraints")};
    QList<Point> rows = front();
    std::ranges::copy_if(m_picture.points, std::back_inserter(rows), [](const Point &point) { return !point.isFront; });
    for (const Point &point : std::as_const(rows)) {
        QString name = QString::number(point.id);
        if (point.id == m_picture.best)
            name = tr("%1 (best)").arg(name);
        if (point.id == m_picture.present)
            name = tr("%1 (current)").arg(name);
        content.rows.append({name, m_xText(point.x), m_yText(point.y), point.isFront ? tr("yes") : tr("no"),
                             point.isAllowed ? tr("met") : tr("violated")});
    }
    setContent(content);
}

QPointF ParetoPlot::placeOf(const Point &point) const
{
    plotArea(); // which brings the layout up to date
    return positionOf({point.x, point.y}, m_frontPoints);
}

const ParetoPlot::Point *ParetoPlot::find(qint64 id) const
{
    const auto found = std::ranges::find(m_picture.points, id, &Point::id);
    return id >= 0 && found != m_picture.points.cend() ? &*found : nullptr;
}

/// The nearest point that is near enough; of those in the same place one of the front.
const ParetoPlot::Point *ParetoPlot::nearest(QPointF position) const
{
    if (isEmpty() || isTableShown())
        return nullptr;
    // Positions are linear in the values: the plot area does for all of them.
    const QRectF area = plotArea();
    const double xScale = area.width() / (m_xAxis->max() - m_xAxis->min());
    const double yScale = area.height() / (m_yAxis->max() - m_yAxis->min());
    const Point *best = nullptr;
    double distance = Reach;
    for (const Point &point : m_picture.points) {
        const double x = area.left() + (point.x - m_xAxis->min()) * xScale - position.x();
        const double y = area.bottom() - (point.y - m_yAxis->min()) * yScale - position.y();
        const double d = std::hypot(x, y) - (point.isFront ? 0.5 : 0.0);
        if (d < distance) {
            distance = d;
            best = &point;
        }
    }
    return best;
}

QList<ParetoPlot::Point> ParetoPlot::front() const
{
    QList<Point> front;
    std::ranges::copy_if(m_picture.points, std::back_inserter(front), &Point::isFront);
    std::ranges::sort(front, [](const Point &a, const Point &b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    return front;
}

void ParetoPlot::applyColours(const Tints &tints)
{
    const QColor pale = mixed(tints.card, tints.text, 0.38);
    m_others->setPen(QPen(pale, 1));
    m_others->setBrush(pale);
    m_invalid->setPen(QPen(pale, 1));
    m_invalid->setBrush(Qt::NoBrush);
    m_frontLine->setPen(QPen(tints.accent, 2));
    m_frontPoints->setPen(QPen(tints.card, 1));
    m_frontPoints->setBrush(tints.accent);
}

void ParetoPlot::paintOverlay(QPainter &painter, const Tints &tints)
{
    if (const Point *present = find(m_picture.present))
        paintPresentSign(painter, placeOf(*present), 6.5);
    if (const Point *best = find(m_picture.best))
        paintBestSign(painter, placeOf(*best), 7.5);
    const auto ring = [&](const Point *point, const QColor &colour, Qt::PenStyle style) {
        if (point == nullptr)
            return;
        painter.setPen(QPen(colour, 2.2, style));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(placeOf(*point), 10, 10);
    };
    ring(find(m_selected), tints.text, Qt::SolidLine);
    if (showsFocus())
        ring(find(m_cursor), tints.accent, Qt::DotLine);

    painter.setFont(labelFont());
    painter.setPen(tints.muted);
    const QFontMetricsF metrics(painter.font());
    const auto better = [](const Axis &axis, const QString &low, const QString &high) {
        return tr("%1 (better: %2)").arg(axis.title, axis.isLowBetter ? low : high);
    };
    const double wide = width() - 2 * Inset;
    painter.drawText(QRectF(Inset, Inset - 2, wide - 60, LineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(better(m_picture.y, u"↓"_s, u"↑"_s), Qt::ElideRight, wide - 60));
    painter.drawText(QRectF(Inset, height() - Inset - 2 * LineHeight, wide, LineHeight),
                     Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(better(m_picture.x, u"←"_s, u"→"_s), Qt::ElideRight, wide));
    paintLegend(painter, tints);
}

void ParetoPlot::paintLegend(QPainter &painter, const Tints &tints) const
{
    const QColor pale = mixed(tints.card, tints.text, 0.38);
    const QFontMetricsF metrics(painter.font());
    const double y = height() - Inset - LineHeight + 2;
    double x = Inset;
    const auto sign = [&](const QString &words, const auto &paint) {
        const double wide = tabularWidth(metrics, words);
        if (x + 18 + wide > width() - Inset)
            return;
        paint(QPointF(x + 6, y + LineHeight / 2));
        painter.setPen(tints.muted);
        painter.drawText(QRectF(x + 17, y, wide + 4, LineHeight), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += wide + 29;
    };
    sign(tr("best"), [&](QPointF at) { paintBestSign(painter, at, 6); });
    sign(tr("current"), [&](QPointF at) { paintPresentSign(painter, at, 6); });
    sign(tr("Pareto front"), [&](QPointF at) {
        painter.setPen(QPen(tints.accent, 2));
        painter.setBrush(tints.accent);
        painter.drawLine(at - QPointF(6, 0), at + QPointF(6, 0));
        painter.drawEllipse(at, 3.5, 3.5);
    });
    sign(tr("violates a constraint"), [&](QPointF at) {
        painter.setPen(QPen(pale, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(at, PointSize / 2, PointSize / 2);
    });
}

void ParetoPlot::resizeEvent(QResizeEvent *event)
{
    PlotView::resizeEvent(event);
    applyTicks();
}

void ParetoPlot::mousePressEvent(QMouseEvent *event)
{
    const Point *point = nearest(event->position());
    if (event->button() != Qt::LeftButton || point == nullptr)
        return;
    m_cursor = point->id;
    setShowsFocus(false);
    Q_EMIT chosen(point->id);
}

void ParetoPlot::moveAlong(int by)
{
    const QList<Point> points = front();
    if (points.isEmpty())
        return;
    const auto found = std::ranges::find(points, m_cursor, &Point::id);
    const auto index = found == points.cend() ? (by > 0 ? -1 : points.size()) : std::distance(points.cbegin(), found);
    m_cursor = points.at(std::clamp<qsizetype>(index + by, 0, points.size() - 1)).id;
    if (m_description)
        setAccessibleDescription(m_description(m_cursor));
    setShowsFocus(true);
}

void ParetoPlot::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        moveAlong(-1);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        moveAlong(1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (find(m_cursor) != nullptr)
            Q_EMIT chosen(m_cursor);
        break;
    default:
        PlotView::keyPressEvent(event);
        break;
    }
}

bool ParetoPlot::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Point *point = nearest(help->pos());
        if (point != nullptr && m_description)
            QToolTip::showText(help->globalPos(), m_description(point->id), this);
        else
            QToolTip::hideText();
        return true;
    }
    return PlotView::event(event);
}

} // namespace Fuseboard
