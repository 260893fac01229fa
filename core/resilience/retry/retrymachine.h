// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/random.h"
#include "resilience/retry/backoff.h"
#include "resilience/retry/retrybudget.h"

#include <memory>

namespace Fuseboard {

/// The decisions of one call's retries as a plain value: told of each failure, it says wait or give up. One thread.
class RetryMachine
{
public:
    /// What there is to know of the call before it starts.
    struct Call
    {
        quint64 number = 0;       ///< draws its luck: the same number draws the same waits
        bool isIdempotent = true; ///< may be repeated although it may have been carried out
    };

    /// Why there is no retry; of several reasons the first in this order.
    enum class Why : quint8 {
        Retry,         ///< not given up: wait, then try again
        NotRetryable,  ///< the error is of a kind that is not retried
        NotIdempotent, ///< it may have been carried out, and must not be twice
        NoRetriesLeft, ///< maxRetries
        AskedTooLong,  ///< retryAfter, which is honoured, is longer than maxRetryAfter
        NoTimeLeft,    ///< the next attempt could not begin before a time limit around it
        BudgetSpent,   ///< the budget has no retry left
    };

    /// When the next attempt may begin, as far as is known from outside.
    struct Room
    {
        TimePoint earliest = TimePoint::min(); ///< before this it would be refused
        TimePoint latest = TimePoint::max();   ///< from this on it would be too late: the earliest limit around it
    };

    struct Decision
    {
        Why why = Why::Retry;

        /// From now, the attempt's end, if why is Retry. Where a retryAfter is honoured at least that, and spread above
        /// it as Backoff::widthFor() says, as far as the room allows.
        Duration wait{};

        bool isRetry() const { return why == Why::Retry; }
    };

    /// @p config must be valid; it and @p budget (may be null) must outlive this. @p random draws the waits, by call
    /// number and retry.
    RetryMachine(const RetryConfig &config, Call call, CounterRandom random, RetryBudget *budget);

    /// The call begins: once, before the first failed(). Tells the budget.
    void start(TimePoint now);

    /// An attempt failed, at @p now. @p wasDelivered is false if the request certainly never reached the service. A
    /// retry that is decided on is charged to the budget and is to be made: its wait ends within @p room. (If @p room
    /// leaves no time, nothing is charged.)
    Decision failed(const Error &error, bool wasDelivered, TimePoint now, Room room);
    Decision failed(const Error &error, bool wasDelivered, TimePoint now)
    {
        return failed(error, wasDelivered, now, Room());
    }

    /// Retries decided so far.
    int retries() const { return m_retries; }

private:
    const RetryConfig *m_config;
    RetryBudget *m_budget;
    CounterRandom m_random;
    Call m_call;
    Backoff m_backoff;
    int m_retries = 0;
};

/// For people: "no retries left".
QString describe(RetryMachine::Why why);

} // namespace Fuseboard
