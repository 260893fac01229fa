// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineF>
#include <QList>
#include <QPoint>
#include <QRectF>

#include <optional>

namespace Fuseboard {

/// Where the cells of a heat map are: columns from the left, rows from the bottom upwards, as axes count. A plain value.
class HeatGeometry
{
public:
    HeatGeometry() = default;

    /// @p area is divided evenly; with room to spare, cells are at most @p mostHigh high.
    HeatGeometry(const QRectF &area, int columns, int rows, double mostHigh);

    int columns() const { return m_columns; }
    int rows() const { return m_rows; }
    const QRectF &area() const { return m_area; }
    double cellWidth() const { return m_columns > 0 ? m_area.width() / m_columns : 0; }
    double cellHeight() const { return m_rows > 0 ? m_area.height() / m_rows : 0; }

    QRectF cell(int column, int row) const;

    /// Column and row; none outside.
    std::optional<QPoint> cellAt(QPointF position) const;

    /// Every how many columns or rows have a label, if one needs @p needed of @p size pixels.
    static int labelStep(double needed, double size);

private:
    QRectF m_area;
    int m_columns = 0;
    int m_rows = 0;
};

/// Lines that rise from left to right through @p rect, @p apart from one another, none outside of it. Those of cells that touch
/// go on into one another.
QList<QLineF> hatchLines(const QRectF &rect, double apart);

} // namespace Fuseboard
