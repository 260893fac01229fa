// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/partfile.h"

#include "lab/json/jsontext.h"
#include "lab/tune/planfile.h"
#include "resilience/base/jsonreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <span>
#include <variant>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QString Format = QStringLiteral("fuseboard-part/1");

// The sum of two of these still fits.
constexpr qint64 LargestNumber = 4'000'000'000'000'000'000;

/// One number in the row of a run: a count, or a length of time in nanoseconds; null where there is none.
struct Column
{
    QString name;
    std::variant<quint64 RunSummary::*, Duration RunSummary::*, std::optional<Duration> RunSummary::*> member;
};

/// All that a RunSummary holds.
const std::array<Column, 22> &columns()
{
    static const std::array<Column, 22> all{{{u"calls"_s, &RunSummary::calls},
                                             {u"succeeded"_s, &RunSummary::succeeded},
                                             {u"failed"_s, &RunSummary::failed},
                                             {u"rejected"_s, &RunSummary::rejected},
                                             {u"cancelled"_s, &RunSummary::cancelled},
                                             {u"attempts"_s, &RunSummary::attempts},
                                             {u"wastedAttempts"_s, &RunSummary::wastedAttempts},
                                             {u"falseRejections"_s, &RunSummary::falseRejections},
                                             {u"detectTime"_s, &RunSummary::detectTime},
                                             {u"recoverTime"_s, &RunSummary::recoverTime},
                                             {u"opens"_s, &RunSummary::opens},
                                             {u"flaps"_s, &RunSummary::flaps},
                                             {u"latencyP50"_s, &RunSummary::latencyP50},
                                             {u"latencyP95"_s, &RunSummary::latencyP95},
                                             {u"latencyP99"_s, &RunSummary::latencyP99},
                                             {u"latencyMax"_s, &RunSummary::latencyMax},
                                             {u"duration"_s, &RunSummary::duration},
                                             {u"offered"_s, &RunSummary::offered},
                                             {u"late"_s, &RunSummary::late},
                                             {u"queued"_s, &RunSummary::queued},
                                             {u"cutOff"_s, &RunSummary::cutOff},
                                             {u"cutOffAttempts"_s, &RunSummary::cutOffAttempts}}};
    return all;
}

/// How many of them version 0.1.0 knew.
constexpr std::size_t FirstColumns = 20;

QJsonArray columnNames(std::size_t count = columns().size())
{
    QJsonArray names;
    for (const Column &column : std::span(columns()).first(count))
        names.append(column.name);
    return names;
}

struct NumberText
{
    const RunSummary &summary;

    QByteArray operator()(quint64 RunSummary::*member) const { return QByteArray::number(summary.*member); }
    QByteArray operator()(Duration RunSummary::*member) const
    {
        return QByteArray::number(static_cast<qint64>((summary.*member).count()));
    }
    QByteArray operator()(std::optional<Duration> RunSummary::*member) const
    {
        return summary.*member ? QByteArray::number(static_cast<qint64>((summary.*member)->count())) : "null"_ba;
    }
};

struct NumberStore
{
    RunSummary &summary;
    qint64 number;

    void operator()(quint64 RunSummary::*member) const { summary.*member = static_cast<quint64>(number); }
    void operator()(Duration RunSummary::*member) const { summary.*member = Duration(number); }
    void operator()(std::optional<Duration> RunSummary::*member) const { summary.*member = Duration(number); }
};

QByteArray lineOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

/// None for what is no whole number of at least 0.
std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    const qint64 number = value.toInteger(-1);
    return number >= 0 ? std::optional(number) : std::nullopt;
}

Expected<QJsonObject, QString> objectIn(const QByteArray &line)
{
    const auto json = JsonText::parse(line);
    if (!json)
        return Unexpected{json.error().message};
    if (!json->duplicates().isEmpty())
        return Unexpected{json->duplicates().first().pointer + u": "_s + json->duplicates().first().message};
    if (!json->value().isObject())
        return Unexpected{u"must be a JSON object, {...}"_s};
    return json->value().toObject();
}

QString describeFirst(const ConfigIssues &issues)
{
    return issues.first().field + u": "_s + issues.first().message;
}

Expected<RunSummary, QString> runFromRow(const QJsonValue &value)
{
    const QJsonArray row = value.toArray();
    if (row.size() != qsizetype(columns().size()) && row.size() != qsizetype(FirstColumns))
        return Unexpected{u"each run must be a list of %1 numbers"_s.arg(columns().size())};
    RunSummary summary;
    for (qsizetype i = 0; i < row.size(); ++i) {
        const Column &column = columns()[static_cast<std::size_t>(i)];
        if (row.at(i).isNull() && std::holds_alternative<std::optional<Duration> RunSummary::*>(column.member))
            continue;
        const auto number = wholeNumber(row.at(i));
        if (!number)
            return Unexpected{u"%1 of a run must be a whole number of at least 0"_s.arg(column.name)};
        if (*number > LargestNumber)
            return Unexpected{u"%1 of a run must be at most %2"_s.arg(column.name).arg(LargestNumber)};
        std::visit(NumberStore{summary, *number}, column.member);
    }
    summary.dropLatenciesOfNoCall();
    return summary;
}

} // namespace

qint64 PartFile::cellCount(const SweepPlan &plan) const
{
    return (plan.cellCount() - firstCell() + shards - 1) / shards;
}

