// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apireply_p.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/exception.h"
#include "resilience/base/saturatingadd.h"

#include <QMetaMethod>
#include <QPointer>

#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QMetaMethod AttemptStarted = QMetaMethod::fromSignal(&ApiReply::attemptStarted);
const QMetaMethod DownloadProgress = QMetaMethod::fromSignal(&ApiReply::downloadProgress);

} // namespace

ApiReply::Private::Private(ClientCore &core, quint64 callNumber, Expected<RequestPlan, Error> plan,
                           std::optional<Duration> overall, ApiReply *reply)
    : number(callNumber)
    , result(Unexpected{Error{ErrorKind::Cancelled, {}, {}, {}, {}, {}}})
    , m_core(core)
    , m_reply(reply)
    , m_plan(std::move(plan))
    , m_overall(overall)
    , m_attempt(core, *this, reply)
    , m_began(core.scheduler.clock().now())
{
    m_core.add(reply);
}

ApiReply::Private::~Private()
{
    m_core.scheduler.cancel(m_timer);
    if (!isFinished)
        --m_core.pendingCalls;
    m_core.remove(m_reply);
    // The promise cancels its future as it goes; the watcher must not hear of it.
    m_watcher.reset();
}

void ApiReply::Private::begin()
{
    if (m_isEnding) // cancelled by a slot of requestCreated()
        return;
    if (!m_plan)
        return end(Unexpected{std::move(m_plan).error()});
    m_policy = m_core.policyFor(m_overall);
    m_machine = std::make_shared<CallMachine>(m_policy, RetryMachine::Call{number, m_plan->isIdempotent});
    const QPointer<ApiReply> alive(m_reply);
    const auto machine = m_machine;
    const CallMachine::Step step = machine->start(now());
    if (!alive || m_isEnding)
        return;
    if (step.what == CallMachine::Step::Do::StartAttempt) {
        m_isBeginning = true;
        queueAttempt();
        if (alive)
            m_isBeginning = false;
        return;
    }
    m_step = step;
    wake();
}

/// Sees to it that run() is called at the event loop's next turn.
void ApiReply::Private::wake()
{
    if (!std::exchange(m_isWoken, true))
        QMetaObject::invokeMethod(
            m_reply, [this] { run(); }, Qt::QueuedConnection);
}

void ApiReply::Private::run()
{
    m_isWoken = false;
    if (isFinished)
        return;
    if (m_isEnding)
        return finish();
    if (m_step)
        return obey(*std::exchange(m_step, std::nullopt));
    if (!tellStart())
        return;
    if (m_attempt.isAbandoned())
        attemptEnded();
    else if (m_attempt.isReady())
        placeCame();
}

/// A place was waited for and has come free. Meanwhile the breaker may have changed its mind.
void ApiReply::Private::placeCame()
{
    const QPointer<ApiReply> alive(m_reply);
    const quint32 turn = m_turn;
    const auto machine = m_machine;
    const CallMachine::Step step = machine->askAgain(now());
    if (!alive || m_turn != turn)
        return;
    if (step.what == CallMachine::Step::Do::Nothing)
        sendAttempt();
    else
        obey(step);
}

void ApiReply::Private::breakerChanged()
{
    if (!m_machine || m_isEnding || isFinished || !m_attempt.isWaiting())
        return;
    const QPointer<ApiReply> alive(m_reply);
    const quint32 turn = m_turn;
    const auto machine = m_machine;
    const CallMachine::Step step = machine->askAgain(now());
    if (alive && m_turn == turn && step.what != CallMachine::Step::Do::Nothing)
        obey(step);
}

void ApiReply::Private::listenerCame()
{
    if (m_isStartUntold && m_reply->isSignalConnected(AttemptStarted))
        wake();
    if (m_reply->isSignalConnected(DownloadProgress))
        m_attempt.watchDownload();
}

/// Sends the attemptStarted() that is owed. False if a slot has changed the course of things.
bool ApiReply::Private::tellStart()
{
    if (!std::exchange(m_isStartUntold, false))
        return true;
    const QPointer<ApiReply> alive(m_reply);
    const quint32 turn = m_turn;
    Q_EMIT m_reply->attemptStarted(m_machine->attempts());
    return alive && m_turn == turn;
}

