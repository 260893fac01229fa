// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/classifier.h"
#include "resilience/base/guardedcall.h"
#include "resilience/base/scheduler.h"
#include "resilience/retry/retrybudget.h"
#include "resilience/retry/retryconfig.h"
#include "resilience/retry/retrymachine.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Fuseboard {

/// Calls a function again when it fails, after growing, spread waits.
///
/// One Retry may guard any number of calls at a time; each has a number of its own, from 0, which every signal carries.
/// Belongs to one thread, whose event loop gives the waits; all signals are sent there, from inside execute() or from
/// the event loop. Destroying it cancels the calls under way: their futures are cancelled and no further signal is
/// sent.
///
/// Order of signals for a call: attemptStarted(); then, for each failure, attemptFailed() and either retryScheduled()
/// and later the next attemptStarted(), or exhausted(); or succeeded(). Exactly one of exhausted() and succeeded() ends
/// a call, unless it is cancelled (its future, a future that the function returned, or with this object): then neither
/// comes. The future is ready after that last signal. A slot may delete this object.
class Retry : public QObject
{
    Q_OBJECT

public:
    /// With the default config.
    explicit Retry(QObject *parent = nullptr);

    /// @p config must be valid: with an invalid one the program ends with a message that names every fault. A program
    /// that takes settings from outside asks create(). @p scheduler gives time and waits, belongs to this thread and
    /// must outlive this; without one it is the event loop of this thread.
    explicit Retry(const RetryConfig &config, QObject *parent = nullptr);
    Retry(const RetryConfig &config, Scheduler *scheduler, QObject *parent = nullptr);
    ~Retry() override;

    /// A retry, or everything that is wrong with @p config. The last holder lets go of it on its thread.
    static Expected<std::shared_ptr<Retry>, ConfigIssues> create(const RetryConfig &config,
                                                                 Scheduler *scheduler = nullptr);

    RetryConfig config() const;

    /// Another config, for the calls to come; a budget that stays takes its part at once and keeps what it has counted.
    /// An invalid one is refused, changes nothing, and every fault is returned.
    ConfigIssues setConfig(const RetryConfig &config);

    /// The budget that its calls share; null if the config has none.
    std::shared_ptr<RetryBudget> budget() const;

    /// Seeds the draws of the waits, for the calls to come. By default every Retry draws its own.
    void setRandom(CounterRandom random);

    /// Calls @p function with @p args, and again when it fails.
    ///
    /// @p function returns a value, void or a QFuture. The first attempt runs at once, on this thread; later ones from
    /// the event loop. @p function and @p args are copied once per call; each attempt gets the copies of @p args as
    /// lvalues, as std::bind does. What the last attempt brought is what the caller gets: a value, also one that was
    /// judged a failure, or what it threw, as it was thrown. Cancelling the future ends the attempt under way and its
    /// waits. A returned QFuture that is cancelled, or whose promise is dropped, cancels the call. Blocking on the
    /// future from this thread waits for ever: it is this event loop that ends it.
    template<typename Function, typename... Args>
    auto execute(Function &&function, Args &&...args);

    /// What makes an error kind of exceptions and return values that execute() sees, for the calls to come.
    void setClassifier(Classifier classifier);
    Classifier classifier() const;

Q_SIGNALS:
    /// The function is about to be called. @p attempt is 1 for the first.
    void attemptStarted(quint64 call, int attempt);

    /// Attempt @p attempt failed. @p error has the attempt's duration.
    void attemptFailed(quint64 call, int attempt, const Fuseboard::Error &error);

    /// Attempt @p attempt follows in @p delay from now.
    void retryScheduled(quint64 call, int attempt, Fuseboard::Duration delay);

    /// The call has failed for good after @p attempts; @p why says why there is no other. @p error is that of the last
    /// one.
    void exhausted(quint64 call, int attempts, const Fuseboard::Error &error, Fuseboard::RetryMachine::Why why);

    /// The call has succeeded, at the last of @p attempts.
    void succeeded(quint64 call, int attempts);

private:
    Detail::CallSetup newCall();

    class Private;
    std::unique_ptr<Private> d;
};

template<typename Function, typename... Args>
auto Retry::execute(Function &&function, Args &&...args)
{
    return Detail::guardCall(newCall(),
                             Detail::bindCopies(std::forward<Function>(function), std::forward<Args>(args)...));
}

} // namespace Fuseboard
