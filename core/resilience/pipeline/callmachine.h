// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/pipeline/callpolicy.h"
#include "resilience/retry/retrymachine.h"

#include <array>
#include <memory>
#include <optional>

namespace Fuseboard {

/// One call on its way through a pipeline: the state machine, without I/O.
///
/// It is told what happened (start, attemptStarted, attemptSucceeded, attemptFailed, timerFired, cancel) and answers
/// with a Step: what its driver does next. The live client, execute() and a simulation drive this same machine, so what
/// is tuned in simulation is what runs.
///
/// Layers are nested. Entering a breaker asks for a permit; a refusal comes back out as a circuitOpen error. A retry
/// outside the breaker may wait and enter it again. A time limit that runs out ends everything inside it: the attempt
/// under way is to be aborted, a breaker *inside* the limit gets its permit back (it sees `cancelled`), what stands
/// outside sees `timeout`. A per-attempt limit runs from attemptStarted() if no retry stands inside it, else from its
/// entry; an overall limit runs from its entry.
///
/// Equal times: the end of an attempt that is reported at the moment of a limit counts as that end; of two limits
/// that run out together the inner one is first; and a limit is before a wait, so no attempt starts that would be
/// over at once.
///
/// A wait that cannot help is not begun: where the next attempt could not begin before a limit around the retry (the wait
/// ends too late, or a breaker inside is open for longer), the call goes on outwards at once with the error at hand.
///
/// Before attemptStarted() an attempt has not begun: its driver may have it wait for a connection. While it waits,
/// askAgain() asks whether the breaker still lets it go, and a time limit that runs out ends it as `overload`, which
/// counts for no breaker and is not retried: the service had no part in it. An attempt that never began is not counted.
///
/// A call that is refused or runs out of time after attempts had failed carries the error of the last of them as the
/// cause of its own.
///
/// A report that does not fit (the end of an attempt that was aborted, anything after the end of the call) is
/// answered with Nothing. Breakers send signals from inside a step: a slot may call cancel(), which then takes hold
/// when that step is done and becomes its answer; it must not destroy the machine.
///
/// One thread. Moments must not run backwards. Destroying it gives every permit back.
class CallMachine
{
public:
    struct Step
    {
        enum class Do : quint8 {
            Nothing,      ///< go on as before; the deadline may be another one
            StartAttempt, ///< start attempt number attempts()
            Wait,         ///< call timerFired() at deadline(); no attempt runs until then
            Succeed,      ///< the call is over: it succeeded
            Fail,         ///< the call is over: error() says why
        };

        Do what = Do::Nothing;
        bool isAttemptAborted = false; ///< first abort the attempt under way; its end is not to be reported
        bool hasAttemptFailed = false; ///< an attempt failed, or a time limit aborted it; error() is that attempt's
        Duration wait{};               ///< with Wait: how long, from now
    };

    /// @p policy is shared between calls and must be consistent (asserted). @p call draws the luck of the waits by its
    /// number, and says whether it may be repeated.
    CallMachine(std::shared_ptr<const CallPolicy> policy, RetryMachine::Call call);
    ~CallMachine();
    CallMachine(CallMachine &&) noexcept;
    CallMachine &operator=(CallMachine &&) noexcept;

    /// Makes it ready for another call, once it is finished: as if it were made anew with @p policy, but cheaper where
    /// that is the one it has.
    void reset(const std::shared_ptr<const CallPolicy> &policy, RetryMachine::Call call);

    /// The call begins, once: goes in through the layers as far as the first attempt.
    Step start(TimePoint now);

    /// The attempt that was to be started has really begun (it may have waited for a connection): its limit runs from
    /// here.
    void attemptStarted(TimePoint now);

    /// While the attempt waits to begin, and before it does: if the breaker has changed state since it gave the permit,
    /// the permit goes back and the breaker is asked anew. Nothing: go on, the attempt may begin when its turn comes.
    /// Wait, Fail: the breaker refuses, so the attempt is not to begin (isAttemptAborted says so too). For when a place
    /// comes free, and for when the breaker has changed. Cheap while it has not. Once the attempt has begun: nothing.
    Step askAgain(TimePoint now);

