// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

namespace Fuseboard::Cli {

/// The scenario that an argument names.
Expected<Scenario, Failure> findScenario(const QString &name);

} // namespace Fuseboard::Cli
