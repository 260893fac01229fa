// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timegeometry.h"

#include <QList>

#include <vector>

namespace Fuseboard {

/// A part of a lane in which an endpoint or a breaker was one thing.
struct LaneStretch
{
    Duration begin{};
    Duration end{};
    int kind = 0; ///< which thing, 0 or more

    friend bool operator==(const LaneStretch &, const LaneStretch &) = default;
};

/// What is drawn as one: a stretch, or several that are too narrow to be drawn one by one.
struct LanePiece
{
    double left = 0; ///< whole pixels
    double right = 0;
    qsizetype first = 0; ///< index of its first stretch
    qsizetype count = 1;

    bool isMixed() const { return count > 1; }
    friend bool operator==(const LanePiece &, const LanePiece &) = default;
};

/// The pieces of @p stretches, which are in order and without gaps, that are in sight. Three and more in a row that are narrower
/// than @p narrowest pixels each are one mixed piece. A piece is at least @p narrowest wide, within the edges of @p time.
QList<LanePiece> lanePieces(const QList<LaneStretch> &stretches, const TimeGeometry &time, double narrowest);

/// How much of the time from @p begin to @p end each kind took, by kind (0..@p kinds - 1), as shares of what the stretches from
/// @p first on, @p count of them, cover of it; all 0 where they cover nothing.
std::vector<double> laneShares(const QList<LaneStretch> &stretches, qsizetype first, qsizetype count, Duration begin,
                               Duration end, int kinds);

} // namespace Fuseboard