    /// The driver itself refuses the attempt that waits: it is not to begin, and what follows is as for any error of
    /// the attempt. For an @p error of kind `overload`: no place comes free.
    Step attemptRefused(Error error, TimePoint now);

    /// The breaker has given the permit that the call holds as a trial, and is still half-open: this call decides
    /// whether it closes. Its driver lets it go first.
    bool isProbe() const;

    /// The attempt succeeded, and with it the call: however late, the answer is there. @p status is the answer's HTTP
    /// status, 0 for none: a breaker leaves out one that its excludedErrors name, and one that the policy names as an error
    /// (CallPolicy::errorStatuses) makes the attempt a failed one.
    Step attemptSucceeded(TimePoint now, int status = 0);

    /// @p wasDelivered is false if the request certainly never reached the service. Where @p error has no duration it
    /// gets the attempt's. What follows is never an attempt at once, but at least a Wait of 0.
    Step attemptFailed(Error error, bool wasDelivered, TimePoint now);

    /// The moment deadline() has come. Early or late calls are harmless: too early, and nothing happens.
    Step timerFired(TimePoint now);

    /// The caller gives up: the attempt is aborted, every permit given back, and the call fails as cancelled. After
    /// the end of the call: nothing.
    Step cancel(TimePoint now);

    /// When timerFired() is due; none if nothing is waited for. Ask after every step.
    std::optional<TimePoint> deadline() const;

    /// Attempts asked for so far; the number of the present one.
    int attempts() const { return m_attempts; }
    bool isFinished() const { return m_phase == Phase::Finished; }

    /// Why the latest attempt, or in the end the call, failed; says nothing before that.
    const Error &error() const { return m_error; }

    /// Why there was no (further) retry; Retry if that was never the question.
    RetryMachine::Why retryVerdict() const { return m_retryVerdict; }

    /// The call was refused by a breaker and no attempt was made.
    bool wasRejected() const { return isFinished() && m_attempts == 0 && isA(m_error.kind, ErrorKind::Rejected); }

private:
    enum class Phase : quint8 { New, Attempting, Waiting, Finished };

    static constexpr std::size_t MaxLayers = 4; ///< each kind once
    static constexpr TimePoint Never = TimePoint::max();
    static constexpr std::array<TimePoint, MaxLayers> NoLimits{Never, Never, Never, Never};

    Step enter(std::size_t index, TimePoint now);
    Step leaveFailed(std::size_t index, bool wasDelivered, TimePoint now);
    Step limitRanOut(std::size_t index, TimePoint now);
    Step finishCancelled(TimePoint now);
    Step breakerRefused(std::size_t index, const Rejection &rejection, TimePoint now);
    void leaveInside(std::size_t index);
    Error &newError(ErrorKind kind, Duration duration);
    Step concluded(Step step, TimePoint now);
    std::size_t layerCount() const { return m_policy->layers.size(); }
    std::size_t dueLimit(TimePoint now) const;
    Duration limitOf(std::size_t index) const;
    RetryMachine::Room roomAround(std::size_t index) const;
    std::size_t findAttemptLimit() const;

    std::shared_ptr<const CallPolicy> m_policy;
    RetryMachine::Call m_call;
    std::optional<RetryMachine> m_retry;
    Permit m_permit;
    /// By layer: when its limit runs out.
    std::array<TimePoint, MaxLayers> m_limits{NoLimits};
    TimePoint m_began{};        ///< the call
    TimePoint m_attemptBegan{}; ///< asked for; from attemptStarted() on, started
    TimePoint m_waitUntil{};
    std::size_t m_resumeAt = 0; ///< the layer to enter after a wait
    std::size_t m_breakerLayer; ///< layerCount() if there is none
    std::size_t m_attemptLimit; ///< the layer whose limit runs from an attempt's start; layerCount() if none does
    Phase m_phase = Phase::New;
    bool m_isAttemptRunning = false; ///< attemptStarted() was called for it
    bool m_isInStep = false;
    bool m_isCancelWanted = false;
    bool m_hasError = false;         ///< m_error was written to
    bool m_isErrorOfAttempt = false; ///< m_error is what an attempt ended with
    int m_attempts = 0;
    Error m_error;
    RetryMachine::Why m_retryVerdict = RetryMachine::Why::Retry;
};

} // namespace Fuseboard
