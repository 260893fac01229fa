// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellscore.h"
#include "lab/tune/sweep.h"
#include "resilience/base/expected.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Fuseboard {

/// A setting for someone who does not know what to vary, and why. A plain value.
struct Recommendation
{
    /// One goal's figure at the present setting and at the recommended one, on seeds that the search has not seen.
    struct Change
    {
        Goal goal;
        Estimate before;
        Estimate after;
        Estimate difference; ///< after - before, seed by seed
    };

    SweepPlan plan;         ///< what was tried
    qint64 cell = -1;       ///< of the plan; -1: the present setting is best
    QStringList settings;   ///< "PATH=VALUE" of what is to be changed, for withSettings(); empty: nothing
    Scenario scenario;      ///< with them
    QList<Change> changes;  ///< by the plan's goals
    QStringList missedNow;  ///< objectives that the present setting does not meet
    QStringList missedThen; ///< likewise of the recommended one
    qint64 runs = 0;        ///< simulations that it took
    int freshSeeds = 0;     ///< seeds that it was confirmed with

    /// For people, a sentence a line: what to take, what it gains and costs, how sure it is, what was tried.
    QString text() const;
};

/// The plan that recommend() tries: the main fields of the rule, the open time and the retries that the scenario's policies
/// have, around their present values; the goals are stated defaults, the limits the scenario's objectives.
SweepPlan recommendedPlan(const Scenario &scenario);

/// Searches recommendedPlan(@p scenario), takes the best cell, and confirms it against the present setting with fresh seeds: if
/// it is worse in any goal there, or misses an objective that is met now, the next best is tried, and at last nothing changed.
/// None if @p stop ended it early. The error says why nothing can be varied (a scenario without policies).
Expected<std::optional<Recommendation>, QString> recommend(
    const Scenario &scenario, int threads = 0, const std::stop_token &stop = {},
    const std::function<void(const Sweep::Progress &)> &report = {});

} // namespace Fuseboard
