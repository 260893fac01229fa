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
    /// One figure at the present setting and at the recommended one, on seeds that the search has not seen.
    struct Change
    {
        Goal goal;
        Estimate before;
        Estimate after;
        Estimate difference; ///< after - before, seed by seed

        /// Beyond the 95 % interval of the difference; isWorse() likewise.
        bool isBetter() const;
        bool isWorse() const;
    };

    SweepPlan plan;        ///< what was tried
    qint64 cell = -1;      ///< of the plan; -1: the present setting is best
    QStringList settings;  ///< "PATH=VALUE" of what is to be changed, for withSettings(); empty: nothing
    Scenario scenario;     ///< with them
    QList<Change> changes; ///< by the plan's goals; of the present setting alone if nothing is to be changed
    QList<Change>
        costs; ///< what is no goal and gets worse: time to detect and to recover, amplification, false rejections
    QStringList missedNow;  ///< objectives that the present setting does not meet
    QStringList missedThen; ///< likewise of the recommended one
    qint64 runs = 0;        ///< simulations that it took
    int freshSeeds = 0;     ///< seeds that it was confirmed with

    /// For people, a sentence a line: what to take, what it gains and costs, how sure it is, what was tried.
    QString text() const;
};

/// The plan that recommend() tries, for at most four fields around their present values, those that weigh most first:
///
/// - of a breaker with a count rule the failureThreshold, from half to twice, and the recoveryTime, from a quarter to four times;
///   with the rate rule the failureRateThreshold (where calls can be slow, slowCallRateThreshold), from 0.6 to 1.5 times, the
///   minimumCalls, from a quarter to twice, and the recoveryTime;
/// - of the retry maxRetries, from none to two more;
/// - then the time limit of an attempt, the window, the baseDelay and the ratio of a budget, from half to twice.
///
/// What is not there stays away: no layer is added. Every policy that calls go through has its turn: the first field of each, then
/// the second of each, and so on, so that policies that differ on purpose are tuned each for itself. The goals are
/// "max successRate", "min wastedAttempts" and "min latencyP95": calls succeed, a service that is down is left alone, answers
/// come soon. The limits are the scenario's objectives.
SweepPlan recommendedPlan(const Scenario &scenario);

/// The cell of @p plan, of one scenario, that is this scenario as it stands; -1 if there is none.
qint64 presentCell(const SweepPlan &plan);

/// Searches recommendedPlan(@p scenario) and takes the best of the cells that are, on the search's seeds, in no goal worse than the
/// present setting, in one better, and miss no objective that is met now. What it changes without a sure gain on these seeds is taken
/// back. It is then run against the present setting with fresh
/// seeds, the same for both, and taken if it is in no goal worse there, meets by its whole 95 % interval what is met now, and is
/// better in a goal beyond the 95 % interval of the difference, or meets an objective that is missed now. If not, the next best
/// is tried with other fresh seeds, five in all, and at last nothing changed. What lies within the resolution of a latency's
/// histogram (1 %) is not worse.
///
/// Blocks. @p report is called on the calling thread, after each cell of the search. None if @p stop ended it early. The error
/// says why nothing can be varied (a scenario without policies). The same scenario gets the same answer, whatever the @p threads
/// (as Sweep takes them).
Expected<std::optional<Recommendation>, QString> recommend(
    const Scenario &scenario, int threads = 0, const std::stop_token &stop = {},
    const std::function<void(const Sweep::Progress &)> &report = {});

} // namespace Fuseboard
