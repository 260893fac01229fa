// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>

namespace Fuseboard {

/// A length of time as exports write it: to four significant digits, "139.5ms". Finer it is not known.
QString measuredText(Duration duration);

/// One figure of a summary, with its unit.
struct SummaryFigure
{
    enum class Unit : quint8 { Count, Ratio, Time };

    QString name; ///< as FORMATS.md spells it: "successRate"
    Unit unit = Unit::Count;
    std::optional<double> value; ///< nanoseconds for Time

    /// A number, for Time text such as "1.2s", or null.
    QJsonValue toJson() const;
};

/// The figures of a run, or of one endpoint in it, as FORMATS.md names them.
///
/// Exactly: a call is *rejected* if it ended in a rejection and nothing was sent for it; one that was sent and then met an
/// open breaker has failed. An *outage* is a stretch of time in which the endpoint is down. It is detected by the first
/// opening of the breaker while it lasts; at once, if the breaker is open already. It is recovered from when the breaker is
/// closed for the first time after its end; outages that were not detected, or that another outage or the run's end came
/// after too soon, are left out of the mean. Latencies are those of calls that succeeded or failed.
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
    Duration latencyP50{};
    Duration latencyP95{};
    Duration latencyP99{};
    Duration latencyMax{};
    Duration duration{}; ///< of the run so far, for the two rates
    quint64 offered = 0; ///< calls that were due
    quint64 late = 0;    ///< calls that the load made more than 10 ms after they were due
    quint64 queued = 0;  ///< attempts that waited more than 10 ms in the client for a connection

    double amplification() const { return calls > rejected ? double(attempts) / double(calls - rejected) : 0.0; }
    /// Calls a second that were due, and that ended with a success or a failure. They differ where the load is more than can
    /// be carried.
    double offeredRate() const { return perSecond(offered); }
    double achievedRate() const { return perSecond(succeeded + failed); }
    double successRate() const { return calls > 0 ? double(succeeded) / double(calls) : 0.0; }

    /// All of them, in the order of FORMATS.md; then what tells how well the load was carried.
    QList<SummaryFigure> figures() const;

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
