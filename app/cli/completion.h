// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace CLI {
class App;
}

namespace Fuseboard::Cli {

/// Prints a script by which @p shell ("bash", "zsh" or "fish") completes the commands and options of @p program, the names of
/// built-in scenarios, and files.
std::optional<Failure> printCompletion(const CLI::App &program, const QString &shell);

} // namespace Fuseboard::Cli
