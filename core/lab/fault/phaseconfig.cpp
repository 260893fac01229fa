// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phaseconfig.h"

#include <algorithm>

namespace Fuseboard {

double PhaseConfig::errorShare() const
{
    double share = 0;
    for (const FaultConfig &fault : faults) {
        if (fault.isError())
            share += fault.share;
    }
    return std::clamp(share, 0.0, 1.0);
}

} // namespace Fuseboard
