// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/configissue.h"
#include "resilience/base/errorkindset.h"
#include "resilience/base/expected.h"
#include "resilience/base/timepoint.h"

#include <QJsonObject>

#include <optional>

namespace Fuseboard {

/// How waits are spread, so that clients that failed together do not come back together. The formulas are at Backoff.
enum class Jitter : quint8 { None, Proportional, Full, Equal, Decorrelated };

/// The share of calls that may be retries, over the newest 10 s; RetryBudget has the rule. A plain value.
struct RetryBudgetConfig
{
    double ratio = 0.1;            ///< >= 0; retries per call
    double minimumPerSecond = 1.0; ///< >= 0; retries a second that are allowed in any case

    friend bool operator==(const RetryBudgetConfig &, const RetryBudgetConfig &) = default;
};

/// The settings of a retry, as a plain value that compares and serialises.
///
/// Anything may be stored here; only what validate() finds nothing wrong with can become a Retry. Fields, defaults and
/// ranges are those of the JSON form, in the same spelling; a time is there a text such as "1s", none is an absent
/// field or null.
struct RetryConfig
{
    int maxRetries = 3;                           ///< >= 0; retries after the first attempt
    Duration baseDelay = std::chrono::seconds(1); ///< >= 0; wait before the first retry
    Duration maxDelay = std::chrono::seconds(60); ///< >= baseDelay; cap on every wait but what retryAfter asks for
    double backoffFactor = 2.0;                   ///< >= 1; growth from one wait to the next
    Jitter jitter = Jitter::Proportional;
    double jitterFactor = 0.2; ///< 0..1; for Proportional

    /// Retried. Rejected and Cancelled never are, whatever is said here, save a CircuitOpen that comes from a breaker
    /// inside the retry: that is retried, unless it is excluded.
    ErrorKindSet retryErrors{ErrorKind::Any};
    ErrorKindSet excludedErrors{}; ///< never retried; wins over retryErrors

    /// Also retry POST and PATCH (else only with an Idempotency-Key, or if the request never left). For ApiClient; a
    /// function that is given to Retry or Pipeline is taken to be repeatable.
    bool retryNonIdempotent = false;

    /// Wait at least what the server asked. What a breaker asks is honoured in any case.
    bool honorRetryAfter = true;

    /// >= 0; asked for longer than this, and not to be ignored: give up at once.
    Duration maxRetryAfter = std::chrono::minutes(5);
    std::optional<RetryBudgetConfig> budget{}; ///< shared by all calls; none: retries are not limited by it

    /// Everything that is wrong, in the order of the fields above; those of the budget as "budget.ratio".
    ConfigIssues validate() const;

    /// What is right and has no effect all the same, as CircuitBreakerConfig::warnings().
    ConfigIssues warnings(const IsFieldWritten &isWritten = {}) const;

    /// The defaults for calls over HTTP: excludes what a retry can not mend (security, redirect, tooLarge, encoding,
    /// authentication, notFound, client, and the statuses 501 and 505).
    static RetryConfig forHttp();

    /// Every field that is not absent. fromJson() reads the same config back, if it is valid.
    QJsonObject toJson() const;

    /// Reads the JSON form over the defaults. The error lists every fault of form, an unknown field too, then every
    /// fault of range.
    static Expected<RetryConfig, ConfigIssues> fromJson(const QJsonObject &json);

    friend bool operator==(const RetryConfig &, const RetryConfig &) = default;
};

/// The name that files use: "proportional".
QString jitterName(Jitter jitter);

} // namespace Fuseboard
