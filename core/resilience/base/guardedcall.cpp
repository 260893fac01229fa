// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/guardedcall.h"

#include "resilience/base/exception.h"

#include <QThreadStorage>

namespace Fuseboard::Detail {

namespace {

/// What a thread's pending calls need of it, and what ends them with it. Parent of their watchers.
class ThreadCalls final : public QObject
{
public:
    // Schedulers of the thread may be gone by now; their functions hold the call weakly.
    ~ThreadCalls() override { m_calls.abandonAll(false); }

    void add(CallHook &hook) noexcept { m_calls.add(hook); }

    static ThreadCalls &ofThread()
    {
        // Never destroyed, because threads may end after the statics do.
        static auto *const storage = new QThreadStorage<ThreadCalls *>;
        if (!storage->hasLocalData())
            storage->setLocalData(new ThreadCalls);
        return *storage->localData();
    }

private:
    CallList m_calls;
};

/// Not deleted at once: the call may be ending in one of its signals. Where no event loop comes to it, its parent
/// does it.
void release(QFutureWatcher<void> *&watcher)
{
    if (auto *const released = std::exchange(watcher, nullptr)) {
        released->disconnect();
        released->deleteLater();
    }
}

} // namespace

CallControl::~CallControl() = default;

void CallList::abandonAll(bool hasTimers)
{
    while (m_end.m_next != &m_end) {
        CallHook &hook = *m_end.m_next;
        hook.unlink();
        // Null for a call that is just being destroyed.
        if (const auto call = hook.m_call->weak_from_this().lock())
            call->abandon(hasTimers);
    }
}

GuardedCallBase::GuardedCallBase(CallSetup setup)
    : m_control(std::move(setup.control))
    , m_classifier(std::move(setup.classifier))
    , m_scheduler(setup.scheduler)
{
    if (setup.owner)
        setup.owner->add(m_ofOwner);
}

GuardedCallBase::~GuardedCallBase() = default;

void GuardedCallBase::run()
{
    follow(m_control->start());
}

void GuardedCallBase::abandon(bool hasTimers)
{
    const auto keep = shared_from_this();
    if (!finish(hasTimers))
        return;
    m_control->abandon();
    cancelInner();
    deliverCancelled();
}

void GuardedCallBase::follow(CallControl::Answer answer)
{
    // A slot or the function itself may have ended the call: then what is answered now comes too late.
    if (m_isOver)
        return;
    if (answer.isAttemptAborted) {
        release(m_innerWatcher);
        cancelInner();
    }
    switch (answer.next) {
    case CallControl::Next::Attempt:
        startAttempt();
        break;
    case CallControl::Next::Nothing:
    case CallControl::Next::Wait:
        becomePending();
        break;
    case CallControl::Next::Succeed:
        conclude(nullptr);
        break;
    case CallControl::Next::Fail:
        conclude(toException(m_control->error()));
        break;
    }
}

void GuardedCallBase::startAttempt()
{
    m_control->attemptStarts();
    if (m_isOver)
        return;
    const End end = callFunction();
    if (m_isOver)
        cancelInner();
    else
        attemptEnded(end);
}

void GuardedCallBase::attemptEnded(End end)
{
    std::optional<Error> error;
    switch (end) {
    case End::Pending:
        becomePending();
        if (!m_innerWatcher) {
            m_innerWatcher = new QFutureWatcher<void>(&ThreadCalls::ofThread());
            const auto changed = [weak = weak_from_this()] {
                if (const auto call = weak.lock())
                    call->innerChanged();
            };
            QObject::connect(m_innerWatcher, &QFutureWatcherBase::canceled, m_innerWatcher, changed);
            QObject::connect(m_innerWatcher, &QFutureWatcherBase::finished, m_innerWatcher, changed);
        }
        m_innerWatcher->setFuture(innerFuture());
        return;
    case End::Cancelled:
        abandon();
        return;
    case End::Value:
        error = judge(m_classifier);
        break;
    case End::Thrown:
        error = m_classifier.classify(m_thrown);
        break;
    }

    const CallControl::Answer answer = error ? m_control->attemptFailed(*error) : m_control->attemptSucceeded();
    if (answer.next != CallControl::Next::Fail || m_isOver)
        follow(answer);
    else // what the last attempt brought is what the caller gets, as it came: a value that was judged a failure too
        conclude(m_thrown && hasGainedCause(*error) ? toException(m_control->error()) : m_thrown);
}

/// True if the control knows more of @p error, which ended the call, than what was thrown says: the attempts before a
/// refusal.
bool GuardedCallBase::hasGainedCause(const Error &error) const
{
    return !error.cause && m_control->error().cause;
}

void GuardedCallBase::innerChanged()
{
    if (m_isOver || !m_innerWatcher)
        return;
    // The caller's own event may still be on its way.
    if (outerFuture().isCanceled()) {
        abandon();
        return;
    }
    const End end = collect();
    if (end == End::Pending)
        return;
    release(m_innerWatcher);
    attemptEnded(end);
}

void GuardedCallBase::timerFired()
{
    m_timer = 0;
    m_timerDue.reset();
    if (outerFuture().isCanceled())
        abandon();
    else
        follow(m_control->timerFired());
}

void GuardedCallBase::becomePending()
{
    if (!m_self) {
        m_self = shared_from_this();
        ThreadCalls &thread = ThreadCalls::ofThread();
        thread.add(m_ofThread);
        m_outerWatcher = new QFutureWatcher<void>(&thread);
        QObject::connect(m_outerWatcher, &QFutureWatcherBase::canceled, m_outerWatcher, [weak = weak_from_this()] {
            if (const auto call = weak.lock())
                call->abandon();
        });
        m_outerWatcher->setFuture(outerFuture());
    }
    rearm();
}

void GuardedCallBase::rearm()
{
    const std::optional<TimePoint> due = m_control->deadline();
    if (due == m_timerDue)
        return;
    Q_ASSERT(m_scheduler);
    m_scheduler->cancel(m_timer);
    m_timer = 0;
    m_timerDue = due;
    if (due) {
        m_timer = m_scheduler->at(*due, [weak = weak_from_this()] {
            if (const auto call = weak.lock())
                call->timerFired();
        });
    }
}

/// The end that the control answered: the value, or what is thrown.
void GuardedCallBase::conclude(const std::exception_ptr &thrown)
{
    const auto keep = shared_from_this();
    if (!finish())
        return;
    m_control->ended();
    thrown ? deliverThrown(thrown) : deliverValue();
}

/// The one way to the end; false if it has come already. The caller holds the call, and delivers as its last act:
/// that may run anything.
bool GuardedCallBase::finish(bool hasTimers)
{
    if (m_isOver)
        return false;
    m_isOver = true;
    m_ofOwner.unlink();
    m_ofThread.unlink();
    if (m_timer != 0 && hasTimers)
        m_scheduler->cancel(m_timer);
    m_timer = 0;
    release(m_innerWatcher);
    release(m_outerWatcher);
    m_self.reset();
    return true;
}

} // namespace Fuseboard::Detail
