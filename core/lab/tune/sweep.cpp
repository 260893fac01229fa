// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/sweep.h"

#include "lab/tune/cellorder.h"
#include "lab/tune/cellruns.h"
#include "lab/tune/cellscore.h"
#include "resilience/base/clock.h"

#include <QScopeGuard>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>
#include <utility>
#include <vector>

namespace Fuseboard {

using namespace Qt::StringLiterals;

class Sweep::Private
{
public:
    /// The seeds, by number, that the cells of a round are to run with, and the cells: the place-th one.
    struct Round
    {
        int firstSeed = 0;
        int endSeed = 0;
        qint64 cells = 0;
        std::function<qint64(qint64)> cellAt;
    };

    bool play(const Round &round, const std::function<void(CellResult)> &deliver, const std::stop_token &stop);
    void begin(qint64 cells, qint64 runs);
    void planSearch(const QList<int> &rounds, qsizetype next, qint64 cells);

    SweepPlan plan;
    int threads = 1;
    TimePoint began{};
    std::atomic<bool> hasBegun = false;
    std::atomic<qint64> runsDone = 0;
    std::atomic<qint64> runsPlanned = 0;
    std::atomic<qint64> cellsDone = 0;
    std::atomic<qint64> cellsPlanned = 0;
};

/// Every cell of @p round, on all threads; results are delivered here. False if @p stop ended it early.
bool Sweep::Private::play(const Round &round, const std::function<void(CellResult)> &deliver,
                          const std::stop_token &stop)
{
    // A cell takes as long as it takes: the others may get some way ahead of a slow one.
    constexpr qint64 AheadPerThread = 8;
    CellOrder order(round.cells, AheadPerThread * threads);
    std::stop_source end;
    const std::stop_callback endEarly(stop, [&end] { end.request_stop(); });
    const qint64 runsPerCell = plan.scenarios.size() * qint64(round.endSeed - round.firstSeed);
    const auto work = [&] {
        while (const auto place = order.take(end.get_token())) {
            auto result = cellRuns(plan, round.cellAt(*place), round.firstSeed, round.endSeed, end.get_token(),
                                   [this] { ++runsDone; });
            if (!result)
                return;
            if (!result->error.isEmpty())
                runsDone += runsPerCell;
            order.put(*place, *std::move(result));
        }
    };
    std::vector<std::jthread> crew;
    const auto dismiss = qScopeGuard([&] {
        end.request_stop();
        crew.clear();
    });
    for (qint64 i = 0; i < std::min<qint64>(threads, round.cells); ++i)
        crew.emplace_back(work);
    qint64 delivered = 0;
    for (; delivered < round.cells; ++delivered) {
        auto result = order.next(end.get_token());
        if (!result)
            break;
        ++cellsDone;
        deliver(*std::move(result));
    }
    return delivered == round.cells;
}

void Sweep::Private::begin(qint64 cells, qint64 runs)
{
    Q_ASSERT_X(!hasBegun, "Sweep", "run() and search() are called once, one of them");
    began = Clock::steady().now();
    cellsPlanned = cells;
    runsPlanned = runs;
    hasBegun = true;
}

/// What is planned from round number @p next on, which has @p cells, is added to what is done.
void Sweep::Private::planSearch(const QList<int> &rounds, qsizetype next, qint64 cells)
{
    qint64 allCells = cellsDone;
    qint64 allRuns = runsDone;
    for (qsizetype round = next; round < rounds.size() && cells > 0; ++round) {
        allCells += cells;
        allRuns += cells * plan.scenarios.size() * (rounds.at(round) - (round > 0 ? rounds.at(round - 1) : 0));
        cells = (cells + 1) / 2;
    }
    cellsPlanned = allCells;
    runsPlanned = allRuns;
}

Sweep::Sweep(const SweepPlan &plan, int threads)
    : d(std::make_unique<Private>())
{
    Q_ASSERT_X(plan.validate().isEmpty(), "Sweep", "the plan is not valid");
    Q_ASSERT_X(threads >= 0, "Sweep", "there are at least 0 threads");
    d->plan = plan;
    d->threads = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Sweep::~Sweep() = default;

bool Sweep::run(const Sink &sink, const std::stop_token &stop, qint64 first, qint64 stride)
{
    Q_ASSERT_X(first >= 0 && stride >= 1, "Sweep::run", "cells are numbered from 0");
    const qint64 count = d->plan.cellCount();
    const qint64 cells = first < count ? (count - first + stride - 1) / stride : 0;
    d->begin(cells, cells * d->plan.scenarios.size() * d->plan.seeds);
    const Private::Round round{0, d->plan.seeds, cells, [=](qint64 place) { return first + place * stride; }};
    return d->play(round, sink, stop);
}

bool Sweep::search(const Sink &sink, const std::stop_token &stop)
{
    const QList<int> rounds = roundsOf(d->plan.seeds);
    d->begin(0, 0);
    d->planSearch(rounds, 0, d->plan.cellCount());
    QList<CellResult> kept; // of the latest round, with all runs so far
    for (qsizetype number = 0; number < rounds.size(); ++number) {
        const bool isFirst = number == 0;
        Private::Round round;
        round.firstSeed = isFirst ? 0 : rounds.at(number - 1);
        round.endSeed = rounds.at(number);
        round.cells = isFirst ? d->plan.cellCount() : kept.size();
        round.cellAt = [&kept, isFirst](qint64 place) { return isFirst ? place : kept.at(place).cell; };

        const bool isLast = number + 1 == rounds.size();
        QList<CellResult> results;
        QList<CellScore> scores;
        const auto deliver = [&](CellResult result) {
            if (!isFirst) {
                // The cell's runs in the rounds before come first. Threads read what is kept meanwhile: it is not touched.
                CellResult whole = kept.at(results.size());
                for (qsizetype i = 0; i < whole.runs.size(); ++i)
                    whole.runs[i].append(result.runs.at(i));
                result = std::move(whole);
            }
            sink(result);
            if (isLast)
                result.runs.clear();
            else
                scores.append(scoreOf(d->plan, result));
            results.append(std::move(result));
        };
        if (!d->play(round, deliver, stop))
            return false;
        if (isLast)
            break;

        QList<qsizetype> better = rankingOf(d->plan, scores);
        better.resize((better.size() + 1) / 2);
        std::ranges::sort(better);
        kept.clear();
        for (const qsizetype index : better)
            kept.append(results.at(index));
        d->planSearch(rounds, number + 1, kept.size());
    }
    return true;
}

QList<int> Sweep::roundsOf(int seeds)
{
    QList<int> rounds;
    for (int count = std::max(2, seeds / 8); count < seeds; count *= 2)
        rounds.append(count);
    rounds.append(seeds);
    return rounds;
}

Sweep::Progress Sweep::progress() const
{
    // Before that a few slow cells would frighten people.
    constexpr Duration TooSoon = std::chrono::milliseconds(500);

    Progress progress;
    if (!d->hasBegun)
        return progress;
    progress.runsDone = d->runsDone;
    progress.runsPlanned = d->runsPlanned;
    progress.cellsDone = d->cellsDone;
    progress.cellsPlanned = d->cellsPlanned;
    const Duration elapsed = Clock::steady().now() - d->began;
    if (progress.runsDone > 0 && elapsed >= TooSoon) {
        const double ratio = double(progress.runsPlanned - progress.runsDone) / double(progress.runsDone);
        progress.left = Duration(std::llround(double(elapsed.count()) * std::max(0.0, ratio)));
    }
    return progress;
}

std::optional<CellResult> runCell(const SweepPlan &plan, qint64 cell, int seeds, const std::stop_token &stop)
{
    return cellRuns(plan, cell, 0, seeds, stop);
}

} // namespace Fuseboard
