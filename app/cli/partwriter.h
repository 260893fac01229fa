// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/tune/partfile.h"
#include "sweepdirectory.h"

#include <QFile>
#include <QString>

#include <optional>

namespace Fuseboard::Cli {

class PartReader;

/// Writes a part, line by line, each with a check, into a file of another name; when all cells are there, the part is written under
/// its own. Whatever ends the program, no cell is lost that was written, and a part under its own name is whole. The caller holds
/// the part's lock.
class PartWriter
{
public:
    /// @p directory, @p plan and @p part must outlive it.
    PartWriter(const SweepDirectory &directory, const PlanFile &plan, const PartFile &part);

    /// Goes on behind the last line of what is there already that is whole and fits its check, or begins. A part that was begun by
    /// another version of the program, which may find something else, or without checks is begun anew. A line on standard error says
    /// what is run again, unless the last line is only cut off.
    std::optional<Failure> open();

    /// How many cells it has.
    qint64 cellsWritten() const { return m_cells; }

    std::optional<Failure> append(const CellResult &result);

    /// When all cells are there.
    std::optional<Failure> finish();

private:
    std::optional<Failure> takeCells(PartReader &reader, QString &again);
    std::optional<Failure> write(const QByteArray &line);
    Failure cannotWrite() const;

    const SweepDirectory &m_directory;
    const PlanFile &m_plan;
    const PartFile &m_part;
    QFile m_file;
    qint64 m_bytes = 0; ///< of those that were there already
    qint64 m_cells = 0;
};

} // namespace Fuseboard::Cli
