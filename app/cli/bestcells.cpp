// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "bestcells.h"

#include <algorithm>

namespace Fuseboard::Cli {

BestCells::BestCells(const ScoredSweep &sweep)
    : best(bestOf(sweep.plan.plan(), sweep.scores))
    , front(paretoFront(sweep.plan.plan(), sweep.scores))
    , nearest(best < 0 ? rankingOf(sweep.plan.plan(), sweep.scores) : QList<qsizetype>())
    , sensitivities(Fuseboard::sensitivities(sweep.plan.plan(), sweep.scores))
    , allowed(std::ranges::count_if(sweep.scores, &CellScore::isAllowed))
    , impossible(std::ranges::count_if(sweep.scores, [](const CellScore &score) { return !score.error.isEmpty(); }))
{
}

} // namespace Fuseboard::Cli
