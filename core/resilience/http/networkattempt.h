// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/http/apiresponse.h"
#include "resilience/http/hostslots.h"
#include "resilience/http/replyfacts.h"
#include "resilience/http/requestplan.h"

#include <QNetworkReply>

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

    /// Starts anew with @p plan, which must live until the end. Asks for a connection: isReady() may be true at once.
    void begin(const RequestPlan &plan);

    /// True if a request may be sent now.
    bool isReady() const { return m_slot.isValid() && !m_reply; }

    /// True if one was sent before: a redirect goes on.
    bool isUnderWay() const { return m_hops > 0; }

    /// Makes the body ready. Returns what is wrong with it; empty if nothing is. Runs the user's code, which may
    /// destroy this.
    QString open();

    /// @p tag goes into the client's attempt header. Qt may give up after @p safetyNet of silence, in case we do not.
    void send(const QByteArray &tag, std::optional<Duration> safetyNet);

    /// From now on Owner::downloaded() is called for the present request.
    void watchDownload();

    /// Ends it in silence, if it runs. Gives its place back. @p isOverdue: because it took too long.
    void stop(bool isOverdue = false);

    /// Why the attempt that has ended failed, without its duration; none if it has an answer.
    const std::optional<Error> &error() const { return m_error; }

    /// The answer, once: status, headers, body and url of it.
    ApiResponse takeResponse() { return std::move(m_response); }

    /// Requests that went out so far, in all attempts.
    int deliveries() const { return m_deliveries; }

    /// False if the service has certainly seen nothing of this attempt.
    bool wasDelivered() const { return m_deliveries > m_deliveriesBefore; }

private:
    void slotGranted(HostSlots::Slot slot) override;
    QNetworkReply *start(QNetworkRequest &request);
    void watch();
    void checkSize();
    void replyFinished();
    void noteUncountedDelivery(int status, QNetworkReply::NetworkError code);
    bool followsRedirect(const ReplyFacts &facts);
    void dispose();

    ClientCore &m_core;
    Owner &m_owner;
    QObject *const m_context;
    const RequestPlan *m_plan = nullptr;
    std::optional<RequestPlan> m_redirected; ///< what m_plan points to after a redirect
    HostSlots::Slot m_slot;
    QNetworkReply *m_reply = nullptr; ///< while it runs
    QNetworkReply *m_ended =
        nullptr; ///< the latest, kept to be deleted with the call: one deferred delete instead of two
    std::unique_ptr<QIODevice> m_opened;
    qint64 m_openedLength = 0;
    int m_hops = 0; ///< requests sent in this attempt, Qt's repeats not counted
    int m_deliveries = 0;
    int m_deliveriesBefore = 0; ///< this attempt
    int m_deliveriesBeforeHop = 0;
    TimePoint m_sentAt{};
    bool m_isCounted = true; ///< Qt tells of each delivery of the present request
    bool m_isSizeKnown = false;
    bool m_isDownloadWatched = false;
    bool m_isTooLarge = false; ///< why we aborted; noted before we do
    ApiResponse m_response;
    std::optional<Error> m_error;
};

} // namespace Fuseboard
