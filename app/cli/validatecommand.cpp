// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "validatecommand.h"

#include "files.h"
#include "scenarioargument.h"

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

std::optional<Failure> validateScenarios(const QStringList &paths)
{
    if (paths.count(u"-"_s) > 1)
        return Failure{ExitCode::BadUsage, u"standard input, -, can be read only once"_s};
    bool isGood = true;
    for (const QString &path : paths) {
        const auto scenario = readScenarioFile(path);
        if (!scenario) {
            isGood = false;
            writeStandardError(scenario.error().message + u'\n');
        } else if (auto failure = writeText(u"%1: valid\n"_s.arg(shownPath(path)))) {
            return failure;
        }
    }
    return isGood ? std::nullopt : std::optional(Failure{ExitCode::BadInput, {}});
}

} // namespace Fuseboard::Cli
