// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/callcounts.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace Fuseboard {

/// Makes of a run's events the summary that a Recording makes of them, and nothing else: for those who simulate by the
/// thousand and look at summaries only, it costs a fraction. One thread.
class SummaryRecorder
{
public:
    /// @p endpoints: how many there are.
    explicit SummaryRecorder(qsizetype endpoints);

    /// Takes @p events, in their order.
    void apply(std::span<const RunEvent> events);

    /// As Recording::endLoad().
    void endLoad(Duration moment) { m_load = std::min(m_load, moment); }

    /// Of all endpoints together, if the run lasted until @p now, or until its newest event if that is later.
    RunSummary summary(Duration now) const;

private:
    struct Endpoint
    {
        std::optional<Health> health; ///< none: nobody knows
        OutageWatch outages;
    };

    std::vector<Endpoint> m_endpoints;
    CallCounts m_counts;
    LatencyHistogram m_latencies;
    Duration m_newest{};
    Duration m_load = Duration::max();
};

} // namespace Fuseboard
