// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellscore.h"

#include <QList>

namespace Fuseboard {

/// What one field does to one goal over a whole grid. A plain value.
struct Sensitivity
{
    qsizetype field = 0; ///< index in SweepPlan::vary
    qsizetype goal = 0;  ///< index in SweepPlan::goals

    /// Of the goal's variance over the cells, the part that the field explains alone: the variance of the means at each of its
    /// values (the first-order index of Sobol'). 0..1; 0 where the goal does not vary.
    double share = 0;

    /// The mean of the goal at each of the field's values; none where no cell has it.
    QList<std::optional<double>> means;

    friend bool operator==(const Sensitivity &, const Sensitivity &) = default;
};

/// One for each goal and field, by goal, then in the order of the fields. Cells that miss a limit count, impossible ones do not.
QList<Sensitivity> sensitivities(const SweepPlan &plan, const QList<CellScore> &scores);

} // namespace Fuseboard
