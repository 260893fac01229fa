// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runevent.h"
#include "lab/record/runsnapshot.h"

#include <span>
#include <vector>

namespace Fuseboard {

/// What a run came to: how each call ended, and what the breakers did. A plain value.
struct RunOutline
{
    struct Call
    {
        int endpoint = 0;
        quint64 number = 0;
        Ending ending;
        int attempts = 0;
        Duration latency{}; ///< since it was due
        int deliveries = 0; ///< 0: none, or not known

        friend bool operator==(const Call &, const Call &) = default;
    };
    struct Change
    {
        int endpoint = 0;
        Duration at{};
        BreakerState from = BreakerState::Closed;
        BreakerState to = BreakerState::Closed;
    };

    std::vector<Call> calls;     ///< in the order of their ends
    std::vector<Change> changes; ///< those of one endpoint in their order

    /// Takes what @p events say further; they come in their order.
    void add(std::span<const RunEvent> events);

    /// That of a recording, as far as it is kept: the newest calls and changes.
    static RunOutline of(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls);
};

} // namespace Fuseboard
