// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

namespace Fuseboard::Cli {

/// Lets this process have as many files and connections open as the system allows it: the usual limit is meant for programs
/// that select().
void allowManyDescriptors();

/// How many files and connections this process may have open at once.
int mostDescriptors();

/// How many of them are free now.
int freeDescriptors();

} // namespace Fuseboard::Cli
