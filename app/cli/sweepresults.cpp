// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepresults.h"

#include <QFileInfo>
#include <QStringList>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

Unexpected<Failure> badInput(const QString &message)
{
    return Unexpected{Failure{ExitCode::BadInput, message}};
}

Failure runAgain(const Failure &failure)
{
    const bool isBad = failure.code == ExitCode::BadInput;
    return {failure.code, failure.message + (isBad ? u"; delete the file and run the part again"_s : QString())};
}

/// "3, 5 and 8 more".
QString listed(const QStringList &texts)
{
    constexpr qsizetype most = 20;
    if (texts.size() <= most)
        return texts.join(u", "_s);
    return u"%1 and %2 more"_s.arg(texts.first(most).join(u", "_s)).arg(texts.size() - most);
}

} // namespace

Expected<SweepResults, Failure> SweepResults::open(const SweepDirectory &directory, const PlanFile &plan)
{
    if (const QStringList strangers = directory.strangers(); !strangers.isEmpty()) {
        return badInput(u"%1: no part has such a name, so it may be one that is there twice; take it away"_s.arg(
            listed(strangers)));
    }
    const auto shards = directory.shards(plan);
    if (!shards)
        return Unexpected{shards.error()};
    if (!*shards) {
        return Unexpected{Failure{
            ExitCode::CannotRun,
            u"nothing of this sweep has been run yet; `fuseboard-cli sweep run %1` runs it"_s.arg(directory.path())}};
    }
    QStringList missing;
    for (int shard = 1; shard <= **shards; ++shard) {
        if (!QFileInfo::exists(directory.partPath(shard, **shards)))
            missing.append(QString::number(shard));
    }
    if (!missing.isEmpty()) {
        return Unexpected{Failure{
            ExitCode::CannotRun,
            u"of the %1 parts of this sweep these are not finished: %2; `fuseboard-cli sweep run %3 --shard I/%1` runs part I"_s
                .arg(**shards)
                .arg(listed(missing), directory.path())}};
    }

    SweepResults results;
    results.m_cells = plan.plan().cellCount();
    for (int shard = 1; shard <= **shards; ++shard) {
        auto part = PartReader::open(directory.partPath(shard, **shards), plan, shard, **shards);
        if (!part)
            return Unexpected{part.error()};
        results.m_parts.push_back(*std::move(part));
        const QString program = results.m_parts.back().part().program;
        if (program != results.program()) {
            return badInput(u"%1 was computed by %2 and %3 by %4, which may find something else; delete the parts of "
                            u"one of them and "
                            "run them again"_s.arg(directory.partPath(1, **shards), results.program(),
                                                   directory.partPath(shard, **shards), program));
        }
    }
    return results;
}

Expected<std::optional<CellResult>, Failure> SweepResults::next()
{
    if (m_cell < m_cells) {
        auto result = m_parts[static_cast<std::size_t>(m_cell) % m_parts.size()].next();
        if (!result)
            return Unexpected{runAgain(result.error())};
        ++m_cell;
        return *std::move(result);
    }
    for (PartReader &part : m_parts) {
        if (const auto end = part.next(); !end)
            return Unexpected{runAgain(end.error())};
    }
    return std::optional<CellResult>();
}

} // namespace Fuseboard::Cli
