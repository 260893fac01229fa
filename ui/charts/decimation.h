// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QPointF>

namespace Fuseboard {

/// At most two points per pixel column: the lowest and the highest of it, in the order in which they came, so that
/// every spike stays. The points next to the visible stretch on either side are kept, so that lines run out of the
/// picture. What has at most 2 * @p columns points in all stays whole.
///
/// @p points are in the order of x. The stretch from @p begin to @p end has @p columns columns. Points that are not
/// finite are dropped (QXYSeries::replace() does not check; Qt 6.4.2).
QList<QPointF> decimated(const QList<QPointF> &points, double begin, double end, int columns);

/// The corners of the stair that holds each point's y until the next one's x; the last holds until @p end. Steps of the
/// same height become one.
QList<QPointF> stepped(const QList<QPointF> &points, double end);

/// The largest y between @p begin and @p end, the value that a stair brings into it included; 0 for none, and never
/// less.
double largest(const QList<QPointF> &points, double begin, double end);

} // namespace Fuseboard
