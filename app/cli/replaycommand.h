// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli replay` was asked for; an output that is empty is not wanted.
struct ReplayOptions
{
    QString policy;
    QString calls;
    QString decisions;
    QString transitions;
    QString json;
};

/// Takes a call log through a policy's breaker and writes what it decided.
std::optional<Failure> replayCalls(const ReplayOptions &options);

} // namespace Fuseboard::Cli
