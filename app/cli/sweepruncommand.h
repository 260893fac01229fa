// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli sweep run` was asked for, as it was typed; what is empty was not given.
struct SweepRunOptions
{
    QString directory;
    QString shard;
    QString threads;
    bool isQuiet = false;
};

/// Runs one shard of a sweep, from where it was left. Needs a QCoreApplication.
std::optional<Failure> runSweep(const SweepRunOptions &options);

} // namespace Fuseboard::Cli
