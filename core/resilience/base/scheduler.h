// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/clock.h"

#include <QtGlobal>

#include <functional>

namespace Fuseboard {

/// Runs a function at a moment, on one thread.
///
/// The live one (EventLoopScheduler) is driven by the thread's event loop, the virtual one (VirtualScheduler) by hand.
/// Functions that are due at the same moment run in the order in which they were scheduled, and never inside at(). They
/// may schedule and cancel. Destroying a scheduler forgets what has not run. All members belong to the scheduler's
/// thread.
class Scheduler
{
public:
    using TimerId = quint64; ///< 0 is no timer

    virtual ~Scheduler();

    /// The clock whose moments at() understands; lives as long as the scheduler.
    virtual const Clock &clock() const noexcept = 0;

    /// Runs @p function (not empty, asserted) once, at @p moment or, if that is past, at the next turn. Never early.
    /// The answer is never 0.
    virtual TimerId at(TimePoint moment, std::function<void()> function) = 0;

    /// Forgets a timer; one that has run, was cancelled or is 0 is ignored.
    virtual void cancel(TimerId id) noexcept = 0;

    /// The scheduler of the calling thread's event loop, made on first use, gone with the thread. The main thread's
    /// stays until the process ends, so that it may be used before there is a QCoreApplication and after it is gone.
    static Scheduler &ofThread();

protected:
    Scheduler() = default;
    Q_DISABLE_COPY_MOVE(Scheduler)
};

} // namespace Fuseboard
