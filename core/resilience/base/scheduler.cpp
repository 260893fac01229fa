// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/scheduler.h"

#include "resilience/base/eventloopscheduler.h"

#include <QThreadStorage>

#include <memory>
#include <thread>

namespace Fuseboard {

namespace {

// Qt 6.4 cannot say which thread is the main one before there is a QCoreApplication (QThread::isMainThread() is 6.8). The
// thread that initialises statics is it. A function, so that a static of another file may ask first.
std::thread::id initialThread()
{
    static const std::thread::id id = std::this_thread::get_id();
    return id;
}

[[maybe_unused]] const std::thread::id asked = initialThread();

} // namespace

Scheduler::~Scheduler() = default;

Scheduler &Scheduler::ofThread()
{
    // The main thread's is never destroyed: ~QCoreApplication() clears the main thread's QThreadStorage, and a policy that
    // outlives the application (a static, or one declared before it) still cancels its timers.
    if (std::this_thread::get_id() == initialThread()) {
        static Scheduler *const mainScheduler = new EventLoopScheduler;
        return *mainScheduler;
    }

    // QThreadStorage rather than thread_local: cleared while the thread's event dispatcher still lives, and after the
    // thread's deferred deletes. The storage itself is never destroyed, because threads may end after the statics do.
    static auto *const schedulers = new QThreadStorage<std::shared_ptr<EventLoopScheduler>>;
    std::shared_ptr<EventLoopScheduler> &scheduler = schedulers->localData();
    if (!scheduler)
        scheduler = std::make_shared<EventLoopScheduler>();
    return *scheduler;
}

} // namespace Fuseboard
