// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepmergecommand.h"

#include "files.h"
#include "interrupt.h"
#include "lab/file/plainline.h"
#include "progress.h"
#include "sweepdatabase.h"

#include <QCoreApplication>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

std::optional<Failure> mergeSweep(const SweepMergeOptions &options)
{
    if (options.output == "-"_L1)
        return Failure{ExitCode::BadUsage, u"-o: an SQLite file cannot be written to standard output; name a file"_s};
    const SweepDirectory directory(options.directory);
    const auto plan = directory.readPlan();
    if (!plan)
        return plan.error();
    auto results = SweepResults::open(directory, *plan);
    if (!results)
        return results.error();

    Interrupt interrupt;
    const qint64 all = plan->plan().cellCount();
    qint64 written = 0;
    std::optional<Progress> progress;
    if (!options.isQuiet && isStandardErrorTerminal())
        progress.emplace([&] { return u"%1 of %2 cells"_s.arg(written).arg(all); });
    const auto goOn = [&](qint64 cells) {
        written = cells;
        QCoreApplication::processEvents();
        return !interrupt.hasCome();
    };
    if (auto failure = writeSweepDatabase(options.output, plan->withoutShards(), *results, goOn))
        return failure;
    progress.reset();
    if (options.isQuiet)
        return std::nullopt;
    return writeText(u"%1: %2 cells, %3 runs\n"_s.arg(plainLine(options.output)).arg(all).arg(plan->plan().runCount()));
}

} // namespace Fuseboard::Cli
