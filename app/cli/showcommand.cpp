// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "showcommand.h"

#include "files.h"
#include "lab/file/plainline.h"
#include "lab/record/savedrun.h"

#include <new>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

Expected<SavedRun, Failure> readRun(const QString &path)
{
    const auto text = readInput(path, MostSavedRunBytes);
    if (!text)
        return Unexpected{text.error()};
    try {
        auto run = SavedRun::fromText(*text);
        if (!run)
            return Unexpected{Failure{ExitCode::BadInput, u"%1: %2"_s.arg(shownPath(path), plainLine(run.error()))}};
        return *std::move(run);
    } catch (const std::bad_alloc &) {
        return Unexpected{tooLargeToRead(path)};
    }
}

} // namespace

std::optional<Failure> showRun(const ShowOptions &options)
{
    if (auto failure = options.output.check({options.file}))
        return failure;
    const auto objectives = parseChecks(options.checks);
    if (!objectives)
        return objectives.error();
    const auto saved = readRun(options.file);
    if (!saved)
        return saved.error();

    RunResult result;
    result.description.objectives = *objectives;
    result.description.program = saved->program;
    result.description.scenario = saved->scenario[u"name"_s].toString();
    result.description.mode = saved->mode;
    result.description.seed = saved->seed;
    result.scenario = saved->scenario;
    result.snapshot = saved->snapshot;
    result.calls = saved->calls;
    result.callsDropped = saved->callsDropped;
    if (auto failure = writeRun(options.output, result))
        return failure;
    return checkObjectives(*objectives, result.snapshot.summary);
}

} // namespace Fuseboard::Cli
