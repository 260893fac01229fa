// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepruncommand.h"

#include "files.h"
#include "interrupt.h"
#include "lab/file/plainline.h"
#include "lab/tune/sweep.h"
#include "partlock.h"
#include "partreader.h"
#include "partwriter.h"
#include "progress.h"
#include "progresslines.h"
#include "sweepdirectory.h"
#include "wholenumber.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QThread>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostThreads = 1024;

/// Which part "I/N" means; without it the whole sweep, if it is not in parts.
Expected<PartFile, Failure> readShard(const QString &text, const SweepDirectory &directory, const PlanFile &plan)
{
    PartFile part;
    const QStringList numbers = text.isEmpty() ? QStringList{u"1"_s, u"1"_s} : text.split(u'/');
    if (numbers.size() != 2) {
        return Unexpected{
            Failure{ExitCode::BadUsage,
                    u"--shard must be I/N, the number of the part, from 1, and of all parts, as in 3/16; not "
                    "\"%1\""_s.arg(text)}};
    }
    if (const auto failure = readWholeNumber(u"--shard I/N: N"_s, numbers[1], 1, PlanFile::MostShards, part.shards))
        return Unexpected{*failure};
    if (const auto failure = readWholeNumber(u"--shard I/N: I, which is counted from 1,"_s, numbers[0], 1, part.shards,
                                             part.shard))
        return Unexpected{*failure};
    if (numbers.contains(QString()))
        return Unexpected{Failure{ExitCode::BadUsage, u"--shard must be I/N, as in 3/16; not \"%1\""_s.arg(text)}};
    const auto shards = directory.shards(plan);
    if (!shards)
        return Unexpected{shards.error()};
    if (*shards && **shards != part.shards) {
        return Unexpected{
            Failure{ExitCode::BadUsage,
                    u"this sweep is in %1 parts, as %2 say, and not in %3: --shard I/%1 with I from 1 to %1. Does a "
                    u"scheduler's variable "
                    "count only those that it was to start again?"_s.arg(**shards)
                        .arg(plan.shards() > 0 ? u"its plan and its parts"_s : u"the parts that are there"_s)
                        .arg(part.shards)}};
    }
    part.planHash = plan.hash();
    part.program = u"fuseboard " FUSEBOARD_VERSION ""_s;
    return part;
}

/// Runs the cells that @p writer does not have yet, on threads of its own, so that this one hears of signals.
std::optional<Failure> runCells(const PlanFile &plan, const PartFile &part, int threads, PartWriter &writer,
                                const Interrupt &interrupt, bool showsProgress)
{
    Sweep sweep(plan.plan(), threads);
    std::stop_source stop;
    std::optional<Failure> failure;
    const qint64 first = part.cellAt(writer.cellsWritten());
    const auto sink = [&](const CellResult &result) {
        // Nothing is written behind a line that may be half there.
        if (!failure && (failure = writer.append(result)))
            stop.request_stop();
    };
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { sweep.run(sink, stop.get_token(), first, part.shards); }));
    QEventLoop loop;
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    QObject::connect(&interrupt, &Interrupt::came, &loop, [&stop] { stop.request_stop(); });
    if (interrupt.hasCome())
        stop.request_stop();
    std::optional<Progress> progress;
    if (showsProgress)
        progress.emplace([&sweep] { return sweepProgress(sweep.progress()); });
    thread->start();
    loop.exec();
    thread->wait();
    return failure;
}

} // namespace

std::optional<Failure> runSweep(const SweepRunOptions &options)
{
    const SweepDirectory directory(options.directory);
    const auto plan = directory.readPlan();
    if (!plan)
        return plan.error();
    const auto part = readShard(options.shard, directory, *plan);
    if (!part)
        return part.error();
    int threads = 0;
    if (auto failure = readWholeNumber(u"--threads"_s, options.threads, 1, MostThreads, threads))
        return failure;
    if (auto failure = directory.makeParts())
        return failure;

    Interrupt interrupt;
    PartLock lock(directory.lockPath(part->shard, part->shards));
    if (auto failure = lock.take())
        return failure;
    const QString path = directory.partPath(part->shard, part->shards);
    const auto tell = [&](const QString &what) {
        return options.isQuiet ? std::nullopt : writeText(u"%1: %2\n"_s.arg(plainLine(path), what));
    };
    const qint64 cells = part->cellCount(plan->plan());
    if (QFileInfo::exists(path)) {
        const auto finished = PartReader::open(path, *plan, part->shard, part->shards);
        if (!finished)
            return finished.error();
        return tell(u"all %1 cells are done already"_s.arg(cells));
    }
    PartWriter writer(directory, *plan, *part);
    if (auto failure = writer.open())
        return failure;
    const qint64 before = writer.cellsWritten();
    const bool showsProgress = !options.isQuiet && isStandardErrorTerminal();
    if (auto failure = runCells(*plan, *part, threads, writer, interrupt, showsProgress))
        return failure;
    if (writer.cellsWritten() < cells) {
        return Failure{ExitCode::Interrupted,
                       u"interrupted; %1 of %2 cells are done, and the same command goes on from there"_s
                           .arg(writer.cellsWritten())
                           .arg(cells)};
    }
    if (auto failure = writer.finish())
        return failure;
    return tell(before > 0 ? u"%1 cells, %2 of them from before"_s.arg(cells).arg(before) : u"%1 cells"_s.arg(cells));
}

} // namespace Fuseboard::Cli
