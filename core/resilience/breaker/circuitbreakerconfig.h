// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/configissue.h"
#include "resilience/base/errorkindset.h"
#include "resilience/base/expected.h"
#include "resilience/breaker/windowconfig.h"

#include <QJsonObject>
#include <QString>

namespace Fuseboard {

/// What trips a closed breaker.
enum class TripRule : quint8 {
    FailureCount,        ///< failures since it closed (with a time window: within the window)
    ConsecutiveFailures, ///< failures in a row
    FailureRate,         ///< the share of failures, or of slow calls, in the window
};

/// The settings of a circuit breaker, as a plain value that compares and serialises.
///
/// Anything may be stored here; only what validate() finds nothing wrong with can become a breaker. Fields, defaults
/// and ranges are those of the JSON form, in the same spelling; a time is there a text such as "30s", none is an absent
/// field or null.
struct CircuitBreakerConfig
{
    QString name = QStringLiteral("default");   ///< not empty; for events, metrics and messages
    TripRule rule = TripRule::FailureCount;     ///< what trips a closed breaker
    int failureThreshold = 5;                   ///< >= 1; for the two count rules
    double failureRateThreshold = 0.5;          ///< (0, 1]; for FailureRate
    std::optional<Duration> slowCallDuration{}; ///< > 0; a call that takes longer than this is slow; none: no call is
    double slowCallRateThreshold = 1.0;         ///< (0, 1]; for FailureRate with slowCallDuration

    /// >= 1; for FailureRate: no verdict on fewer results. A count window asks for no more than its size, a half-open
    /// episode for no more than halfOpenMaxCalls.
    int minimumCalls = 10;

    /// For FailureRate: the results that the shares are taken of; where absent, the newest 100. For FailureCount: only
    /// failures in it count; where absent, all since it closed.
    std::optional<WindowConfig> window{};
    Duration recoveryTime = std::chrono::seconds(30); ///< > 0; open for this long
    double recoveryBackoffFactor =
        1.0; ///< >= 1; each time a trial fails, the next open period is longer by this factor

    /// >= recoveryTime; cap on that, before the jitter. Where absent the larger of 10 min and recoveryTime.
    std::optional<Duration> maxRecoveryTime{};

    /// 0..1; the open period times uniform(1-j, 1+j), so that a fleet does not retry in step.
    double recoveryJitter = 0.0;
    int halfOpenMaxCalls = 1;                  ///< >= 1; trial calls admitted in one half-open episode
    int successThreshold = 1;                  ///< 1..halfOpenMaxCalls; for the count rules: successes that close
    std::optional<Duration> halfOpenTimeout{}; ///< > 0; half-open for longer than this goes back to open; none: never
    bool automaticHalfOpen = false;            ///< leave open by a timer rather than on the next call

    /// Count neither as success nor as failure; wins over recordedErrors. Rejected and Cancelled never count, whatever
    /// is said here.
    ErrorKindSet excludedErrors{};
    ErrorKindSet recordedErrors{ErrorKind::Any}; ///< only these count as failures; other errors count as success

    /// maxRecoveryTime, or what stands for it.
    Duration effectiveMaxRecoveryTime() const;

    /// The window that the rule looks at, if it is one of the newest results; else null.
    const CountWindowConfig *countWindow() const;

    /// The window that the rule looks at, if it is one of the newest time; else null.
    const TimeWindowConfig *timeWindow() const;

    /// Everything that is wrong, in the order of the fields above; at most one issue for each.
    ConfigIssues validate() const;

    /// What is right and has no effect all the same: fields that the rule does not look at, and the like, each with what
    /// would make it work. Only of fields that @p isWritten names; without it, of those that are not at their default.
    /// Of a config that is valid.
    ConfigIssues warnings(const IsFieldWritten &isWritten = {}) const;

    /// The defaults for calls over HTTP: excludes what a retry can not mend (security, redirect, tooLarge, encoding,
    /// authentication, notFound, client, and the statuses 501 and 505).
    static CircuitBreakerConfig forHttp();

    /// Every field that is not absent, save those that are at their default and have no effect. fromJson() reads the
    /// same config back, if it is valid.
    QJsonObject toJson() const;

    /// Reads the JSON form over the defaults. The error lists every fault of form, an unknown field too, then every
    /// fault of range.
    static Expected<CircuitBreakerConfig, ConfigIssues> fromJson(const QJsonObject &json);

    friend bool operator==(const CircuitBreakerConfig &, const CircuitBreakerConfig &) = default;
};

/// The name that files use: "failureCount".
QString tripRuleName(TripRule rule);

} // namespace Fuseboard
