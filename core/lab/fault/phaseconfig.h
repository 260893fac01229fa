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

/// What an endpoint is like for a stretch of time.
struct PhaseConfig
{
    QString name;
    Duration length{}; ///< > 0; "for" in files
    LatencyConfig latency = FixedLatency{std::chrono::milliseconds(20)};
    QList<FaultConfig> faults;    ///< their shares add up to at most 1
    std::optional<Health> health; ///< overrules what the faults say

    /// The share of requests that are to fail.
    double errorShare() const;
    Health effectiveHealth() const { return health ? *health : healthOfErrorShare(errorShare()); }

    friend bool operator==(const PhaseConfig &, const PhaseConfig &) = default;
};

} // namespace Fuseboard
