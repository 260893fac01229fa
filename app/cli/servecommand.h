// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Fuseboard::Cli {

/// What `fuseboard-cli serve` was asked for, as it was typed; what is empty was not given.
struct ServeOptions
{
    QString scenario;
    QString listen;
    QString control;
    QString seed;
    QStringList settings;
    bool isLooped = false;
    bool isQuiet = false;
};

/// Serves a scenario's endpoints to anybody's client until a signal comes. Needs a QCoreApplication.
std::optional<Failure> serveScenario(const ServeOptions &options);

} // namespace Fuseboard::Cli
