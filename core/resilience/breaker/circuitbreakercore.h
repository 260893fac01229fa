// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/breakerhistory.h"
#include "resilience/breaker/breakermachine.h"
#include "resilience/breaker/circuitbreaker.h"
#include "resilience/breaker/spinlock.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace Fuseboard {

/// What stands behind a CircuitBreaker: its machine, the lock around it, and the way from a decision to a signal.
///
/// Held by the breaker, by pipelines, and, once the breaker is gone, by the permits that are out. Every member may be
/// called from any thread unless it says otherwise.
class CircuitBreaker::Core final : public BreakerGate
{
public:
    /// Signals that somebody has connected to at some time; the others are not sent.
    enum Watched : quint8 {
        Admitted = 1,
        Rejected = 2,
        Succeeded = 4,
        Failed = 8,
        Excluded = 16,
    };

    Core(CircuitBreaker *breaker, const std::shared_ptr<const CircuitBreakerConfig> &config, const QString &name,
         Scheduler *scheduler);
    ~Core() override;

    Expected<Permit, Rejection> tryAcquire() override;
    QString gateName() const override { return m_name; }
    QString whyOpened() const override;
    TimePoint refusesUntil() const override;

    /// Lets the machine do what is due, asks it @p question(machine, moment) with the lock held, and sends what came of
    /// it.
    template<typename Question>
    auto ask(Question &&question)
    {
        std::unique_lock lock(m_lock);
        collectExpress(0);
        const TimePoint moment = now();
        m_machine.advance(moment);
        auto answer = question(m_machine, moment);
        publish(lock, {});
        return answer;
    }

    QList<StateChange> history();
    quint64 historyDropped();
    void watch(Watched signal);

    void setClassifier(std::shared_ptr<const Classifier> classifier);
    std::shared_ptr<const Classifier> classifier();

    /// On the breaker's thread: the breaker is being destroyed. Waits for signals that other threads are sending;
    /// @p self keeps this alive as long as permits are out or a slot on this thread has yet to return.
    void detach(std::shared_ptr<Core> self);

    /// On the breaker's thread: sets the timer to the machine's next deadline.
    void arm();

    /// The same from any thread, at the breaker's next turn if it is another one.
    void armFromAnyThread();

    TimePoint now() const noexcept { return m_clock.now(); }

private:
    class Sending;

    /// What happened to a call, as far as somebody listens.
    struct Happened
    {
        int signal = 0; ///< a Watched, 0 for none
        Duration duration{};
        const Error *error = nullptr;
        std::optional<Duration> retryAfter;
    };

    /// What only few breakers have.
    struct Rare
    {
        BreakerHistory history;
        std::optional<StateChange> lastOpening;
        std::shared_ptr<const Classifier> classifier;
        std::shared_ptr<Core> self; ///< set when the breaker is gone and this is still needed
        Scheduler *timerScheduler = nullptr;
        Scheduler::TimerId timer = 0;
    };

    PermitStanding standingOf(quint64 episode) override;
    void settleSuccess(quint64 episode, TimePoint start) override;
    void settleFailure(quint64 episode, TimePoint start, ErrorKind kind, const Error *error) override;
    void settleGivenBack(quint64 episode) noexcept override;

    bool isWatched(int signals_) const noexcept { return (m_watched.load(std::memory_order_relaxed) & signals_) != 0; }
    bool hasToTell(int signals_) const noexcept { return m_machine.hasChanges() || isWatched(signals_); }
    Expected<Permit, Rejection> acquireLocked();
    void collectExpress(quint64 episode);
    void steerExpress();
    static Duration elapsed(TimePoint start, const Instant &now)
    {
        return start == TimePoint::min() ? Duration::zero() : now.now() - start;
    }

    bool isPermitUsedQuietly(int signal);
    static int signalOf(BreakerMachine::Counted counted);
    std::shared_ptr<Core> selfIfIdle();
    void publish(std::unique_lock<SpinLock> &lock, const Happened &happened);
    void send(Sending &sending, const Happened &happened, const std::vector<StateChange> &changes);
    Rare &rare();

    /// The express lane: while the breaker is closed and neither clock nor signal is needed, a permit takes one
    /// addition here and not the lock. Above: the episode that such permits belong to, plus one; 0 closes the lane.
    /// Below: how many were given and are not yet in the machine's totals.
    std::atomic<quint64> m_express = 0;
    static constexpr int ExpressBits = 32;

    /// The same for refusals: until this moment an open breaker refuses, and only the number has to be kept.
    std::atomic<TimePoint> m_openUntil = TimePoint();
    std::atomic<quint64> m_expressRefusals = 0;

    mutable SpinLock m_lock;
    std::atomic<quint8> m_watched = 0;
    quint16 m_sending = 0;   ///< how many threads (or nested slots) are sending signals
    qint64 m_permitsOut = 0; ///< those that leave no trace included, those of the express lane once they are collected
    std::atomic<CircuitBreaker *> m_breaker; ///< null once the breaker is gone
    const Clock &m_clock;
    Scheduler *const m_scheduler; ///< null: the event loop of the breaker's thread
    const QString m_name;
    std::unique_ptr<Rare> m_rare;
    BreakerMachine m_machine;
};

} // namespace Fuseboard
