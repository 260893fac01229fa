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

/// How waits are spread, so that clients that failed together do not come back together.
enum class Jitter : quint8 { None, Proportional, Full, Equal, Decorrelated };

/// The share of calls that may be retries.
struct RetryBudgetConfig
{
    double ratio = 0.1;            ///< >= 0; retries per call
    double minimumPerSecond = 1.0; ///< >= 0; retries a second that are allowed in any case

    friend bool operator==(const RetryBudgetConfig &, const RetryBudgetConfig &) = default;
};

/// The settings of a retry, as a plain value that compares and serialises.
///
/// Anything may be stored here; only what validate() finds nothing wrong with can become a Retry. Fields, defaults and ranges
/// are those of the JSON form, in the same spelling.
struct RetryConfig
{
    int maxRetries = 3;                           ///< >= 0; retries after the first attempt
    Duration baseDelay = std::chrono::seconds(1); ///< >= 0; wait before the first retry
    Duration maxDelay = std::chrono::seconds(60); ///< >= baseDelay; cap on every wait
    double backoffFactor = 2.0;                   ///< >= 1; growth
    Jitter jitter = Jitter::Proportional;
    double jitterFactor = 0.2;                        ///< 0..1; for Proportional
    ErrorKindSet retryErrors{ErrorKind::Any};         ///< retried
    ErrorKindSet excludedErrors{};                    ///< never retried; wins over retryErrors
    bool retryNonIdempotent = false;                  ///< also retry POST and PATCH (else only with an Idempotency-Key)
    bool honorRetryAfter = true;                      ///< wait at least what the server asked
    Duration maxRetryAfter = std::chrono::minutes(5); ///< >= 0; asked for longer than this: give up at once
    std::optional<RetryBudgetConfig> budget{};

    /// Everything that is wrong, in the order of the fields above.
    ConfigIssues validate() const;

    /// For calls over HTTP: leaves out what no retry can mend (authentication, notFound, client).
    static RetryConfig forHttp();

    QJsonObject toJson() const;

    /// Reads the JSON form over the defaults. The error lists every fault of form, then every fault of range.
    static Expected<RetryConfig, ConfigIssues> fromJson(const QJsonObject &json);

    friend bool operator==(const RetryConfig &, const RetryConfig &) = default;
};

/// The name that files use: "proportional".
QString jitterName(Jitter jitter);

} // namespace Fuseboard
