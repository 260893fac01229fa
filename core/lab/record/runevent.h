// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/health.h"
#include "lab/record/ending.h"
#include "resilience/breaker/breakermetrics.h"
#include "resilience/breaker/statechange.h"

#include <QString>

#include <utility>
#include <variant>

namespace Fuseboard {

/// What happened in a run: the one stream that recordings, charts, tables and exports read.
///
/// Moments are since the run's start. Events of one endpoint come in the order of their moments.
struct RunEvent
{
    struct CallDue
    {
        Duration late; ///< how much later than it was due the load made the call
    };
    struct AttemptStarted
    {
        int attempt = 1;
        Duration queued{}; ///< how long it waited in the client for a connection
    };
    struct AttemptEnded
    {
        int attempt = 1;
        Ending ending;
        Duration took{};
    };
    struct Waiting
    {
        int nextAttempt = 2;
        Duration wait{};
    };
    struct Rejected
    {
    };
    struct CallEnded
    {
        Ending ending;
        int attempts = 0;
        Duration latency{};    ///< since the call was due
        int deliveries = 0;    ///< requests that went out, redirects and repeats included; 0: none, or not known
        bool isCutOff = false; ///< the program itself ended it, with the run
    };
    struct StateChanged
    {
        StateChange change;
    };
    struct PhaseChanged
    {
        QString phase;
        Health health = Health::Healthy;

        /// Of an endpoint where somebody has set something by hand.
        static PhaseChanged byHand(Health health)
        {
            return {health == Health::Healthy ? QStringLiteral("set by hand") : QStringLiteral("broken by hand"),
                    health};
        }
    };
    struct BreakerSampled
    {
        WindowFigures window;
        BreakerState state = BreakerState::Closed;
    }; ///< now and then, while live

    using What = std::variant<CallDue, AttemptStarted, AttemptEnded, Waiting, Rejected, CallEnded, StateChanged,
                              PhaseChanged, BreakerSampled>;

    RunEvent() = default;

    /// Makes @p happened where it will stay: moving a variant costs more than most events.
    template<typename Happened>
    RunEvent(Duration moment, int endpointIndex, quint64 callNumber, Happened &&happened)
        : at(moment)
        , endpoint(endpointIndex)
        , call(callNumber)
        , what(std::forward<Happened>(happened))
    {
    }

    Duration at{};
    int endpoint = 0; ///< index in the scenario
    quint64 call = 0; ///< number of the call at its endpoint, from 1; 0 for the last three
    What what;
};

} // namespace Fuseboard
