// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultluck.h"

#include "lab/fault/latency.h"

namespace Fuseboard {

FaultDraw FaultLuck::draw(const PhaseConfig &phase, quint64 call, quint64 attempt) const
{
    FaultDraw draw;
    draw.latency = latencyQuantile(phase.latency, m_latency.uniform(call, attempt));

    const double number = m_fault.uniform(call, attempt);
    double end = 0;
    for (const FaultConfig &fault : phase.faults) {
        end += fault.share;
        if (number < end || end > 1 - 1e-9) { // ten times 0.1 is a little less than 1
            draw.fault = &fault;
            break;
        }
    }
    return draw;
}

} // namespace Fuseboard
