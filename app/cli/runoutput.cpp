// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "runoutput.h"

#include "files.h"
#include "lab/file/plainline.h"
#include "lab/record/runcsv.h"
#include "lab/record/runjunit.h"
#include "lab/record/savedrun.h"
#include "resilience/base/durationtext.h"
#include "summarytext.h"

#include <QDir>
#include <QJsonDocument>

#include <algorithm>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

std::optional<Failure> writeTables(const QString &path, const RunResult &result)
{
    const QDir directory(path);
    if (auto failure = makeDirectory(path))
        return failure;
    for (const auto &[name, text] : csvTables(result.snapshot, result.calls)) {
        if (auto failure = writeOutput(directory.filePath(name), text))
            return failure;
    }
    return std::nullopt;
}

QByteArray savedRun(const RunResult &result)
{
    SavedRun saved;
    saved.program = result.description.program;
    saved.mode = result.description.mode;
    saved.seed = result.description.seed;
    saved.scenario = result.scenario;
    saved.snapshot = result.snapshot;
    saved.calls = result.calls;
    saved.callsDropped = result.callsDropped;
    return saved.toText();
}

} // namespace

std::optional<Failure> OutputOptions::check(const QStringList &inputs) const
{
    const auto outputs = {json, junit, save};
    if (std::ranges::count(outputs, u"-"_s) > 1)
        return Failure{ExitCode::BadUsage, u"only one of --json, --junit and --save can be standard output"_s};
    if (csv == "-"_L1)
        return Failure{ExitCode::BadUsage, u"--csv writes several files: name a directory"_s};
    return checkOutputs({{u"--json"_s, json}, {u"--junit"_s, junit}, {u"--save"_s, save}}, inputs);
}

std::optional<Failure> writeRun(const OutputOptions &options, const RunResult &result)
{
    std::optional<Failure> failure;
    const RunDescription &run = result.description;
    if (!options.json.isEmpty())
        failure = writeOutput(options.json, QJsonDocument(runToJson(run, result.snapshot)).toJson());
    if (!failure && !options.csv.isEmpty())
        failure = writeTables(options.csv, result);
    if (!failure && !options.junit.isEmpty())
        failure = writeOutput(options.junit, runToJUnit(run, result.snapshot));
    if (!failure && !options.save.isEmpty())
        failure = writeOutput(options.save, savedRun(result));
    if (failure || options.isQuiet || options.takesStandardOutput())
        return failure;
    const QString seed = run.seed ? u", seed %1"_s.arg(*run.seed) : QString();
    const QString end = result.snapshot.isFinished ? QString() : u", interrupted"_s;
    const QString title = plainLine(
        u"%1, %2%3, %4%5"_s.arg(run.scenario, run.mode, seed, displayDuration(result.snapshot.now), end));
    return writeText(title + u"\n\n"_s + summaryText(result.snapshot));
}

Expected<QList<Objective>, Failure> parseChecks(const QStringList &checks)
{
    QList<Objective> objectives;
    for (const QString &check : checks) {
        const auto objective = Objective::parse(check);
        if (!objective)
            return Unexpected{Failure{ExitCode::BadUsage, u"--check: "_s + objective.error()}};
        objectives.append(*objective);
    }
    return objectives;
}

std::optional<Failure> checkObjectives(const QList<Objective> &objectives, const RunSummary &summary)
{
    QStringList missed;
    for (const Objective &objective : objectives) {
        if (!objective.isMet(summary))
            missed.append(objective.missText(summary));
    }
    if (missed.isEmpty())
        return std::nullopt;
    return Failure{ExitCode::NotMet, missed.join(u'\n')};
}

} // namespace Fuseboard::Cli
