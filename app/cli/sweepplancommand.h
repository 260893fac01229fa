// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli sweep plan` was asked for, as it was typed; what is empty was not given.
struct SweepPlanOptions
{
    QStringList scenarios;
    QStringList vary;
    QString seeds;
    QStringList objectives;
    QString shards;
    QStringList settings;
    QString directory;
};

/// Writes the plan of a sweep, and says how much there is to run.
std::optional<Failure> planSweep(const SweepPlanOptions &options);

} // namespace Fuseboard::Cli
