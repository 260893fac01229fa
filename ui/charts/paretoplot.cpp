// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/paretoplot.h"

#include "charts/axisticks.h"
#include "charts/cellsigns.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr double Inset = 10;
constexpr double LineHeight = 18;
constexpr double Reach = 14; // how far from a point a click still takes it
constexpr double PointRadius = 3;
constexpr double FrontRadius = 4.5;
constexpr double Margin = 0.06; // of the values' range, on either side
constexpr int MostRows = 6;

} // namespace

ParetoPlot::ParetoPlot(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Two goals against each other"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ParetoPlot::setValueTexts(const std::function<QString(double)> &x, const std::function<QString(double)> &y)
{
    m_xText = x;
    m_yText = y;
    place();
    update();
}

void ParetoPlot::setDescription(const std::function<QString(qint64)> &description)
{
    m_description = description;
}

void ParetoPlot::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void ParetoPlot::show(const Picture &picture)
{
    if (m_picture == picture)
        return;
    m_picture = picture;
    takeValues();
    place();
    update();
}

void ParetoPlot::setSelected(qint64 id)
{
    if (m_selected == id)
        return;
    m_selected = id;
    if (find(id) != nullptr)
        m_cursor = id;
    update();
}

void ParetoPlot::takeValues()
{
    if (m_picture.points.isEmpty())
        return;
    const auto [left, right] = std::ranges::minmax(m_picture.points, {}, &Point::x);
    const auto [low, high] = std::ranges::minmax(m_picture.points, {}, &Point::y);
    // A single value stands in the middle.
    const auto spread = [](double least, double most) {
        return most > least ? (most - least) * Margin : std::max(std::abs(least) * Margin, 1.0);
    };
    const double x = spread(left.x, right.x);
    const double y = spread(low.y, high.y);
    m_values = QRectF(QPointF(left.x - x, low.y - y), QPointF(right.x + x, high.y + y));
}

/// What is printed along an axis of those values: nothing below zero where nothing is, and but one figure where all are alike.
QList<double> ParetoPlot::ticksOf(double low, double high, double Point::*value, int count) const
{
    const auto [least, most] = std::ranges::minmax(m_picture.points, {}, value);
    if (least.*value == most.*value)
        return {least.*value};
    return axisTicks(least.*value >= 0 ? std::max(0.0, low) : low, high, count);
}

void ParetoPlot::place()
{
    const QFontMetricsF metrics(labelFont());
    double labels = 0;
    if (m_yText && !m_picture.points.isEmpty()) {
        for (const double tick : ticksOf(m_values.top(), m_values.bottom(), &Point::y, MostRows))
            labels = std::max(labels, tabularWidth(metrics, m_yText(tick)));
    }
    const double top = Inset + LineHeight;
    const double left = Inset + labels + 6;
    m_area = QRectF(left, top, std::max(1.0, width() - left - 2 * Inset),
                    std::max(1.0, height() - top - 3 * LineHeight - 8));
}

QPointF ParetoPlot::placeOf(const Point &point) const
{
    const double x = (point.x - m_values.left()) / m_values.width();
    const double y = (point.y - m_values.top()) / m_values.height();
    return {m_area.left() + x * m_area.width(), m_area.bottom() - y * m_area.height()};
}

const ParetoPlot::Point *ParetoPlot::find(qint64 id) const
{
    const auto found = std::ranges::find(m_picture.points, id, &Point::id);
    return id >= 0 && found != m_picture.points.cend() ? &*found : nullptr;
}

/// The nearest point that is near enough; of those in the same place one of the front.
const ParetoPlot::Point *ParetoPlot::nearest(QPointF position) const
{
    const Point *best = nullptr;
    double distance = Reach;
    for (const Point &point : m_picture.points) {
        const QPointF by = placeOf(point) - position;
        const double d = std::hypot(by.x(), by.y()) - (point.isFront ? 0.5 : 0.0);
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

void ParetoPlot::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isFramed = m_showsFocus && hasFocus();
    painter.setPen(QPen(isFramed ? t.accent : t.line, isFramed ? 2 : 1));
    painter.setBrush(t.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    if (m_picture.points.isEmpty() || !m_xText || !m_yText) {
        painter.setPen(t.muted);
        painter.drawText(rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    paintAxes(painter);
    paintPoints(painter);
}

void ParetoPlot::paintAxes(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    const auto grid = [&](double x1, double y1, double x2, double y2) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(t.grid, 1));
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(t.muted);
    };
    const int rows = std::clamp(int(m_area.height() / 36), 2, MostRows);
    for (const double tick : ticksOf(m_values.top(), m_values.bottom(), &Point::y, rows)) {
        const double y = m_area.bottom() - (tick - m_values.top()) / m_values.height() * m_area.height();
        grid(m_area.left(), y, m_area.right(), y);
        drawTabular(painter, QRectF(Inset, y - LineHeight / 2, m_area.left() - Inset - 6, LineHeight),
                    Qt::AlignRight | Qt::AlignVCenter, m_yText(tick));
    }
    double edge = 0;
    const int columns = std::clamp(int(m_area.width() / 70), 2, 8);
    for (const double tick : ticksOf(m_values.left(), m_values.right(), &Point::x, columns)) {
        const double x = m_area.left() + (tick - m_values.left()) / m_values.width() * m_area.width();
        grid(x, m_area.top(), x, m_area.bottom());
        const QString text = m_xText(tick);
        const double wide = tabularWidth(metrics, text);
        const double left = std::min(x - wide / 2, width() - Inset / 2 - wide);
        if (left < edge)
            continue;
        drawTabular(painter, QRectF(left, m_area.bottom() + 2, wide + 1, LineHeight), Qt::AlignCenter, text);
        edge = left + wide + 8;
    }
    const auto better = [](const Axis &axis, const QString &low, const QString &high) {
        return tr("%1 (better: %2)").arg(axis.title, axis.isLowBetter ? low : high);
    };
    const double wide = width() - 2 * Inset;
    painter.drawText(
        QRectF(Inset, Inset - 2, wide, LineHeight), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(better(m_picture.y, QStringLiteral("↓"), QStringLiteral("↑")), Qt::ElideRight, wide));
    painter.drawText(
        QRectF(Inset, m_area.bottom() + LineHeight + 1, wide, LineHeight), Qt::AlignRight | Qt::AlignVCenter,
        metrics.elidedText(better(m_picture.x, QStringLiteral("←"), QStringLiteral("→")), Qt::ElideRight, wide));
}

void ParetoPlot::paintPoints(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QColor pale = mixed(t.card, t.text, 0.38);
    for (const Point &point : m_picture.points) {
        if (point.isFront)
            continue;
        painter.setPen(QPen(pale, 1));
        painter.setBrush(point.isAllowed ? QBrush(pale) : Qt::NoBrush);
        painter.drawEllipse(placeOf(point), PointRadius, PointRadius);
    }
    QPolygonF line;
    for (const Point &point : front())
        line.append(placeOf(point));
    painter.setPen(QPen(t.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setPen(QPen(t.card, 1));
    painter.setBrush(t.accent);
    for (const QPointF &place : std::as_const(line))
        painter.drawEllipse(place, FrontRadius, FrontRadius);
    if (const Point *present = find(m_picture.present))
        paintPresentSign(painter, placeOf(*present), 6.5);
    if (const Point *best = find(m_picture.best))
        paintBestSign(painter, placeOf(*best), 7.5);
    const auto frame = [&](const Point *point, const QColor &colour, Qt::PenStyle style) {
        if (point == nullptr)
            return;
        painter.setPen(QPen(colour, 2.2, style));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(placeOf(*point), 10, 10);
    };
    frame(find(m_selected), t.text, Qt::SolidLine);
    if (m_showsFocus && hasFocus())
        frame(find(m_cursor), t.accent, Qt::DotLine);

    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    const double y = m_area.bottom() + 2 * LineHeight + 2;
    double x = Inset;
    const auto sign = [&](const QString &words, const auto &paint) {
        const double wide = tabularWidth(metrics, words);
        if (x + 18 + wide > width() - Inset)
            return;
        paint(QPointF(x + 6, y + LineHeight / 2));
        painter.setPen(t.muted);
        painter.drawText(QRectF(x + 17, y, wide + 4, LineHeight), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += wide + 29;
    };
    sign(tr("best"), [&](QPointF at) { paintBestSign(painter, at, 6); });
    sign(tr("present"), [&](QPointF at) { paintPresentSign(painter, at, 6); });
    sign(tr("none is better in both"), [&](QPointF at) {
        painter.setPen(QPen(t.accent, 1.5));
        painter.setBrush(t.accent);
        painter.drawLine(at - QPointF(6, 0), at + QPointF(6, 0));
        painter.drawEllipse(at, 3.5, 3.5);
    });
    sign(tr("misses a limit"), [&](QPointF at) {
        painter.setPen(QPen(pale, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(at, PointRadius, PointRadius);
    });
}

void ParetoPlot::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void ParetoPlot::mousePressEvent(QMouseEvent *event)
{
    const Point *point = nearest(event->position());
    if (event->button() != Qt::LeftButton || point == nullptr)
        return;
    m_cursor = point->id;
    Q_EMIT chosen(point->id);
    update();
}

void ParetoPlot::moveAlong(int by)
{
    const QList<Point> points = front();
    if (points.isEmpty())
        return;
    const auto found = std::ranges::find(points, m_cursor, &Point::id);
    const auto index = found == points.cend() ? (by > 0 ? -1 : points.size()) : std::distance(points.cbegin(), found);
    m_cursor = points.at(std::clamp<qsizetype>(index + by, 0, points.size() - 1)).id;
    m_showsFocus = true;
    if (m_description)
        setAccessibleDescription(m_description(m_cursor));
    update();
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
        QWidget::keyPressEvent(event);
        break;
    }
}

void ParetoPlot::focusInEvent(QFocusEvent *event)
{
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QWidget::focusInEvent(event);
    update();
}

void ParetoPlot::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void ParetoPlot::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        place();
    update();
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
    return QWidget::event(event);
}

} // namespace Fuseboard
