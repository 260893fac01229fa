// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli sweep merge` was asked for.
struct SweepMergeOptions
{
    QString directory;
    QString output;
    bool isQuiet = false;
};

/// Puts the parts of a sweep together into one SQLite file. Needs a QCoreApplication.
std::optional<Failure> mergeSweep(const SweepMergeOptions &options);

} // namespace Fuseboard::Cli
