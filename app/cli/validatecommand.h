// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QStringList>

#include <optional>

namespace Fuseboard::Cli {

/// `fuseboard-cli validate`: reads all scenario files of @p paths and says what is wrong with each, a line for each thing, as
/// compilers do: "file:line:column: /pointer: message". The failure has no message then.
std::optional<Failure> validateScenarios(const QStringList &paths);

} // namespace Fuseboard::Cli
