// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepstatuscommand.h"

#include "files.h"
#include "partlock.h"
#include "partreader.h"
#include "sweepdirectory.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

struct PartStatus
{
    int shard = 1;
    QString state; ///< "done", "running", "partial", "missing" or "bad"
    qint64 cells = 0;
    qint64 cellsDone = 0;
    QString who;     ///< that runs it
    QString problem; ///< of a bad one
};

/// Lines that are whole and fit their check, up to the first that does not, but for the first one.
qint64 cellsIn(const QString &path)
{
    QFile file(path);
    qint64 lines = 0;
    if (file.open(QIODevice::ReadOnly)) {
        while (PartReader::withoutCheck(file.readLine()))
            ++lines;
    }
    return std::max<qint64>(0, lines - 1);
}

PartStatus statusOf(const SweepDirectory &directory, const PlanFile &plan, int shard, int shards)
{
    PartFile part;
    part.shard = shard;
    part.shards = shards;
    PartStatus status;
    status.shard = shard;
    status.cells = part.cellCount(plan.plan());
    status.who = PartLock(directory.lockPath(shard, shards)).holder();
    const QString finished = directory.partPath(shard, shards);
    const QString partial = directory.partialPath(shard, shards);
    if (QFileInfo::exists(finished)) {
        const auto reader = PartReader::open(finished, plan, shard, shards);
        status.state = reader ? u"done"_s : u"bad"_s;
        status.cellsDone = reader ? status.cells : 0;
        status.problem = reader ? QString() : reader.error().message;
        return status;
    }
    status.cellsDone = std::min(cellsIn(partial), status.cells);
    status.state = !status.who.isEmpty() ? u"running"_s : QFileInfo::exists(partial) ? u"partial"_s : u"missing"_s;
    return status;
}

QJsonObject toJson(const PlanFile &plan, std::optional<int> shards, const QList<PartStatus> &parts, bool isComplete)
{
    QJsonArray list;
    for (const PartStatus &part : parts) {
        QJsonObject json{{u"shard"_s, part.shard},
                         {u"state"_s, part.state},
                         {u"cells"_s, part.cells},
                         {u"cellsDone"_s, part.cellsDone}};
        if (part.state == "running"_L1)
            json.insert(u"runBy"_s, part.who);
        if (!part.problem.isEmpty())
            json.insert(u"problem"_s, part.problem);
        list.append(json);
    }
    return {{u"plan"_s, plan.hash()},
            {u"cells"_s, plan.plan().cellCount()},
            {u"runs"_s, plan.plan().runCount()},
            {u"shards"_s, shards ? QJsonValue(*shards) : QJsonValue(QJsonValue::Null)},
            {u"complete"_s, isComplete},
            {u"parts"_s, list}};
}

QString toText(const PlanFile &plan, std::optional<int> shards, const QList<PartStatus> &parts)
{
    QString text = u"plan %1: %2 cells, %3 runs"_s.arg(plan.hash().first(8))
                       .arg(plan.plan().cellCount())
                       .arg(plan.plan().runCount());
    if (!shards)
        return text + u"; nothing has been run yet\n"_s;
    QStringList counts;
    QStringList missing;
    QStringList lines;
    for (const QString &state : {u"done"_s, u"running"_s, u"partial"_s, u"missing"_s, u"bad"_s}) {
        if (const auto count = std::ranges::count(parts, state, &PartStatus::state); count > 0)
            counts.append(u"%1 %2"_s.arg(count).arg(state));
    }
    for (const PartStatus &part : parts) {
        const QString soFar = u"  %1/%2  %3  %4 of %5 cells"_s.arg(part.shard)
                                  .arg(*shards)
                                  .arg(part.state, -7)
                                  .arg(part.cellsDone)
                                  .arg(part.cells);
        if (part.state == "running"_L1)
            lines.append(soFar + u", "_s + part.who);
        else if (part.state == "partial"_L1)
            lines.append(soFar);
        else if (part.state == "bad"_L1)
            lines.append(u"  %1/%2  bad  %3"_s.arg(part.shard).arg(*shards).arg(part.problem));
        else if (part.state == "missing"_L1)
            missing.append(QString::number(part.shard));
    }
    text += u"; %1 %2: %3\n"_s.arg(*shards).arg(*shards == 1 ? u"part"_s : u"parts"_s, counts.join(u", "_s));
    if (!missing.isEmpty())
        lines.append(u"  missing: "_s + missing.join(u", "_s));
    return lines.isEmpty() ? text : text + lines.join(u'\n') + u'\n';
}

} // namespace

std::optional<Failure> showSweepStatus(const SweepStatusOptions &options)
{
    const SweepDirectory directory(options.directory);
    const auto plan = directory.readPlan();
    if (!plan)
        return plan.error();
    const auto shards = directory.shards(*plan);
    if (!shards)
        return shards.error();
    QList<PartStatus> parts;
    for (int shard = 1; shard <= shards->value_or(0); ++shard)
        parts.append(statusOf(directory, *plan, shard, **shards));
    const bool isComplete = !parts.isEmpty()
        && std::ranges::all_of(parts, [](const PartStatus &part) { return part.state == "done"_L1; });
    if (!options.json.isEmpty()) {
        if (auto failure = writeOutput(options.json, QJsonDocument(toJson(*plan, *shards, parts, isComplete)).toJson()))
            return failure;
    }
    return options.json == "-"_L1 ? std::nullopt : writeText(toText(*plan, *shards, parts));
}

} // namespace Fuseboard::Cli
