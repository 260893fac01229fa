// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "partreader.h"

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

Expected<PartReader, QString> PartReader::open(const QString &path, const PlanFile &plan, int shard, int shards)
{
    PartReader reader;
    reader.m_file = std::make_unique<QFile>(path);
    reader.m_plan = &plan;
    reader.m_hash = std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256);
    if (!reader.m_file->open(QIODevice::ReadOnly))
        return Unexpected{u"cannot read %1: %2"_s.arg(path, reader.m_file->errorString())};
    const auto line = reader.readLine();
    if (!line)
        return Unexpected{line.error()};
    const auto part = PartFile::readFirstLine(*line);
    if (!part)
        return Unexpected{reader.describe(part.error())};
    if (part->planHash != plan.hash()) {
        return Unexpected{reader.describe(
            u"plan: is a part of another plan, %1..., and not of this one, %2...; parts do not move between sweeps"_s
                .arg(part->planHash.first(qMin<qsizetype>(8, part->planHash.size())), plan.hash().first(8)))};
    }
    if (part->shard != shard || part->shards != shards) {
        return Unexpected{reader.describe(
            u"shard: is part %1 of %2, and not the one that its name says; parts are not renamed"_s.arg(part->shard)
                .arg(part->shards))};
    }
    reader.m_part = *part;
    reader.m_cells = part->cellCount(plan.plan());
    reader.take(*line);
    return reader;
}

Expected<std::optional<CellResult>, QString> PartReader::next()
{
    const auto line = readLine();
    if (!line)
        return Unexpected{line.error()};
    if (m_cellsRead == m_cells) {
        const auto checked = PartFile::checkLastLine(*line, m_cells, m_hash->result());
        if (!checked)
            return Unexpected{describe(checked.error())};
        if (!m_file->atEnd())
            return Unexpected{describe(u"nothing may follow the last line"_s)};
        return std::optional<CellResult>();
    }
    auto result = PartFile::readCellLine(*line, m_plan->plan(), m_part.cellAt(m_cellsRead));
    if (!result)
        return Unexpected{describe(result.error())};
    take(*line);
    ++m_cellsRead;
    return std::optional(*std::move(result));
}

Expected<QByteArray, QString> PartReader::readLine()
{
    const QByteArray line = m_file->readLine();
    if (m_file->error() != QFileDevice::NoError)
        return Unexpected{u"cannot read %1: %2"_s.arg(m_file->fileName(), m_file->errorString())};
    if (!line.endsWith('\n'))
        return Unexpected{describe(u"the part is cut off here"_s)};
    return line;
}

void PartReader::take(const QByteArray &line)
{
    m_hash->addData(line);
    m_bytesRead += line.size();
    ++m_line;
}

QString PartReader::describe(const QString &message) const
{
    return u"%1:%2: %3"_s.arg(m_file->fileName()).arg(m_line).arg(message);
}

} // namespace Fuseboard::Cli
