// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsnapshot.h"
#include "lab/tune/sweep.h"

#include <functional>

namespace Fuseboard::Cli {

// Lines for a Progress.

/// How far a run has come, which lasts for @p duration of its time; @p snapshot gives it as it is now. The time left is reckoned
/// from now on.
std::function<QString()> runProgress(std::function<RunSnapshot()> snapshot, Duration duration);

/// "1200 of 4000 runs  12 of 40 cells  5s left".
QString sweepProgress(const Sweep::Progress &progress);

} // namespace Fuseboard::Cli
