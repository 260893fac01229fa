// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "runcommand.h"

#include "files.h"
#include "interrupt.h"
#include "lab/run/runcomparison.h"
#include "resilience/base/durationtext.h"
#include "runner.h"
#include "scenarioargument.h"

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

Unexpected<Failure> badUsage(const QString &message)
{
    return Unexpected{Failure{ExitCode::BadUsage, message}};
}

/// The scenario as the options have it; its objectives are those of --check too.
Expected<Scenario, Failure> makeScenario(const RunOptions &options)
{
    auto scenario = findScenario(options.scenario, options.settings, options.seed);
    if (!scenario)
        return scenario;
    if (!options.duration.isEmpty()) {
        const auto duration = parseDuration(options.duration);
        if (!duration)
            return badUsage(u"--duration: "_s + duration.error());
        scenario->duration = *duration;
        for (const ConfigIssue &issue : scenario->validate())
            return badUsage(u"--%1 %2"_s.arg(issue.field, issue.message));
    }
    const auto objectives = parseChecks(options.checks);
    if (!objectives)
        return Unexpected{objectives.error()};
    scenario->objectives += *objectives;
    return scenario;
}

/// Simulates what has just been run live, and says where the two differ.
std::optional<Failure> compareWithSimulation(const Scenario &scenario, const RunResult &live, const RunOptions &options,
                                             const Interrupt &interrupt)
{
    const auto simulated = runSimulated(scenario, interrupt, false);
    if (!simulated)
        return simulated.error();
    const RunComparison comparison = compareRuns(RunOutline::of(live.snapshot, live.calls),
                                                 RunOutline::of(simulated->snapshot(), simulated->recording->calls()));
    const QString text = u"\nLive, held against the simulation of the same seed:\n  "_s
        + comparison.describe(scenario.endpointNames()).join(u"\n  "_s) + u'\n';
    if (!options.output.takesStandardOutput())
        return writeText(text);
    writeStandardError(text);
    return std::nullopt;
}

} // namespace

std::optional<Failure> runScenario(const RunOptions &options)
{
    if (auto failure = options.output.check({options.scenario}))
        return failure;
    const auto scenario = makeScenario(options);
    if (!scenario)
        return scenario.error();

    Interrupt interrupt;
    const bool showsProgress = !options.output.isQuiet && isStandardErrorTerminal();
    const auto finished = options.isLive ? runLive(*scenario, interrupt, showsProgress)
                                         : runSimulated(*scenario, interrupt, showsProgress);
    if (!finished)
        return finished.error();
    const Recording &recording = *finished->recording;

    RunResult result;
    result.description = {u"fuseboard-cli " FUSEBOARD_VERSION ""_s, scenario->name,
                          options.isLive ? u"live"_s : u"simulated"_s, scenario->seed, scenario->objectives};
    result.scenario = scenario->toJson();
    result.snapshot = finished->snapshot();
    result.calls = recording.calls();
    result.callsDropped = recording.callsDropped();
    if (auto failure = writeRun(options.output, result))
        return failure;
    if (options.isCompared && !interrupt.hasCome()) {
        if (auto failure = compareWithSimulation(*scenario, result, options, interrupt))
            return failure;
    }
    if (interrupt.hasCome())
        return Failure{ExitCode::Interrupted, u"interrupted after %1"_s.arg(displayDuration(result.snapshot.now))};
    return checkObjectives(scenario->objectives, result.snapshot.summary);
}

} // namespace Fuseboard::Cli
