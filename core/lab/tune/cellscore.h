// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellresult.h"
#include "lab/tune/estimate.h"
#include "lab/tune/sweepplan.h"

#include <QList>
#include <QStringList>

namespace Fuseboard {

/// How good a cell is by its plan's goals and limits. A plain value.
struct CellScore
{
    qint64 cell = 0;
    QString error; ///< CellResult::error
    int seeds = 0; ///< that it ran with

    /// By the plan's goals; none if there is an error. The mean over the scenarios, each weighing the same; a figure that a run
    /// does not have (a detectTime where nothing was detected) counts in no mean.
    QList<Estimate> goals;

    /// The limits that are not met, each with its scenario where there are several, for people: "detectTime <= 2s is not met:
    /// it is 3.1 s". A limit holds for the mean over the seeds, in each scenario; a figure that one of the runs does not have
    /// meets none.
    QStringList missed;

    bool isAllowed() const { return error.isEmpty() && missed.isEmpty(); }

    friend bool operator==(const CellScore &, const CellScore &) = default;
};

CellScore scoreOf(const SweepPlan &plan, const CellResult &result);

/// The allowed ones that no other allowed one is better than in one goal without being worse in another: indices in @p scores,
/// the best by the first goal first, then by the second, and so on. All allowed ones that are alike are in it. Means decide,
/// whatever their uncertainty; but one that has the figure in a smaller share of its runs is the worse one in any case.
QList<qsizetype> paretoFront(const SweepPlan &plan, const QList<CellScore> &scores);

/// Index of the one to take: of the allowed ones the best by the first goal; among those that are as good within the
/// uncertainty of both the best by the second, and so on; then the one with the lower number. -1 if none is allowed. A mean of
/// a single run, of which nobody knows how sure it is, is taken as it is.
qsizetype bestOf(const SweepPlan &plan, const QList<CellScore> &scores);

/// Indices of all that are not impossible, the most promising first: those that miss fewer limits; among these those on the
/// Pareto front, then those that would be on it without them, and so on; on the same one the best by the first goal, then by
/// the second, and so on; then the one with the lower number.
QList<qsizetype> rankingOf(const SweepPlan &plan, const QList<CellScore> &scores);

} // namespace Fuseboard
