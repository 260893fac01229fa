// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultcheck.h"

#include "resilience/http/headerrules.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

using Kind = FaultConfig::Kind;

constexpr int MostBytes = 1'000'000;
constexpr double FastestDrip = 1e9;

// A client that is sent more takes it for no answer at all, and may wait for ever: QNetworkAccessManager does from 100 headers, the
// server's own included, or 256 KiB on.
constexpr qsizetype MostHeaders = 64;
constexpr qsizetype MostHeaderBytes = 32 * 1024;

constexpr quint64 HighestNumber = 1'000'000'000;
constexpr int MostPlaces = 1'000'000;

// With as many requests in progress as there can be, the sum still fits.
constexpr Duration LongestPerConcurrent = std::chrono::hours(1);

/// Files are UTF-8, and what they cannot hold would be lost.
bool isUtf8(const QByteArray &text)
{
    return QString::fromUtf8(text).toUtf8() == text;
}

bool isStatus(int status)
{
    return status >= 100 && status <= 599;
}

/// Those say how the answer is framed, which is the server's business.
bool isFraming(const QByteArray &header)
{
    const QByteArray name = header.toLower();
    return name == "content-length" || name == "transfer-encoding" || name == "connection";
}

void checkPattern(const FaultPattern &pattern, Kind kind, const ConfigCheck &check)
{
    if (pattern.kind == FaultPattern::Kind::Sequence) {
        check.require(kind == Kind::Status, u"sequence"_s, u"is only for the kind \"status\""_s);
        check.require(!pattern.sequence.isEmpty(), u"sequence"_s, u"must name at least one answer"_s);
        for (qsizetype i = 0; i < pattern.sequence.size(); ++i) {
            const int status = pattern.sequence[i];
            if (status == 0 || isStatus(status))
                continue;
            if (check.isFull())
                break;
            check.at(u"sequence"_s, i)
                .fail({}, u"must be \"ok\" or an HTTP status from 100 to 599, not %1"_s.arg(status));
        }
        return;
    }
    const QString name = pattern.kind == FaultPattern::Kind::Every ? u"every"_s
        : pattern.kind == FaultPattern::Kind::First                ? u"first"_s
                                                                   : u"after"_s;
    check.require(pattern.n >= 1 && pattern.n <= HighestNumber, name,
                  u"must be from 1 to %1, not %2"_s.arg(HighestNumber).arg(pattern.n));
}

void checkStatus(const FaultConfig &fault, const ConfigCheck &check)
{
    check.require(isStatus(fault.status), u"status"_s,
                  u"must be an HTTP status from 100 to 599, not %1"_s.arg(fault.status));
    check.require(fault.body.size() <= MostBytes, u"body"_s,
                  u"must be at most %1 bytes, not %2"_s.arg(MostBytes).arg(fault.body.size()));
    check.require(isUtf8(fault.body), u"body"_s, u"must be UTF-8"_s);
    check.require(fault.headers.size() <= MostHeaders, u"headers"_s,
                  u"must have at most %1 values, not %2"_s.arg(MostHeaders).arg(fault.headers.size()));
    qsizetype bytes = 0;
    for (const auto &[name, value] : fault.headers)
        bytes += name.size() + value.size();
    check.require(bytes <= MostHeaderBytes, u"headers"_s,
                  u"must have at most %1 bytes together, not %2"_s.arg(MostHeaderBytes).arg(bytes));
    for (const auto &[name, value] : fault.headers) {
        if (check.isFull())
            break;
        const QString field = QString::fromUtf8(name);
        const ConfigCheck headers = check.at(u"headers"_s);
        if (!isHttpToken(name))
            headers.fail(field, u"is no name of a header: it must be letters, digits and '-'"_s);
        else if (isFraming(name))
            headers.fail(field, u"must be left out: the server sends what fits the answer"_s);
        else if (fault.retryAfter && name.compare("retry-after", Qt::CaseInsensitive) == 0)
            headers.fail(field, u"must not stand beside retryAfter"_s);
        headers.require(isHeaderValue(value) && value == value.trimmed() && isUtf8(value), field,
                        u"must be text without line breaks, other control characters and spaces at its ends"_s);
    }
    if (fault.retryAfter)
        check.time(u"retryAfter"_s, *fault.retryAfter, true);
}

} // namespace

