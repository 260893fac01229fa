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
    /// A call that ended otherwise in the other run, or did so in one of them only.
    struct Difference
    {
        int endpoint = 0;
        quint64 call = 0;
        std::optional<Ending> first; ///< none: it is not in that run
        std::optional<Ending> second;

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

    quint64 calls = 0;        ///< that ended in either run
    quint64 sameOutcome = 0;  ///< of those: with the same kind of ending and the same status in both
    quint64 sameAttempts = 0; ///< of those: after as many attempts
    std::vector<Difference> differences;
    std::vector<Transitions> transitions; ///< one for each endpoint whose breaker did anything

    /// 1 where there are no calls.
    double sameShare() const { return calls > 0 ? double(sameOutcome) / double(calls) : 1.0; }
    bool areTransitionsSame() const;
    Duration farthestTransition() const;

    /// At least 99 % of the calls end alike, breakers change alike, and each change is within 100 ms of its counterpart.
    bool isFaithful() const;

    /// For people, in lines; endpoints by their @p names.
    QStringList describe(const QStringList &names) const;
};

/// Compares two runs; a call is known by its endpoint and its number. One that just ends in one run may be cancelled at the
/// end of the other: that is a difference like any other.
RunComparison compareRuns(const RunOutline &first, const RunOutline &second);

} // namespace Fuseboard
