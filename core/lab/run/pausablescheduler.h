// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/eventloopscheduler.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace Fuseboard {

/// An event loop's scheduler whose time can stand still: its clock stops, and what is due waits until it goes on.
///
/// All members belong to the thread that made it; its clock may be read on any.
class PausableScheduler final : public Scheduler
{
public:
    PausableScheduler();
    ~PausableScheduler() override;

    const Clock &clock() const noexcept override { return m_clock; }
    TimerId at(TimePoint moment, std::function<void()> function) override;
    void cancel(TimerId id) noexcept override;

    /// The clock stands still until resume(). Again: nothing.
    void pause();
    void resume();
    bool isPaused() const { return m_clock.isPaused(); }

private:
    class PausableClock final : public Clock
    {
    public:
        TimePoint now() const noexcept override;
        void pause();
        void resume();
        bool isPaused() const;

        /// @p moment of this clock on the steady one, as long as this one goes.
        TimePoint onSteady(TimePoint moment) const;

    private:
        mutable std::mutex m_mutex; // guards both below
        Duration m_lost{};          // spent in pauses
        std::optional<TimePoint> m_pausedAt;
    };

    struct Waiting
    {
        TimePoint moment;
        std::function<void()> function;
        TimerId timer = 0; ///< in m_scheduler, while the clock goes
    };

    void arm(TimerId id, Waiting &waiting);

    EventLoopScheduler m_scheduler;
    PausableClock m_clock;
    std::map<TimerId, Waiting> m_waiting; ///< in the order in which they were asked for
    TimerId m_lastId = 0;
};

} // namespace Fuseboard