void checkLatency(const LatencyConfig &latency, const ConfigCheck &check)
{
    if (const auto *fixed = std::get_if<FixedLatency>(&latency)) {
        check.time(u"fixed"_s, fixed->value, true);
    } else if (const auto *uniform = std::get_if<UniformLatency>(&latency)) {
        check.time(u"min"_s, uniform->min, true);
        check.time(u"max"_s, uniform->max, true);
        check.require(uniform->max >= uniform->min, u"max"_s, u"must be at least min"_s);
    } else if (const auto *logNormal = std::get_if<LogNormalLatency>(&latency)) {
        check.time(u"median"_s, logNormal->median, false);
        check.time(u"p99"_s, logNormal->p99, false);
        check.require(logNormal->p99 >= logNormal->median || logNormal->p99 <= Duration::zero(), u"p99"_s,
                      u"must be at least the median"_s);
    } else {
        check.time(u"mean"_s, std::get<ExponentialLatency>(latency).mean, false);
    }
}

void checkPerConcurrent(Duration perConcurrent, const ConfigCheck &check)
{
    check.time(u"perConcurrent"_s, perConcurrent, true, LongestPerConcurrent);
}

void checkFault(const FaultConfig &fault, const ConfigCheck &check)
{
    if (fault.kind == Kind::Status)
        checkStatus(fault, check);
    if (fault.kind == Kind::Slow) {
        check.require(fault.bytesPerSecond > 0 && fault.bytesPerSecond <= FastestDrip, u"bytesPerSecond"_s,
                      u"must be more than 0 and at most %1, not %2"_s.arg(FastestDrip).arg(fault.bytesPerSecond));
    }
    const bool hasBytes = fault.kind == Kind::Slow || fault.kind == Kind::Truncate
        || (fault.kind == Kind::Reset && fault.resetAt == FaultConfig::ResetAt::Body);
    check.require(!hasBytes || (fault.bytes >= 1 && fault.bytes <= MostBytes), u"bytes"_s,
                  u"must be from 1 to %1, not %2"_s.arg(MostBytes).arg(fault.bytes));
    if (fault.pattern)
        checkPattern(*fault.pattern, fault.kind, check.at(u"pattern"_s));
    else
        check.require(fault.share >= 0 && fault.share <= 1, u"share"_s,
                      u"must be from 0 to 1, not %1"_s.arg(fault.share));
}

void checkFaults(const QList<FaultConfig> &faults, const ConfigCheck &check)
{
    double shares = 0;
    double possible = 0; // what is beyond the range of one has been said
    for (qsizetype i = 0; i < faults.size() && !check.isFull(); ++i) {
        checkFault(faults[i], check.at(u"faults"_s, i));
        shares += faults[i].pattern ? 0 : faults[i].share;
        possible += faults[i].pattern ? 0 : std::clamp(faults[i].share, 0.0, 1.0);
    }
    // Ten times 0.1 is a little more or less than 1.
    check.require(!(possible > 1 + 1e-9), u"faults"_s, u"their shares must add up to at most 1, not %1"_s.arg(shares));
}

void checkCapacity(const CapacityConfig &capacity, const ConfigCheck &check)
{
    check.require(capacity.workers >= 1 && capacity.workers <= MostPlaces, u"workers"_s,
                  u"must be from 1 to %1, not %2"_s.arg(MostPlaces).arg(capacity.workers));
    check.require(capacity.queue >= 0 && capacity.queue <= MostPlaces, u"queue"_s,
                  u"must be from 0 to %1, not %2"_s.arg(MostPlaces).arg(capacity.queue));
}

} // namespace Fuseboard
