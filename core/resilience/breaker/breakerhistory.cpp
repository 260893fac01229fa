// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/breakerhistory.h"

namespace Fuseboard {

void BreakerHistory::add(const StateChange &change)
{
    if (m_ring.size() < Capacity)
        m_ring.push_back(change);
    else
        m_ring[static_cast<std::size_t>(m_total % Capacity)] = change;
    ++m_total;
}

QList<StateChange> BreakerHistory::changes() const
{
    QList<StateChange> list;
    list.reserve(static_cast<qsizetype>(m_ring.size()));
    // A ring that is not yet full begins at its first element.
    const std::size_t oldest = m_total > Capacity ? static_cast<std::size_t>(m_total % Capacity) : 0;
    for (std::size_t i = 0; i < m_ring.size(); ++i)
        list.append(m_ring[(oldest + i) % m_ring.size()]);
    return list;
}

} // namespace Fuseboard
