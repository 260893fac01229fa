// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runsnapshot.h"
#include "resilience/base/timepoint.h"

#include <QList>

#include <optional>
#include <span>

namespace Fuseboard {

class TimeGeometry;

/// An endpoint's calls in a step of time, by the moment at which each ended (attempts: began).
struct TimeBin
{
    Duration begin{};
    Duration length{};
    qint64 succeeded = 0;
    qint64 failed = 0;
    qint64 rejected = 0;
    qint64 attempts = 0;
    std::optional<Duration>
        p50{}; ///< latency of the calls that ended in it, rejected ones left out; none if there are none
    std::optional<Duration> p95{};
    std::optional<Duration> p99{};

    qint64 ended() const { return succeeded + failed + rejected; }
    double perSecond(qint64 count) const { return double(count) / std::chrono::duration<double>(length).count(); }
    friend bool operator==(const TimeBin &, const TimeBin &) = default;
};

/// The recorded steps in one resolution: that of the longest step that is in sight in @p time. A step that is not over at
/// @p now is left out, as its counts would look like a collapse; but the last one of a run that @p isFinished counts for as long as
/// the run was in it, if that is a quarter of a step at least, or as a whole one from nine tenths on.
QList<TimeBin> binsOfSteps(const QList<SecondFigures> &steps, const TimeGeometry &time, Duration now, bool isFinished);

/// The calls of @p endpoint in steps of @p length from 0 on, for the steps that touch what is in sight in @p time, no further
/// than @p now. @p calls are in the order of their ends.
QList<TimeBin> binsOfCalls(std::span<const RecordedCall> calls, int endpoint, const TimeGeometry &time, Duration length,
                           Duration now);

/// How long steps should be in @p time: 1, 2 or 5 times a power of ten, from 1 ms to 1 s, and at least 12 pixels each; 1 s where
/// that is shorter.
Duration binLengthFor(const TimeGeometry &time);

} // namespace Fuseboard
