// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "scoredsweep.h"
#include "sweepresults.h"

#include <QString>

#include <functional>
#include <optional>

namespace Fuseboard::Cli {

/// Writes a finished sweep as an SQLite file, whole or not at all: tables plan, scenario, field, objective, cell, score and run,
/// of which docs/tuning.md tells. @p plan is without its number of shards. The same sweep gives the same bytes, whatever parts it was run in, with the same version of
/// SQLite.
///
/// @p goOn is asked from time to time, with the number of cells written; if it says no nothing is written.
std::optional<Failure> writeSweepDatabase(const QString &path, const PlanFile &plan, SweepResults &results,
                                          const std::function<bool(qint64)> &goOn);

/// What writeSweepDatabase() wrote.
Expected<ScoredSweep, Failure> readSweepDatabase(const QString &path);

} // namespace Fuseboard::Cli
