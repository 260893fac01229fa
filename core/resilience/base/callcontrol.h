// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/timepoint.h"

#include <QtGlobal>

#include <optional>

namespace Fuseboard::Detail {

/// What decides about one guarded call, and tells the world of it.
///
/// A GuardedCall does the work: it calls the function, watches its future, keeps the timer. It owns one of these,
/// reports to it and does what is answered, all on the thread of the call. A control sends its object's signals from
/// inside a report; a slot may end the call there, which calls abandon() in the midst of the report, so whoever sends a
/// signal looks at isAbandoned() before it goes on.
class CallControl
{
public:
    enum class Next : quint8 {
        Nothing, ///< go on as before; the deadline may be another one
        Attempt, ///< call the function
        Wait,    ///< nothing runs until timerFired()
        Succeed, ///< the call is over, with the value of the last attempt
        Fail,    ///< the call is over: with what the last attempt brought if this answers attemptFailed(), else error()
    };

    struct Answer
    {
        Next next = Next::Nothing;
        bool isAttemptAborted = false; ///< first let go of the attempt under way
    };

    virtual ~CallControl();

    virtual Answer start() = 0;

    /// The function is about to be called.
    virtual void attemptStarts() {}
    virtual Answer attemptSucceeded() = 0;
    virtual Answer attemptFailed(const Error &error) = 0;

    /// deadline() has come.
    virtual Answer timerFired() { return {}; }

    /// When timerFired() is due; asked for after every answer that does not end the call.
    virtual std::optional<TimePoint> deadline() const { return std::nullopt; }

    /// Why the call failed, once Fail was answered.
    virtual Error error() const = 0;

    /// The call is over as was answered, and nothing can cancel it any more; its future is ready next. For the last
    /// signal.
    virtual void ended() {}

    /// The call is over by cancellation: gives back what it holds, and sends no signal from here on. No report
    /// follows.
    void abandon()
    {
        m_isAbandoned = true;
        abandoned();
    }
    bool isAbandoned() const { return m_isAbandoned; }

protected:
    CallControl() = default;
    Q_DISABLE_COPY_MOVE(CallControl)

private:
    virtual void abandoned() = 0;

    bool m_isAbandoned = false;
};

} // namespace Fuseboard::Detail
