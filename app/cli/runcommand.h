// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "runoutput.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli run` was asked for, as it was typed; what is empty was not given.
struct RunOptions
{
    QString scenario;
    bool isLive = false;
    bool isCompared = false;
    QString seed;
    QString duration;
    QStringList settings;
    QStringList checks;
    OutputOptions output;
};

/// Runs a scenario and tells what came of it. Needs a QCoreApplication.
std::optional<Failure> runScenario(const RunOptions &options);

} // namespace Fuseboard::Cli
