// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/errorkind.h"
#include "resilience/base/timepoint.h"
#include "resilience/breaker/breakerstate.h"

#include <QMetaType>
#include <QString>

namespace Fuseboard {

/// A breaker's change of state: when, and why. A plain value that holds the figures; reason() says them.
///
/// Where a breaker in MetricsOnly would have opened, from and to are both MetricsOnly.
struct StateChange
{
    enum class Cause : quint8 {
        FailureCount,        ///< the failures since it closed, or in the window, reached the threshold
        ConsecutiveFailures, ///< the failures in a row reached the threshold
        FailureRate,         ///< the share of failures in the window reached the threshold
        SlowCallRate,        ///< the share of slow calls in the window reached the threshold
        RecoveryTimeOver,    ///< the open period is over
        TrialsSucceeded,     ///< enough trial calls succeeded, or few enough failed
        TrialFailed,         ///< a trial call failed (count rules)
        HalfOpenTimeout,     ///< half-open for longer than halfOpenTimeout
        Operator,            ///< set by hand
    };

    BreakerState from = BreakerState::Closed;
    BreakerState to = BreakerState::Closed;
    Cause cause = Cause::Operator;
    bool hasError = false; ///< what tipped it was an error: lastError and lastStatus; else a success did, or no result
    ErrorKind lastError = ErrorKind::Other;
    int lastStatus = 0; ///< HTTP status of what tipped it, 0 if none

    /// What decided: failures, slow calls, or successes of trial calls, by the cause. TrialsSucceeded by a rate: the
    /// failures, which were few enough.
    int count = 0;

    /// The results among which these were counted; 0 where the rule does not look at that.
    int outOf = 0;

    /// What count, or the share of it, was held against: a number or a rate. HalfOpenTimeout: the time allowed, in
    /// seconds.
    double threshold = 0;

    /// The open period that begins (to Open), that is over (RecoveryTimeOver), or that would have begun; else 0.
    Duration period{};

    /// On the breaker's clock. Of a change by itself, when it was due, which may be before it was noticed.
    TimePoint at{};

    /// The one that begins. Of a breaker that would have opened, the one that goes on.
    quint64 episode = 0;

    /// For people: "6 of 10 calls failed, 60 % >= 50 %; last: server 503".
    QString reason() const;

    friend bool operator==(const StateChange &, const StateChange &) = default;
};

} // namespace Fuseboard

Q_DECLARE_METATYPE(Fuseboard::StateChange)
