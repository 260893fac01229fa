// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/faultconfig.h"
#include "lab/fault/health.h"
#include "lab/fault/latencyconfig.h"

#include <QList>
#include <QString>

#include <optional>

namespace Fuseboard {

/// What a phase moves to, linearly, from its beginning to its end. What is absent stays as it is.
struct RampTarget
{
    std::optional<LatencyConfig> latency;  ///< of the same kind as the phase's
    std::optional<Duration> perConcurrent; ///< >= 0
    std::optional<QList<FaultConfig>>
        faults; ///< those of the phase with other shares; one that is missing in either has 0 there

    friend bool operator==(const RampTarget &, const RampTarget &) = default;
};

/// What an endpoint is like for a stretch of time.
struct PhaseConfig
{
    QString name;
    Duration length{}; ///< > 0; "for" in files
    LatencyConfig latency = FixedLatency{std::chrono::milliseconds(20)};
    Duration perConcurrent{};  ///< >= 0; added to the latency for each other request in progress
    QList<FaultConfig> faults; ///< their shares add up to at most 1, at both ends of a ramp
    std::optional<RampTarget> rampTo;
    std::optional<Health> health; ///< overrules what the faults say

    /// The share of requests that are to fail, at the phase's beginning.
    double errorShare() const;
    Health effectiveHealth() const { return health ? *health : healthOfErrorShare(errorShare()); }

    friend bool operator==(const PhaseConfig &, const PhaseConfig &) = default;
};

} // namespace Fuseboard
