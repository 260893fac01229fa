// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/tune/partfile.h"
#include "sweepdirectory.h"

#include <QCryptographicHash>
#include <QFile>
#include <QString>

#include <memory>
#include <optional>

namespace Fuseboard::Cli {

/// Writes a part, line by line, into a file of another name, which gets its own when all is in it: whatever ends the program,
/// no cell is lost that was written, and a part under its own name is whole. The caller holds the part's lock.
class PartWriter
{
public:
    /// @p directory, @p plan and @p part must outlive it.
    PartWriter(const SweepDirectory &directory, const PlanFile &plan, const PartFile &part);

    /// Goes on behind the last whole line of what is there already, or begins. A part that was begun by another version of the
    /// program, which may find something else, is begun anew, and a line on standard error says so.
    std::optional<Failure> open();

    /// How many cells it has.
    qint64 cellsWritten() const { return m_cells; }

    std::optional<Failure> append(const CellResult &result);

    /// When all cells are there.
    std::optional<Failure> finish();

private:
    std::optional<Failure> write(const QByteArray &line);
    Failure cannotWrite() const;

    const SweepDirectory &m_directory;
    const PlanFile &m_plan;
    const PartFile &m_part;
    QFile m_file;
    std::unique_ptr<QCryptographicHash> m_hash;
    qint64 m_cells = 0;
};

} // namespace Fuseboard::Cli
