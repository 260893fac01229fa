// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "bestcells.h"
#include "scoredsweep.h"

#include <QByteArray>
#include <QJsonObject>

namespace Fuseboard::Cli {

/// For programs: plan, program, numbers of cells, `best` (null if there is none), `front` or else `nearest` (at most @p most of
/// them) and `sensitivity`. Times are texts such as "1.2s".
QJsonObject sweepToJson(const ScoredSweep &sweep, const BestCells &best, int most);

/// @p estimate of a goal's figure, as these have it: `mean`, `halfWidth` (null where it is not known) and `count`.
QJsonObject estimateToJson(const Goal &goal, const Estimate &estimate);

/// All cells: their settings, whether they keep to the limits, and each goal's mean with the half width of its 95 % interval.
/// Times in milliseconds.
QByteArray sweepToCsv(const ScoredSweep &sweep);

} // namespace Fuseboard::Cli
