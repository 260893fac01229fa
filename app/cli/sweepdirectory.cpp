// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepdirectory.h"

#include "files.h"
#include "lab/file/plainline.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <tuple>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

const QRegularExpression &partName()
{
    static const QRegularExpression pattern(u"^([1-9][0-9]{0,4})-of-([1-9][0-9]{0,4})\\.jsonl(\\.partial)?$"_s);
    return pattern;
}

} // namespace

SweepDirectory::SweepDirectory(const QString &path)
    : m_directory(path)
{
}

Expected<PlanFile, Failure> SweepDirectory::readPlan() const
{
    if (!QFileInfo::exists(planPath())) {
        return Unexpected{Failure{ExitCode::BadInput,
                                  u"there is no plan %1; `fuseboard-cli sweep plan ... -o %2` makes one"_s.arg(
                                      plainLine(planPath()), plainLine(m_directory.path()))}};
    }
    const auto text = readInput(planPath(), MostPlanBytes);
    if (!text)
        return Unexpected{text.error()};
    auto plan = PlanFile::read(*text);
    if (plan)
        return *std::move(plan);
    QStringList lines;
    for (const JsonIssue &issue : plan.error())
        lines.append(issue.describe(planPath()));
    return Unexpected{Failure{ExitCode::BadInput, lines.join(u'\n')}};
}

std::optional<Failure> SweepDirectory::makeParts() const
{
    return makeDirectory(partsPath());
}

QString SweepDirectory::partsPath() const
{
    return m_directory.filePath(u"parts"_s);
}

QString SweepDirectory::partPath(int shard, int shards) const
{
    return m_directory.filePath(u"parts/%1-of-%2.jsonl"_s.arg(shard).arg(shards));
}

QList<SweepDirectory::Part> SweepDirectory::parts() const
{
    QList<Part> parts;
    const QStringList names = QDir(partsPath()).entryList(QDir::Files);
    for (const QString &name : names) {
        const QRegularExpressionMatch match = partName().match(name);
        if (match.hasMatch())
            parts.append({match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).isEmpty()});
    }
    const auto key = [](const Part &part) { return std::tuple(part.shards, part.shard, !part.isFinished); };
    std::ranges::sort(parts, {}, key);
    const auto same = [](const Part &a, const Part &b) { return a.shards == b.shards && a.shard == b.shard; };
    parts.erase(std::unique(parts.begin(), parts.end(), same), parts.end());
    return parts;
}

QStringList SweepDirectory::strangers() const
{
    QStringList strangers;
    const QDir directory(partsPath());
    for (const QString &name : directory.entryList({u"*.jsonl"_s}, QDir::Files)) {
        if (!partName().match(name).hasMatch())
            strangers.append(directory.filePath(name));
    }
    return strangers;
}

Expected<std::optional<int>, Failure> SweepDirectory::shards(const PlanFile &plan) const
{
    std::optional<int> shards = plan.shards() > 0 ? std::optional(plan.shards()) : std::nullopt;
    const QList<Part> all = parts();
    for (const Part &part : all) {
        if (shards && part.shards != *shards) {
            const QString who = plan.shards() > 0 ? u"the plan says"_s : u"other parts are"_s;
            return Unexpected{Failure{
                ExitCode::BadInput,
                u"%1 is of a sweep in %2 parts, but %3 of %4; delete those that are of the wrong number"_s
                    .arg(part.isFinished ? partPath(part.shard, part.shards) : partialPath(part.shard, part.shards))
                    .arg(part.shards)
                    .arg(who)
                    .arg(*shards)}};
        }
        shards = part.shards;
    }
    return shards;
}

} // namespace Fuseboard::Cli
