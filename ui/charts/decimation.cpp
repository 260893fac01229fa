// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/decimation.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

bool isGap(const QPointF &p)
{
    return std::isnan(p.y());
}

bool isFinite(const QPointF &p)
{
    return std::isfinite(p.x()) && std::isfinite(p.y());
}

/// Neither a value nor a gap.
bool isNothing(const QPointF &p)
{
    return !std::isfinite(p.x()) || std::isinf(p.y());
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
        std::remove_copy_if(first, last, std::back_inserter(result), isNothing);
        return result;
    }

    result.reserve(2 * qsizetype(columns) + 4);
    const double perColumn = (end - begin) / columns;
    const auto columnOf = [&](const QPointF &p) { return std::floor((p.x() - begin) / perColumn); };
    for (auto it = first; it != last;) {
        if (isNothing(*it)) {
            ++it;
            continue;
        }
        const double column = columnOf(*it);
        auto low = last;
        auto high = last;
        auto newest = it;
        for (; it != last && (isNothing(*it) || columnOf(*it) == column); ++it) {
            if (isNothing(*it))
                continue;
            newest = it;
            if (isGap(*it))
                continue;
            if (low == last || it->y() < low->y())
                low = it;
            if (high == last || it->y() > high->y())
                high = it;
        }
        if (low != last) {
            if (low > high)
                std::swap(low, high);
            result.append(*low);
            if (low != high)
                result.append(*high);
        }
        if (isGap(*newest) && (result.isEmpty() || !isGap(result.constLast())))
            result.append(*newest);
    }
    return result;
}

QList<QPointF> stepped(const QList<QPointF> &points, double end)
{
    QList<QPointF> result;
    result.reserve(points.size() * 2);
    for (qsizetype i = 0; i < points.size(); ++i) {
        const QPointF &point = points.at(i);
        if (isGap(point)) {
            if (result.isEmpty() || !isGap(result.constLast()))
                result.append(point);
            continue;
        }
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

QList<QPointF> clipped(const QList<QPointF> &line, double left, double right)
{
    QList<QPointF> result;
    result.reserve(line.size());
    const auto crossing = [](const QPointF &a, const QPointF &b, double x) {
        return QPointF(x, a.y() + (b.y() - a.y()) * (x - a.x()) / (b.x() - a.x()));
    };
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QPointF &point = line.at(i);
        if (i > 0 && !isGap(point) && !isGap(line.at(i - 1))) {
            const QPointF &before = line.at(i - 1);
            if (before.x() < left && point.x() > left)
                result.append(crossing(before, point, left));
            if (before.x() < right && point.x() > right)
                result.append(crossing(before, point, right));
        }
        if (point.x() >= left && point.x() <= right)
            result.append(point);
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
