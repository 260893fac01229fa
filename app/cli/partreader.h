// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
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
    /// How the lines of a part are kept.
    enum class Form : quint8 {
        Finished, ///< as they are, the last one with a check of all
        Partial,  ///< each with a check of its own, which checkedLine() adds
    };

    /// Opens the part and reads its first line. The error names the file, the place and what would be right; it is one if the part
    /// is of another plan, or is not the one that its name says.
    static Expected<PartReader, Failure> open(const QString &path, const PlanFile &plan, int shard, int shards,
                                              Form form = Form::Finished);

    const PartFile &part() const { return m_part; }

    /// The next cell; none behind the last one, when the last line has been checked too.
    Expected<std::optional<CellResult>, Failure> next();

    /// The line that was read last, as a finished part has it.
    const QByteArray &line() const { return m_text; }

    /// How many cells have come, and how many bytes of the file they and the first line take.
    qint64 cellsRead() const { return m_cellsRead; }
    qint64 bytesRead() const { return m_bytesRead; }

    /// @p line, with its line end, as an unfinished part has it: the check stands before it.
    static QByteArray checkedLine(const QByteArray &line);
    /// The opposite; the error says that the line is cut off, has no check or does not fit it.
    static Expected<QByteArray, QString> withoutCheck(const QByteArray &line);

private:
    PartReader() = default;
    /// A line without its check, which has been looked at.
    Expected<QByteArray, Failure> readLine();
    void take(const QByteArray &line);
    Unexpected<Failure> bad(const QString &message) const;
    Unexpected<Failure> cannotRead() const;

    std::unique_ptr<QFile> m_file;
    const PlanFile *m_plan = nullptr;
    PartFile m_part;
    std::unique_ptr<QCryptographicHash> m_hash;
    Form m_form = Form::Finished;
    QByteArray m_text;
    qint64 m_cells = 0;
    qint64 m_cellsRead = 0;
    qint64 m_bytesRead = 0;
    qint64 m_line = 1;
};

} // namespace Fuseboard::Cli