void ApiReply::Private::obey(const CallMachine::Step &step)
{
    using Do = CallMachine::Step::Do;
    const QPointer<ApiReply> alive(m_reply);
    const quint32 turn = ++m_turn;
    const auto isStale = [&] { return !alive || m_turn != turn; };
    const auto machine = m_machine;

    if (step.what == Do::Nothing)
        return arm();
    const bool wasSent = std::exchange(m_isAttemptSent, false);
    if (step.isAttemptAborted)
        m_attempt.stop(machine->error().kind == ErrorKind::Timeout);
    if (step.what == Do::StartAttempt)
        return queueAttempt();

    arm();
    if (step.what != Do::Succeed) {
        const Error error = machine->error(); // the machine's may change while a slot looks at it
        if (step.hasAttemptFailed && wasSent)
            Q_EMIT m_reply->attemptFailed(machine->attempts(), error);
        else if (!step.hasAttemptFailed && isA(error.kind, ErrorKind::Rejected))
            Q_EMIT m_reply->rejected(error);
        if (isStale())
            return;
    }

    switch (step.what) {
    case Do::Nothing:
    case Do::StartAttempt:
        break;
    case Do::Wait:
        Q_EMIT m_reply->retryScheduled(machine->attempts() + 1, step.wait);
        break;
    case Do::Succeed: {
        ApiResponse response = m_attempt.takeResponse();
        response.attempts = attempts;
        response.deliveries = deliveries();
        response.duration = now() - m_began;
        result = std::move(response);
        finish();
        break;
    }
    case Do::Fail:
        result = Unexpected{machine->error()};
        finish();
        break;
    }
}

void ApiReply::Private::queueAttempt()
{
    m_attempt.begin(*m_plan, m_policy->errorStatuses, m_core.hosts.waiting() > 0 && m_machine->isProbe());
    if (m_attempt.isReady())
        return sendAttempt();
    const std::optional<Duration> &longest = m_core.config.policy.connections.maxWait;
    m_waitsUntil = longest ? saturatingAdd(now(), *longest) : TimePoint::max();
    arm();
}

void ApiReply::Private::sendAttempt()
{
    const QPointer<ApiReply> alive(m_reply);
    const quint32 turn = ++m_turn;
    const auto isStale = [&] { return !alive || m_turn != turn; };

    const QString fault = m_attempt.open();
    if (isStale())
        return;
    if (!fault.isEmpty())
        return failUnsent(fault);

    if (!m_attempt.isUnderWay()) {
        ++attempts;
        m_machine->attemptStarted(now());
        arm();
        m_isAttemptSent = true;
        m_isStartUntold = true;
        if (!m_isBeginning && !tellStart())
            return;
        if (m_isBeginning && m_reply->isSignalConnected(AttemptStarted))
            wake();
    }
    QByteArray tag;
    if (!m_core.attemptHeader.isEmpty())
        tag = QByteArray::number(number) + '.' + QByteArray::number(m_machine->attempts());
    m_attempt.send(tag);
    if (m_reply->isSignalConnected(DownloadProgress))
        m_attempt.watchDownload();
}

/// The request can not be sent, which is not the service's failure: the policy is not asked, and every permit goes
/// back.
void ApiReply::Private::failUnsent(const QString &fault)
{
    Error error;
    error.kind = ErrorKind::Client;
    error.message = fault;
    failCaller(std::move(error));
}

void ApiReply::Private::failCaller(Error error)
{
    const QPointer<ApiReply> alive(m_reply);
    const auto machine = m_machine;
    machine->cancel(now());
    if (!alive)
        return;
    m_attempt.stop();
    error.duration = now() - m_began;
    if (std::exchange(m_isAttemptSent, false)) {
        const quint32 turn = m_turn;
        Q_EMIT m_reply->attemptFailed(machine->attempts(), error);
        if (!alive || m_turn != turn)
            return;
    }
    end(Unexpected{std::move(error)});
}

