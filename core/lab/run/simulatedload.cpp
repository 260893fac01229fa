// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedload.h"

#include "resilience/base/saturatingadd.h"

#include <algorithm>

namespace Fuseboard {

SimulatedLoad::SimulatedLoad(const Scenario &scenario)
{
    const QList<CounterRandom> luck = scenario.arrivalLuck();
    for (qsizetype i = 0; i < scenario.workload.size(); ++i) {
        const WorkloadConfig &config = scenario.workload[i];
        const auto target = std::ranges::find(scenario.endpoints, config.endpoint, &EndpointConfig::name);
        const int endpoint = static_cast<int>(target - scenario.endpoints.begin());
        const TimePoint start(config.start);
        const TimePoint end(config.endIn(scenario.duration));
        const quint64 source = CallNumbers::firstSourceOf(scenario.workload, i);
        const quint64 sources = CallNumbers::sourcesOf(scenario.workload, config.endpoint);
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
    findNextArrival();
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
    Open &load = m_open[m_next];
    const Due due{load.endpoint, load.numbers.next(), NoUser};
    moveOn(load);
    findNextArrival();
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

void SimulatedLoad::findNextArrival()
{
    m_nextArrival = TimePoint::max();
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (m_open[i].due < m_nextArrival) {
            m_nextArrival = m_open[i].due;
            m_next = i;
        }
    }
}

} // namespace Fuseboard
