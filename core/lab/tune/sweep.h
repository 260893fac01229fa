// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellresult.h"
#include "lab/tune/sweepplan.h"
#include "resilience/base/timepoint.h"

#include <QList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace Fuseboard {

/// Runs the cells of a plan, on several threads, as simulations.
///
/// run() and search() block and are called once, from any thread, one of them; progress() may be called from any thread
/// meanwhile. What comes out depends on the plan alone, not on the number of threads.
class Sweep
{
public:
    /// Is given results one at a time, on the thread that called run() or search(). What it throws ends the sweep and comes
    /// out of that.
    using Sink = std::function<void(const CellResult &)>;

    /// In a search a cell is planned, and done, once for each round that it is in; what is planned can become less as it
    /// goes, because impossible cells go no further.
    struct Progress
    {
        qint64 runsDone = 0;
        qint64 runsPlanned = 0;
        qint64 cellsDone = 0; ///< given to the sink
        qint64 cellsPlanned = 0;
        std::optional<Duration> left; ///< wall time, guessed from that so far; none in the beginning
    };

    /// @p plan is valid (asserted). @p threads: at least 1; 0 for as many as the machine has cores.
    explicit Sweep(const SweepPlan &plan, int threads = 0);
    ~Sweep();
    Q_DISABLE_COPY_MOVE(Sweep)

    /// The whole grid: each cell with all seeds, in ascending order of their numbers: @p first, then every @p stride-th, up to
    /// the last one. False if @p stop ended it early; cells under way are then dropped. Memory does not grow with the number
    /// of cells: what is to be kept the sink keeps.
    bool run(const Sink &sink, const std::stop_token &stop = {}, qint64 first = 0, qint64 stride = 1);

    /// Spends the seeds where they matter (successive halving): all cells run with a few, the better half goes on with twice as
    /// many, and so on until those that are left have all: roundsOf(). A cell's result comes anew, and whole, with each round it
    /// goes on in; within a round the cells come in ascending order. The better half are the first by rankingOf(), so that with
    /// several goals a cell that nobody beats in all of them goes on before one that somebody does. False as above.
    ///
    /// Keeps the runs of the cells that are still in: some 200 bytes each.
    bool search(const Sink &sink, const std::stop_token &stop = {});

    /// The seeds that the cells of a search have in each of its rounds: first an eighth of @p seeds but at least 2, then
    /// twice as many each, at last all.
    static QList<int> roundsOf(int seeds);

    Progress progress() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// One cell, with the first @p seeds of the plan's, 1 or more; they may be more than the plan has. None if @p stop ended it
/// early.
std::optional<CellResult> runCell(const SweepPlan &plan, qint64 cell, int seeds, const std::stop_token &stop = {});

} // namespace Fuseboard
