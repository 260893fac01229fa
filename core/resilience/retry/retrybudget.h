// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"
#include "resilience/retry/retryconfig.h"

#include <memory>

namespace Fuseboard {

/// Keeps retries to a share of the calls, over all callers that share it.
///
/// Looks at the newest 10 s, in steps of a second of the clock that the moments come from; the second that has begun is
/// one of them. A retry is allowed if with it there are no more retries in them than ratio * calls +
/// minimumPerSecond * 10. So retries can not multiply the load of an outage: amplification stays near 1 + ratio. After
/// Finagle's RetryBudget.
///
/// May be used from several threads at once; all moments come from one clock, and one that lies before one it has seen
/// already counts as that one.
class RetryBudget
{
public:
    /// @p config must be valid (asserted).
    explicit RetryBudget(const RetryBudgetConfig &config);
    ~RetryBudget();
    Q_DISABLE_COPY_MOVE(RetryBudget)

    /// A call begins; once per call, not per attempt.
    void callStarted(TimePoint now);

    /// Takes a retry out of the budget; false if it is spent, and nothing is taken.
    bool tryRetry(TimePoint now);

    /// How many retries are left at @p now, 0 or more; a retry needs a whole one.
    double available(TimePoint now) const;

    RetryBudgetConfig config() const;

    /// Another config, which must be valid (asserted), from the next question on. What was counted stays.
    void setConfig(const RetryBudgetConfig &config);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
