// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scenarioargument.h"

#include "files.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"

#include <QFileInfo>
#include <QStringList>

#include <utility>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

Expected<Scenario, Failure> findScenario(const QString &argument)
{
    const bool isFile = argument == "-"_L1 || argument.contains(u'/') || argument.endsWith(".json"_L1)
        || QFileInfo(argument).isFile();
    if (isFile) {
        auto scenario = readScenarioFile(argument);
        if (!scenario && !QFileInfo::exists(argument) && argument != "-"_L1) {
            return Unexpected{Failure{ExitCode::BadInput,
                                      scenario.error().message
                                          + u"; built-in scenarios go by their bare names, which `fuseboard-cli "
                                            "scenarios` lists"_s}};
        }
        return scenario;
    }
    auto scenario = findBuiltinScenario(argument);
    if (!scenario) {
        return Unexpected{
            Failure{ExitCode::BadInput, u"there is no file \"%1\", and %2"_s.arg(argument, scenario.error())}};
    }
    return *std::move(scenario);
}

Expected<Scenario, Failure> readScenarioFile(const QString &path)
{
    // One byte more shows that there is more.
    const auto text = readInput(path, MostScenarioBytes + 1);
    if (!text)
        return Unexpected{text.error()};
    auto scenario = readScenario(*text);
    if (!scenario) {
        QStringList lines;
        for (const JsonIssue &issue : scenario.error())
            lines.append(issue.describe(shownPath(path)));
        return Unexpected{Failure{ExitCode::BadInput, lines.join(u'\n')}};
    }
    return *std::move(scenario);
}

} // namespace Fuseboard::Cli
