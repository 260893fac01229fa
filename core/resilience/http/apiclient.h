// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/random.h"
#include "resilience/breaker/circuitbreaker.h"
#include "resilience/http/answerclassifier.h"
#include "resilience/http/apiclientconfig.h"
#include "resilience/http/apireply.h"
#include "resilience/retry/retrybudget.h"

#include <QObject>

#include <memory>

namespace Fuseboard {

/// Calls an HTTP service through breaker, retry and time limits.
///
/// Stands on QNetworkAccessManager and mends what it does by itself: admits requests per host so that a limit never
/// runs while a request still waits for a connection; has its own limits for attempt and call; lets a request that is
/// not idempotent go out at most once per attempt; does not wait again for a connection that hangs; sends no cookie of
/// its own and uses no cache.
///
/// A call that waits for a connection asks its breaker again when its turn comes, and at once when the breaker changes
/// state: a breaker that opens empties the queue. A half-open breaker's trial goes before the others that wait. A time
/// limit that runs out in the queue is `overload`, which counts for no breaker.
///
/// Errors are those of the ErrorKind tree, with headers and body of the answer. What Qt 6.4 does not let us see:
/// - A peer that sends something else than HTTP is a `connection` error, as one that closes without an answer.
/// - An answer with neither Content-Length nor Transfer-Encoding ends where its connection ends, so one that is cut
///   short passes as whole, as a chunked one may. Where such an answer is packed (acceptCompression), its own end is
///   looked for, and a cut is an error. A Content-Length is always held against the bytes that came.
/// - A chunk size that is no number ends the body without an error. Where no body came before it that is found out and
///   is `protocol`, unless the service closes the connection or another one is idle.
/// - What a peer sends on an idle connection is found and thrown away if the connection has been idle for 10 ms (of
///   several, for 250 ms) and it is there when the next request begins. What comes between that look and the request, or
///   right behind an answer, is taken for the next answer.
///
/// Belongs to the thread that made it, with an event loop. Owns its replies, which delete themselves. Destroying it
/// ends all calls: their futures are cancelled, no further signal is sent, and their ApiReply objects are deleted.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    /// @p config must be valid: with an invalid one the program ends with a message that names every fault. A
    /// program that takes settings from outside asks config.validate() first. Makes a breaker of its own where the
    /// policy has one.
    explicit ApiClient(const ApiClientConfig &config, QObject *parent = nullptr);

    /// The same with a breaker that is shared with others, on any thread; it stands in the place of
    /// config.policy.breaker, which is ignored. The order must name it. Null: as without. @p scheduler gives time, waits
    /// and limits, belongs to this thread and must outlive this; without one it is the event loop of this thread.
    ApiClient(const ApiClientConfig &config, std::shared_ptr<CircuitBreaker> breaker, Scheduler *scheduler = nullptr,
              QObject *parent = nullptr);
    ~ApiClient() override;

    /// Calls the service. @p path is relative to the base URL ("/data", "items/7?full=1"), with or without a slash in
    /// front; what is wrong with it, with the options or with the body is an error of kind `client` without an attempt.
    /// @p method is any token but CONNECT, as it goes out: GET, POST, PURGE.
    ///
    /// The breaker is asked at once; no signal of the reply is sent before the event loop's next turn. The reply
    /// belongs to the client and deletes itself after finished(). Null only if a slot of requestCreated() or of the
    /// breaker deleted the reply.
    ApiReply *request(const QByteArray &method, const QString &path, const RequestOptions &options = {});

    ApiReply *get(const QString &path, const RequestOptions &options = {}) { return request("GET", path, options); }
    ApiReply *post(const QString &path, const RequestOptions &options = {}) { return request("POST", path, options); }

    /// As it was given, with the policy of setPolicy(). What a shared breaker is set to, breaker() says.
    ApiClientConfig config() const;

    /// Another policy: for the calls to come; a breaker of its own takes its part at once and keeps its state. Invalid:
    /// refused, changes nothing, every fault returned, without "policy." in front of the field.
    ConfigIssues setPolicy(const PolicyConfig &policy);

    /// The breaker; null if there is none.
    std::shared_ptr<CircuitBreaker> breaker() const;

    /// As Pipeline::shareRetryBudget().
    void shareRetryBudget(std::shared_ptr<RetryBudget> budget);

    /// Seeds the draws of the waits, for the calls to come. By default every client draws its own.
    void setRandom(CounterRandom random);

    /// From now on @p classifier decides what an answer is; empty: the client itself, as in the beginning.
    void setClassifier(AnswerClassifier classifier);

    /// For tracing: from now on each attempt carries the header @p name with "<call number>.<attempt>", so that a
    /// service can tell calls and attempts apart (a FaultServer draws its faults by it). Empty: none, as in the
    /// beginning. @p name must be a header's name (asserted).
    void setAttemptHeader(const QByteArray &name);

    /// Calls whose finished() has not begun, and how many of their requests wait for a connection.
    int pendingCalls() const;
    int queuedAttempts() const;

Q_SIGNALS:
    /// From inside request(), before the breaker is asked; the signals of @p reply are still to come.
    void requestCreated(Fuseboard::ApiReply *reply);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
