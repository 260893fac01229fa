// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runsnapshot.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <vector>

namespace Fuseboard {

// A run as CSV tables (RFC 4180 but for the line ends, which are LF), each with a header. Times are in milliseconds with as
// many decimals as there are.

/// A column for each figure of FORMATS.md, a line for the whole run and one for each endpoint; a figure that there is none of
/// is empty.
QByteArray summaryToCsv(const RunSnapshot &snapshot);

/// A line for each step of each endpoint's series.
QByteArray seriesToCsv(const RunSnapshot &snapshot);

/// "time_ms,from,to,reason,endpoint", of all endpoints in the order of time.
QByteArray transitionsToCsv(const RunSnapshot &snapshot);

/// A call log (FORMATS.md), as replay() takes it: a line for each of @p calls.
QByteArray callsToCsv(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls);

/// A line for each attempt of @p calls.
QByteArray attemptsToCsv(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls);

/// All of these, under the names that they have as files: "summary.csv", "series.csv", "transitions.csv", "calls.csv",
/// "attempts.csv".
struct CsvTable
{
    QString fileName;
    QByteArray text;
};
QList<CsvTable> csvTables(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls);

/// The changes of all endpoints in the order of time; at equal times in that of the endpoints.
struct ChangeOfEndpoint
{
    const EndpointSnapshot *endpoint = nullptr; ///< in the snapshot
    const RecordedChange *recorded = nullptr;
};
std::vector<ChangeOfEndpoint> changesInOrder(const RunSnapshot &snapshot);

} // namespace Fuseboard
