// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scenarioargument.h"

#include "files.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "lab/scenario/setting.h"

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

Expected<Scenario, Failure> findScenario(const QString &argument, const QStringList &settings, const QString &seed)
{
    const auto scenario = findScenario(argument);
    return scenario ? withOptions(*scenario, settings, seed) : scenario;
}

Expected<Scenario, Failure> withOptions(const Scenario &scenario, const QStringList &settings, const QString &seed)
{
    const auto badUsage = [](const QString &message) { return Unexpected{Failure{ExitCode::BadUsage, message}}; };

    auto changed = withSettings(scenario, settings);
    if (!changed)
        return badUsage(u"--set "_s + changed.error());
    if (!seed.isEmpty()) {
        bool isNumber = false;
        changed->seed = seed.toULongLong(&isNumber);
        if (!isNumber || changed->seed > Scenario::LargestSeed || !seed[0].isDigit()) {
            return badUsage(
                u"--seed must be a whole number from 0 to %1, not \"%2\""_s.arg(Scenario::LargestSeed).arg(seed));
        }
    }
    return *std::move(changed);
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