QByteArray PartFile::firstLine() const
{
    return lineOf({{u"format"_s, Format},
                   {u"plan"_s, planHash},
                   {u"program"_s, program},
                   {u"shard"_s, shard},
                   {u"shards"_s, shards},
                   {u"figures"_s, columnNames()}});
}

QByteArray PartFile::cellLine(const CellResult &result)
{
    if (!result.error.isEmpty())
        return lineOf({{u"cell"_s, result.cell}, {u"error"_s, result.error}});
    // There are many of them, so they are written straight into the text.
    QByteArray line = "{\"cell\":" + QByteArray::number(result.cell) + ",\"runs\":[";
    for (const QList<RunSummary> &runs : result.runs) {
        line += '[';
        for (const RunSummary &run : runs) {
            char separator = '[';
            for (const Column &column : columns()) {
                line += separator + std::visit(NumberText{run}, column.member);
                separator = ',';
            }
            line += "],";
        }
        line.chop(runs.isEmpty() ? 0 : 1);
        line += "],";
    }
    line.chop(result.runs.isEmpty() ? 0 : 1);
    return line + "]}\n";
}

QByteArray PartFile::lastLine(qint64 cells, const QByteArray &sha256)
{
    return lineOf({{u"end"_s, true}, {u"cells"_s, cells}, {u"sha256"_s, QString::fromLatin1(sha256.toHex())}});
}

Expected<PartFile, QString> PartFile::readFirstLine(const QByteArray &line)
{
    const auto json = objectIn(line);
    if (!json)
        return Unexpected{json.error()};
    if (const QString format = (*json)[u"format"_s].toString(); format != Format) {
        return Unexpected{
            format.startsWith("fuseboard-part/"_L1)
                ? u"format: \"%1\" was written by a newer program; this one reads \"%2\""_s.arg(format, Format)
                : u"format: must be \"%1\": this is no part of a sweep"_s.arg(Format)};
    }
    PartFile part;
    part.shard = part.shards = 0;
    ConfigIssues issues;
    JsonReader reader(*json, {}, issues);
    reader.value(u"format"_s);
    reader.read(u"plan"_s, part.planHash);
    reader.read(u"program"_s, part.program);
    reader.read(u"shards"_s, part.shards);
    if (part.shards < 1 || part.shards > PlanFile::MostShards)
        reader.addIssue(u"shards"_s, u"must be from 1 to %1"_s.arg(PlanFile::MostShards));
    reader.read(u"shard"_s, part.shard);
    if (part.shard < 1 || part.shard > part.shards)
        reader.addIssue(u"shard"_s, u"must be from 1 to the number of shards"_s);
    const QJsonValue figures = reader.value(u"figures"_s);
    if (figures != QJsonValue(columnNames()) && figures != QJsonValue(columnNames(FirstColumns)))
        reader.addIssue(u"figures"_s, u"must be those that this program writes"_s);
    reader.finish();
    if (!issues.isEmpty())
        return Unexpected{describeFirst(issues)};
    return part;
}

Expected<CellResult, QString> PartFile::readCellLine(const QByteArray &line, const SweepPlan &plan, qint64 cell)
{
    const auto json = objectIn(line);
    if (!json)
        return Unexpected{json.error()};
    CellResult result;
    ConfigIssues issues;
    JsonReader reader(*json, {}, issues);
    result.cell = wholeNumber(reader.value(u"cell"_s)).value_or(-1);
    if (result.cell != cell)
        reader.addIssue(u"cell"_s, u"must be %1, the next one of this part"_s.arg(cell));
    const QJsonValue runs = reader.value(u"runs"_s);
    reader.read(u"error"_s, result.error);
    reader.finish();
    if (issues.isEmpty() && runs.isUndefined() == result.error.isEmpty())
        reader.addIssue(u"runs"_s, u"must be there unless there is an error, and not beside one"_s);
    if (!issues.isEmpty())
        return Unexpected{describeFirst(issues)};
    if (runs.isUndefined())
        return result;

    const QJsonArray scenarios = runs.toArray();
    if (scenarios.size() != plan.scenarios.size())
        return Unexpected{u"runs: must be a list of %1 lists, one for each scenario"_s.arg(plan.scenarios.size())};
    for (const auto &ofScenario : scenarios) {
        const QJsonArray rows = ofScenario.toArray();
        if (rows.size() != plan.seeds)
            return Unexpected{u"runs: must have %1 runs of each scenario, one for each seed"_s.arg(plan.seeds)};
        QList<RunSummary> summaries;
        for (const auto &row : rows) {
            const auto summary = runFromRow(row);
            if (!summary)
                return Unexpected{u"runs: "_s + summary.error()};
            summaries.append(*summary);
        }
        result.runs.append(summaries);
    }
    return result;
}

Expected<bool, QString> PartFile::checkLastLine(const QByteArray &line, qint64 cells, const QByteArray &sha256)
{
    if (line == lastLine(cells, sha256))
        return true;
    const auto json = objectIn(line);
    if (!json)
        return Unexpected{json.error()};
    if (!json->contains(u"end"_s))
        return Unexpected{u"must be the last line, because all cells are there"_s};
    return Unexpected{
        u"the SHA-256 in the last line does not fit the lines before it: they were changed after they were "
        "written"_s};
}

} // namespace Fuseboard
