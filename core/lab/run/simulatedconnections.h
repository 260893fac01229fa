// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/pipeline/connectionsconfig.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>
#include <vector>

namespace Fuseboard {

/// The connections of one simulated client, and the calls that wait for one. A call is known by its place. One thread.
class SimulatedConnections
{
public:
    /// A smaller number takes effect as connections come free.
    void setConfig(const ConnectionsConfig &config)
    {
        m_config = config;
        m_most = config.max.value_or(std::numeric_limits<int>::max());
    }

    /// False: as many as are needed, and nothing else is asked.
    bool areLimited() const { return m_config.max.has_value(); }
    std::optional<Duration> maxWait() const { return m_config.maxWait; }

    bool hasFree() const { return m_busy < m_most; }
    void take() { ++m_busy; }
    void release() { --m_busy; }

    bool hasWaiting() const { return !m_waiting.empty(); }

    /// @p call waits behind those that wait already; a probe behind the other probes, in front of the rest.
    void wait(quint32 call, bool isProbe)
    {
        if (!isProbe)
            return m_waiting.push_back(call);
        m_waiting.insert(m_waiting.begin() + static_cast<std::ptrdiff_t>(m_probes), call);
        ++m_probes;
    }

    /// Nothing if @p call does not wait.
    void leave(quint32 call)
    {
        const auto found = std::ranges::find(m_waiting, call);
        if (found == m_waiting.end())
            return;
        if (static_cast<std::size_t>(found - m_waiting.begin()) < m_probes)
            --m_probes;
        m_waiting.erase(found);
    }

    /// The call whose turn it is; it waits no longer.
    quint32 takeFirst()
    {
        const quint32 call = m_waiting.front();
        m_waiting.pop_front();
        m_probes -= m_probes > 0 ? 1 : 0;
        return call;
    }

    /// All that wait, in order.
    std::vector<quint32> waiting() const { return {m_waiting.begin(), m_waiting.end()}; }

private:
    ConnectionsConfig m_config;
    int m_most = std::numeric_limits<int>::max();
    int m_busy = 0;
    std::deque<quint32> m_waiting;
    std::size_t m_probes = 0; ///< at the front of m_waiting
};

} // namespace Fuseboard
