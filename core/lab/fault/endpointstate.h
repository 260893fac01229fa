// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointoverride.h"
#include "lab/fault/requestcounts.h"

#include <QString>

namespace Fuseboard {

/// What an endpoint of a FaultServer is like at one moment. A plain value.
struct EndpointState
{
    QString phase; ///< its name
    Health health = Health::Healthy;

    // In force, by its phase, the moment in it and what was set by hand.
    LatencyConfig latency;
    Duration perConcurrent{};
    QList<FaultConfig> faults;
    std::optional<CapacityConfig> capacity;

    EndpointOverride byHand;
    bool isRefusing = false; ///< nobody can connect to it
    int working = 0;         ///< requests being worked on
    int waiting = 0;         ///< requests in the queue
    RequestCounts counts;
};

} // namespace Fuseboard
