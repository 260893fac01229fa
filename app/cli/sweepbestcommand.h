// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli sweep best` was asked for; an output that is empty is not wanted.
struct SweepBestOptions
{
    QString path; ///< a sweep's directory, or what `sweep merge` wrote
    QString most;
    QString json;
    QString csv;
};

/// Says which settings of a sweep are best.
std::optional<Failure> showBestOfSweep(const SweepBestOptions &options);

} // namespace Fuseboard::Cli
