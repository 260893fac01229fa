// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/run/runoutline.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace Fuseboard {

/// How far two runs of one scenario agree, call by call and change by change: a live one and a simulated one, or two
/// policies on the same luck. A plain value.
struct RunComparison
{
    /// A call that is not alike in both runs, or is in one of them only.
    struct Difference
    {
        std::optional<RunOutline::Call> first; ///< none: it is not in that run
        std::optional<RunOutline::Call> second;

        int endpoint() const { return (first ? *first : *second).endpoint; }
        quint64 call() const { return (first ? *first : *second).number; }

        // What differs. A call that is in one run only differs in its outcome.
        bool hasOtherOutcome() const;
        bool hasOtherAttempts() const;
        bool hasOtherDuration() const;   ///< by more than LongestDistance
        bool hasOtherDeliveries() const; ///< where both runs know them
        bool isNone() const;             ///< the calls are alike

        friend bool operator==(const Difference &, const Difference &) = default;
    };

    /// What one endpoint's breaker did.
    struct Transitions
    {
        int endpoint = 0;
        quint64 first = 0;     ///< how many there were
        quint64 second = 0;    ///< likewise
        quint64 same = 0;      ///< from the beginning on, until one has other states than its counterpart
        Duration farthest{};   ///< the longest time between two that are the same
        Duration farthestAt{}; ///< when that was, in the first run

        bool areSame() const { return same == first && same == second; }
        friend bool operator==(const Transitions &, const Transitions &) = default;
    };

    /// How many differences are kept: the first ones, by endpoint and call.
    static constexpr std::size_t MostDifferences = 100;

    /// How far apart the durations of two calls that are alike, and two changes of state, may be.
    static constexpr Duration LongestDistance = std::chrono::milliseconds(100);

    quint64 calls = 0; ///< that ended in either run
    quint64 alike = 0; ///< of those: with the same outcome, attempts, duration and deliveries in both

    // Of the calls that are not alike, each may differ in several.
    quint64 otherOutcome = 0; ///< another kind of ending or another status, or the call is in one run only
    quint64 otherAttempts = 0;
    quint64 otherDuration = 0;
    quint64 otherDeliveries = 0;

    std::vector<Difference> differences;
    std::vector<Transitions> transitions; ///< one for each endpoint whose breaker did anything

    /// The share of calls that are alike; 1 where there are no calls.
    double alikeShare() const { return calls > 0 ? double(alike) / double(calls) : 1.0; }
    bool areTransitionsSame() const;
    Duration farthestTransition() const;

    /// At least 99 % of the calls are alike, breakers change alike, and each change is within 100 ms of its counterpart.
    bool isFaithful() const;

    /// For people, in lines; endpoints by their @p names.
    QStringList describe(const QStringList &names) const;
};

/// Compares two runs; a call is known by its endpoint and its number. One that just ends in one run may be cancelled at the
/// end of the other: that is a difference like any other.
RunComparison compareRuns(const RunOutline &first, const RunOutline &second);

} // namespace Fuseboard
