// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "runcommand.h"

#include "files.h"
#include "interrupt.h"
#include "lab/record/runexport.h"
#include "lab/run/liverun.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/setting.h"
#include "progress.h"
#include "resilience/base/durationtext.h"
#include "summarytext.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QJsonDocument>

#include <limits>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

struct Plan
{
    Scenario scenario;
    QList<Objective> objectives;
};

Expected<Scenario, Failure> findScenario(const QString &name)
{
    const auto builtin = findBuiltinScenario(name);
    if (builtin)
        return *builtin;
    if (QFileInfo::exists(name) || name.contains(u'/') || name.endsWith(".json"_L1)) {
        return Unexpected{Failure{ExitCode::BadInput,
                                  u"%1: this version runs only its built-in scenarios, not files; `fuseboard-cli "
                                  "scenarios` lists them"_s.arg(name)}};
    }
    return Unexpected{Failure{ExitCode::BadInput, builtin.error()}};
}

Expected<Plan, Failure> makePlan(const RunOptions &options)
{
    const auto badUsage = [](const QString &message) { return Unexpected{Failure{ExitCode::BadUsage, message}}; };

    const auto found = findScenario(options.scenario);
    if (!found)
        return Unexpected{found.error()};
    const auto changed = withSettings(*found, options.settings);
    if (!changed)
        return badUsage(u"--set "_s + changed.error());
    Plan plan{*changed, {}};

    if (!options.seed.isEmpty()) {
        bool isNumber = false;
        plan.scenario.seed = options.seed.toULongLong(&isNumber);
        if (!isNumber || plan.scenario.seed > quint64(std::numeric_limits<qint64>::max()) || !options.seed[0].isDigit())
            return badUsage(u"--seed must be a whole number from 0 to 2^63 - 1, not \"%1\""_s.arg(options.seed));
    }
    if (!options.duration.isEmpty()) {
        const auto duration = parseDuration(options.duration);
        if (!duration)
            return badUsage(u"--duration: "_s + duration.error());
        plan.scenario.duration = *duration;
        for (const ConfigIssue &issue : plan.scenario.validate())
            return badUsage(u"--%1 %2"_s.arg(issue.field, issue.message));
    }
    for (const QString &check : options.checks) {
        const auto objective = Objective::parse(check);
        if (!objective)
            return badUsage(u"--check: "_s + objective.error());
        plan.objectives.append(*objective);
    }
    if (!options.isLive)
        return badUsage(u"this version runs scenarios live only: add --live"_s);
    return plan;
}

/// Runs it to its end, or to the first signal.
std::optional<Failure> carryOut(LiveRun &run, const Interrupt &interrupt, bool showsProgress)
{
    std::optional<Failure> failure;
    QEventLoop loop;
    QObject::connect(&run, &LiveRun::finished, &loop, &QEventLoop::quit);
    QObject::connect(&run, &LiveRun::failed, &loop, [&](const QString &message) {
        failure = Failure{ExitCode::CannotRun, message};
        loop.quit();
    });
    QObject::connect(&interrupt, &Interrupt::came, &run, &LiveRun::stop);

    std::optional<Progress> progress;
    if (showsProgress)
        progress.emplace(run);
    run.start();
    loop.exec();
    return failure;
}

std::optional<Failure> report(const RunOptions &options, const Plan &plan, const RunSnapshot &snapshot)
{
    if (!options.json.isEmpty()) {
        const RunDescription description{u"fuseboard-cli " FUSEBOARD_VERSION ""_s, plan.scenario.name, u"live"_s,
                                         plan.scenario.seed, plan.objectives};
        if (auto failure = writeOutput(options.json, QJsonDocument(runToJson(description, snapshot)).toJson()))
            return failure;
    }
    if (!options.isQuiet && options.json != "-"_L1) {
        const QString title = u"%1, live, seed %2, %3\n\n"_s.arg(plan.scenario.name)
                                  .arg(plan.scenario.seed)
                                  .arg(displayDuration(snapshot.now));
        return writeStandardOutput((title + summaryText(snapshot)).toUtf8());
    }
    return std::nullopt;
}

std::optional<Failure> checkObjectives(const QList<Objective> &objectives, const RunSummary &summary)
{
    QStringList missed;
    for (const Objective &objective : objectives) {
        if (!objective.isMet(summary)) {
            const QJsonValue value = objective.figure(summary).toJson();
            const QString shown = value.isNull() ? u"none"_s : value.toVariant().toString();
            missed.append(u"not met: %1 (it is %2)"_s.arg(objective.expression(), shown));
        }
    }
    if (missed.isEmpty())
        return std::nullopt;
    return Failure{ExitCode::NotMet, missed.join(u'\n')};
}

} // namespace

std::optional<Failure> runScenario(const RunOptions &options)
{
    const auto plan = makePlan(options);
    if (!plan)
        return plan.error();

    Interrupt interrupt;
    LiveRun run(plan->scenario);
    if (auto failure = carryOut(run, interrupt, !options.isQuiet && isStandardErrorTerminal()))
        return failure;

    const RunSnapshot snapshot = run.snapshot();
    if (auto failure = report(options, *plan, snapshot))
        return failure;
    if (interrupt.hasCome())
        return Failure{ExitCode::Interrupted, u"interrupted after %1"_s.arg(displayDuration(snapshot.now))};
    return checkObjectives(plan->objectives, snapshot.summary);
}

} // namespace Fuseboard::Cli
