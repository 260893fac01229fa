// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/livechart.h"

#include "charts/decimation.h"
#include "charts/livechartplot.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace Fuseboard {

namespace {

constexpr int LineHeight = 28;   // of the title
constexpr int LegendHeight = 18; // where it needs a line of its own
constexpr int LegendGap = 14;
constexpr int SwatchWidth = 16;
constexpr int FigureGap = 5;
constexpr int AxisGap = 8; // between the figures of the axis and the plot
constexpr int GripWidth = 22;
constexpr qsizetype MostSmoothPoints = 1000; // of all series
constexpr double CatchDistance = 5;          // of the threshold under the mouse

double seconds(Duration d)
{
    return std::chrono::duration<double>(d).count();
}

} // namespace

LiveChart::LiveChart(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
{
    m_plot = std::make_unique<Plot>(
        this, [this](QPainter &p) { paintGrid(p); }, [this](QPainter &p) { paintOverlay(p); });
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(title);
}

LiveChart::~LiveChart() = default;

void LiveChart::setTitle(const QString &title)
{
    if (m_title == title)
        return;
    m_title = title;
    m_titleWidth.reset();
    setAccessibleName(title);
    applyArea(); // the legend may need a line of its own
    update();
}

void LiveChart::setNote(const QString &note)
{
    if (m_note == note)
        return;
    m_note = note;
    setAccessibleDescription(note);
    update();
}

int LiveChart::addSeries(const QString &name, const Mark &mark, Shape shape, Qt::PenStyle style)
{
    m_series.push_back({name, mark, shape, style});
    forgetWidths();
    m_plot->addSeries(shape == Shape::Area);
    applyColours();
    return int(m_series.size()) - 1;
}

void LiveChart::setName(int series, const QString &name)
{
    QString &known = m_series.at(std::size_t(series)).name;
    if (known == name)
        return;
    known = name;
    forgetWidths();
}

void LiveChart::setPoints(int series, const QList<QPointF> &points, std::optional<double> end)
{
    m_series.at(std::size_t(series)).points = points;
    m_series.at(std::size_t(series)).end = end;
}

void LiveChart::setEnd(double seconds)
{
    m_end = seconds;
}

void LiveChart::setUnit(Unit unit, double leastTop)
{
    m_unit = unit;
    forgetWidths();
    m_ladder = AxisLadder(leastTop);
}

void LiveChart::setThresholds(const QList<Threshold> &thresholds)
{
    m_thresholds = thresholds;
}

void LiveChart::setTime(const TimeGeometry &time)
{
    m_time = time;
}

void LiveChart::setCrossHair(std::optional<Duration> cursor, std::optional<Duration> selection)
{
    m_cursor = cursor;
    m_selection = selection;
    repaintSoon();
}

void LiveChart::setEmptyText(const QString &text)
{
    m_emptyText = text;
}

void LiveChart::setSmooth(bool smooth)
{
    m_isSmooth = smooth;
}

QRectF LiveChart::plotRect() const
{
    // In the coordinates of the plot, which begins below the header.
    return QRectF(m_time.left(), 2, m_time.width(), std::max(10, height() - headerHeight() - 6));
}

double LiveChart::y(double value) const
{
    const QRectF rect = plotRect();
    return rect.bottom() - value / m_ladder.reach() * rect.height();
}

void LiveChart::applyArea()
{
    const int header = headerHeight();
    m_plot->place(QRect(0, header, width(), std::max(1, height() - header)), plotRect());
}

QBrush LiveChart::areaBrush(Mark mark) const
{
    // Large areas in full colour would shout.
    const Tints t = Tints::of(palette());
    mark.colour = mixed(t.card, mark.colour, t.isDark ? 0.72 : 0.78);
    return patternBrush(mark, devicePixelRatioF());
}

QColor LiveChart::lineColour(const Series &series) const
{
    const Tints t = Tints::of(palette());
    QColor colour = series.mark.colour.isValid() ? series.mark.colour : t.text;
    if (series.shape == Shape::Pale)
        colour.setAlphaF(0.5f);
    return colour;
}

void LiveChart::applyColours()
{
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        if (m_series[i].shape == Shape::Area)
            m_plot->setFill(i, areaBrush(m_series[i].mark));
        else
            m_plot->setLine(i, QPen(lineColour(m_series[i]), 0, m_series[i].style));
    }
}

