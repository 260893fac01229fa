// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/http/answerclassifier.h"
#include "resilience/http/apiresponse.h"
#include "resilience/http/hostslots.h"
#include "resilience/http/replyfacts.h"
#include "resilience/http/requestplan.h"

#include <QNetworkReply>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace Fuseboard {

class ClientCore;

/// One attempt on the network: a request, and the further ones that redirects ask for. Used again for the next attempt.
/// One thread, the client's.
///
///     begin()  ->  isReady()  ->  open(), send()  ->  Owner::attemptEnded()
///                  isReady()  ->  ...                 for each redirect
class NetworkAttempt final : private HostSlots::Waiter
{
public:
    /// All but the first are called inside the network's signals, and may destroy the attempt.
    class Owner
    {
    public:
        /// A place was waited for and is there: isReady(). To be acted upon from the event loop.
        virtual void attemptGotPlace() = 0;

        /// A redirect asks for another request, and there is a place for it: isReady().
        virtual void attemptGoesOn() = 0;

        /// It is over: error() says why, or takeResponse() is the answer.
        virtual void attemptEnded() = 0;

        virtual void uploaded(qint64 sent, qint64 total) = 0;
        virtual void downloaded(qint64 received, qint64 total) = 0;

    protected:
        ~Owner() = default;
    };

    /// @p context is the receiver of the network's signals; this must live as long as it does.
    NetworkAttempt(ClientCore &core, Owner &owner, QObject *context);
    ~NetworkAttempt() override;

    /// Starts anew with @p plan, which must live until the end, as @p errorStatuses must. Asks for a connection:
    /// isReady() may be true at once. @p isFirst: before the others that wait.
    void begin(const RequestPlan &plan, const ErrorKindSet &errorStatuses, bool isFirst);

    /// True while the first request waits for a connection.
    bool isWaiting() const { return m_hops == 0 && isInQueue(); }

    /// True if a request may be sent now.
    bool isReady() const { return m_slot.isValid() && !m_reply && !m_probe && !m_isAbandoned; }

    /// True if it has ended without a signal of the network: error() says why. To be looked at from the event loop,
    /// after Owner::attemptGotPlace().
    bool isAbandoned() const { return m_isAbandoned; }

    /// True if one was sent before: a redirect goes on.
    bool isUnderWay() const { return m_hops > 0; }

    /// Makes the body ready. Returns what is wrong with it; empty if nothing is. Runs the user's code, which may
    /// destroy this.
    QString open();

    /// @p tag goes into the client's attempt header. Looks first whether the connection has been idle for a while: what
    /// a peer sent meanwhile (a 408, a farewell, garbage) belongs to no request.
    void send(const QByteArray &tag);

    /// From now on Owner::downloaded() is called for the present request.
    void watchDownload();

    /// Ends it in silence, if it runs. Gives its place back. @p isOverdue: because it took too long.
    void stop(bool isOverdue = false);

    /// Why the attempt that has ended failed, without its duration; none if it has an answer.
    const std::optional<Error> &error() const { return m_error; }

    /// True if error() is the caller's fault: policy and breaker are not to be asked.
    bool isCallersFault() const { return m_isCallersFault; }

    /// Of that answer.
    int status() const { return m_response.status; }

    /// The answer, once: status, headers, body and url of it.
    ApiResponse takeResponse() { return std::move(m_response); }

    /// Requests that went out so far, in all attempts.
    int deliveries() const { return m_deliveries; }

    /// False if the service has certainly seen nothing of this attempt.
    bool wasDelivered() const { return m_deliveries > m_deliveriesBefore; }

private:
    void slotGranted(HostSlots::Slot slot) override;
    bool probeConnection();
    void probe(QNetworkAccessManager &manager, std::function<void(bool isClosed)> then);
    bool verifyEnd(QNetworkAccessManager &manager);
    bool isVerifying() const { return m_ended && m_probe; }
    void conclude();
    void start();
    QNetworkReply *startReply();
    void watch();
    void checkSize();
    void replyFinished();
    ReplyFacts factsOf(const QNetworkReply &reply) const;
    bool isBodyShort() const;
    void reportUpload(qint64 sent);
    void follow(Redirect redirect);
    void classify(AnswerVerdict &&verdict);
    void abandonDoubtful(const QNetworkAccessManager *manager);
    void abandon();
    void leaveNetwork();
    void dispose();

    ClientCore &m_core;
    Owner &m_owner;
    QObject *const m_context;
    const RequestPlan *m_plan = nullptr;
    const ErrorKindSet *m_errorStatuses = nullptr;
    std::optional<RequestPlan> m_redirected; ///< what m_plan points to after a redirect
    HostSlots::Slot m_slot;
    QNetworkReply *m_reply = nullptr; ///< while it runs
    QNetworkReply *m_ended =
        nullptr; ///< the latest, kept to be deleted with the call: one deferred delete instead of two
    QNetworkReply *m_probe = nullptr; ///< a request for a connection that runs, in the place of a request
    QNetworkRequest m_request;        ///< to be sent, or the latest
    AnswerFacts m_answer;             ///< to be judged
    QByteArray m_answerBody;
    std::unique_ptr<QIODevice> m_opened;
    qint64 m_openedLength = 0;
    const QIODevice *m_body = nullptr; ///< of m_reply, where a device is read
    qint64 m_bodyLength = 0;
    qint64 m_uploaded = 0; ///< as last reported
    std::chrono::steady_clock::time_point m_uploadReportedAt{};
    int m_hops = 0;      ///< requests sent in this attempt, Qt's repeats not counted
    int m_redirects = 0; ///< that were followed in this attempt
    int m_deliveries = 0;
    int m_deliveriesBefore = 0; ///< this attempt
    int m_deliveriesBeforeHop = 0;
    TimePoint m_sentAt{};
    bool m_isCounted = true; ///< Qt tells of each delivery of the present request
    bool m_isSizeKnown = false;
    bool m_isDownloadWatched = false;
    bool m_isTooLarge = false; ///< why we aborted; noted before we do
    bool m_isAbandoned = false;
    bool m_isCallersFault = false;
    ApiResponse m_response;
    std::optional<Error> m_error;
};

} // namespace Fuseboard
