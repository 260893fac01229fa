// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/goal.h"
#include "lab/scenario/variation.h"
#include "resilience/base/configissue.h"

#include <QList>

namespace Fuseboard {

/// What a scenario's owner wants tried when it is tuned, kept in its file. The limits are the scenario's objectives. A plain
/// value.
struct TuneConfig
{
    /// As a SweepPlan has it.
    static constexpr int MostSeeds = 10'000;

    QList<Variation> vary; ///< each another field; whether the scenario has it shows when a sweep is planned
    int seeds = 10;        ///< of each combination, 1..MostSeeds
    QList<Goal> goals;     ///< each of another figure; the first one weighs most. None: a stated default

    /// Everything that is wrong, fields named as in a file: "vary.1", "seeds".
    ConfigIssues validate() const;

    friend bool operator==(const TuneConfig &, const TuneConfig &) = default;
};

} // namespace Fuseboard
