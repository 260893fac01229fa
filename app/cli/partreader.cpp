// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "partreader.h"

#include "lab/file/plainline.h"

#include <cerrno>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

// Hexadecimal digits of a line's SHA-256, then a blank: enough that damage does not pass by chance.
constexpr qsizetype CheckLength = 16;

const QString CutOff = QStringLiteral("the part is cut off here");

QByteArray checkOf(QByteArrayView line)
{
    return QCryptographicHash::hash(line.toByteArray(), QCryptographicHash::Sha256).toHex().first(CheckLength);
}

} // namespace

QByteArray PartReader::checkedLine(const QByteArray &line)
{
    return checkOf(line) + ' ' + line;
}

Expected<QByteArray, QString> PartReader::withoutCheck(const QByteArray &line)
{
    if (!line.endsWith('\n'))
        return Unexpected{CutOff};
    if (line.size() <= CheckLength || line.at(CheckLength) != ' ')
        return Unexpected{u"the line has no check before it"_s};
    const QByteArray text = line.sliced(CheckLength + 1);
    if (!line.startsWith(checkOf(text)))
        return Unexpected{u"the line does not fit its check: it was changed after it was written"_s};
    return text;
}

Expected<PartReader, Failure> PartReader::open(const QString &path, const PlanFile &plan, int shard, int shards,
                                               Form form)
{
    PartReader reader;
    reader.m_file = std::make_unique<QFile>(path);
    reader.m_plan = &plan;
    reader.m_form = form;
    reader.m_hash = std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256);
    errno = 0;
    if (!reader.m_file->open(QIODevice::ReadOnly))
        return reader.cannotRead();
    const auto line = reader.readLine();
    if (!line)
        return Unexpected{line.error()};
    const auto part = PartFile::readFirstLine(*line);
    if (!part)
        return reader.bad(part.error());
    if (part->planHash != plan.hash()) {
        return reader.bad(
            u"plan: is a part of another plan, %1..., and not of this one, %2...; parts do not move between sweeps"_s
                .arg(part->planHash.first(qMin<qsizetype>(8, part->planHash.size())), plan.hash().first(8)));
    }
    if (part->shard != shard || part->shards != shards) {
        return reader.bad(
            u"shard: is part %1 of %2, and not the one that its name says; parts are not renamed"_s.arg(part->shard)
                .arg(part->shards));
    }
    reader.m_part = *part;
    reader.m_cells = part->cellCount(plan.plan());
    reader.take(*line);
    return reader;
}

Expected<std::optional<CellResult>, Failure> PartReader::next()
{
    if (m_form == Form::Partial && m_cellsRead == m_cells)
        return std::optional<CellResult>();
    const auto line = readLine();
    if (!line)
        return Unexpected{line.error()};
    if (m_cellsRead == m_cells) {
        const auto checked = PartFile::checkLastLine(*line, m_cells, m_hash->result());
        if (!checked)
            return bad(checked.error());
        if (!m_file->atEnd())
            return bad(u"nothing may follow the last line"_s);
        return std::optional<CellResult>();
    }
    auto result = PartFile::readCellLine(*line, m_plan->plan(), m_part.cellAt(m_cellsRead));
    if (!result)
        return bad(result.error());
    take(*line);
    ++m_cellsRead;
    return std::optional(*std::move(result));
}

Expected<QByteArray, Failure> PartReader::readLine()
{
    const QByteArray line = m_file->readLine();
    if (m_file->error() != QFileDevice::NoError)
        return cannotRead();
    if (!line.endsWith('\n'))
        return bad(CutOff);
    if (m_form == Form::Finished)
        return line;
    auto unchecked = withoutCheck(line);
    if (!unchecked)
        return bad(unchecked.error());
    return *std::move(unchecked);
}

void PartReader::take(const QByteArray &line)
{
    m_text = line;
    m_hash->addData(line);
    m_bytesRead += line.size() + (m_form == Form::Partial ? CheckLength + 1 : 0);
    ++m_line;
}

Unexpected<Failure> PartReader::bad(const QString &message) const
{
    return Unexpected{
        Failure{ExitCode::BadInput, plainLine(u"%1:%2: %3"_s.arg(m_file->fileName()).arg(m_line).arg(message))}};
}

Unexpected<Failure> PartReader::cannotRead() const
{
    // Short of descriptors or memory: nothing is said of the file.
    const bool isShortage = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
    return Unexpected{Failure{isShortage ? ExitCode::CannotRun : ExitCode::BadInput,
                              u"cannot read %1: %2"_s.arg(plainLine(m_file->fileName()), m_file->errorString())}};
}

} // namespace Fuseboard::Cli
