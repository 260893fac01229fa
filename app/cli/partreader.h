// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/partfile.h"
#include "lab/tune/planfile.h"
#include "resilience/base/expected.h"

#include <QCryptographicHash>
#include <QFile>
#include <QString>

#include <memory>
#include <optional>

namespace Fuseboard::Cli {

/// Takes the lines of a part, one after the other, and checks each.
class PartReader
{
public:
    /// Opens the part and reads its first line. The error names the file, the place and what would be right; it is one if the part
    /// is of another plan, or is not the one that its name says.
    static Expected<PartReader, QString> open(const QString &path, const PlanFile &plan, int shard, int shards);

    const PartFile &part() const { return m_part; }

    /// The next cell; none behind the last one, when the last line has been checked too.
    Expected<std::optional<CellResult>, QString> next();

    /// How many cells have come, and the bytes and the SHA-256 of the lines that have, but for the last one of a whole part.
    qint64 cellsRead() const { return m_cellsRead; }
    qint64 bytesRead() const { return m_bytesRead; }
    std::unique_ptr<QCryptographicHash> takeHash() { return std::move(m_hash); }

private:
    PartReader() = default;
    Expected<QByteArray, QString> readLine();
    void take(const QByteArray &line);
    QString describe(const QString &message) const;

    std::unique_ptr<QFile> m_file;
    const PlanFile *m_plan = nullptr;
    PartFile m_part;
    std::unique_ptr<QCryptographicHash> m_hash;
    qint64 m_cells = 0;
    qint64 m_cellsRead = 0;
    qint64 m_bytesRead = 0;
    qint64 m_line = 1;
};

} // namespace Fuseboard::Cli
