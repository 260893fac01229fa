// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli sweep status` was asked for; an output that is empty is not wanted.
struct SweepStatusOptions
{
    QString directory;
    QString json;
};

/// Says which parts of a sweep are done, under way and missing.
std::optional<Failure> showSweepStatus(const SweepStatusOptions &options);

} // namespace Fuseboard::Cli
