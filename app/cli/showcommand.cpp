// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "showcommand.h"

#include "files.h"
#include "lab/record/savedrun.h"

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

std::optional<Failure> showRun(const ShowOptions &options)
{
    if (auto failure = options.output.check())
        return failure;
    const auto objectives = parseChecks(options.checks);
    if (!objectives)
        return objectives.error();
    const auto text = readInput(options.file);
    if (!text)
        return text.error();
    const auto saved = SavedRun::fromText(*text);
    if (!saved)
        return Failure{ExitCode::BadInput, u"%1: %2"_s.arg(shownPath(options.file), saved.error())};

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
