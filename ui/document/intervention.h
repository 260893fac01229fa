// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/endpointoverride.h"
#include "resilience/breaker/breakerstate.h"
#include "resilience/pipeline/policyconfig.h"

#include <variant>

namespace Fuseboard {

/// What a person did to a run while it went on, so that the same can be done again when the run is computed again. A
/// plain value.
struct Intervention
{
    /// In this order: another override, which may be empty; the breaker set by hand; another policy.
    using What = std::variant<EndpointOverride, BreakerState, PolicyConfig>;

    /// What an override was meant as; Set also for what is no override.
    enum class Purpose { Set, Break, Heal, Follow };

    Duration at{}; ///< since the run's start
    int endpoint = 0;
    What what;
    Purpose purpose = Purpose::Set;
    quint64 action = 0; ///< those of one action (a slider that is dragged) share a number, unique in a run

    friend bool operator==(const Intervention &, const Intervention &) = default;
};

} // namespace Fuseboard