void LiveChart::feed()
{
    const double begin = seconds(m_time.begin());
    const double end = seconds(m_time.end());
    const int columns = std::max(1, int(m_time.width()));

    QList<QPointF> sum;
    double highest = 0;
    std::vector<QList<QPointF>> shown;
    for (const Series &series : m_series) {
        QList<QPointF> points = series.points;
        if (series.shape == Shape::Area) {
            // All areas of a chart have their points at the same x.
            for (qsizetype i = 0; i < points.size() && i < sum.size(); ++i)
                points[i].ry() += sum.at(i).y();
            sum = points;
        }
        highest = std::max(highest, largest(points, begin, end));
        shown.push_back(decimated(stepped(points, series.end.value_or(m_end)), begin, end, columns));
    }
    double steady = 0;
    for (const Threshold &threshold : m_thresholds)
        steady = std::max(steady, threshold.value);
    // Under a threshold that is dragged the axis only grows, else it would run away from the mouse.
    if (m_grip)
        steady = std::max(steady, m_ladder.top());
    if (m_ladder.update(highest, steady))
        forgetWidths();
    // Smooth edges of a crowd take Qt's rasteriser half a second, and nobody sees them (measured with Qt 6.4.2).
    qsizetype count = 0;
    for (const QList<QPointF> &points : shown)
        count += points.size();
    m_plot->setSmooth(m_isSmooth && count <= MostSmoothPoints);
    m_plot->show(shown, begin, end, m_ladder.reach());
}

void LiveChart::refresh()
{
    feed();
    applyArea();
    repaintSoon();
}

void LiveChart::repaintSoon()
{
    m_plot->repaintSoon();
    update(0, 0, width(), headerHeight());
}

std::optional<double> LiveChart::valueAt(int series, Duration moment) const
{
    const QList<QPointF> &points = m_series.at(std::size_t(series)).points;
    const double x = seconds(moment);
    auto it = std::upper_bound(points.cbegin(), points.cend(), x, [](double v, const QPointF &p) { return v < p.x(); });
    if (it == points.cbegin() || x > m_end)
        return std::nullopt;
    const double value = std::prev(it)->y();
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

QString LiveChart::valueText(double value) const
{
    if (m_unit == Unit::Percent)
        return axisText(value * 100, 1) + QStringLiteral(" %");
    if (m_unit == Unit::Time)
        return value > 0 ? durationFigure(std::chrono::round<Duration>(std::chrono::duration<double>(value))).text()
                         : QStringLiteral("0");
    return axisText(value, 1);
}

double LiveChart::axisTextWidth() const
{
    const QFontMetricsF metrics(labelFont());
    return tabularWidth(metrics,
                        m_unit == Unit::Percent    ? QStringLiteral("100 %")
                            : m_unit == Unit::Time ? QStringLiteral("500 ms")
                                                   : valueText(m_ladder.top()))
        + AxisGap;
}

void LiveChart::paintGrid(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF rect = plotRect();
    painter.fillRect(QRectF(0, 0, width(), height()), t.card);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(labelFont());
    for (const TimeGeometry::Tick &tick : m_time.ticks(90)) {
        painter.setPen(QPen(t.grid, 0));
        const double x = std::round(m_time.x(tick.at));
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()));
    }
    painter.setPen(QPen(t.muted, 0, Qt::DashLine));
    for (const Duration begin : m_time.multiples(m_round))
        painter.drawLine(QPointF(std::round(m_time.x(begin)), rect.top()),
                         QPointF(std::round(m_time.x(begin)), rect.bottom()));
    double step = m_ladder.step();
    // A low chart has fewer grid lines, not figures upon each other.
    while (rect.height() * step / m_ladder.reach() < painter.fontMetrics().height() + 2 && step < m_ladder.top())
        step = step < m_ladder.top() / 2 ? m_ladder.top() / 2 : m_ladder.top();
    for (double value = 0; value <= m_ladder.top() * 1.001; value += step) {
        if (m_unit == Unit::Number && value != std::round(value))
            continue; // there is no half a call
        const double at = std::round(y(value));
        painter.setPen(QPen(value == 0 ? t.line : t.grid, 0));
        painter.drawLine(QPointF(rect.left(), at), QPointF(rect.right(), at));
        painter.setPen(t.muted);
        const double half = painter.fontMetrics().height() / 2.0;
        const double middle = std::clamp(at, half, std::max(half, rect.bottom() + 4 - half));
        drawTabular(painter, QRectF(0, middle - half, rect.left() - AxisGap, 2 * half),
                    Qt::AlignRight | Qt::AlignVCenter, valueText(value));
    }
}

