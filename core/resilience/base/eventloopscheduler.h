// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/scheduler.h"

#include <memory>

namespace Fuseboard {

/// Runs functions at wall speed, from the event loop of the thread that made it.
///
/// Uses one precise timer however many functions wait, looks at the clock on waking and waits again if it came early,
/// and takes any moment, also one further away than a QTimer can count. Destroying it forgets what has not run.
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
