// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepplancommand.h"

#include "files.h"
#include "lab/file/plainline.h"
#include "lab/record/recording.h"
#include "lab/run/simulatedrun.h"
#include "lab/tune/planfile.h"
#include "lab/tune/recommendation.h"
#include "resilience/base/durationtext.h"
#include "scenarioargument.h"
#include "sweepdirectory.h"
#include "wholenumber.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

Unexpected<Failure> badUsage(const QString &message)
{
    return Unexpected{Failure{ExitCode::BadUsage, message}};
}

Expected<QList<Scenario>, Failure> readScenarios(const SweepPlanOptions &options)
{
    if (options.scenarios.count(u"-"_s) > 1)
        return badUsage(u"standard input, -, can be read only once"_s);
    QList<Scenario> scenarios;
    for (const QString &argument : options.scenarios) {
        const auto scenario = findScenario(argument, options.settings, {});
        if (!scenario)
            return Unexpected{scenario.error()};
        scenarios.append(*scenario);
    }
    return scenarios;
}

/// What the scenarios' files say of tuning.
Expected<TuneConfig, Failure> tuneOf(const QList<Scenario> &scenarios)
{
    const Scenario *first = nullptr;
    for (const Scenario &scenario : scenarios) {
        if (!scenario.tune)
            continue;
        if (first && *first->tune != *scenario.tune) {
            return badUsage(u"\"%1\" and \"%2\" say differently what is to be tuned; say it with --vary, --seeds and "
                            "--objective, and leave theirs out with --set tune=null"_s.arg(first->name, scenario.name));
        }
        first = &scenario;
    }
    return first ? *first->tune : TuneConfig();
}

/// The objectives that all scenarios have; a line tells of the others.
QList<Objective> commonObjectives(const QList<Scenario> &scenarios)
{
    QList<Objective> common;
    QStringList others;
    for (const Scenario &scenario : scenarios) {
        for (const Objective &objective : scenario.objectives) {
            const bool isCommon = std::ranges::all_of(
                scenarios, [&](const Scenario &other) { return other.objectives.contains(objective); });
            if (isCommon && !common.contains(objective))
                common.append(objective);
            else if (!isCommon && !others.contains(objective.expression()))
                others.append(objective.expression());
        }
    }
    if (!others.isEmpty()) {
        writeStandardError(
            u"fuseboard-cli: no limits, because not every scenario has them as objectives: %1; --objective "
            "makes them limits of all\n"_s.arg(others.join(u", "_s)));
    }
    return common;
}

/// Goals and limits: what --objective says; of what it says nothing, the scenarios' own.
std::optional<Failure> readObjectives(const QStringList &expressions, const QList<Goal> &ownGoals, SweepPlan &plan)
{
    for (const QString &expression : expressions) {
        const auto goal = Goal::parse(expression);
        const auto limit = Objective::parse(expression);
        const auto isOfSameFigure = [&](const Goal &other) { return other.figureIndex() == goal->figureIndex(); };
        if (goal && std::ranges::any_of(plan.goals, isOfSameFigure))
            return Failure{ExitCode::BadUsage,
                           u"--objective: \"%1\" must be of another figure than the goals before it"_s.arg(expression)};
        if (goal)
            plan.goals.append(*goal);
        else if (limit)
            plan.limits.append(*limit);
        else
            return Failure{ExitCode::BadUsage,
                           u"--objective: "_s
                               + (expression.contains(QRegularExpression(u"[<>=!]"_s)) ? limit.error() : goal.error())};
    }
    if (plan.goals.isEmpty())
        plan.goals = ownGoals;
    if (plan.goals.isEmpty())
        plan.goals = recommendedPlan(plan.scenarios.first()).goals;
    if (plan.limits.isEmpty())
        plan.limits = commonObjectives(plan.scenarios);
    return std::nullopt;
}

/// @p issues with what they are about called by its option.
Failure badPlan(const ConfigIssues &issues)
{
    QStringList lines;
    for (const ConfigIssue &issue : issues) {
        const bool isVariation = issue.field.startsWith("vary."_L1);
        lines.append(
            plainLine(isVariation ? u"--vary: "_s + issue.message : u"--%1 %2"_s.arg(issue.field, issue.message)));
    }
    return {ExitCode::BadUsage, lines.join(u'\n')};
}

