// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/scheduler.h"

#include <memory>

namespace Fuseboard {

/// Runs functions at wall speed, from the event loop of the thread that made it; at() and cancel() assert that thread.
///
/// Uses one precise timer however many functions wait (a coarse one of Qt 6.4.2 fires 1 s after 951 ms), looks at the
/// clock on waking and waits again if it came early, and takes any moment, also one further away than the 24.8 days
/// that a QTimer can count. Sleeps whole milliseconds, rounded up.
class EventLoopScheduler final : public Scheduler
{
public:
    EventLoopScheduler();
    ~EventLoopScheduler() override;

    const Clock &clock() const noexcept override { return Clock::steady(); }
    TimerId at(TimePoint moment, std::function<void()> function) override;
    void cancel(TimerId id) noexcept override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
