// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/classifier.h"
#include "resilience/base/random.h"
#include "resilience/base/scheduler.h"
#include "resilience/breaker/breakergate.h"
#include "resilience/breaker/breakermetrics.h"
#include "resilience/breaker/callresult.h"
#include "resilience/breaker/circuitbreakerconfig.h"
#include "resilience/breaker/statechange.h"

#include <QFuture>
#include <QList>
#include <QObject>

#include <memory>

namespace Fuseboard {

/// Stops calling a service that fails, and tries again after a while.
///
/// Guard a function with execute(), or take a permit by hand:
///
///     if (auto permit = breaker.tryAcquire())
///         callTheService() ? permit->success() : permit->failure(ErrorKind::Server);
///     else
///         qInfo() << toError(permit.error(), breaker.name()).message;
///
/// Threads: every member may be called from any thread, at once. Signals are sent on the thread whose call caused them,
/// before that call returns and after the breaker's state is settled and unlocked, so a slot may ask the breaker, call
/// through it, or delete it. Only timers (automaticHalfOpen, halfOpenTimeout) need the event loop of the thread that
/// the breaker lives in, and send their signals there; without one it catches up at the next question. With several
/// threads the signals of two calls may interleave; StateChange::episode gives the order of changes. Move it to another
/// thread before its first use, if at all. Destroy it on its own thread, when no other thread is inside one of its
/// members. Permits may outlive it, and so may calls of execute(), which then go on and end without signals of it.
///
/// Order of signals for one event: for a result, first what happened to the call, then the changes of state in their
/// order (stateChanged(), wouldHaveOpened()). For a question for a permit, the changes first, then callAdmitted() or
/// callRejected(). Members that ask or set something do first what is due, so they may send stateChanged() too.
class CircuitBreaker : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name CONSTANT)

public:
    /// With the default config.
    explicit CircuitBreaker(QObject *parent = nullptr);

    /// @p config must be valid: with an invalid one the program ends with a message that names every fault. A program
    /// that takes settings from outside asks create(). @p scheduler gives time and timers and belongs to the breaker's
    /// thread; it must outlive the breaker, its permits and who holds its gate(). Without one it is the monotonic clock
    /// and the event loop of the breaker's thread. One with a clock of one thread, such as VirtualScheduler, makes the
    /// breaker one of one thread.
    explicit CircuitBreaker(const CircuitBreakerConfig &config, QObject *parent = nullptr);
    CircuitBreaker(const CircuitBreakerConfig &config, Scheduler *scheduler, QObject *parent = nullptr);
    ~CircuitBreaker() override;

    /// A breaker, or everything that is wrong with @p config. The last holder lets go of it on its thread.
    static Expected<std::shared_ptr<CircuitBreaker>, ConfigIssues> create(const CircuitBreakerConfig &config,
                                                                          Scheduler *scheduler = nullptr);

    QString name() const;
    CircuitBreakerConfig config() const;

    /// Takes another config while running, and sends configChanged(): state and window are kept, the new rule holds
    /// from the next result. An invalid one is refused, changes nothing, and every fault is returned. The name stays.
    ConfigIssues setConfig(const CircuitBreakerConfig &config);

    /// Seeds the draws of recoveryJitter. By default every breaker draws its own, so that a fleet does not retry in
    /// step.
    void setRandom(CounterRandom random);

    /// Asks for leave to make a call: a permit, to be used up when the call ends, or why there is none and how long to
    /// wait.
    Expected<Permit, Rejection> tryAcquire();

    /// Calls @p function with @p args if the breaker admits it, and records how it ends.
    ///
    /// @p function returns a value, void or a QFuture; it runs on the calling thread, at once, and at most once. The
    /// result is a QFuture that is ready where the function gave a value. A refused call holds a CircuitOpenError. What
    /// the function throws arrives as it was thrown; an ErrorException is counted by its kind, everything else as
    /// `other`, unless classifier() knows better. A value that is judged a failure counts as one and is still what the
    /// caller gets.
    ///
    /// Cancelling either future (the function's is cancelled with the caller's), dropping the function's promise, or
    /// the end of the thread gives the permit back. A function whose QFuture is not ready at once needs an event loop
    /// on this thread.
    template<typename Function, typename... Args>
    auto execute(Function &&function, Args &&...args);

    /// What makes an error kind of exceptions and return values that execute() sees, for the calls to come.
    void setClassifier(Classifier classifier);
    Classifier classifier() const;

    /// The present state; a question like any other, so what is due happens first. Open lasts until a permit is asked
    /// for, unless automaticHalfOpen ends it.
    BreakerState state() const;

    /// All figures of one moment.
    BreakerMetrics metrics() const;

    /// The newest 1,000 changes of state, oldest first; without the moments of wouldHaveOpened().
    QList<StateChange> history() const;

    /// How many older ones were let go.
    quint64 historyDropped() const;

    /// The results in a count window, oldest first; none for other windows.
    QList<CallResult> windowResults() const;

    /// By hand, until reset() or another of these. Each sends stateChanged() if the state is another one. A disabled
    /// breaker records nothing, but sends the signals of its calls.
    void forceOpen();
    void disable();
    void setMetricsOnly();

    /// Closed again, with empty counts and window and the shortest open period; totals and history stay. Results of
    /// calls that are under way decide nothing.
    void reset();

    /// This breaker as a pipeline sees it, for any thread. When the breaker is gone it goes on deciding as long as
    /// somebody holds it, without timers and signals.
    std::shared_ptr<BreakerGate> gate() const;

Q_SIGNALS:
    /// The state is another one; state() and history() know it already.
    void stateChanged(const Fuseboard::StateChange &change);

    /// In MetricsOnly: the rule says that a working breaker would open now. Again after an open period at the earliest.
    void wouldHaveOpened(const Fuseboard::StateChange &change);

    /// One of these two for every question for a permit. None for @p retryAfter: nobody can know.
    void callAdmitted();
    void callRejected(std::optional<Fuseboard::Duration> retryAfter);

    /// One of these three for every result that is not given back, by what it counted as; late ones included.
    /// @p duration is since the permit; 0 if that was granted when nobody was connected to any of them and no
    /// slowCallDuration was set. @p error is as Permit::failure() was told.
    void callSucceeded(Fuseboard::Duration duration);
    void callFailed(const Fuseboard::Error &error, Fuseboard::Duration duration);
    void callExcluded(const Fuseboard::Error &error, Fuseboard::Duration duration);

    /// config() is another one. On the thread of setConfig().
    void configChanged();

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    friend class BreakerRegistry;
    class Core;

    CircuitBreaker(const std::shared_ptr<const CircuitBreakerConfig> &config, const QString &name, Scheduler *scheduler,
                   QObject *parent);
    void setSharedConfig(const std::shared_ptr<const CircuitBreakerConfig> &config);

    std::shared_ptr<Core> d;
};

} // namespace Fuseboard

// execute()
#include "resilience/breaker/circuitbreakerexecute.h"
