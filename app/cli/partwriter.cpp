// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "partwriter.h"

#include "files.h"
#include "lab/file/filereplacement.h"
#include "lab/file/plainline.h"
#include "partreader.h"

#include <QCryptographicHash>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

PartWriter::PartWriter(const SweepDirectory &directory, const PlanFile &plan, const PartFile &part)
    : m_directory(directory)
    , m_plan(plan)
    , m_part(part)
    , m_file(directory.partialPath(part.shard, part.shards))
{
}

std::optional<Failure> PartWriter::open()
{
    // Every line goes to the system at once: it outlives the program there.
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        return cannotWrite();
    // What is damaged, or was written without checks, is run again.
    QString again;
    const QByteArray first = m_file.readLine();
    if (const auto line = PartReader::withoutCheck(first); line) {
        auto reader = PartReader::open(m_file.fileName(), m_plan, m_part.shard, m_part.shards,
                                       PartReader::Form::Partial);
        if (!reader)
            return Failure{reader.error().code,
                           reader.error().message + u"; delete the file to begin this part anew"_s};
        if (reader->part().program == m_part.program) {
            if (auto failure = takeCells(*reader, again))
                return failure;
        } else {
            again = u"%1 was begun by %2; this is %3, which begins it anew"_s.arg(
                m_file.fileName(), reader->part().program, m_part.program);
        }
    } else if (first.endsWith('\n')) {
        again = u"%1:1: %2; the part is begun anew"_s.arg(m_file.fileName(), line.error());
    }
    if (!again.isEmpty())
        writeStandardError(u"fuseboard-cli: %1\n"_s.arg(plainLine(again)));
    if (!m_file.resize(m_bytes) || !m_file.seek(m_bytes))
        return cannotWrite();
    return m_bytes > 0 ? std::nullopt : write(m_part.firstLine());
}

/// The cells that are there already; @p again says from where on they are damaged.
std::optional<Failure> PartWriter::takeCells(PartReader &reader, QString &again)
{
    auto cell = reader.next();
    while (cell && *cell)
        cell = reader.next();
    if (!cell && cell.error().code != ExitCode::BadInput)
        return cell.error();
    m_bytes = reader.bytesRead();
    m_cells = reader.cellsRead();
    // A last line without its end is where the program ended, and nothing to speak of.
    if (!cell && m_file.seek(m_bytes) && m_file.readLine().endsWith('\n'))
        again = cell.error().message + u"; its cell and those after it are run again"_s;
    return std::nullopt;
}

std::optional<Failure> PartWriter::append(const CellResult &result)
{
    ++m_cells;
    return write(PartFile::cellLine(result));
}

std::optional<Failure> PartWriter::finish()
{
    const QString path = m_directory.partPath(m_part.shard, m_part.shards);
    const auto failed = [&path](const QString &why) { return Fuseboard::Cli::cannotWrite(path, why); };
    // Once more, so that what was damaged meanwhile does not get a good hash either.
    auto reader = PartReader::open(m_file.fileName(), m_plan, m_part.shard, m_part.shards, PartReader::Form::Partial);
    if (!reader)
        return reader.error();
    FileReplacement file(path);
    if (const auto failure = file.open())
        return failed(*failure);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 lines = 0;; ++lines) {
        hash.addData(reader->line());
        if (const auto failure = file.write(reader->line()))
            return failed(*failure);
        if (lines == m_cells)
            break;
        const auto cell = reader->next();
        if (!cell)
            return Failure{cell.error().code, cell.error().message + u"; the same command runs its cell again"_s};
    }
    auto failure = file.write(PartFile::lastLine(m_cells, hash.result()));
    if (!failure)
        failure = file.commit();
    if (failure)
        return failed(*failure);
    m_file.remove();
    return std::nullopt;
}

std::optional<Failure> PartWriter::write(const QByteArray &line)
{
    const QByteArray checked = PartReader::checkedLine(line);
    return m_file.write(checked) == checked.size() ? std::nullopt : std::optional(cannotWrite());
}

Failure PartWriter::cannotWrite() const
{
    return Fuseboard::Cli::cannotWrite(m_file.fileName(), m_file.errorString());
}

} // namespace Fuseboard::Cli
