// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/record/recording.h"
#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

#include <memory>

namespace Fuseboard::Cli {

class Interrupt;

/// A run that is over, or was interrupted: all that was recorded.
struct EndedRun
{
    std::shared_ptr<Recording> recording;
    bool isComplete = true; ///< it came to its end

    /// The recording's, which is finished if the run is complete.
    RunSnapshot snapshot() const;
};
using FinishedRun = Expected<EndedRun, Failure>;

/// Runs @p scenario on real sockets to its end, or until @p interrupt comes; at most one of these two at a time.
FinishedRun runLive(const Scenario &scenario, const Interrupt &interrupt, bool showsProgress);

/// The same in virtual time.
FinishedRun runSimulated(const Scenario &scenario, const Interrupt &interrupt, bool showsProgress);

} // namespace Fuseboard::Cli
