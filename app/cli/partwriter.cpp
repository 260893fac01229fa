// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "partwriter.h"

#include "files.h"
#include "partreader.h"

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
    qint64 bytes = 0;
    m_hash = std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256);
    if (m_file.readLine().endsWith('\n')) {
        auto reader = PartReader::open(m_file.fileName(), m_plan, m_part.shard, m_part.shards);
        if (!reader)
            return Failure{ExitCode::BadInput, reader.error() + u"; delete the file to begin this part anew"_s};
        if (reader->part().program == m_part.program) {
            for (auto cell = reader->next(); cell && *cell; cell = reader->next()) {}
            bytes = reader->bytesRead();
            m_cells = reader->cellsRead();
            m_hash = reader->takeHash();
        } else {
            writeStandardError(u"fuseboard-cli: %1 was begun by %2; this is %3, which begins it anew\n"_s.arg(
                m_file.fileName(), reader->part().program, m_part.program));
        }
    }
    if (!m_file.resize(bytes) || !m_file.seek(bytes))
        return cannotWrite();
    return bytes > 0 ? std::nullopt : write(m_part.firstLine());
}

std::optional<Failure> PartWriter::append(const CellResult &result)
{
    ++m_cells;
    return write(PartFile::cellLine(result));
}

std::optional<Failure> PartWriter::finish()
{
    if (auto failure = write(PartFile::lastLine(m_cells, m_hash->result())))
        return failure;
    return renameDurably(m_file, m_directory.partPath(m_part.shard, m_part.shards));
}

std::optional<Failure> PartWriter::write(const QByteArray &line)
{
    if (m_file.write(line) != line.size())
        return cannotWrite();
    m_hash->addData(line);
    return std::nullopt;
}

Failure PartWriter::cannotWrite() const
{
    return {ExitCode::CannotRun, u"cannot write %1: %2"_s.arg(m_file.fileName(), m_file.errorString())};
}

} // namespace Fuseboard::Cli
