// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runsnapshot.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace Fuseboard {

/// As many bytes a saved run may have: 512 MiB, which is some ten times what one of 100,000 calls has.
inline constexpr qsizetype MostSavedRunBytes = 512 * 1024 * 1024;

/// A run as a file keeps it (`*.fuserun.json`): everything that charts and tables show, to be opened again, compared, and read
/// by other programs.
struct SavedRun
{
    QString program;             ///< that wrote it, with its version
    QString mode;                ///< "live", "simulated" or "replay"
    std::optional<quint64> seed; ///< none where nothing was drawn; at most 2^53
    QJsonObject scenario;        ///< as its own file has it; empty for a replay
    RunSnapshot snapshot;        ///< but for its revision
    std::vector<RecordedCall> calls;
    quint64 callsDropped = 0; ///< calls that ended before the oldest in `calls`

    /// No time in a saved run is longer, as in a call log: the sum of two still fits.
    static constexpr Duration LongestTime{4'000'000'000'000'000'000};
    /// No count in one is larger: what JSON keeps exactly.
    static constexpr qint64 LargestCount = 1LL << 53;

    /// The text of the file: JSON, "format": "fuseboard-run/1". Times are whole nanoseconds.
    QByteArray toText() const;

    /// Reads it. The error says what is wrong and where (a JSON pointer, or line and column); a file that is cut off or of
    /// another format is refused as a whole.
    static Expected<SavedRun, QString> fromText(const QByteArray &text);
};

} // namespace Fuseboard
