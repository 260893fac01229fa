// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/callcontrol.h"
#include "resilience/base/classifier.h"
#include "resilience/base/exception.h"
#include "resilience/base/scheduler.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace Fuseboard::Detail {

class GuardedCallBase;

/// A call's place in a CallList; leaves it when destroyed.
class CallHook
{
public:
    explicit CallHook(GuardedCallBase *call) noexcept
        : m_call(call)
    {
    }
    ~CallHook() { unlink(); }
    Q_DISABLE_COPY_MOVE(CallHook)

    void unlink() noexcept
    {
        m_previous->m_next = m_next;
        m_next->m_previous = m_previous;
        m_previous = this;
        m_next = this;
    }

private:
    friend class CallList;

    GuardedCallBase *m_call;
    CallHook *m_previous = this;
    CallHook *m_next = this;
};

/// Calls that end when something else does: the object they were made through, or the thread they run on. Owns none.
class CallList
{
public:
    void add(CallHook &hook) noexcept
    {
        hook.unlink();
        hook.m_next = &m_end;
        hook.m_previous = m_end.m_previous;
        m_end.m_previous->m_next = &hook;
        m_end.m_previous = &hook;
    }

    /// Cancels every call in it, the oldest first. With @p hasTimers false their timers are left alone: the scheduler
    /// may be gone.
    void abandonAll(bool hasTimers = true);

private:
    CallHook m_end{nullptr};
};

/// What a call needs besides its function.
struct CallSetup
{
    std::unique_ptr<CallControl> control;
    Classifier classifier;
    Scheduler *scheduler =
        nullptr;               ///< that of the thread, or one that outlives the call; null if no deadline is ever named
    CallList *owner = nullptr; ///< may be null: only its thread then ends the call early
};

/// One call of a user's function under a CallControl, on one thread, with its end told exactly once: through its
/// future.
///
/// A function that returns a value ends its attempt at once. A QFuture that is not finished is watched from the
/// thread's event loop; one that is cancelled, or whose promise is dropped, cancels the call. While it is pending the
/// call owns itself; it is let go when it ends, when its owner is destroyed, when its caller cancels the future, or
/// with its thread.
class GuardedCallBase : public std::enable_shared_from_this<GuardedCallBase>
{
public:
    virtual ~GuardedCallBase();
    Q_DISABLE_COPY_MOVE(GuardedCallBase)

    /// Makes the first attempt. When this returns, the call is over or waits for the event loop.
    void run();

    /// Cancels attempt, timer and future, gives back what the control holds. Once it is over: nothing.
    void abandon(bool hasTimers = true);

protected:
    enum class End : quint8 { Pending, Value, Thrown, Cancelled };

    explicit GuardedCallBase(CallSetup setup);

    std::exception_ptr m_thrown; ///< by the latest attempt

private:
    /// Calls the function and keeps what comes.
    virtual End callFunction() = 0;
    /// What the function's future holds by now.
    virtual End collect() = 0;
    virtual QFuture<void> innerFuture() const = 0;
    virtual void cancelInner() = 0;
    virtual QFuture<void> outerFuture() const = 0;
    virtual std::optional<Error> judge(const Classifier &classifier) const = 0;
    virtual void deliverValue() = 0;
    virtual void deliverThrown(const std::exception_ptr &thrown) = 0;
    virtual void deliverCancelled() = 0;

    void follow(CallControl::Answer answer);
    bool hasGainedCause(const Error &error) const;
    void startAttempt();
    void attemptEnded(End end);
    void innerChanged();
    void timerFired();
    void becomePending();
    void rearm();
    void conclude(const std::exception_ptr &thrown);
    bool finish(bool hasTimers = true);

    std::unique_ptr<CallControl> m_control;
    Classifier m_classifier;
    Scheduler *m_scheduler;
    CallHook m_ofOwner{this};
    CallHook m_ofThread{this};
    std::shared_ptr<GuardedCallBase> m_self; ///< while pending
    QFutureWatcher<void> *m_innerWatcher = nullptr;
    QFutureWatcher<void> *m_outerWatcher = nullptr;
    Scheduler::TimerId m_timer = 0;
    std::optional<TimePoint> m_timerDue;
    bool m_isOver = false;
};

template<typename R>
struct Unwrapped
{
    using Type = std::decay_t<R>;
    static constexpr bool IsFuture = false;
};
template<typename T>
struct Unwrapped<QFuture<T>>
{
    using Type = T;
    static constexpr bool IsFuture = true;
};

/// What @p Function gives in the end: the T of a QFuture<T>, else what it returns.
template<typename Function>
using GuardedResult = typename Unwrapped<std::remove_cvref_t<std::invoke_result_t<Function &>>>::Type;

