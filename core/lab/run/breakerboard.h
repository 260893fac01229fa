// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/circuitbreaker.h"

#include <memory>
#include <mutex>
#include <vector>

namespace Fuseboard {

/// Where a live run's load shows its breakers, one for each endpoint, to whoever asks for their figures. Any thread.
class BreakerBoard
{
public:
    explicit BreakerBoard(qsizetype endpoints);

    /// The breaker of @p endpoint is @p breaker from now on, or none (null): then its figures stay as they are.
    void set(int endpoint, std::shared_ptr<CircuitBreaker> breaker);

    /// The figures of the breaker of @p endpoint now, or its last ones.
    BreakerMetrics metrics(int endpoint) const;

private:
    struct Place
    {
        std::shared_ptr<CircuitBreaker> breaker;
        BreakerMetrics last;
    };

    mutable std::mutex m_mutex; ///< held while a breaker is asked, so that it cannot go meanwhile on its own thread
    std::vector<Place> m_places;
};

} // namespace Fuseboard
