// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runevent.h"
#include "lab/run/calllog.h"
#include "resilience/breaker/breakermetrics.h"
#include "resilience/breaker/circuitbreakerconfig.h"

#include <QByteArray>

#include <functional>
#include <vector>

namespace Fuseboard {

class Recording;

/// What a breaker said to one call of a log.
struct ReplayDecision
{
    bool isPermitted = false;
    BreakerState state = BreakerState::Closed; ///< right after the decision
};

/// A breaker's change of state in a replay.
struct ReplayTransition
{
    int endpoint = 0;
    StateChange change; ///< its moments count from the log's zero
};

struct ReplayResult
{
    std::vector<ReplayDecision> decisions;     ///< one for each row of the log
    std::vector<ReplayTransition> transitions; ///< in the order of time
    std::vector<BreakerMetrics> metrics;       ///< by endpoint, at the end of the replay

    /// As files have them: "call,decision,state" and "time_ms,from,to,reason"; the latter with a column for the endpoint
    /// where @p log names endpoints.
    QByteArray decisionsToCsv() const;
    QByteArray transitionsToCsv(const CallLog &log) const;
};

/// Takes a log of calls through a breaker, in virtual time: what would it have let through, and when would it have opened?
///
/// Each endpoint has a breaker of its own. Calls start and end when the log says, save that a rejected one has no end. At equal
/// times ends come before the breaker's own timers, those before starts, and else the order is that of the rows. The outcome
/// of a call is what the log says even where the real one may have depended on calls that are rejected now.
///
/// @p config must be valid. @p sink, if there is one, is given the run's events in their order.
ReplayResult replay(const CircuitBreakerConfig &config, const CallLog &log,
                    const std::function<void(const RunEvent &)> &sink = {});

/// The same into @p recording, whose endpoints are the log's, and finishes it.
ReplayResult replay(const CircuitBreakerConfig &config, const CallLog &log, Recording &recording);

} // namespace Fuseboard
