// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

#include <QString>
#include <QStringList>

namespace Fuseboard::Cli {

/// Whether SCENARIO on the command line means a file.
bool isFileArgument(const QString &argument);

/// What SCENARIO on the command line stands for: a file if there is one of that name, or the name ends in ".json" or has a '/'
/// in it; "-" is standard input; else a built-in scenario, by id or name. The failure has a line for each thing that is wrong
/// and names both possibilities where nothing was found.
Expected<Scenario, Failure> findScenario(const QString &argument);

/// The same with what the options --set and --seed say of it; a seed that is empty was not given.
Expected<Scenario, Failure> findScenario(const QString &argument, const QStringList &settings, const QString &seed);

/// @p scenario likewise.
Expected<Scenario, Failure> withOptions(const Scenario &scenario, const QStringList &settings, const QString &seed);

/// The scenario in a file, or in standard input for "-". Reads no more of it than a scenario file may have.
Expected<Scenario, Failure> readScenarioFile(const QString &path);

} // namespace Fuseboard::Cli
