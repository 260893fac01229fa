// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/configcheck.h"
#include "lab/fault/endpointconfig.h"

namespace Fuseboard {

// What must hold of the parts of an endpoint. Each notes everything that does not, in the order of the fields.

void checkLatency(const LatencyConfig &latency, const ConfigCheck &check);
void checkPerConcurrent(Duration perConcurrent, const ConfigCheck &check);
void checkFault(const FaultConfig &fault, const ConfigCheck &check);
void checkCapacity(const CapacityConfig &capacity, const ConfigCheck &check);

/// Each of them, under field "faults" of @p check, and that their shares add up to at most 1.
void checkFaults(const QList<FaultConfig> &faults, const ConfigCheck &check);

} // namespace Fuseboard
