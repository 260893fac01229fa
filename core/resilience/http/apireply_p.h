// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/apireply.h"
#include "resilience/http/clientcore.h"
#include "resilience/http/networkattempt.h"
#include "resilience/pipeline/callmachine.h"

#include <QFutureWatcher>
#include <QPromise>

namespace Fuseboard {

/// Drives the CallMachine of one call: gives it what happens, does what it says, and tells the user.
///
/// The first attempt begins inside request(); what is to be told of it waits for the event loop, where somebody can
/// have connected. After everything that may run a slot things are looked at anew: the slot may have deleted the
/// reply or the client, cancelled the call, or run an event loop in which the call went on (each makes m_turn
/// another).
class ApiReply::Private final : private NetworkAttempt::Owner
{
public:
    Private(ClientCore &core, quint64 number, Expected<RequestPlan, Error> plan, std::optional<Duration> overall,
            ApiReply *reply);
    ~Private();

    /// From request(): goes as far as it can without a signal of the reply.
    void begin();

    void cancel();
    QFuture<ApiResponse> future();

    /// The breaker has changed: if the first request of an attempt waits for a connection, it may be refused now. Runs
    /// slots.
    void breakerChanged();

    /// Somebody has connected to a signal; some are not sent unless somebody listens.
    void listenerCame();

    const quint64 number;
    Expected<ApiResponse, Error> result;
    bool isFinished = false;
    int attempts = 0;
    int deliveries() const { return m_attempt.deliveries(); }

private:
    void attemptGotPlace() override { wake(); }
    void attemptGoesOn() override { sendAttempt(); }
    void attemptEnded() override;
    void uploaded(qint64 sent, qint64 total) override;
    void downloaded(qint64 received, qint64 total) override;

    void wake();
    void run();
    void obey(const CallMachine::Step &step);
    void queueAttempt();
    void sendAttempt();
    void placeCame();
    void failUnsent(const QString &fault);
    void failCaller(Error error);
    bool tellStart();
    void arm();
    void timerFired();
    void end(Expected<ApiResponse, Error> how);
    void finish();
    void settleFuture();
    TimePoint now() const { return m_core.scheduler.clock().now(); }

    ClientCore &m_core;
    ApiReply *const m_reply;
    Expected<RequestPlan, Error> m_plan;
    std::optional<Duration> m_overall;
    std::shared_ptr<const CallPolicy> m_policy;
    std::shared_ptr<CallMachine> m_machine; ///< shared to outlive a step in which a breaker's slot deletes us
    NetworkAttempt m_attempt;
    std::optional<CallMachine::Step> m_step; ///< of begin(), to be obeyed by run()
    const TimePoint m_began;
    Scheduler::TimerId m_timer = 0;
    TimePoint m_timerDue{};
    TimePoint m_waitsUntil{}; ///< while the first request waits for a connection; max(): as long as it takes
    quint32 m_turn = 0;
    bool m_isWoken = false;
    bool m_isBeginning = false;   ///< inside request()
    bool m_isEnding = false;      ///< result is set; finished() follows
    bool m_isAttemptSent = false; ///< the present attempt has left
    bool m_isStartUntold = false; ///< and attemptStarted() is owed for it
    std::optional<QPromise<ApiResponse>> m_promise;
    QFuture<ApiResponse> m_future;
    std::unique_ptr<QFutureWatcher<ApiResponse>> m_watcher;
};

} // namespace Fuseboard
