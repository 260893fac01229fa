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
/// Belongs to one thread, whose event loop gives waits and limits. Destroying it cancels the calls under way: their
/// futures are cancelled, and no further signal is sent.
class Pipeline : public QObject
{
    Q_OBJECT

public:
    /// @p config must be valid: with an invalid one the program ends with a message that names every fault. A program
    /// that takes settings from outside asks create(). It makes a breaker of its own where the config has one.
    explicit Pipeline(const PolicyConfig &config, QObject *parent = nullptr);
    Pipeline(const PolicyConfig &config, Scheduler *scheduler, QObject *parent = nullptr);

    /// The same around a breaker that is shared with others; it stands in the place of config.breaker, which is
    /// ignored.
    Pipeline(const PolicyConfig &config, std::shared_ptr<CircuitBreaker> breaker, Scheduler *scheduler = nullptr,
             QObject *parent = nullptr);
    ~Pipeline() override;

    static Expected<std::shared_ptr<Pipeline>, ConfigIssues> create(const PolicyConfig &config,
                                                                    Scheduler *scheduler = nullptr);

    PolicyConfig config() const;

    /// Another config: for the calls to come; a breaker of its own takes its part at once and keeps its state, a
    /// shared one stays as it is. Invalid: refused, changes nothing, every fault returned.
    ConfigIssues setConfig(const PolicyConfig &config);

    /// The breaker; null if there is none.
    std::shared_ptr<CircuitBreaker> breaker() const;

    /// Seeds the draws of the waits. By default every pipeline draws its own.
    void setRandom(CounterRandom random);

    /// What one CallMachine needs, for programs that drive one themselves (ApiClient does).
    std::shared_ptr<const CallPolicy> callPolicy() const;

    /// Calls @p function with @p args under the policy. As Retry::execute(); a call that runs out of time fails with
    /// a TimeoutError, one that is refused with a CircuitOpenError. A function that returns a QFuture has it
    /// cancelled when its attempt is aborted; a function that returns a value can not be interrupted.
    template<typename Function, typename... Args>
    auto execute(Function &&function, Args &&...args);

    void setClassifier(Classifier classifier);
    Classifier classifier() const;

Q_SIGNALS:
    /// As those of Retry, for every attempt of every call, with or without a retry in the pipeline. retryScheduled()
    /// also follows a breaker's refusal, without an attempt that failed, where a retry stands outside it.
    void attemptStarted(quint64 call, int attempt);
    void attemptFailed(quint64 call, int attempt, const Fuseboard::Error &error);
    void retryScheduled(quint64 call, int attempt, Fuseboard::Duration delay);

    /// Exactly one of these ends each call that is not cancelled (its future, a future that the function returned, or
    /// with this object). The future is ready after it. A slot may delete this object.
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
