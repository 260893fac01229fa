// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/faultpattern.h"
#include "resilience/base/timepoint.h"

#include <QByteArray>
#include <QList>
#include <QPair>

#include <algorithm>
#include <cmath>
#include <optional>

namespace Fuseboard {

/// Something that goes wrong for some of the requests: for a share of them, or for those that a pattern names.
struct FaultConfig
{
    enum class Kind : quint8 {
        Status,       ///< an HTTP answer of `status`
        Hang,         ///< accepted, never answered
        Reset,        ///< a TCP RST, at the point that `resetAt` names
        Close,        ///< the connection is closed in order, without an answer
        Truncate,     ///< the body ends before its Content-Length
        Malformed,    ///< an answer that is not HTTP
        Slow,         ///< a good answer whose body drips
        RedirectLoop, ///< sent on to where it came from, again and again
    };

    /// Where a connection is reset.
    enum class ResetAt : quint8 {
        Connect, ///< before the request is read: while all requests meet it, connecting is refused
        Headers, ///< in place of the answer
        Body,    ///< after the headers and the first half of the body
    };

    using Headers = QList<QPair<QByteArray, QByteArray>>;

    Kind kind = Kind::Status;
    double share = 1.0;                  ///< 0..1 of the requests; without meaning beside a pattern
    std::optional<FaultPattern> pattern; ///< which requests, by their number; wins over every share
    int status = 503;                    ///< 100..599; for Status
    QByteArray body;                     ///< for Status
    Headers headers;                     ///< further ones, for Status; files have them in the order of their names
    std::optional<Duration> retryAfter;  ///< for Status: sent in whole seconds, rounded up
    ResetAt resetAt = ResetAt::Headers;  ///< for Reset
    double bytesPerSecond = 100;         ///< > 0; for Slow: of the body
    int bytes = 1000;                    ///< 1..1,000,000; for Slow, Truncate and Reset at Body: the body's full length

    /// Whether a request that meets it fails at the service: an answer below 400 is none, nor is one that drips.
    bool isError() const { return kind == Kind::Status ? status >= 400 : kind != Kind::Slow; }

    /// Whether its pattern names the statuses, in place of `status`.
    bool isSequence() const { return pattern && pattern->kind == FaultPattern::Kind::Sequence; }

    bool isConnectReset() const { return kind == Kind::Reset && resetAt == ResetAt::Connect; }

    /// Whether a worker is busy with a request that meets it: what the network or the front door does to a request never
    /// comes to one.
    bool takesWorker() const { return kind != Kind::Hang && !isConnectReset(); }

    /// From the first byte of the body to the last; 0 unless it drips.
    Duration dripTime() const
    {
        constexpr double longest = 1e9; // s
        return kind == Kind::Slow
            ? std::chrono::nanoseconds(std::llround(std::min(bytes / bytesPerSecond, longest) * 1e9))
            : Duration::zero();
    }

    /// `retryAfter` as it is sent; none if there is none.
    std::optional<std::chrono::seconds> retryAfterSeconds() const
    {
        return retryAfter ? std::optional(std::chrono::ceil<std::chrono::seconds>(*retryAfter)) : std::nullopt;
    }

    /// The share of requests that meet it, as far as the config says it.
    double effectiveShare() const { return pattern ? pattern->share() : share; }

    friend bool operator==(const FaultConfig &, const FaultConfig &) = default;
};

} // namespace Fuseboard
