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
        HalfOpenTimeout,     ///< half-open for longer than allowed
        Operator,            ///< set by hand
    };

    BreakerState from = BreakerState::Closed;
    BreakerState to = BreakerState::Closed;
    Cause cause = Cause::Operator;
    bool hasError = false; ///< lastError holds what tipped it
    ErrorKind lastError = ErrorKind::Other;
    int lastStatus = 0;   ///< HTTP status of what tipped it, 0 if none
    int count = 0;        ///< failures, slow calls or successes that decided
    int outOf = 0;        ///< results they were counted among; 0 where the rule does not look at that
    double threshold = 0; ///< what they were held against: a number or a rate, by the cause
    Duration period{};    ///< the open period that is over or begins, or the half-open time allowed
    TimePoint at{};       ///< on the breaker's clock
    quint64 episode = 0;  ///< the one that begins

    /// For people: "6 of 10 calls failed, 60 % >= 50 %; last: server 503".
    QString reason() const;

    friend bool operator==(const StateChange &, const StateChange &) = default;
};

} // namespace Fuseboard

Q_DECLARE_METATYPE(Fuseboard::StateChange)
