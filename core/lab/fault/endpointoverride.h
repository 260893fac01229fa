// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"

#include <optional>

namespace Fuseboard {

/// What somebody has set by hand at an endpoint, in place of what its phases and its config say. What is absent is
/// theirs.
struct EndpointOverride
{
    std::optional<LatencyConfig> latency;
    std::optional<Duration> perConcurrent;
    std::optional<QList<FaultConfig>> faults; ///< empty: none at all
    std::optional<CapacityConfig> capacity;

    bool isEmpty() const { return !latency && !perConcurrent && !faults && !capacity; }

    /// The phase as it is with this in force: what is set by hand does not move along a ramp.
    PhaseConfig applied(PhaseConfig phase) const;

    friend bool operator==(const EndpointOverride &, const EndpointOverride &) = default;
};

/// What breaking an endpoint means unless somebody says otherwise: 503 for every request.
FaultConfig defaultBreakage();

} // namespace Fuseboard
