// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scenarioargument.h"

#include "files.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "lab/scenario/setting.h"
#include "resilience/base/fieldpath.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

/// A scenario and the text that it was read from.
struct Found
{
    Scenario scenario;
    QByteArray text; ///< empty for one that comes with the program
};

/// Says what in @p scenario is written down and has no effect: in the file, whose fields are those of @p text, or in
/// @p settings.
void warnOf(const Scenario &scenario, const QByteArray &text, const QStringList &settings, const QString &shown)
{
    const IsFieldWritten isInFile = fieldsOf(QJsonDocument::fromJson(text).object());
    QStringList changed;
    for (const QString &setting : settings)
        changed.append(setting.first(std::max<qsizetype>(0, equalsInSetting(setting))));
    const ConfigIssues warnings = scenario.warnings([&](const QString &field) {
        const auto isChanged = [&field](const QString &path) { return field == path || field.startsWith(path + u'.'); };
        return isInFile(field) || std::ranges::any_of(changed, isChanged);
    });
    if (text.isEmpty()) {
        for (const ConfigIssue &warning : warnings)
            writeStandardError(warningLine(shown, warning));
        return;
    }
    for (JsonIssue warning : placesOf(warnings, text)) {
        warning.message.prepend("warning: "_L1);
        writeStandardError(warning.describe(shown) + u'\n');
    }
}

Expected<Found, Failure> readFound(const QString &path)
{
    const auto text = readInput(path, MostScenarioBytes);
    if (!text)
        return Unexpected{text.error()};
    auto scenario = readScenario(*text);
    if (!scenario) {
        QStringList lines;
        for (const JsonIssue &issue : scenario.error())
            lines.append(issue.describe(shownPath(path)));
        return Unexpected{Failure{ExitCode::BadInput, lines.join(u'\n')}};
    }
    return Found{*std::move(scenario), *text};
}

Expected<Found, Failure> find(const QString &argument)
{
    if (isFileArgument(argument)) {
        auto scenario = readFound(argument);
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
    return Found{*std::move(scenario), {}};
}

} // namespace

bool isFileArgument(const QString &argument)
{
    return argument == "-"_L1 || argument.contains(u'/') || argument.endsWith(".json"_L1)
        || argument.endsWith(".csv"_L1) || QFileInfo(argument).isFile();
}

Expected<Scenario, Failure> findScenario(const QString &argument)
{
    return findScenario(argument, {}, {});
}

Expected<Scenario, Failure> findScenario(const QString &argument, const QStringList &settings, const QString &seed)
{
    const auto found = find(argument);
    if (!found)
        return Unexpected{found.error()};
    auto scenario = withOptions(found->scenario, settings, seed);
    if (scenario)
        warnOf(*scenario, found->text, settings, shownPath(argument));
    return scenario;
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
    auto found = readFound(path);
    if (!found)
        return Unexpected{found.error()};
    warnOf(found->scenario, found->text, {}, shownPath(path));
    return std::move(found->scenario);
}

} // namespace Fuseboard::Cli
