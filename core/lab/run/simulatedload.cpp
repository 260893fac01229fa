// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedload.h"

#include "resilience/base/saturatingadd.h"

#include <numeric>
#include <utility>

namespace Fuseboard {

SimulatedLoad::SimulatedLoad(const Scenario &scenario)
{
    const QList<CounterRandom> luck = scenario.arrivalLuck();
    const QHash<QString, quint64> sourcesOf = CallNumbers::sourcesOf(scenario.workload);
    const QList<quint64> firstSources = CallNumbers::firstSourcesOf(scenario.workload);
    QHash<QString, int> endpoints;
    for (int i = 0; i < scenario.endpoints.size(); ++i)
        endpoints.insert(scenario.endpoints[i].name, i);
    for (qsizetype i = 0; i < scenario.workload.size(); ++i) {
        const WorkloadConfig &config = scenario.workload[i];
        const int endpoint = endpoints.value(config.endpoint);
        const TimePoint start(config.start);
        const TimePoint end(config.endIn(scenario.duration));
        const quint64 source = firstSources[i];
        const quint64 sources = sourcesOf.value(config.endpoint);
        if (const auto *closed = std::get_if<ClosedArrivals>(&config.arrivals)) {
            for (int user = 0; user < closed->users; ++user)
                m_users.push_back({m_closed.size(), user, CallNumbers(source + static_cast<quint64>(user), sources)});
            m_closed.push_back({endpoint, *closed, start, end});
        } else {
            m_open.push_back({endpoint, Arrivals(config.arrivals, config.lengthIn(scenario.duration), luck[i]),
                              CallNumbers(source, sources), start, end});
            moveOn(m_open.back());
        }
    }
    m_order.resize(m_open.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    for (std::size_t place = m_order.size() / 2; place-- > 0;)
        sink(place);
    if (!m_order.empty())
        m_nextArrival = m_open[m_order.front()].due;
}

void SimulatedLoad::begin(SimulationQueue &queue) const
{
    for (std::size_t i = 0; i < m_users.size(); ++i) {
        const Closed &load = m_closed[m_users[i].load];
        const TimePoint due = load.start + firstCallOf(load.config, m_users[i].index);
        if (due < load.end)
            queue.push(due, SimulationQueue::What::UserCalls, static_cast<quint32>(i));
    }
}

SimulatedLoad::Due SimulatedLoad::takeArrival()
{
    Open &load = m_open[m_order.front()];
    const Due due{load.endpoint, load.numbers.next(), NoUser};
    moveOn(load);
    sink(0);
    m_nextArrival = m_open[m_order.front()].due;
    return due;
}

SimulatedLoad::Due SimulatedLoad::callOf(quint32 user)
{
    User &caller = m_users[user];
    return {m_closed[caller.load].endpoint, caller.numbers.next(), user};
}

void SimulatedLoad::callEnded(quint32 user, TimePoint due, TimePoint now, SimulationQueue &queue) const
{
    const Closed &load = m_closed[m_users[user].load];
    const TimePoint next(nextCallOf(load.config, due.time_since_epoch(), now.time_since_epoch()));
    if (next < load.end)
        queue.push(next, SimulationQueue::What::UserCalls, user);
}

void SimulatedLoad::moveOn(Open &load)
{
    load.due = saturatingAdd(load.start, load.arrivals.next());
    if (load.due >= load.end)
        load.due = TimePoint::max();
}

bool SimulatedLoad::isBefore(std::size_t a, std::size_t b) const
{
    return m_open[a].due != m_open[b].due ? m_open[a].due < m_open[b].due : a < b;
}

/// Moves what lies at @p place of m_order down to where it belongs.
void SimulatedLoad::sink(std::size_t place)
{
    for (std::size_t child = 2 * place + 1; child < m_order.size(); child = 2 * place + 1) {
        if (child + 1 < m_order.size() && isBefore(m_order[child + 1], m_order[child]))
            ++child;
        if (!isBefore(m_order[child], m_order[place]))
            return;
        std::swap(m_order[child], m_order[place]);
        place = child;
    }
}

} // namespace Fuseboard
