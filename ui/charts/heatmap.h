// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/heatgeometry.h"

#include <QList>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <optional>

namespace Fuseboard {

/// Cells of a sweep, coloured by one figure, over one or two fields.
///
/// Nothing is told by colour alone: values stand in the cells where they fit, cells that miss a limit are hatched, those that there
/// can be no run with are crossed out, the best one has a star, the present setting a ring, and the one that is looked at a frame.
/// By keyboard: arrows, Home, End, Page Up and Page Down move the cursor, Enter or Space looks at its cell. GUI thread.
class HeatMap : public QWidget
{
    Q_OBJECT

public:
    enum class State : quint8 {
        Waiting, ///< not computed yet
        Done,
        Impossible, ///< there is no run with these settings
    };

    struct Cell
    {
        qint64 id = 0;
        State state = State::Waiting;
        bool isAllowed = true; ///< misses no limit
        std::optional<double> value;
        friend bool operator==(const Cell &, const Cell &) = default;
    };

    struct Axis
    {
        QString title;
        QStringList labels; ///< at least one
        friend bool operator==(const Axis &, const Axis &) = default;
    };

    struct Picture
    {
        QString title; ///< of the figure
        bool isLowBetter = false;
        Axis columns;
        Axis rows;         ///< one label without text: there is but one field
        QList<Cell> cells; ///< row by row, the lowest first
        qint64 present = -1;
        qint64 best = -1;
        friend bool operator==(const Picture &, const Picture &) = default;
    };

    explicit HeatMap(QWidget *parent = nullptr);

    /// What a value is for people.
    void setValueText(const std::function<QString(double)> &text);

    /// All about a cell: its tooltip, and what is read out where the cursor is.
    void setDescription(const std::function<QString(qint64 id)> &description);

    /// Shown where there is no picture.
    void setEmptyText(const QString &text);

    void show(const Picture &picture);
    const Picture &picture() const { return m_picture; }

    /// The cell that is looked at; -1: none.
    void setSelected(qint64 id);
    qint64 selected() const { return m_selected; }

    /// Where the cell is on the widget; empty if it is not in the picture.
    QRectF rectOf(qint64 id) const;

    QSize sizeHint() const override { return {460, 340}; }
    QSize minimumSizeHint() const override { return {250, 150}; }

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
    void place();
    void takeValues();
    double shareOf(double value) const;
    void moveCursor(QPoint by);
    void setCursorCell(QPoint cell);
    const Cell &at(QPoint cell) const { return m_picture.cells.at(cell.y() * m_geometry.columns() + cell.x()); }
    std::optional<QPoint> placeOf(qint64 id) const;
    void paintCells(QPainter &painter) const;
    void paintAxes(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;

    Picture m_picture;
    std::function<QString(double)> m_valueText;
    std::function<QString(qint64)> m_description;
    QString m_emptyText;
    HeatGeometry m_geometry;
    double m_least = 0;
    double m_most = 0;
    bool m_hasValues = false;
    qint64 m_selected = -1;
    QPoint m_cursor;
    bool m_showsFocus = false;
};

} // namespace Fuseboard
