// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellresult.h"
#include "lab/tune/sweepplan.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace Fuseboard {

/// The runs of @p cell with the seeds from number @p first up to @p end, which may be beyond those of the plan; @p isDone is told
/// of each. None if @p stop ended it early.
std::optional<CellResult> cellRuns(
    const SweepPlan &plan, qint64 cell, int first, int end, const std::stop_token &stop = {},
    const std::function<void()> &isDone = [] {});

} // namespace Fuseboard
