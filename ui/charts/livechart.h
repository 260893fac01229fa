// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/axisladder.h"
#include "charts/timegeometry.h"
#include "theme/marks.h"

#include <QFontMetricsF>
#include <QList>
#include <QPointF>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace Fuseboard {

/// A chart over the run's time: areas that stand on one another, and lines. Takes stairs: each point holds until the
/// next.
///
/// Grid, axis figures, thresholds, cross-hair and legend are painted here, on the time geometry that the lanes have too. Points,
/// unit, thresholds and time show with the next refresh() or the next change of size or font, whichever comes first: scale and
/// points are always of the same moment.
class LiveChart : public QWidget
{
    Q_OBJECT

public:
    enum class Shape {
        Area, ///< stands on the areas added before it
        Line, ///< in the text colour where its mark has none
        Pale, ///< a line of the run that this one is compared with; not in the legend
    };
    enum class Unit {
        Number,
        Percent, ///< values are shares of 0..1
        Time,    ///< values are seconds
    };

    /// A line that a rule holds its series against.
    struct Threshold
    {
        double value = 0; ///< in the unit of the series
        QString label;
        Qt::PenStyle style = Qt::SolidLine; ///< that of the series it is for

        friend bool operator==(const Threshold &, const Threshold &) = default;
    };

    explicit LiveChart(const QString &title, QWidget *parent = nullptr);
    ~LiveChart() override;

    void setTitle(const QString &title);

    /// Said beside the title, in small.
    void setNote(const QString &note);

    /// All series are added before the first picture; the answer, from 0, is the number to name one by.
    int addSeries(const QString &name, const Mark &mark, Shape shape, Qt::PenStyle style = Qt::SolidLine);

    /// What the legend calls @p series from now on; empty: the legend leaves it out.
    void setName(int series, const QString &name);

    /// x in seconds since the run's start, in order; all areas of a chart have points at the same x. A line has a gap from a point
    /// whose y is not a number. @p end is until when the last point of a pale line holds; the others have setEnd().
    void setPoints(int series, const QList<QPointF> &points, std::optional<double> end = {});

    /// Until when the last point of each series holds, in seconds.
    void setEnd(double seconds);

    /// The y axis reaches to @p leastTop at least, and grows with the values (AxisLadder).
    void setUnit(Unit unit, double leastTop);

    void setThresholds(const QList<Threshold> &thresholds);
    const QList<Threshold> &thresholds() const { return m_thresholds; }

    /// Whether thresholds can be dragged; thresholdDragged() then says where to. They move when they are set anew.
    void setThresholdMovable(bool movable) { m_isThresholdMovable = movable; }

    /// Which threshold a press at @p position takes hold of; -1 for none. Of two at one height the grips tell.
    int thresholdAt(QPointF position) const;
    bool isOnThreshold(QPointF position) const { return thresholdAt(position) >= 0; }

    /// Where the grip of a threshold is drawn, in the coordinates of this widget.
    QRectF gripRect(int threshold) const;

    /// Where the plot stands in the widget, and what time it shows.
    void setTime(const TimeGeometry &time);

    /// The run begins anew each @p length; 0: it does not.
    void setRound(Duration length) { m_round = length; }

    /// The cross-hair, and the moment that is selected. They show at once.
    void setCrossHair(std::optional<Duration> cursor, std::optional<Duration> selection);

    /// Said in the middle while no series has a point.
    void setEmptyText(const QString &text);

    /// Off while live, on when the picture stands still; a picture of very many points is never smooth.
    void setSmooth(bool smooth);

    /// Brings all that was set since the last time on the screen.
    void refresh();

    /// The value that a series has at @p moment; none before its first point, in a gap and behind the end.
    std::optional<double> valueAt(int series, Duration moment) const;

    /// The first one.
    std::optional<double> threshold() const
    {
        return m_thresholds.isEmpty() ? std::nullopt : std::optional(m_thresholds.first().value);
    }
    QString thresholdLabel() const { return m_thresholds.value(0).label; }
    QString note() const { return m_note; }

    /// The values follow no longer from those before: the axis fits the new ones exactly.
    void restartAxis() { m_ladder.restart(); }

    /// The coordinate of @p value in this widget, as of the latest refresh().
    double yOf(double value) const { return headerHeight() + y(value); }

    /// The last grid line of the y axis, as of the latest refresh().
    double top() const { return m_ladder.top(); }

    /// Width of the widest figure of the y axis, its gap included.
    double axisTextWidth() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// With each move of the mouse: number @p threshold to @p value, 0 or more, in the unit of the series.
    void thresholdDragged(int threshold, double value);

    /// The mouse has let go of it.
    void thresholdDropped();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    class Plot;
    struct Series
    {
        QString name;
        Mark mark;
        Shape shape = Shape::Line;
        Qt::PenStyle style = Qt::SolidLine;
        QList<QPointF> points{};
        std::optional<double> end{};

        bool isInLegend() const { return shape != Shape::Pale && !name.isEmpty(); }
    };

    void paintGrid(QPainter &painter) const;
    void paintOverlay(QPainter &painter) const;
    void paintThresholds(QPainter &painter) const;
    void paintHeader(QPainter &painter) const;
    void paintLegend(QPainter &painter, const QRectF &rect, bool withFigures) const;
    QBrush areaBrush(Mark mark) const;
    double figureWidth(const QFontMetricsF &metrics) const;
    double legendWidth(bool withFigures) const;
    double titleWidth() const;
    void forgetWidths();
    int headerHeight() const;
    QColor lineColour(const Series &series) const;
    void applyColours();
    void applyArea();
    void feed();
    void repaintSoon();
    QRectF plotRect() const;
    double y(double value) const;
    QString valueText(double value) const;

    std::vector<Series> m_series;
    std::unique_ptr<Plot> m_plot;
    TimeGeometry m_time;
    Duration m_round{};
    AxisLadder m_ladder{1};
    Unit m_unit = Unit::Number;
    QString m_title;
    QString m_note;
    QString m_emptyText;
    QList<Threshold> m_thresholds;
    bool m_isThresholdMovable = false;

    /// Where a threshold was taken hold of: what moves meanwhile, the chart or its axis, must not move the threshold.
    struct Grip
    {
        int threshold = 0;
        double globalY = 0;
        double value = 0;
        double perPixel = 0;
    };
    std::optional<Grip> m_grip;
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;

    // Measured once: shaping text takes longer than drawing what it stands above.
    mutable std::optional<double> m_titleWidth;
    mutable std::optional<double> m_legendWidth;
    mutable std::optional<double> m_legendWidthWithFigures;
    double m_end = 0;
    bool m_isSmooth = false;
};

} // namespace Fuseboard
