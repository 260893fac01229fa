// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QString>

#include <algorithm>
#include <array>

namespace Fuseboard {

/// What became of a request at a FaultServer.
enum class RequestOutcome : quint8 {
    Ok,
    // As FaultConfig::Kind, in its order.
    Status,
    Hang,
    Reset,
    Close,
    Truncate,
    Malformed,
    Slow,
    RedirectLoop,
    Refused,   ///< 503, for the queue was full
    Abandoned, ///< its client had gone before its answer
};

/// The name that the control port uses: "ok".
QString outcomeName(RequestOutcome outcome);

/// What an endpoint of a FaultServer has seen. A plain value.
struct RequestCounts
{
    static constexpr int Outcomes = static_cast<int>(RequestOutcome::Abandoned) + 1;

    /// The upper ends of the latency histogram's buckets in seconds; there is one more, without end.
    static constexpr std::array<double, 14> Bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                   0.25,  0.5,    1,     2.5,  5,     10,   30};

    quint64 requests = 0; ///< that came, whatever became of them
    std::array<quint64, Outcomes> outcomes{};
    std::array<quint64, Bounds.size() + 1> latencies{}; ///< from a request's coming to its answer; hangs have none
    Duration latencySum{};

    quint64 of(RequestOutcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
    void add(RequestOutcome outcome) { ++outcomes[static_cast<std::size_t>(outcome)]; }
    void add(RequestOutcome outcome, Duration latency)
    {
        add(outcome);
        latencySum += latency;
        const double seconds = std::chrono::duration<double>(latency).count();
        ++latencies[static_cast<std::size_t>(std::ranges::lower_bound(Bounds, seconds) - Bounds.begin())];
    }
};

} // namespace Fuseboard
