// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/pipeline/callpolicy.h"

#include <utility>

namespace Fuseboard {

CallPolicy CallPolicy::changedTo(const PolicyConfig &config, std::shared_ptr<BreakerGate> gate,
                                 std::shared_ptr<RetryBudget> sharedBudget) const
{
    CallPolicy next;
    next.layers = config.layers();
    next.breaker = std::move(gate);
    next.retry = config.retry.value_or(RetryConfig());
    next.timeout = config.timeout;
    next.random = random;
    next.writesMessages = writesMessages;
    for (int status = ErrorKindSet::LeastStatus; status < 400; ++status) {
        const auto isNamed = [status](const ErrorKindSet &excluded, const ErrorKindSet &named) {
            return named.containsStatus(status) && !excluded.containsStatus(status);
        };
        if ((config.retry && isNamed(config.retry->excludedErrors, config.retry->retryErrors))
            || (config.breaker && isNamed(config.breaker->excludedErrors, config.breaker->recordedErrors)))
            next.errorStatuses.insertStatuses(status, status);
        if (config.breaker && config.breaker->excludedErrors.containsStatus(status))
            next.uncountedStatuses.insertStatuses(status, status);
    }
    if (!next.retry.budget)
        return next;
    if (sharedBudget) {
        next.budget = std::move(sharedBudget);
    } else if (budget) {
        next.budget = budget;
        next.budget->setConfig(*next.retry.budget);
    } else {
        next.budget = std::make_shared<RetryBudget>(*next.retry.budget);
    }
    return next;
}

} // namespace Fuseboard
