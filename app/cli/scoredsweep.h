// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/tune/cellscore.h"
#include "lab/tune/planfile.h"
#include "resilience/base/expected.h"

#include <QList>
#include <QString>

namespace Fuseboard::Cli {

/// A finished sweep with how good each of its cells is.
struct ScoredSweep
{
    PlanFile plan;           ///< without its number of shards
    QString program;         ///< that computed it, with its version
    QList<CellScore> scores; ///< of all cells, by number

    /// From a sweep's directory, or from what `sweep merge` wrote.
    static Expected<ScoredSweep, Failure> read(const QString &path);
};

} // namespace Fuseboard::Cli
