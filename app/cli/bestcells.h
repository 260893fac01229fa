// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/sensitivity.h"
#include "scoredsweep.h"

#include <QList>

namespace Fuseboard::Cli {

/// What to look at in a sweep: indices in ScoredSweep::scores.
struct BestCells
{
    explicit BestCells(const ScoredSweep &sweep);

    qsizetype best = -1; ///< -1: none keeps to the limits
    QList<qsizetype> front;
    QList<qsizetype> nearest; ///< where none keeps to the limits: the most promising first
    QList<Sensitivity> sensitivities;
    qsizetype allowed = 0;
    qsizetype impossible = 0;
};

} // namespace Fuseboard::Cli
