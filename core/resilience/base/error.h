// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/errorkind.h"
#include "resilience/base/timepoint.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Fuseboard {

/// Why one attempt, or one call, did not succeed. A plain value.
struct Error
{
    ErrorKind kind = ErrorKind::Other;
    QString message{};                    ///< for people; empty if the kind says it all
    std::optional<int> httpStatus{};      ///< where an HTTP answer came; below 400 where that could not be used
    QByteArray body{};                    ///< of that answer, as far as it was read
    std::optional<Duration> retryAfter{}; ///< how long the service or the breaker asks to wait; never negative

    /// Of the attempt, or of the call where no attempt ran when it ended. 0 where nobody measured it: in what a
    /// function throws itself, and in the refusal of a CircuitBreaker that is used alone.
    Duration duration{};

    friend bool operator==(const Error &, const Error &) = default;
};

/// For people and logs, kind, status, message: "server 503: Service Unavailable".
QString describe(const Error &error);

} // namespace Fuseboard
