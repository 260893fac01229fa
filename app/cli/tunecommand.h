// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli tune` was asked for, as it was typed; what is empty was not given.
struct TuneOptions
{
    QString scenario;
    QStringList settings;
    QString seed;
    QString threads;
    QString output;
    QString json;
    bool isQuiet = false;
};

/// Recommends a setting for a scenario's policies. Needs a QCoreApplication.
std::optional<Failure> tuneScenario(const TuneOptions &options);

} // namespace Fuseboard::Cli