void ApiReply::Private::attemptEnded()
{
    if (!tellStart())
        return;
    const QPointer<ApiReply> alive(m_reply);
    const auto machine = m_machine;
    const std::optional<Error> &error = m_attempt.error();
    if (error && m_attempt.isCallersFault())
        return failCaller(*error);
    const CallMachine::Step step = error ? machine->attemptFailed(*error, m_attempt.wasDelivered(), now())
                                         : machine->attemptSucceeded(now(), m_attempt.status());
    if (alive)
        obey(step);
}

void ApiReply::Private::uploaded(qint64 sent, qint64 total)
{
    if (tellStart())
        Q_EMIT m_reply->uploadProgress(sent, total);
}

void ApiReply::Private::downloaded(qint64 received, qint64 total)
{
    if (tellStart())
        Q_EMIT m_reply->downloadProgress(received, total);
}

/// Sees to it that timerFired() is called at the machine's deadline.
void ApiReply::Private::arm()
{
    std::optional<TimePoint> deadline = m_machine->deadline();
    if (m_attempt.isWaiting() && m_waitsUntil != TimePoint::max())
        deadline = std::min(deadline.value_or(TimePoint::max()), m_waitsUntil);
    if (m_timer && deadline && m_timerDue == *deadline)
        return;
    m_core.scheduler.cancel(m_timer);
    m_timer = 0;
    if (!deadline)
        return;
    m_timerDue = *deadline;
    m_timer = m_core.scheduler.at(m_timerDue, [this] { timerFired(); });
}

void ApiReply::Private::timerFired()
{
    const QPointer<ApiReply> alive(m_reply);
    m_timer = 0;
    if (m_isEnding || isFinished)
        return;
    if (!tellStart()) {
        if (alive)
            arm(); // the call went on meanwhile
        return;
    }
    const auto machine = m_machine;
    CallMachine::Step step = machine->timerFired(now());
    if (!alive)
        return;
    if (step.what == CallMachine::Step::Do::Nothing && m_attempt.isWaiting() && m_waitsUntil <= now()) {
        Error error;
        error.kind = ErrorKind::Overload;
        error.message = u"no connection came free within %1"_s.arg(
            displayDuration(m_core.config.policy.connections.maxWait.value_or(Duration::zero())));
        step = machine->attemptRefused(std::move(error), now());
        if (!alive)
            return;
    }
    obey(step);
}

void ApiReply::Private::cancel()
{
    if (m_isEnding || isFinished)
        return;
    const QPointer<ApiReply> alive(m_reply);
    Error error{ErrorKind::Cancelled, {}, {}, {}, {}, now() - m_began};
    if (const auto machine = m_machine) {
        const CallMachine::Step step = machine->cancel(now());
        if (!alive || step.what == CallMachine::Step::Do::Nothing)
            return; // over already, or in the middle of a step, which then ends so
        error = machine->error();
        arm();
    }
    m_attempt.stop();
    end(Unexpected{std::move(error)});
}

/// The call is over, and nobody is told before the event loop's next turn.
void ApiReply::Private::end(Expected<ApiResponse, Error> how)
{
    ++m_turn;
    m_isEnding = true;
    m_step.reset();
    result = std::move(how);
    wake();
}

void ApiReply::Private::finish()
{
    const QPointer<ApiReply> alive(m_reply);
    ++m_turn;
    isFinished = true;
    --m_core.pendingCalls;
    settleFuture();
    if (!alive)
        return;
    Q_EMIT m_reply->finished();
    if (alive)
        m_reply->deleteLater();
}

QFuture<ApiResponse> ApiReply::Private::future()
{
    if (m_future.isValid())
        return m_future;
    m_promise.emplace();
    m_promise->start();
    m_future = m_promise->future();
    if (isFinished) {
        settleFuture();
    } else {
        m_watcher = std::make_unique<QFutureWatcher<ApiResponse>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::canceled, m_reply, [this] { cancel(); });
        m_watcher->setFuture(m_future);
    }
    return m_future;
}

void ApiReply::Private::settleFuture()
{
    m_watcher.reset();
    if (!m_promise)
        return;
    // What waits for the future may run right here, and delete us.
    QPromise<ApiResponse> promise = *std::exchange(m_promise, std::nullopt);
    if (result)
        promise.addResult(*result);
    else
        promise.setException(toException(result.error()));
    promise.finish();
}

} // namespace Fuseboard
