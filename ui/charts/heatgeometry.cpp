// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/heatgeometry.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

HeatGeometry::HeatGeometry(const QRectF &area, int columns, int rows, double mostHigh)
    : m_area(area)
    , m_columns(columns)
    , m_rows(rows)
{
    if (rows > 0)
        m_area.setHeight(std::min(area.height(), rows * mostHigh));
}

QRectF HeatGeometry::cell(int column, int row) const
{
    return {m_area.left() + column * cellWidth(), m_area.bottom() - (row + 1) * cellHeight(), cellWidth(),
            cellHeight()};
}

std::optional<QPoint> HeatGeometry::cellAt(QPointF position) const
{
    if (cellWidth() <= 0 || cellHeight() <= 0)
        return std::nullopt;
    const QPoint cell(int(std::floor((position.x() - m_area.left()) / cellWidth())),
                      int(std::floor((m_area.bottom() - position.y()) / cellHeight())));
    const bool isInside = cell.x() >= 0 && cell.x() < m_columns && cell.y() >= 0 && cell.y() < m_rows;
    return isInside ? std::optional(cell) : std::nullopt;
}

int HeatGeometry::labelStep(double needed, double size)
{
    return size > 0 ? std::max(1, int(std::ceil(needed / size))) : 1;
}

QList<QLineF> hatchLines(const QRectF &rect, double apart)
{
    QList<QLineF> lines;
    if (rect.isEmpty() || apart <= 0)
        return lines;
    // On each line x + y is the same, a multiple of the distance.
    for (double sum = std::ceil((rect.left() + rect.top()) / apart) * apart; sum < rect.right() + rect.bottom();
         sum += apart) {
        const double left = std::max(rect.left(), sum - rect.bottom());
        const double right = std::min(rect.right(), sum - rect.top());
        lines.append({left, sum - left, right, sum - right});
    }
    return lines;
}

} // namespace Fuseboard
