// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/decimation.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

bool isFinite(const QPointF &p)
{
    return std::isfinite(p.x()) && std::isfinite(p.y());
}

} // namespace

QList<QPointF> decimated(const QList<QPointF> &points, double begin, double end, int columns)
{
    const auto isBefore = [](const QPointF &p, double x) { return p.x() < x; };
    auto first = std::lower_bound(points.cbegin(), points.cend(), begin, isBefore);
    auto last = std::upper_bound(points.cbegin(), points.cend(), end,
                                 [](double x, const QPointF &p) { return x < p.x(); });
    if (first != points.cbegin())
        --first;
    if (last != points.cend())
        ++last;

    QList<QPointF> result;
    if (std::distance(first, last) <= 2 * qsizetype(columns) || columns < 1 || end <= begin) {
        result.reserve(std::distance(first, last));
        std::copy_if(first, last, std::back_inserter(result), isFinite);
        return result;
    }

    result.reserve(2 * qsizetype(columns) + 4);
    const double perColumn = (end - begin) / columns;
    const auto columnOf = [&](const QPointF &p) { return std::floor((p.x() - begin) / perColumn); };
    for (auto it = first; it != last;) {
        if (!isFinite(*it)) {
            ++it;
            continue;
        }
        const double column = columnOf(*it);
        auto low = it;
        auto high = it;
        for (; it != last && (!isFinite(*it) || columnOf(*it) == column); ++it) {
            if (!isFinite(*it))
                continue;
            if (it->y() < low->y())
                low = it;
            if (it->y() > high->y())
                high = it;
        }
        if (low > high)
            std::swap(low, high);
        result.append(*low);
        if (low != high)
            result.append(*high);
    }
    return result;
}

QList<QPointF> stepped(const QList<QPointF> &points, double end)
{
    QList<QPointF> result;
    result.reserve(points.size() * 2);
    for (qsizetype i = 0; i < points.size(); ++i) {
        const QPointF &point = points.at(i);
        const double until = i + 1 < points.size() ? points.at(i + 1).x() : std::max(end, point.x());
        // A tread that goes on at the same height is one tread.
        if (!result.isEmpty() && result.constLast().y() == point.y()) {
            result.last().setX(until);
            continue;
        }
        result.append(point);
        result.append(QPointF(until, point.y()));
    }
    return result;
}

double largest(const QList<QPointF> &points, double begin, double end)
{
    double result = 0;
    auto it = std::lower_bound(points.cbegin(), points.cend(), begin,
                               [](const QPointF &p, double x) { return p.x() < x; });
    if (it != points.cbegin())
        --it;
    for (; it != points.cend() && it->x() <= end; ++it) {
        if (isFinite(*it))
            result = std::max(result, it->y());
    }
    return result;
}

} // namespace Fuseboard
