// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/plotview.h"

#include <QList>

#include <functional>

QT_BEGIN_NAMESPACE
class QLineSeries;
class QScatterSeries;
QT_END_NAMESPACE

namespace Fuseboard {

/// The configurations of a sweep as points over two figures. Those on the Pareto front (no other is better in both figures) are
/// joined by a line, the others are pale; those that violate a constraint are hollow. A click chooses the nearest point. By keyboard:
/// left and right move along the front, Enter or Space chooses. Its table lists the front first.
///
/// Of many points that lie on top of each other one is drawn: at most some 2,000 are, so that 20,000 configurations stay quick. A
/// click reaches all. GUI thread.
class ParetoPlot : public PlotView
{
    Q_OBJECT

public:
    struct Point
    {
        qint64 id = 0;
        double x = 0;
        double y = 0;
        bool isFront = false;
        bool isAllowed = true; ///< misses no limit
        friend bool operator==(const Point &, const Point &) = default;
    };

    struct Axis
    {
        QString title;
        bool isLowBetter = false;
        friend bool operator==(const Axis &, const Axis &) = default;
    };

    struct Picture
    {
        Axis x;
        Axis y;
        QList<Point> points; ///< finite
        qint64 present = -1;
        qint64 best = -1;
        friend bool operator==(const Picture &, const Picture &) = default;
    };

    explicit ParetoPlot(QWidget *parent = nullptr);

    /// What values are for people, on either axis.
    void setValueTexts(const std::function<QString(double)> &x, const std::function<QString(double)> &y);

    /// All about a cell: tooltip, and what is read out.
    void setDescription(const std::function<QString(qint64 id)> &description);

    void setPicture(const Picture &picture);
    const Picture &picture() const { return m_picture; }
    void setSelected(qint64 id);

    /// Where the configuration's point is on the widget.
    QPointF placeOf(const Point &point) const;

Q_SIGNALS:
    /// Sent when a user clicks a point or presses Enter or Space on it, once each time.
    void chosen(qint64 id);

protected:
    void applyColours(const Tints &tints) override;
    void paintOverlay(QPainter &painter, const Tints &tints) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void applyPicture();
    void applyTicks();
    void applyTable();
    Ticks ticksOf(double Point::*value, const std::function<QString(double)> &text, int count) const;
    const Point *nearest(QPointF position) const;
    const Point *find(qint64 id) const;
    QList<Point> front() const;
    void moveAlong(int by);
    void paintLegend(QPainter &painter, const Tints &tints) const;

    Picture m_picture;
    std::function<QString(double)> m_xText;
    std::function<QString(double)> m_yText;
    std::function<QString(qint64)> m_description;
    QCategoryAxis *m_xAxis;
    QCategoryAxis *m_yAxis;
    QScatterSeries *m_others;  ///< not on the front
    QScatterSeries *m_invalid; ///< violate a constraint, not on the front
    QLineSeries *m_frontLine;
    QScatterSeries *m_frontPoints;
    qint64 m_selected = -1;
    qint64 m_cursor = -1;
};

} // namespace Fuseboard
