// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <optional>

namespace Fuseboard::Cli {

/// `fuseboard-cli scenarios`: lists the built-in scenarios and what each teaches, or prints the file of @p name.
std::optional<Failure> listScenarios(const QString &name);

} // namespace Fuseboard::Cli
