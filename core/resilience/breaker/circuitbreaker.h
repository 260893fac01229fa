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
///         qInfo() << "open, try again in" << permit.error().retryAfter->count() << "ns";
///
/// Threads: every member may be called from any thread, at once. Signals are sent on the thread whose call caused them,
/// after the breaker's state is settled and unlocked, so a slot may ask the breaker, call through it, or delete it. Only
/// timers (automaticHalfOpen, halfOpenTimeout) need the event loop of the thread that the breaker lives in; without one
/// it catches up at the next question. With several threads the signals of two calls may interleave; StateChange::episode
/// gives the order of changes. Destroy it on its own thread, when no other thread is inside one of its members. Permits may
/// outlive it.
///
/// Order of signals for one event: first what happened to the call, then stateChanged(), in the order of the changes. A
/// permit that opens half-open gives stateChanged() before callAdmitted().
class CircuitBreaker : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name CONSTANT)

public:
    /// The guide's defaults.
    explicit CircuitBreaker(QObject *parent = nullptr);

    /// @p config must be valid: with an invalid one the program ends with a message that names every fault. A program that
    /// takes settings from outside asks create(). @p scheduler gives time and timers and must outlive the breaker; without
    /// one it is the monotonic clock and the event loop of the breaker's thread.
    explicit CircuitBreaker(const CircuitBreakerConfig &config, QObject *parent = nullptr);
    CircuitBreaker(const CircuitBreakerConfig &config, Scheduler *scheduler, QObject *parent = nullptr);
    ~CircuitBreaker() override;

    /// A breaker, or everything that is wrong with @p config.
    static Expected<std::shared_ptr<CircuitBreaker>, ConfigIssues> create(const CircuitBreakerConfig &config,
                                                                          Scheduler *scheduler = nullptr);

    QString name() const;
    CircuitBreakerConfig config() const;

    /// Takes another config while running: state and window are kept, the new rule holds from the next result. An invalid
    /// one is refused, changes nothing, and every fault is returned. The name stays.
    ConfigIssues setConfig(const CircuitBreakerConfig &config);

    /// Seeds the draws of recoveryJitter. By default every breaker draws its own, so that a fleet does not retry in step.
    void setRandom(CounterRandom random);

    /// Asks for leave to make a call.
    Expected<Permit, Rejection> tryAcquire();

    /// Calls @p function with @p args if the breaker admits it, and records how it ends.
    ///
    /// @p function returns a value, void or a QFuture; it runs on the calling thread, at once. The result is a QFuture that is
    /// ready where the function gave a value. A refused call holds a CircuitOpenError. What the function throws arrives as it
    /// was thrown; an ErrorException is counted by its kind, everything else as `other`, unless @p classifier knows better.
    /// A future that is cancelled gives the permit back. A function that returns a QFuture needs an event loop on this thread.
    template<typename Function, typename... Args>
    auto execute(Function &&function, Args &&...args);

    /// What makes an error kind of exceptions and return values that execute() sees. Set it before the first call.
    void setClassifier(Classifier classifier);
    Classifier classifier() const;

    /// The present state; a question like any other, so what is due happens first.
    BreakerState state() const;
    BreakerMetrics metrics() const;

    /// The newest 1,000 changes of state, oldest first.
    QList<StateChange> history() const;

    /// How many older ones were let go.
    quint64 historyDropped() const;

    /// The results in a count window, oldest first; none for other windows.
    QList<CallResult> windowResults() const;

    /// By hand. Each sends stateChanged() if the state is another one.
    void forceOpen();
    void disable();
    void setMetricsOnly();

    /// Closed again, with empty counts and window and the shortest open period; totals and history stay.
    void reset();

    /// This breaker as a pipeline sees it. Alive as long as somebody holds it, also when the breaker is gone.
    std::shared_ptr<BreakerGate> gate() const;

Q_SIGNALS:
    /// The state is another one; state() and history() know it already.
    void stateChanged(const Fuseboard::StateChange &change);

    /// In MetricsOnly: the rule says that a working breaker would open now. Again after an open period at the earliest.
    void wouldHaveOpened(const Fuseboard::StateChange &change);

    /// One of these two for every question.
    void callAdmitted();
    void callRejected(std::optional<Fuseboard::Duration> retryAfter);

    /// One of these three for every result that is not given back; late ones included. @p duration is since the permit.
    void callSucceeded(Fuseboard::Duration duration);
    void callFailed(const Fuseboard::Error &error, Fuseboard::Duration duration);
    void callExcluded(const Fuseboard::Error &error, Fuseboard::Duration duration);

    /// config() is another one.
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
