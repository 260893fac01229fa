// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/eventloopscheduler.h"

#include <QAbstractEventDispatcher>
#include <QBasicTimer>
#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QThread>
#include <QTimerEvent>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace Fuseboard {

namespace {

// A QTimer counts milliseconds in an int and goes wrong past 24.8 days; further away, it wakes in between.
constexpr std::chrono::milliseconds LongestSleep = std::chrono::hours(24 * 24);

} // namespace

class EventLoopScheduler::Private final : public QObject
{
public:
    /// Makes sure that the thread wakes when the first function is due.
    void arm();

    void forgetAll();

    std::map<std::pair<TimePoint, TimerId>, std::function<void()>> queue;
    std::unordered_map<TimerId, TimePoint> moments;
    TimerId lastId = 0;

protected:
    void timerEvent(QTimerEvent *event) override;
    void customEvent(QEvent *event) override;

private:
    QBasicTimer m_timer;
    QAbstractEventDispatcher *m_dispatcher = nullptr; // that runs m_timer
    TimePoint m_wake;                                 // when m_timer is due, if it is active
};

void EventLoopScheduler::Private::arm()
{
    if (queue.empty())
        return;

    QAbstractEventDispatcher *const dispatcher = QAbstractEventDispatcher::instance(thread());
    if (!dispatcher) {
        // No event loop yet, or no longer. A posted event waits for one.
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
        return;
    }

    // Waking too early is cheap and restarting a timer is not, so a timer that is early enough stays, even when its
    // function was cancelled.
    const TimePoint due = queue.begin()->first.first;
    if (m_timer.isActive() && m_wake <= due)
        return;
    if (m_dispatcher != dispatcher) {
        // The main thread's dispatcher goes with its QCoreApplication, and there may be another.
        connect(dispatcher, &QObject::destroyed, this, [this] {
            m_timer.stop();
            m_dispatcher = nullptr;
        });
        m_dispatcher = dispatcher;
    }
    const TimePoint now = Clock::steady().now();
    const auto sleep = std::min(std::chrono::ceil<std::chrono::milliseconds>(std::max(due, now) - now), LongestSleep);
    m_timer.start(static_cast<int>(sleep.count()), Qt::PreciseTimer, this);
    m_wake = now + sleep;
}

void EventLoopScheduler::Private::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    // Stopped, not left running: Qt does not activate a timer again while its own event is being handled, so a function
    // that runs an event loop of its own would keep all the others waiting.
    m_timer.stop();

    // One turn is what was due when it began. What is scheduled from here on is due later, because at() lets nothing be due
    // in the past; so a function that reschedules itself does not keep the event loop from the rest of the program.
    const TimePoint now = Clock::steady().now();
    const QPointer<QObject> alive(this);
    while (!queue.empty()) {
        const auto [due, id] = queue.begin()->first;
        if (due > now)
            break;
        const auto next = queue.extract(queue.begin());
        moments.erase(id);
        arm(); // before the call, for an event loop within it
        next.mapped()();
        if (!alive)
            return;
    }
    arm();
}

void EventLoopScheduler::Private::customEvent(QEvent *)
{
    arm();
}

void EventLoopScheduler::Private::forgetAll()
{
    m_timer.stop();
    moments.clear();
    // What a waiting function owns may cancel timers as it goes; by then the maps must be whole.
    const auto forgotten = std::move(queue);
    queue.clear();
}

EventLoopScheduler::EventLoopScheduler()
    : d(std::make_unique<Private>())
{
}

EventLoopScheduler::~EventLoopScheduler()
{
    d->forgetAll();
}

Scheduler::TimerId EventLoopScheduler::at(TimePoint moment, std::function<void()> function)
{
    Q_ASSERT(function);
    Q_ASSERT_X(d->thread() == QThread::currentThread(), "EventLoopScheduler::at", "called from another thread");
    // A past moment is due now, and takes its turn behind what was due already.
    const TimePoint due = std::max(moment, clock().now());
    const TimerId id = ++d->lastId;
    d->queue.emplace(std::pair(due, id), std::move(function));
    d->moments.emplace(id, due);
    d->arm();
    return id;
}

void EventLoopScheduler::cancel(TimerId id) noexcept
{
    Q_ASSERT_X(d->thread() == QThread::currentThread(), "EventLoopScheduler::cancel", "called from another thread");
    const auto moment = d->moments.find(id);
    if (moment == d->moments.end())
        return;
    // Taken out first, destroyed last, for the same reason as in forgetAll().
    const auto forgotten = d->queue.extract(std::pair(moment->second, id));
    d->moments.erase(moment);
}

} // namespace Fuseboard
