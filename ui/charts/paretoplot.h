// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QWidget>

#include <functional>

namespace Fuseboard {

/// The cells of a sweep as points over two figures: those that no other is better than in both are joined, the others pale; those
/// that miss a limit are hollow. A click takes the nearest point. By keyboard: left and right move along the joined ones,
/// Enter or Space looks at the cell. GUI thread.
class ParetoPlot : public QWidget
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

    /// Shown where there is no picture.
    void setEmptyText(const QString &text);

    void show(const Picture &picture);
    const Picture &picture() const { return m_picture; }
    void setSelected(qint64 id);

    /// Where the cell's point is on the widget.
    QPointF placeOf(const Point &point) const;

    QSize sizeHint() const override { return {360, 300}; }
    QSize minimumSizeHint() const override { return {220, 150}; }

Q_SIGNALS:
    /// By hand: it is to be looked at.
    void chosen(qint64 id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void takeValues();
    void place();
    QList<double> ticksOf(double low, double high, double Point::*value, int count) const;
    const Point *nearest(QPointF position) const;
    const Point *find(qint64 id) const;
    QList<Point> front() const;
    void moveAlong(int by);
    void paintAxes(QPainter &painter) const;
    void paintPoints(QPainter &painter) const;

    Picture m_picture;
    std::function<QString(double)> m_xText;
    std::function<QString(double)> m_yText;
    std::function<QString(qint64)> m_description;
    QString m_emptyText;
    QRectF m_values; ///< what the axes reach over; y grows downwards here, as everywhere in rectangles
    QRectF m_area;
    qint64 m_selected = -1;
    qint64 m_cursor = -1;
    bool m_showsFocus = false;
};

} // namespace Fuseboard
