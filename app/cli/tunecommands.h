// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "commandline.h"

namespace Fuseboard::Cli {

/// Adds `tune` and `sweep` with its own commands to @p program. Which of them was asked for goes to @p chosen.
void addTuneCommands(CLI::App &program, Command &chosen);

} // namespace Fuseboard::Cli
