// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/virtualscheduler.h"

#include <algorithm>

namespace Fuseboard {

VirtualScheduler::VirtualScheduler() = default;

VirtualScheduler::~VirtualScheduler()
{
    // What a waiting function owns may cancel timers as it goes; by then the maps must be whole.
    m_moments.clear();
    const auto forgotten = std::move(m_queue);
    m_queue.clear();
}

Scheduler::TimerId VirtualScheduler::at(TimePoint moment, std::function<void()> function)
{
    Q_ASSERT(function);
    // A past moment is due now, and takes its turn behind what was due now already.
    const TimePoint due = std::max(moment, m_clock.now());
    const TimerId id = ++m_lastId;
    m_queue.emplace(std::pair(due, id), std::move(function));
    m_moments.emplace(id, due);
    return id;
}

void VirtualScheduler::cancel(TimerId id) noexcept
{
    const auto moment = m_moments.find(id);
    if (moment == m_moments.end())
        return;
    // Taken out first, destroyed last, for the same reason as in the destructor.
    const auto forgotten = m_queue.extract(std::pair(moment->second, id));
    m_moments.erase(moment);
}

void VirtualScheduler::advance(Duration by)
{
    Q_ASSERT(by >= Duration::zero());
    runUntil(m_clock.now() + by);
}

void VirtualScheduler::runUntil(TimePoint moment)
{
    while (!m_queue.empty() && m_queue.begin()->first.first <= moment)
        runNext();
    m_clock.setNow(moment);
}

bool VirtualScheduler::runNext()
{
    if (m_queue.empty())
        return false;
    const auto next = m_queue.extract(m_queue.begin());
    const auto [due, id] = next.key();
    m_moments.erase(id);
    m_clock.setNow(due);
    next.mapped()();
    return true;
}

std::optional<TimePoint> VirtualScheduler::nextDue() const
{
    if (m_queue.empty())
        return std::nullopt;
    return m_queue.begin()->first.first;
}

} // namespace Fuseboard