template<typename Function>
class GuardedCall final : public GuardedCallBase
{
    using Result = GuardedResult<Function>;
    using Returned = std::remove_cvref_t<std::invoke_result_t<Function &>>;
    static constexpr bool IsFuture = Unwrapped<Returned>::IsFuture;
    static constexpr bool IsVoid = std::is_void_v<Result>;

public:
    GuardedCall(CallSetup setup, Function function)
        : GuardedCallBase(std::move(setup))
        , m_function(std::move(function))
    {
        m_promise.start();
    }

    QFuture<Result> future() const { return m_promise.future(); }

private:
    End callFunction() override
    {
        m_thrown = nullptr;
        m_value.reset();
        try {
            if constexpr (IsFuture) {
                m_inner.emplace(std::invoke(m_function));
                // A future that is cancelled and not finished may be about to hold an exception; the watcher will
                // know.
                return m_inner->isFinished() ? collect() : End::Pending;
            } else if constexpr (IsVoid) {
                std::invoke(m_function);
            } else {
                m_value.emplace(std::invoke(m_function));
            }
            return End::Value;
        } catch (...) {
            m_thrown = unwrapped(std::current_exception());
            return End::Thrown;
        }
    }

    End collect() override
    {
        if constexpr (IsFuture) {
            const bool isFinished = m_inner->isFinished();
            if (m_inner->isCanceled()) {
                // A future with an exception says that it is cancelled, before it is finished (Qt 6.4.2). Only this
                // base class can tell the two apart; waiting for the end could be for ever, if it was really
                // cancelled.
                if (!QFutureInterfaceBase::get(*m_inner).hasException())
                    return End::Cancelled;
                if (!isFinished)
                    return End::Pending;
                try {
                    m_inner->waitForFinished();
                } catch (...) {
                    m_thrown = unwrapped(std::current_exception());
                    return End::Thrown;
                }
            }
            if (!isFinished)
                return End::Pending;
            if constexpr (!IsVoid) {
                // Others may hold the same future, so the value is left in it where it can be copied. A promise may
                // have been finished without a value; then so is ours.
                if constexpr (std::is_copy_constructible_v<Result>) {
                    if (m_inner->resultCount() > 0)
                        m_value.emplace(m_inner->result());
                } else if (m_inner->isValid()) {
                    m_value.emplace(m_inner->takeResult());
                }
            }
            m_inner.reset();
        }
        return End::Value;
    }

    QFuture<void> innerFuture() const override
    {
        if constexpr (IsFuture)
            return QFuture<void>(*m_inner);
        else
            return {};
    }

    void cancelInner() override
    {
        if constexpr (IsFuture) {
            if (auto inner = std::exchange(m_inner, std::nullopt))
                inner->cancel();
        }
    }

    QFuture<void> outerFuture() const override { return QFuture<void>(m_promise.future()); }

    std::optional<Error> judge(const Classifier &classifier) const override
    {
        if constexpr (!IsVoid) {
            if (m_value)
                return classifier.judge(*m_value);
        }
        return std::nullopt;
    }

    void deliverValue() override
    {
        if constexpr (!IsVoid) {
            if (m_value)
                m_promise.addResult(std::move(*m_value));
        }
        m_promise.finish();
    }

    void deliverThrown(const std::exception_ptr &thrown) override
    {
        m_promise.setException(thrown);
        m_promise.finish();
    }

    void deliverCancelled() override
    {
        m_promise.future().cancel();
        m_promise.finish();
    }

    struct Nothing
    {
    };

    Function m_function;
    QPromise<Result> m_promise;
    std::optional<std::conditional_t<IsVoid, Nothing, Result>> m_value;
    std::optional<std::conditional_t<IsFuture, Returned, Nothing>> m_inner;
};

/// Makes the call that @p setup describes. The first attempt, if there is one, runs before this returns.
template<typename Function>
QFuture<GuardedResult<Function>> guardCall(CallSetup setup, Function function)
{
    const auto call = std::make_shared<GuardedCall<Function>>(std::move(setup), std::move(function));
    auto future = call->future();
    call->run();
    return future;
}

/// @p function with copies of @p args, to be called any number of times.
template<typename Function, typename... Args>
auto bindCopies(Function &&function, Args &&...args)
{
    return [function = std::decay_t<Function>(std::forward<Function>(function)),
            args = std::tuple<std::decay_t<Args>...>(std::forward<Args>(args)...)]() mutable -> decltype(auto) {
        return std::apply(function, args);
    };
}

} // namespace Fuseboard::Detail
