// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QPointF>

namespace Fuseboard {

// Points are in the order of x. A point whose y is not a number is a gap: nothing is known from its x to that of the next
// point. Infinite values are dropped.

/// At most two points per pixel column: the lowest and the highest of it, in the order in which they came, so that
/// every spike stays; and a gap, where the column ends in one. The points next to the visible stretch on either side are kept,
/// so that lines run out of the picture. What has at most 2 * @p columns points in all stays whole.
///
/// The stretch from @p begin to @p end has @p columns columns.
QList<QPointF> decimated(const QList<QPointF> &points, double begin, double end, int columns);

/// The corners of the stair that holds each point's y until the next one's x; the last holds until @p end. Steps of the
/// same height become one.
QList<QPointF> stepped(const QList<QPointF> &points, double end);

/// The part of a line with @p left <= x <= @p right, with points on both edges where the line crosses them.
QList<QPointF> clipped(const QList<QPointF> &line, double left, double right);

/// The largest y between @p begin and @p end, the value that a stair brings into it included; 0 for none, and never
/// less.
double largest(const QList<QPointF> &points, double begin, double end);

} // namespace Fuseboard
