// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/classifier.h"
#include "resilience/base/guardedcall.h"
#include "resilience/base/scheduler.h"
#include "resilience/breaker/circuitbreaker.h"
#include "resilience/pipeline/callmachine.h"
#include "resilience/pipeline/policyconfig.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Fuseboard {

/// Breaker, retry and time limits around a function, in any order.
///
/// Belongs to one thread, whose event loop gives waits and limits; all signals are sent there, from inside execute() or
/// from the event loop. A breaker that is shared may live on another one. Destroying it cancels the calls under way:
/// their futures are cancelled, permits are given back, and no further signal is sent.
///
/// Order of signals for a call: attemptStarted(); then, for each failure, attemptFailed() and either retryScheduled()
/// and later the next attemptStarted(), or the end; last callSucceeded() or callFailed(). A call that the breaker
/// refuses has no attempt; where no retry waits for it, callFailed() comes alone. The breaker's own signals of an event
/// come before these.
class Pipeline : public QObject
{
    Q_OBJECT

public:
    /// @p config must be valid: with an invalid one the program ends with a message that names every fault. A program
    /// that takes settings from outside asks create(). It makes a breaker of its own where the config has one.
    /// @p scheduler gives time, waits and limits, belongs to this thread and must outlive this and its breaker; without
    /// one it is the event loop of this thread.
    explicit Pipeline(const PolicyConfig &config, QObject *parent = nullptr);
    Pipeline(const PolicyConfig &config, Scheduler *scheduler, QObject *parent = nullptr);

    /// The same around a breaker that is shared with others; it stands in the place of config.breaker, which is
    /// ignored, so order must name it. Null: as without.
    Pipeline(const PolicyConfig &config, std::shared_ptr<CircuitBreaker> breaker, Scheduler *scheduler = nullptr,
             QObject *parent = nullptr);
    ~Pipeline() override;

    /// A pipeline, or everything that is wrong with @p config. The last holder lets go of it on its thread.
    static Expected<std::shared_ptr<Pipeline>, ConfigIssues> create(const PolicyConfig &config,
                                                                    Scheduler *scheduler = nullptr);

    /// With the breaker's present config in its place.
    PolicyConfig config() const;

    /// Another config: for the calls to come; a breaker of its own and a budget that stay take their part at once and
    /// keep their state, a shared breaker stays as it is. Invalid: refused, changes nothing, every fault returned.
    ConfigIssues setConfig(const PolicyConfig &config);

    /// The breaker; null if there is none.
    std::shared_ptr<CircuitBreaker> breaker() const;

    /// Calls to come count against @p budget (not null), which is shared with others, in the place of one of their own:
    /// wherever the config has a budget. Its config stays as it is.
    void shareRetryBudget(std::shared_ptr<RetryBudget> budget);

    /// Seeds the draws of the waits, for the calls to come. By default every pipeline draws its own.
    void setRandom(CounterRandom random);

    /// What one CallMachine needs, for programs that drive one themselves (ApiClient does). As it is now: setConfig()
    /// and setRandom() make another.
    std::shared_ptr<const CallPolicy> callPolicy() const;

    /// Calls @p function with @p args under the policy. As Retry::execute(); a call that runs out of time fails with a
    /// TimeoutError, one that is refused with a CircuitOpenError. A function that returns a QFuture has it cancelled
    /// when its attempt is aborted; a function that returns a value can not be interrupted, and its value counts
    /// however late it comes.
    template<typename Function, typename... Args>
    auto execute(Function &&function, Args &&...args);

    /// As Retry::setClassifier().
    void setClassifier(Classifier classifier);
    Classifier classifier() const;

Q_SIGNALS:
    /// As those of Retry, for every attempt of every call, with or without a retry in the pipeline. retryScheduled()
    /// also follows a breaker's refusal, without an attempt that failed, where a retry stands outside it.
    void attemptStarted(quint64 call, int attempt);
    void attemptFailed(quint64 call, int attempt, const Fuseboard::Error &error);
    void retryScheduled(quint64 call, int attempt, Fuseboard::Duration delay);

    /// Exactly one of these ends each call that is not cancelled (its future, a future that the function returned, or
    /// with this object). @p attempts is 0 where none was made. The future is ready after it. A slot may delete this
    /// object.
    void callSucceeded(quint64 call, int attempts);
    void callFailed(quint64 call, int attempts, const Fuseboard::Error &error);

private:
    Detail::CallSetup newCall();

    class Private;
    std::unique_ptr<Private> d;
};

template<typename Function, typename... Args>
auto Pipeline::execute(Function &&function, Args &&...args)
{
    return Detail::guardCall(newCall(),
                             Detail::bindCopies(std::forward<Function>(function), std::forward<Args>(args)...));
}

} // namespace Fuseboard
