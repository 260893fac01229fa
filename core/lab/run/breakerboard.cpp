// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/breakerboard.h"

#include <utility>

namespace Fuseboard {

BreakerBoard::BreakerBoard(qsizetype endpoints)
    : m_places(static_cast<std::size_t>(endpoints))
{
}

void BreakerBoard::set(int endpoint, std::shared_ptr<CircuitBreaker> breaker)
{
    std::shared_ptr<CircuitBreaker> former; // goes only when nobody waits for the lock
    const std::lock_guard lock(m_mutex);
    Place &place = m_places.at(static_cast<std::size_t>(endpoint));
    if (place.breaker)
        place.last = place.breaker->metrics();
    former = std::exchange(place.breaker, std::move(breaker));
}

BreakerMetrics BreakerBoard::metrics(int endpoint) const
{
    const std::lock_guard lock(m_mutex);
    const Place &place = m_places.at(static_cast<std::size_t>(endpoint));
    return place.breaker ? place.breaker->metrics() : place.last;
}

} // namespace Fuseboard
