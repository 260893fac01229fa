// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellresult.h"
#include "lab/tune/sweepplan.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QString>

namespace Fuseboard {

/// What one shard of a sweep found, as a file keeps it: lines of JSON, "format": "fuseboard-part/1".
///
/// The first line says what the part is of; then there is a line for each cell of the shard, by number; the last line holds the
/// SHA-256 of all before it. So a part can be written as the results come, goes on after its last whole line when it was cut
/// off, and shows when something in it was changed. A plain value: the first line.
struct PartFile
{
    QString planHash; ///< PlanFile::hash()
    QString program;  ///< that computes it, with its version: another one may find something else
    int shard = 1;    ///< 1..shards
    int shards = 1;

    /// The cells of a plan that belong to it: the first one, every shards-th after it.
    qint64 firstCell() const { return shard - 1; }
    qint64 cellCount(const SweepPlan &plan) const;
    qint64 cellAt(qint64 index) const { return firstCell() + index * shards; }

    /// With its line end, as the lines below.
    QByteArray firstLine() const;
    static QByteArray cellLine(const CellResult &result);
    static QByteArray lastLine(qint64 cells, const QByteArray &sha256);

    /// The errors say what is wrong in the line, and what would be right.
    static Expected<PartFile, QString> readFirstLine(const QByteArray &line);
    /// @p cell is the one that it must be of.
    static Expected<CellResult, QString> readCellLine(const QByteArray &line, const SweepPlan &plan, qint64 cell);
    /// That it is lastLine(@p cells, @p sha256).
    static Expected<bool, QString> checkLastLine(const QByteArray &line, qint64 cells, const QByteArray &sha256);

    friend bool operator==(const PartFile &, const PartFile &) = default;
};

} // namespace Fuseboard