void LiveChart::paintOverlay(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF rect = plotRect();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(labelFont());
    paintThresholds(painter);
    const bool isEmpty = std::all_of(m_series.cbegin(), m_series.cend(),
                                     [](const Series &s) { return s.points.isEmpty(); });
    if (isEmpty && !m_emptyText.isEmpty()) {
        // A ground, so that no threshold strikes it through.
        const QRectF room = rect.adjusted(8, 8, -8, -8);
        const QRectF ground = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        painter.fillRect(ground.adjusted(-6, -2, 6, 2), t.card);
        painter.setPen(t.muted);
        painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
    const auto line = [&](std::optional<Duration> moment, const QColor &colour) {
        if (!moment || *moment < m_time.begin() || *moment > m_time.end())
            return;
        const double x = std::round(m_time.x(*moment));
        painter.setPen(QPen(colour, 0));
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    };
    line(m_selection, t.accent);
    line(m_cursor, mixed(t.card, t.text, 0.5));
}

void LiveChart::paintThresholds(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF rect = plotRect();
    std::vector<QRectF> tags;
    for (int i = 0; i < m_thresholds.size(); ++i) {
        const Threshold &threshold = m_thresholds.at(i);
        const double at = std::round(y(threshold.value));
        painter.setPen(QPen(t.problem, 0, threshold.style));
        painter.drawLine(QPointF(rect.left(), at), QPointF(rect.right(), at));
        const QRectF bounds = painter.fontMetrics().boundingRect(threshold.label);
        QRectF tag(rect.left() + 6, at - bounds.height() - 3, bounds.width() + 10, bounds.height() + 2);
        if (tag.top() < rect.top())
            tag.moveTop(at + 3);
        for (const QRectF &other : tags) {
            if (tag.intersects(other))
                tag.moveLeft(other.right() + 6);
        }
        tags.push_back(tag);
    }
    // Above all lines.
    for (int i = 0; i < m_thresholds.size(); ++i) {
        painter.fillRect(tags[std::size_t(i)], t.card);
        painter.setPen(t.problem);
        painter.drawText(tags[std::size_t(i)], Qt::AlignCenter, m_thresholds.at(i).label);
        if (!m_isThresholdMovable)
            continue;
        // A grip, which says that it can be moved.
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.problem, 0));
        painter.setBrush(m_grip && m_grip->threshold == i ? t.problem : t.card);
        painter.drawRoundedRect(gripRect(i).translated(0, -headerHeight()), 4, 4);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
    }
}

QRectF LiveChart::gripRect(int threshold) const
{
    // Side by side, for thresholds of the same value.
    const QRectF rect = plotRect();
    const double at = std::round(yOf(m_thresholds.at(threshold).value));
    return QRectF(rect.right() - (GripWidth + 4) * (threshold + 1), at - 4, GripWidth, 8);
}

double LiveChart::figureWidth(const QFontMetricsF &metrics) const
{
    return tabularWidth(metrics,
                        m_unit == Unit::Percent    ? QStringLiteral("100 %")
                            : m_unit == Unit::Time ? QStringLiteral("888 ms")
                                                   : valueText(std::max(888.0, m_ladder.top())));
}

double LiveChart::legendWidth(bool withFigures) const
{
    std::optional<double> &known = withFigures ? m_legendWidthWithFigures : m_legendWidth;
    if (known)
        return *known;
    const QFontMetricsF metrics(labelFont());
    double width = -LegendGap;
    for (const Series &series : m_series) {
        if (!series.isInLegend())
            continue;
        width += LegendGap + SwatchWidth + metrics.horizontalAdvance(series.name);
        if (withFigures)
            width += FigureGap + figureWidth(metrics);
    }
    known = width;
    return width;
}

double LiveChart::titleWidth() const
{
    if (!m_titleWidth)
        m_titleWidth = QFontMetricsF(headingFont()).horizontalAdvance(m_title);
    return *m_titleWidth;
}

void LiveChart::forgetWidths()
{
    m_titleWidth.reset();
    m_legendWidth.reset();
    m_legendWidthWithFigures.reset();
}

int LiveChart::headerHeight() const
{
    // The legend goes below the title where both do not fit side by side.
    return titleWidth() + 3 * LegendGap + legendWidth(true) <= m_time.width() ? LineHeight : LineHeight + LegendHeight;
}

