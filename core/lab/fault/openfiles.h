// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

namespace Fuseboard {

// Each file, connection and event loop that a process has open takes a descriptor. How many there may be is a limit of the
// process (ulimit -n).

/// Raises the limit as far as the system allows it: the usual one is meant for programs that select(). For the whole process, so
/// a program calls it once, when it starts.
void allowManyOpenFiles();

/// The limit.
int mostOpenFiles();

/// How many more may be opened now. Any thread.
int freeOpenFiles();

} // namespace Fuseboard
