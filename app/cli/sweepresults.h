// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "partreader.h"
#include "sweepdirectory.h"

#include <optional>
#include <vector>

namespace Fuseboard::Cli {

/// All that a sweep has found, cell by cell in the order of their numbers, whatever parts it was run in.
class SweepResults
{
public:
    /// Opens the parts. The failure names every one that is missing, or the first that cannot be of this sweep.
    static Expected<SweepResults, Failure> open(const SweepDirectory &directory, const PlanFile &plan);

    /// That computed them.
    QString program() const { return m_parts.front().part().program; }

    /// The next cell; none behind the last one, when every part has been checked to its end.
    Expected<std::optional<CellResult>, Failure> next();

private:
    SweepResults() = default;

    std::vector<PartReader> m_parts;
    qint64 m_cells = 0;
    qint64 m_cell = 0;
};

} // namespace Fuseboard::Cli
