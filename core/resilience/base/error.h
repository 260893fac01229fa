// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/errorkind.h"
#include "resilience/base/timepoint.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

#include <memory>
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

    QList<QPair<QByteArray, QByteArray>> headers{}; ///< of that answer, in the order in which they came

    /// Where a call was refused or ran out of time after attempts had failed: the error of the last of them. Else null.
    std::shared_ptr<const Error> cause{};

    /// Causes compare by what they hold.
    friend bool operator==(const Error &left, const Error &right);
};

/// @p error, which ended an attempt; where it is a refusal by something inside, such as a breaker, and has no cause, with
/// @p before as its cause: the error of the attempt before it, null if there was none. A refusal before it gives its
/// own cause.
Error withCause(Error error, const Error *before);

/// For people and logs, kind, status, message, cause: "server 503: Service Unavailable",
/// "timeout: the overall time limit of 2 s ran out; last attempt: server 503: Service Unavailable".
QString describe(const Error &error);

} // namespace Fuseboard
