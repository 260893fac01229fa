// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/exception.h"
#include "resilience/base/expected.h"
#include "resilience/http/apiresponse.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <optional>

namespace Fuseboard {

class ApiClient;
class ClientCore;
struct RequestPlan;

/// One call of an ApiClient under way.
///
/// Belongs to its client, on whose thread it lives and sends its signals. Deletes itself after finished(), at the event
/// loop's next turn; delete it earlier to cancel the call in silence. The future may be used on any thread; cancelling
/// it cancels the call.
///
/// Signals, in order: attemptStarted(); downloadProgress() and uploadProgress() while it runs; attemptFailed(); then
/// retryScheduled() and the next attemptStarted(), or the end. rejected() comes instead of an attempt when the breaker
/// refuses. finished() comes exactly once, last, never before request() has returned, unless the reply or its client is
/// destroyed: then nothing more is sent, and the future is cancelled. The future is ready just before finished(). An
/// attempt that has not left for the network when it ends has neither attemptStarted() nor attemptFailed(). A slot may
/// delete the reply or the client.
class ApiReply : public QObject
{
    Q_OBJECT

public:
    ~ApiReply() override;

    /// The number that draws this call's luck.
    quint64 callNumber() const;

    bool isFinished() const;

    /// How the call ended; until then an error of kind `cancelled`. Lives as long as the reply.
    const Expected<ApiResponse, Error> &result() const;

    /// The same as a future: an ApiResponse, or the typed exception of the error. Any number of times, before or
    /// after the end.
    QFuture<ApiResponse> future() const;

    /// Attempts that left for the network so far.
    int attempts() const;

    /// Requests that went out so far, redirects and QNetworkAccessManager's own repeats included: Qt 6.4.2 sends an
    /// idempotent one two to four times where the connection breaks before an answer. That of a POST (or another that
    /// must not be done twice) without a body is counted when its answer or its end is there.
    int deliveries() const;

    /// Gives the call up: ends the attempt or the wait, gives permits back; finished() follows at the event loop's
    /// next turn with an error of kind `cancelled`. After the end: nothing.
    void cancel();

Q_SIGNALS:
    /// The request leaves for the network (a connection was free). @p attempt is 1 for the first, which may have
    /// left already inside request().
    void attemptStarted(int attempt);

    /// Attempt @p attempt failed, or ran out of time.
    void attemptFailed(int attempt, const Fuseboard::Error &error);

    /// Attempt @p attempt follows in @p delay from now.
    void retryScheduled(int attempt, Fuseboard::Duration delay);

    /// The call was refused before an attempt: by the breaker (`circuitOpen`, with how long to wait, where that is
    /// known), also one that opened while the call waited for a connection; or by a time limit that ran out while it
    /// waited for one (`overload`).
    void rejected(const Fuseboard::Error &error);

    /// At most ten a second, and the last at once; @p total of an upload is the body's length, that of a download -1
    /// if it is unknown. A request that Qt repeats begins again.
    void uploadProgress(qint64 sent, qint64 total);
    void downloadProgress(qint64 received, qint64 total);

    /// The end: result() says how.
    void finished();

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    friend class ApiClient;
    class Private;
    ApiReply(ClientCore &core, quint64 number, Expected<RequestPlan, Error> plan, std::optional<Duration> overall);
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
