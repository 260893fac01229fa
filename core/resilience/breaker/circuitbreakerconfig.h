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
/// Anything may be stored here; only what validate() finds nothing wrong with can become a breaker. Fields, defaults and
/// ranges are those of the JSON form, in the same spelling.
struct CircuitBreakerConfig
{
    QString name = QStringLiteral("default"); ///< not empty; for events, metrics and messages
    TripRule rule = TripRule::FailureCount;
    int failureThreshold = 5;                   ///< >= 1; for the two count rules
    double failureRateThreshold = 0.5;          ///< (0, 1]; for FailureRate
    std::optional<Duration> slowCallDuration{}; ///< > 0; a call that takes longer than this is slow
    double slowCallRateThreshold = 1.0;         ///< (0, 1]; for FailureRate with slowCallDuration
    int minimumCalls = 10;                      ///< >= 1; for FailureRate: no verdict on fewer results
    WindowConfig window = CountWindowConfig{};
    Duration recoveryTime = std::chrono::seconds(30); ///< > 0; open for this long
    double recoveryBackoffFactor = 1.0;        ///< >= 1; each failed trial makes the next open period longer by this
    std::optional<Duration> maxRecoveryTime{}; ///< >= recoveryTime; where absent the larger of 10 min and recoveryTime
    double recoveryJitter = 0.0;               ///< 0..1; open period times uniform(1-j, 1+j)
    int halfOpenMaxCalls = 1;                  ///< >= 1; trial calls admitted in one half-open episode
    int successThreshold = 1;                  ///< 1..halfOpenMaxCalls; for the count rules: successes that close
    std::optional<Duration> halfOpenTimeout{}; ///< > 0; half-open for longer than this goes back to open
    bool automaticHalfOpen = false;            ///< leave open by a timer rather than on the next call
    ErrorKindSet excludedErrors{};             ///< count neither as success nor as failure
    ErrorKindSet recordedErrors{ErrorKind::Any}; ///< only these count as failures; other errors count as success

    Duration effectiveMaxRecoveryTime() const;

    /// Everything that is wrong, in the order of the fields above.
    ConfigIssues validate() const;

    /// For calls over HTTP: leaves out what no breaker can mend (authentication, notFound, client).
    static CircuitBreakerConfig forHttp();

    QJsonObject toJson() const;

    /// Reads the JSON form over the defaults. The error lists every fault of form and of range.
    static Expected<CircuitBreakerConfig, ConfigIssues> fromJson(const QJsonObject &json);

    friend bool operator==(const CircuitBreakerConfig &, const CircuitBreakerConfig &) = default;
};

/// The name that files use: "failureCount".
QString tripRuleName(TripRule rule);

} // namespace Fuseboard
