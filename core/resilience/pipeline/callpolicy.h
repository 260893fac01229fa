// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/random.h"
#include "resilience/breaker/breakergate.h"
#include "resilience/pipeline/policyconfig.h"
#include "resilience/retry/retrybudget.h"

#include <memory>
#include <vector>

namespace Fuseboard {

/// What the calls of one pipeline share: made once, read by every CallMachine, never changed. Breaker and budget have a
/// state of their own; whether several threads may use one at once is for the breaker to say.
struct CallPolicy
{
    std::vector<PolicyLayer> layers{};      ///< outermost first; names only what is set below
    std::shared_ptr<BreakerGate> breaker{}; ///< not null where layers names it
    RetryConfig retry{};                    ///< valid; looked at where layers names it
    std::shared_ptr<RetryBudget> budget{};  ///< may be null: no budget
    TimeoutConfig timeout{};                ///< what layers names is there
    CounterRandom random{};                 ///< draws the waits, by call number and retry

    /// False: errors that a breaker or a limit brings about come without a message. For a simulation, where nobody reads
    /// it and writing it takes longer than all the rest.
    bool writesMessages = true;

    /// Statuses below 400 that a retry or the breaker is told to take for an error, and those that the breaker is told to
    /// leave out.
    ErrorKindSet errorStatuses{};
    ErrorKindSet uncountedStatuses{};

    /// The kind of an answer with @p status under this policy; none: a success. As errorKindOfStatus(), and Api for what
    /// retryErrors or recordedErrors name below 400.
    std::optional<ErrorKind> errorKindOf(int status) const
    {
        return errorStatuses.containsStatus(status) ? ErrorKind::Api : errorKindOfStatus(status);
    }

    /// What takes this one's place when the config becomes @p config, which is valid; the breaker's part of it is @p gate,
    /// null if there is none. The same random numbers. If there is to be a budget it is @p sharedBudget, without that
    /// this one's, with what it has counted, or else a new one.
    CallPolicy changedTo(const PolicyConfig &config, std::shared_ptr<BreakerGate> gate,
                         std::shared_ptr<RetryBudget> sharedBudget = {}) const;
};

} // namespace Fuseboard
