// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runevent.h"
#include "resilience/base/expected.h"
#include "resilience/base/timepoint.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <vector>

namespace Fuseboard {

/// As many bytes a call log may have: 512 MiB, some ten million calls.
inline constexpr qsizetype MostCallLogBytes = 512 * 1024 * 1024;

/// What is wrong with a text, and where.
struct TextFault
{
    int line = 1;    ///< from 1
    int column = 1;  ///< from 1, in bytes
    QString message; ///< what would be right

    /// "calls.csv:3:7: ...".
    QString describe(const QString &file) const;
};

/// Calls that once were made: when, how long, and how each ended (FORMATS.md, "Call log").
struct CallLog
{
    struct Row
    {
        Duration start{};
        Duration duration{};
        Ending ending;
        int endpoint = 0; ///< index in endpoints
    };

    std::vector<Row> rows;
    QStringList endpoints{QString()}; ///< in the order in which they appear; a nameless one if the log names none
    bool namesEndpoints = false;

    /// Reads CSV: a header with start_ms, duration_ms, outcome and perhaps endpoint, in any order, then a line for each call.
    /// Times are decimal milliseconds, kept to the nanosecond. A byte order mark, CRLF and quoted fields are understood.
    static Expected<CallLog, TextFault> parse(QByteArrayView text);
};

} // namespace Fuseboard
