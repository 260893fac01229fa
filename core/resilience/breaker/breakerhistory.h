// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/statechange.h"

#include <QList>

#include <vector>

namespace Fuseboard {

/// The newest 1,000 changes of state, and the count of those let go. One thread.
class BreakerHistory
{
public:
    static constexpr std::size_t Capacity = 1000;

    void add(const StateChange &change);

    /// Oldest first.
    QList<StateChange> changes() const;
    quint64 dropped() const { return m_total - m_ring.size(); }
    quint64 total() const { return m_total; }

private:
    std::vector<StateChange> m_ring;
    quint64 m_total = 0;
};

} // namespace Fuseboard
