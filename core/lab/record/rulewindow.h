// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runsnapshot.h"
#include "resilience/pipeline/policyconfig.h"

#include <span>
#include <vector>

namespace Fuseboard {

/// A result that a breaker was told of: of a call where it stands outside the retry, else of an attempt.
struct RuleResult
{
    enum class Counted : quint8 { Success, Failure, Excluded };

    quint64 call = 0;
    int attempt = 1; ///< its number; of a whole call, how many it took
    Duration at{};   ///< when it ended, since the run's start
    Ending ending;
    Counted counted = Counted::Success;
    bool isSlow = false;

    friend bool operator==(const RuleResult &, const RuleResult &) = default;
};

/// What a breaker's rule looked at, result by result.
struct RuleWindow
{
    /// Of the excluded results only the newest are listed.
    static constexpr int MostExcludedListed = 1000;

    BreakerState state = BreakerState::Closed; ///< in which it looked
    Duration since{};                          ///< when that state began
    Duration at{};                             ///< the moment that was asked for

    /// Newest last. Those that the rule counts, which for a count rule are failures only, and among them the excluded ones, which
    /// count for nothing.
    std::vector<RuleResult> results;
    WindowFigures figures; ///< as BreakerMetrics has them

    int excluded = 0;    ///< excluded results, listed or not, since the oldest that counts, or since the state began
    int passedOver = 0;  ///< successes since the state began at which a count rule does not look
    bool isWhole = true; ///< false: results may be missing that the recording does not hold any more

    friend bool operator==(const RuleWindow &, const RuleWindow &) = default;
};

/// What is recorded of one endpoint's breaker. The calls outlive it.
struct BreakerRecord
{
    std::span<const RecordedCall> calls; ///< in the order of their ends, of this endpoint and any other
    int endpoint = 0;
    PolicyConfig policy;
    QList<RecordedChange> changes; ///< oldest first
    quint64 callsDropped = 0;      ///< calls that were let go before the first of these
};

/// What the rule had before it at @p moment, everything of that moment included. Empty while the breaker does not look: without
/// one, and while it is open, forced open or disabled.
///
/// Derived from what is recorded, for the policy as it is given: so for a policy that was changed during the run it says what
/// that would have seen. Not recorded, and therefore not seen here: a reset of a breaker that was closed; attempts of calls
/// that have not ended yet, where the breaker stands inside the retry; while live, how late a call was made and how long an
/// attempt waited in the client for a connection (both make a call count as begun a little earlier or later); and, before the first
/// change of state, how a live breaker's buckets of time lie. Takes time by the number of calls.
RuleWindow windowAt(const BreakerRecord &record, Duration moment);

/// What the rule had before it when it made change number @p change of the record (an index, asserted): the result that tipped it is
/// the newest.
RuleWindow windowOfChange(const BreakerRecord &record, qsizetype change);

} // namespace Fuseboard
