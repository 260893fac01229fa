// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <algorithm>
#include <optional>

namespace Fuseboard {

/// A length of time for people: to four significant digits, "139.5ms".
QString measuredText(Duration duration);

/// A length of time as exports write it, with all its digits: "139.523871ms", "1.2s", "2m".
QString exactText(Duration duration);

/// @p value as a whole number; what does not fit becomes the largest or smallest that does, and no number 0.
qint64 wholeNumber(double value);

/// The same for a length of time of @p nanoseconds.
Duration wholeDuration(double nanoseconds);

/// One figure of a summary, with its unit.
struct SummaryFigure
{
    enum class Unit : quint8 { Count, Ratio, Time };

    QString name; ///< as FORMATS.md spells it: "successRate"
    Unit unit = Unit::Count;
    std::optional<double>
        value; ///< nanoseconds for Time; none: there is no such figure, as a latency where no call was made

    /// A number, for Time text with all its digits such as "139.523871ms", or null.
    QJsonValue toJson() const;

    /// For people: a number, for Time four digits, "none" without a value.
    QString text() const;
};

/// The figures of a run, or of one endpoint in it, as FORMATS.md names them.
///
/// Exactly: a call is *rejected* if it ended in a rejection and nothing was sent for it; one that was sent and then met an
/// open breaker has failed. A call is *cancelled* if its caller gave up, or if it had no time limit and got no answer until
/// the run's end. What the program itself cut off, at the end of a live run's grace time or where a run is stopped, is
/// `cutOff` and in no count or rate besides. An *outage* is a stretch of time in which the endpoint is down. It is detected by
/// the first opening of the breaker while it lasts; at once, if the breaker is open already. It is recovered from when the
/// breaker is closed for the first time after its end; outages that were not detected, or that another outage or the run's
/// end came after too soon, are left out of the mean. Latencies are those of all calls that were not rejected; one that was
/// cancelled or cut off counts with the time that it waited, which is the least it would have taken.
struct RunSummary
{
    quint64 calls = 0; ///< that have ended: succeeded + failed + rejected + cancelled
    quint64 succeeded = 0;
    quint64 failed = 0;
    quint64 rejected = 0;
    quint64 cancelled = 0;
    quint64 attempts = 0;
    quint64 wastedAttempts = 0;  ///< began while the endpoint was down
    quint64 falseRejections = 0; ///< rejected while the endpoint was healthy
    quint64 opens = 0;
    quint64 flaps = 0;                   ///< opened again within 10 s of closing
    std::optional<Duration> detectTime;  ///< mean; none if no outage was detected
    std::optional<Duration> recoverTime; ///< mean
    std::optional<Duration> latencyP50;  ///< none if no call has ended but by a rejection; likewise below
    std::optional<Duration> latencyP95;
    std::optional<Duration> latencyP99;
    std::optional<Duration> latencyMax;
    Duration duration{};        ///< in which calls were due so far, for the two rates
    quint64 offered = 0;        ///< calls that were due
    quint64 late = 0;           ///< calls that the load made more than 10 ms after they were due
    quint64 queued = 0;         ///< attempts that waited more than 10 ms in the client for a connection
    quint64 cutOff = 0;         ///< calls that the program itself ended; not among `calls`
    quint64 cutOffAttempts = 0; ///< what was sent for these

    double amplification() const
    {
        return calls > rejected ? double(attempts - std::min(cutOffAttempts, attempts)) / double(calls - rejected)
                                : 0.0;
    }
    /// Calls a second that were due, and that ended with a success or a failure. They differ where the load is more than can
    /// be carried.
    double offeredRate() const { return perSecond(offered); }
    double achievedRate() const { return perSecond(succeeded + failed); }
    double successRate() const { return calls > 0 ? double(succeeded) / double(calls) : 0.0; }

    /// All of them, in the order of FORMATS.md; then what tells how well the load was carried.
    QList<SummaryFigure> figures() const;

    /// As files of version 0.1.0 have it the latencies of no call are 0: they are none.
    void dropLatenciesOfNoCall();

    /// Rates as numbers, durations as text, absent ones as null.
    QJsonObject toJson() const;

    friend bool operator==(const RunSummary &, const RunSummary &) = default;

private:
    double perSecond(quint64 count) const
    {
        return duration > Duration::zero() ? double(count) * 1e9 / double(duration.count()) : 0.0;
    }
};

} // namespace Fuseboard
