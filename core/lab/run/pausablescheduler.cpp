// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/pausablescheduler.h"

#include "resilience/base/saturatingadd.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

TimePoint PausableScheduler::PausableClock::now() const noexcept
{
    const std::lock_guard lock(m_mutex);
    return m_pausedAt ? *m_pausedAt : steady().now() - m_lost;
}

void PausableScheduler::PausableClock::pause()
{
    const std::lock_guard lock(m_mutex);
    if (!m_pausedAt)
        m_pausedAt = steady().now() - m_lost;
}

void PausableScheduler::PausableClock::resume()
{
    const std::lock_guard lock(m_mutex);
    if (m_pausedAt)
        m_lost = steady().now() - *m_pausedAt;
    m_pausedAt.reset();
}

bool PausableScheduler::PausableClock::isPaused() const
{
    const std::lock_guard lock(m_mutex);
    return m_pausedAt.has_value();
}

TimePoint PausableScheduler::PausableClock::onSteady(TimePoint moment) const
{
    const std::lock_guard lock(m_mutex);
    return saturatingAdd(moment, m_lost);
}

PausableScheduler::PausableScheduler() = default;
PausableScheduler::~PausableScheduler() = default;

Scheduler::TimerId PausableScheduler::at(TimePoint moment, std::function<void()> function)
{
    Q_ASSERT(function);
    const TimerId id = ++m_lastId;
    Waiting &waiting = m_waiting[id];
    // A past moment takes its turn behind what is due already, also if the clock stands.
    waiting.moment = std::max(moment, m_clock.now());
    waiting.function = std::move(function);
    if (!isPaused())
        arm(id, waiting);
    return id;
}

void PausableScheduler::arm(TimerId id, Waiting &waiting)
{
    waiting.timer = m_scheduler.at(m_clock.onSteady(waiting.moment), [this, id] {
        const auto due = m_waiting.extract(id);
        due.mapped().function();
    });
}

void PausableScheduler::cancel(TimerId id) noexcept
{
    // Destroyed last: what a function owns may cancel others.
    const auto forgotten = m_waiting.extract(id);
    if (forgotten)
        m_scheduler.cancel(forgotten.mapped().timer);
}

void PausableScheduler::pause()
{
    if (isPaused())
        return;
    m_clock.pause();
    for (auto &[id, waiting] : m_waiting)
        m_scheduler.cancel(std::exchange(waiting.timer, 0));
}

void PausableScheduler::resume()
{
    if (!isPaused())
        return;
    m_clock.resume();
    for (auto &[id, waiting] : m_waiting)
        arm(id, waiting);
}

} // namespace Fuseboard
