// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace Fuseboard::Cli {

/// How the program ends. Scripts depend on these.
enum class ExitCode : int {
    Fine = 0,
    CannotRun = 1, ///< a port is taken, a disk is full
    BadUsage = 2,
    BadInput = 3, ///< a file, or what it says
    NotMet = 99,  ///< an objective or --check (as k6 has it)
    Interrupted = 130,
};

/// Why a command did not do what it was asked to.
struct Failure
{
    ExitCode code = ExitCode::CannotRun;
    QString message; ///< what happened, where, and what to do; may have several lines; empty if it has been told
};

} // namespace Fuseboard::Cli
