// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "bestcells.h"
#include "scoredsweep.h"

#include <QString>

namespace Fuseboard::Cli {

/// For people: the best setting, the Pareto front (at most @p most of it) and what each field does, in tables.
QString sweepText(const ScoredSweep &sweep, const BestCells &best, int most);

} // namespace Fuseboard::Cli
