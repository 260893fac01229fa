// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/endpointoverride.h"
#include "lab/scenario/scenario.h"

namespace Fuseboard {

/// The phase in which @p endpoint of @p scenario is at @p now, without any override, as it is at that moment: the values that a
/// ramp has reached are written out, and so is the health. A live run that repeats begins its phases anew after each duration.
PhaseConfig phaseNow(const Scenario &scenario, int endpoint, Duration now);

/// What makes @p endpoint healthy at @p now and later: empty if its phase is healthy by itself; else no faults, with the latency
/// of its first healthy phase.
EndpointOverride healingOverride(const Scenario &scenario, int endpoint, Duration now);

} // namespace Fuseboard
