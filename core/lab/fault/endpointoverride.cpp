// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/endpointoverride.h"

namespace Fuseboard {

PhaseConfig EndpointOverride::applied(PhaseConfig phase) const
{
    if (latency) {
        phase.latency = *latency;
        if (phase.rampTo)
            phase.rampTo->latency.reset();
    }
    if (perConcurrent) {
        phase.perConcurrent = *perConcurrent;
        if (phase.rampTo)
            phase.rampTo->perConcurrent.reset();
    }
    if (faults) {
        phase.faults = *faults;
        phase.health.reset(); // it spoke of the phase's own faults
        if (phase.rampTo)
            phase.rampTo->faults.reset();
    }
    return phase;
}

FaultConfig defaultBreakage()
{
    FaultConfig fault;
    fault.status = 503;
    fault.body = "Broken by hand.\n";
    return fault;
}

} // namespace Fuseboard
