// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phaseconfig.h"

#include "lab/fault/phasemodel.h"

namespace Fuseboard {

double PhaseConfig::errorShare() const
{
    return PhaseModel(*this).errorShare({});
}

} // namespace Fuseboard