void LiveChart::paintLegend(QPainter &painter, const QRectF &rect, bool withFigures) const
{
    const Tints t = Tints::of(palette());
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    // At the cross-hair, else at the moment that is selected, else at the end, behind which no figure is known yet.
    const Duration end = std::chrono::round<Duration>(std::chrono::duration<double>(m_end));
    const Duration moment = std::min(end, m_cursor.value_or(m_selection.value_or(end)));
    double x = rect.left();
    for (std::size_t n = 0; n < m_series.size(); ++n) {
        const Series &series = m_series[n];
        if (!series.isInLegend())
            continue;
        const QRectF swatch(x, rect.center().y() - 5, 10, 10);
        if (series.shape == Shape::Area)
            painter.fillRect(swatch, areaBrush(series.mark));
        else {
            painter.setPen(QPen(lineColour(series), 2, series.style));
            painter.drawLine(QPointF(x, rect.center().y()), QPointF(x + 11, rect.center().y()));
        }
        x += SwatchWidth;
        painter.setPen(t.muted);
        const double name = metrics.horizontalAdvance(series.name);
        painter.drawText(QRectF(x, rect.top(), name + 2, rect.height()), Qt::AlignVCenter, series.name);
        x += name;
        if (withFigures) {
            const std::optional<double> value = valueAt(int(n), moment);
            painter.setPen(t.text);
            drawTabular(painter, QRectF(x + FigureGap, rect.top(), figureWidth(metrics), rect.height()),
                        Qt::AlignLeft | Qt::AlignVCenter, value ? valueText(*value) : QStringLiteral("–"));
            x += FigureGap + figureWidth(metrics);
        }
        x += LegendGap;
    }
}

void LiveChart::paintHeader(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF line(m_time.left(), 0, m_time.width(), LineHeight);
    double right = line.right();
    if (headerHeight() == LineHeight) {
        right -= legendWidth(true);
        paintLegend(painter, QRectF(right, 0, legendWidth(true), LineHeight), true);
        right -= LegendGap;
    } else {
        paintLegend(painter, line.translated(0, LineHeight - 4), legendWidth(true) <= line.width());
    }

    painter.setFont(headingFont());
    painter.setPen(t.text);
    const QFontMetricsF heading(painter.font());
    const QString title = heading.elidedText(m_title, Qt::ElideRight, right - line.left());
    painter.drawText(line, Qt::AlignVCenter, title);
    const double after = line.left() + heading.horizontalAdvance(title) + 10;
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    if (!m_note.isEmpty() && right - after > 60)
        painter.drawText(QRectF(after, 0, right - after, line.height()), Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(m_note, Qt::ElideRight, right - after));
}

void LiveChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintHeader(painter);
}

int LiveChart::thresholdAt(QPointF position) const
{
    const QRectF rect = plotRect().translated(0, headerHeight());
    if (!m_isThresholdMovable || position.x() < rect.left() || position.x() > rect.right())
        return -1;
    int nearest = -1;
    double distance = CatchDistance;
    for (int i = 0; i < m_thresholds.size(); ++i) {
        const double away = std::abs(position.y() - yOf(m_thresholds.at(i).value));
        const bool isOnGrip = gripRect(i).adjusted(-2, -2, 2, 2).contains(position);
        if (away < distance || (away <= distance && (nearest < 0 || isOnGrip))) {
            distance = away;
            nearest = i;
        }
    }
    return nearest;
}

void LiveChart::mousePressEvent(QMouseEvent *event)
{
    const int threshold = event->button() == Qt::LeftButton ? thresholdAt(event->position()) : -1;
    if (threshold >= 0)
        m_grip = Grip{threshold, event->globalPosition().y(), m_thresholds.at(threshold).value,
                      m_ladder.reach() / plotRect().height()};
    else
        QWidget::mousePressEvent(event);
}

void LiveChart::mouseMoveEvent(QMouseEvent *event)
{
    if (m_grip) {
        const double up = m_grip->globalY - event->globalPosition().y();
        Q_EMIT thresholdDragged(m_grip->threshold, std::max(0.0, m_grip->value + up * m_grip->perPixel));
    } else if (event->buttons() == Qt::NoButton) {
        if (isOnThreshold(event->position()))
            QWidget::setCursor(Qt::SizeVerCursor);
        else
            unsetCursor();
    }
    QWidget::mouseMoveEvent(event);
}

void LiveChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (std::exchange(m_grip, std::nullopt)) {
        refresh(); // the axis may follow now
        Q_EMIT thresholdDropped();
    }
    QWidget::mouseReleaseEvent(event);
}

void LiveChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void LiveChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        forgetWidths();
        refresh();
    }
    if (event->type() == QEvent::PaletteChange) {
        applyColours();
        m_plot->repaintSoon();
    }
}

QSize LiveChart::sizeHint() const
{
    return {560, 220};
}

QSize LiveChart::minimumSizeHint() const
{
    return {240, 78};
}

} // namespace Fuseboard