Expected<PlanFile, Failure> makePlan(const SweepPlanOptions &options)
{
    SweepPlan plan;
    const auto scenarios = readScenarios(options);
    if (!scenarios)
        return Unexpected{scenarios.error()};
    plan.scenarios = *scenarios;
    const auto tune = tuneOf(plan.scenarios);
    if (!tune)
        return Unexpected{tune.error()};

    plan.vary = options.vary.isEmpty() ? tune->vary : QList<Variation>();
    for (const QString &text : options.vary) {
        const auto variation = Variation::parse(text);
        if (!variation)
            return badUsage(u"--vary: "_s + variation.error());
        plan.vary.append(*variation);
    }
    if (plan.vary.isEmpty()) {
        return badUsage(
            u"say what to vary, as in --vary 'policies.*.breaker.failureThreshold=3..20', or in the scenario's "
            "section \"tune\"; `fuseboard-cli tune` knows by itself"_s);
    }
    plan.seeds = tune->seeds;
    if (const auto failure = readWholeNumber(u"--seeds"_s, options.seeds, 1, SweepPlan::MostSeeds, plan.seeds))
        return Unexpected{*failure};
    int shards = 0;
    if (const auto failure = readWholeNumber(u"--shards"_s, options.shards, 1, PlanFile::MostShards, shards))
        return Unexpected{*failure};
    if (const auto failure = readObjectives(options.objectives, tune->goals, plan))
        return Unexpected{*failure};
    if (const ConfigIssues issues = plan.validate(); !issues.isEmpty())
        return Unexpected{badPlan(issues)};
    return PlanFile(plan, shards);
}

/// Calls and time that the sweep takes, from one run of each scenario as it is.
QString costOf(const SweepPlan &plan)
{
    double calls = 0;
    QElapsedTimer timer;
    timer.start();
    for (const Scenario &scenario : plan.scenarios) {
        Recording recording(scenario.endpointNames());
        simulate(scenario, recording);
        calls += double(recording.snapshot().summary.offered);
    }
    const double times = double(plan.cellCount()) * plan.seeds;
    const auto took = Duration(std::llround(std::min(double(timer.nsecsElapsed()) * times, 9e18)));
    return u"about %1 calls, %2 on one of this machine's cores"_s.arg(
        QLocale::c().toString(qRound64(calls * times)), displayDuration(std::chrono::ceil<std::chrono::seconds>(took)));
}

QString described(const PlanFile &file, const QString &path)
{
    const SweepPlan &plan = file.plan();
    QStringList names;
    for (const Scenario &scenario : plan.scenarios)
        names.append(u'"' + scenario.name + u'"');
    QStringList lines{u"%1: plan %2"_s.arg(plainLine(path), file.hash().first(8)),
                      u"  %1 cells, each in %2 with %3 seeds: %4 runs, %5"_s.arg(plan.cellCount())
                          .arg(names.join(u", "_s))
                          .arg(plan.seeds)
                          .arg(plan.runCount())
                          .arg(costOf(plan))};
    for (const Variation &variation : plan.vary)
        lines.append(u"  varies  %1  (%2 values)"_s.arg(variation.text()).arg(variation.values().size()));
    for (const Goal &goal : plan.goals)
        lines.append(u"  goal    "_s + goal.expression());
    for (const Objective &limit : plan.limits)
        lines.append(u"  limit   "_s + limit.expression());
    if (file.shards() > 0)
        lines.append(u"  to be run in %1 parts"_s.arg(file.shards()));
    return lines.join(u'\n') + u'\n';
}

} // namespace

std::optional<Failure> planSweep(const SweepPlanOptions &options)
{
    const auto plan = makePlan(options);
    if (!plan)
        return plan.error();
    const QString path = SweepDirectory(options.directory).planPath();
    if (QFileInfo::exists(path)) {
        const auto present = SweepDirectory(options.directory).readPlan();
        if (!present)
            return present.error();
        if (present->hash() != plan->hash()) { // which the number of shards is in too
            return Failure{
                ExitCode::CannotRun,
                u"%1 holds another plan, and a plan stays as it is, because results belong to it; choose another "
                "directory"_s.arg(plainLine(path))};
        }
    } else {
        auto failure = makeDirectory(options.directory);
        if (!failure)
            failure = writeOutput(path, plan->toText());
        if (failure)
            return failure;
    }
    return writeText(described(*plan, path));
}

} // namespace Fuseboard::Cli
