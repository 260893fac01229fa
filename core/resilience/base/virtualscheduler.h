// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/scheduler.h"
#include "resilience/base/virtualclock.h"

#include <map>
#include <optional>
#include <utility>

namespace Fuseboard {

/// Runs functions in virtual time: the clock jumps from one to the next when it is told to. One thread.
///
/// The clock begins at the monotonic clock's zero. No event loop is moved: a QFuture that another party finishes is
/// heard of in QCoreApplication::processEvents().
class VirtualScheduler final : public Scheduler
{
public:
    VirtualScheduler();
    ~VirtualScheduler() override;

    const Clock &clock() const noexcept override { return m_clock; }
    TimerId at(TimePoint moment, std::function<void()> function) override;
    void cancel(TimerId id) noexcept override;

    /// Runs everything that is due within @p by, each at its own moment, and ends @p by later. @p by must not be
    /// negative (asserted).
    void advance(Duration by);

    /// Runs everything that is due until @p moment, that moment included, and ends there; what is scheduled meanwhile
    /// takes part. A past moment runs nothing. A function that schedules itself for the present each time keeps this
    /// from returning.
    void runUntil(TimePoint moment);

    /// Jumps to the next function and runs it; false if none waits.
    bool runNext();

    /// How many functions wait.
    std::size_t pending() const noexcept { return m_queue.size(); }

    /// When the next function is due, if one waits.
    std::optional<TimePoint> nextDue() const;

private:
    VirtualClock m_clock;
    TimerId m_lastId = 0;
    std::map<std::pair<TimePoint, TimerId>, std::function<void()>> m_queue;
    std::map<TimerId, TimePoint> m_moments;
};

} // namespace Fuseboard
