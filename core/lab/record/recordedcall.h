// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/ending.h"
#include "resilience/base/timepoint.h"

#include <optional>
#include <vector>

namespace Fuseboard {

/// An attempt of a recorded call.
struct RecordedAttempt
{
    Duration start{}; ///< since the run's start
    Duration took{};
    std::optional<Ending> ending; ///< none: the call was over before it was

    friend bool operator==(const RecordedAttempt &, const RecordedAttempt &) = default;
};

/// A call with all its attempts, as a waterfall shows it. The waits are what lies between the attempts.
struct RecordedCall
{
    int endpoint = 0;   ///< index in the run
    quint64 number = 0; ///< at its endpoint
    Duration due{};     ///< since the run's start
    Duration latency{}; ///< from when it was due
    Ending ending;
    std::vector<RecordedAttempt> attempts;
    int deliveries = 0; ///< requests that went out, redirects and repeats included; 0: none, or not known

    friend bool operator==(const RecordedCall &, const RecordedCall &) = default;
};

} // namespace Fuseboard
