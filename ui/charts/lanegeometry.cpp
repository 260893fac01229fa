// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/lanegeometry.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr qsizetype FewestMixed =
    3; // two narrow ones, as a half-open state beside a short open one, are drawn as they are

} // namespace

QList<LanePiece> lanePieces(const QList<LaneStretch> &stretches, const TimeGeometry &time, double narrowest)
{
    QList<LanePiece> pieces;
    const auto isNarrow = [&](const LaneStretch &s) { return time.x(s.end) - time.x(s.begin) < narrowest; };
    const auto append = [&](qsizetype first, qsizetype count, double from, double to) {
        LanePiece piece{std::max(time.left(), from), std::min(time.right(), to), first, count};
        if (piece.right - piece.left < narrowest)
            piece.right = std::min(time.right(), piece.left + narrowest);
        pieces.append(piece);
    };
    const auto isBefore = [](const LaneStretch &s, Duration moment) { return s.end < moment; };
    const auto begin = std::lower_bound(stretches.cbegin(), stretches.cend(), time.begin(), isBefore);
    const auto end = std::find_if(begin, stretches.cend(), [&](const LaneStretch &s) { return s.begin > time.end(); });
    for (auto it = begin; it != end;) {
        const auto next = isNarrow(*it) ? std::find_if_not(it, end, isNarrow) : std::next(it);
        const qsizetype first = it - stretches.cbegin();
        if (next - it >= FewestMixed) {
            append(first, next - it, std::floor(time.x(it->begin)), std::ceil(time.x(std::prev(next)->end)));
        } else {
            for (auto each = it; each != next; ++each)
                append(each - stretches.cbegin(), 1, std::round(time.x(each->begin)), std::round(time.x(each->end)));
        }
        it = next;
    }
    return pieces;
}

std::vector<double> laneShares(const QList<LaneStretch> &stretches, qsizetype first, qsizetype count, Duration begin,
                               Duration end, int kinds)
{
    std::vector<double> shares(std::size_t(kinds), 0.0);
    double sum = 0;
    const auto from = stretches.cbegin() + first;
    const auto to = from + count;
    const auto isBefore = [](const LaneStretch &s, Duration moment) { return s.end <= moment; };
    for (auto it = std::lower_bound(from, to, begin, isBefore); it != to && it->begin < end; ++it) {
        const auto length = double((std::min(it->end, end) - std::max(it->begin, begin)).count());
        shares.at(std::size_t(it->kind)) += length;
        sum += length;
    }
    for (double &share : shares)
        share = sum > 0 ? share / sum : 0;
    return shares;
}

} // namespace Fuseboard
