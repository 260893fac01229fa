// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/scenario/scenario.h"
#include "lab/tune/cellscore.h"
#include "lab/tune/sensitivity.h"
#include "lab/tune/sweepplan.h"

#include <QByteArray>
#include <QList>

namespace Fuseboard {

/// What has come of a sweep so far, and what follows from it. A plain value.
struct SweepResults
{
    SweepPlan plan;          ///< of one scenario
    QList<CellScore> scores; ///< by cell
    qint64 best = -1;        ///< a cell; -1: none is allowed
    QList<qint64> front;     ///< cells that no other is better than in all goals
    QList<Sensitivity> sensitivities;
    bool isWhole = false; ///< nothing more comes: it was not cancelled

    bool isEmpty() const { return scores.isEmpty(); }

    /// There is a result for @p cell, if only that it cannot be.
    bool isDone(qint64 cell) const { return scores.at(cell).seeds > 0 || !scores.at(cell).error.isEmpty(); }

    /// Computes what follows from the scores. Cells that a search gave up early are not compared, for with fewer seeds they may
    /// only have been lucky; they count in the sensitivities alone.
    void conclude();

    /// The cells that no other is better than in both of these goals, of those that are compared.
    QList<qint64> frontOf(qsizetype goal, qsizetype other) const;

    /// The cell whose settings @p scenario has; -1: none.
    qint64 cellOf(const Scenario &scenario) const;

    /// Whether the sweep would be another one with @p scenario: something else differs than the fields that it varies.
    bool isOutdatedBy(const Scenario &scenario) const;

    /// A line for each cell with its settings, the mean and the half width of the 95 % interval of each goal, and why it is not
    /// allowed. Times in milliseconds.
    QByteArray toCsv() const;

private:
    QList<CellScore> compared() const;
};

} // namespace Fuseboard
