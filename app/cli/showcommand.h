// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "runoutput.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli show` was asked for.
struct ShowOptions
{
    QString file;
    QStringList checks;
    OutputOptions output;
};

/// Tells what came of a run that was saved.
std::optional<Failure> showRun(const ShowOptions &options);

} // namespace Fuseboard::Cli
