// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>
#include <QStringList>

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>

namespace Fuseboard::Cli {

/// What is to be done once the command line has been read.
using Command = std::function<std::optional<Failure>()>;

/// An option that is kept as Qt has it.
CLI::Option *addText(CLI::App &command, const std::string &name, QString &target, const std::string &description,
                     const std::string &typeName);

/// One that may be given several times, with one value each.
CLI::Option *addTexts(CLI::App &command, const std::string &name, QStringList &target, const std::string &description,
                      const std::string &typeName);

/// Arguments given by their place, at least one.
void addArguments(CLI::App &command, const std::string &name, QStringList &target, const std::string &description);

/// --set, which @p example shows.
void addSettings(CLI::App &command, QStringList &settings, const std::string &example);

} // namespace Fuseboard::Cli
