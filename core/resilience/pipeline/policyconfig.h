// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/circuitbreakerconfig.h"
#include "resilience/pipeline/connectionsconfig.h"
#include "resilience/retry/retryconfig.h"

#include <QJsonObject>

#include <optional>
#include <vector>

namespace Fuseboard {

/// The time limits of a call; none: no limit. A plain value.
struct TimeoutConfig
{
    std::optional<Duration> perAttempt{}; ///< > 0; from when an attempt has really begun, as CallMachine says
    std::optional<Duration> overall{};    ///< > 0; the whole call, its waits included

    friend bool operator==(const TimeoutConfig &, const TimeoutConfig &) = default;
};

/// The layers that a pipeline may have. Names in files: "breaker", "retry", "timeout", "overall".
enum class PolicyLayer : quint8 {
    Breaker,
    Retry,
    Timeout, ///< TimeoutConfig::perAttempt
    Overall, ///< TimeoutConfig::overall; where the order does not name it, it stands just outside retry
};

/// The name that files use: "breaker".
QString policyLayerName(PolicyLayer layer);

/// A whole policy: what is in it, and in which order, outermost first. A plain value that compares and serialises.
///
/// Anything may be stored here; only what validate() finds nothing wrong with can become a Pipeline.
struct PolicyConfig
{
    std::optional<CircuitBreakerConfig> breaker{}; ///< absent: not applied
    std::optional<RetryConfig> retry{};            ///< absent: not applied
    TimeoutConfig timeout{};
    ConnectionsConfig
        connections{}; ///< looked at by clients that have connections: an ApiClient, and runs of a scenario

    /// Outermost first. Each layer at most once; every part that is there must be named, save Overall. A layer that is
    /// named and not there is left out.
    std::vector<PolicyLayer> order{PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout};

    /// The layers that apply, outermost first: order without what is absent, with Overall in its place: where order
    /// names it, else just outside retry, without a retry just outside timeout, without both innermost. A part that
    /// is there but not named in order is a fault (validate()).
    std::vector<PolicyLayer> layers() const;

    /// Everything that is wrong: of the breaker, the retry, the limits, the order. Fields with their path:
    /// "breaker.window.size", "order".
    ConfigIssues validate() const;

    /// What is right and has no effect all the same, of each part and of how they stand to each other, as
    /// CircuitBreakerConfig::warnings(). Of a policy that is valid.
    ConfigIssues warnings(const IsFieldWritten &isWritten = {}) const;

    /// What is there, and the order. fromJson() reads the same policy back, if it is valid.
    QJsonObject toJson() const;

    /// Reads the JSON form; a part that is absent or null is not applied. The error lists every fault of form and of
    /// range.
    static Expected<PolicyConfig, ConfigIssues> fromJson(const QJsonObject &json);

    friend bool operator==(const PolicyConfig &, const PolicyConfig &) = default;
};

} // namespace Fuseboard
