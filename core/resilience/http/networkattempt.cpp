// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/networkattempt.h"

#include "resilience/http/clientcore.h"
#include "resilience/http/headerrules.h"
#include "resilience/http/oneshotbody.h"
#include "resilience/http/redirect.h"

#include <QPointer>

#include <algorithm>
#include <limits>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// A request that is given up after this time without having left is taken to hang in its connection.
constexpr Duration SlowConnect = std::chrono::seconds(1);

} // namespace

NetworkAttempt::NetworkAttempt(ClientCore &core, Owner &owner, QObject *context)
    : m_core(core)
    , m_owner(owner)
    , m_context(context)
{
}

NetworkAttempt::~NetworkAttempt()
{
    stop();
    dispose();
}

void NetworkAttempt::begin(const RequestPlan &plan)
{
    Q_ASSERT(!m_reply);
    m_plan = &plan;
    m_redirected.reset();
    m_hops = 0;
    m_deliveriesBefore = m_deliveries;
    m_error.reset();
    m_slot = m_core.hosts.acquire(plan.origin, *this);
}

void NetworkAttempt::slotGranted(HostSlots::Slot slot)
{
    m_slot = std::move(slot);
    m_owner.attemptGotPlace();
}

QString NetworkAttempt::open()
{
    if (!m_plan->openBody)
        return {};
    const QPointer<QObject> alive(m_context);
    const auto openBody = m_plan->openBody; // it may destroy us
    std::unique_ptr<QIODevice> device = openBody();
    if (!alive)
        return {};

    if (!device || !device->isReadable())
        return u"the stream body could not be opened: %1"_s.arg(device ? device->errorString() : u"no device"_s);
    if (m_plan->hasOwnLength)
        m_openedLength = m_plan->request.rawHeader("Content-Length").toLongLong();
    else if (device->isSequential())
        return u"the stream body has no size: a sequential device needs a Content-Length header"_s;
    else
        m_openedLength = device->size() - device->pos();
    m_opened = std::move(device);
    return {};
}

void NetworkAttempt::send(const QByteArray &tag, std::optional<Duration> safetyNet)
{
    QNetworkRequest request = m_plan->request;
    if (!m_core.attemptHeader.isEmpty())
        request.setRawHeader(m_core.attemptHeader, tag);
    if (safetyNet) {
        const auto ms = std::chrono::ceil<std::chrono::milliseconds>(*safetyNet).count();
        request.setTransferTimeout(static_cast<int>(std::min<qint64>(ms, std::numeric_limits<int>::max())));
    }

    dispose();
    ++m_hops;
    m_deliveriesBeforeHop = m_deliveries;
    m_sentAt = m_core.scheduler.clock().now();
    m_isSizeKnown = false;
    m_isTooLarge = false;
    m_isDownloadWatched = false;
    m_reply = start(request);
    watch();
}

QNetworkReply *NetworkAttempt::start(QNetworkRequest &request)
{
    QNetworkAccessManager &manager = m_core.manager();
    const QByteArray &method = m_plan->method;
    const qint64 length = m_opened ? m_openedLength : m_plan->body.size();
    // HTTP/2 does not repeat by itself, and its code in Qt has no use for an empty body. Qt tells of no deliveries
    // there.
    const bool mayBeHttp2 = m_core.config.allowHttp2 && m_plan->origin.scheme == "https"_L1;
    const bool mustGoOnce = !m_plan->isIdempotent && (length > 0 || !mayBeHttp2);
    m_isCounted = !mayBeHttp2;

    if (mustGoOnce || (m_opened && m_opened->isSequential())) {
        auto *const body = m_opened ? new OneShotBody(std::move(m_opened), length) : new OneShotBody(m_plan->body);
        request.setRawHeader("Content-Length", QByteArray::number(length));
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        // An empty body keeps Qt from repeating the request as well, but Qt does not tell of its delivery.
        m_isCounted = m_isCounted && length > 0;
        QNetworkReply *const reply = manager.sendCustomRequest(request, method, body);
        body->setParent(reply);
        return reply;
    }
    if (length > 0 && m_opened) {
        request.setRawHeader("Content-Length", QByteArray::number(length));
        QIODevice *const body = m_opened.release();
        QNetworkReply *const reply = manager.sendCustomRequest(request, method, body);
        body->setParent(reply);
        return reply;
    }
    if (length > 0)
        return manager.sendCustomRequest(request, method, m_plan->body);
    if (method == "GET")
        return manager.get(request);
    if (method == "HEAD")
        return manager.head(request);
    // Not post(): without a body it makes one of the query.
    return manager.sendCustomRequest(request, method);
}

// Qt may send requestSent() once more after finished(); so each looks whether it is still about the present
// request. That is cheaper than to disconnect.
void NetworkAttempt::watch()
{
    QNetworkReply *const reply = m_reply;
    QObject::connect(reply, &QNetworkReply::requestSent, m_context, [this, reply] {
        if (reply == m_reply && m_isCounted)
            ++m_deliveries;
    });
    QObject::connect(reply, &QNetworkReply::readyRead, m_context, [this, reply] {
        if (reply == m_reply)
            checkSize();
    });
    QObject::connect(reply, &QNetworkReply::finished, m_context, [this, reply] {
        if (reply == m_reply)
            replyFinished();
    });
    if (m_plan->openBody || !m_plan->body.isEmpty()) {
        QObject::connect(reply, &QNetworkReply::uploadProgress, m_context, [this, reply](qint64 sent, qint64 total) {
            if (reply != m_reply || total <= 0) // Qt ends every transfer with a report of 0 of 0
                return;
            const ClientCore::NetworkSignal inside(m_core);
            m_owner.uploaded(sent, total);
        });
    }
}

void NetworkAttempt::watchDownload()
{
    QNetworkReply *const reply = m_reply;
    if (!reply || std::exchange(m_isDownloadWatched, true))
        return;
    QObject::connect(reply, &QNetworkReply::downloadProgress, m_context, [this, reply](qint64 received, qint64 total) {
        if (reply != m_reply)
            return;
        const ClientCore::NetworkSignal inside(m_core);
        m_owner.downloaded(received, total);
    });
}

void NetworkAttempt::checkSize()
{
    const qint64 limit = m_core.config.maxResponseSize;
    qint64 size = m_reply->bytesAvailable();
    if (!std::exchange(m_isSizeKnown, true))
        size = std::max(size, m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong());
    if (size <= limit)
        return;
    m_isTooLarge = true;
    const ClientCore::NetworkSignal inside(m_core);
    m_reply->abort(); // comes back as replyFinished()
}

void NetworkAttempt::replyFinished()
{
    const ClientCore::NetworkSignal inside(m_core);
    QNetworkReply *const reply = std::exchange(m_reply, nullptr);
    m_ended = reply;

    ReplyFacts facts;
    facts.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    facts.code = reply->error();
    facts.headers = reply->rawHeaderPairs();
    facts.isTooLarge = m_isTooLarge;
    facts.bodyLimit = m_core.config.maxResponseSize;
    facts.hasNoBody = m_plan->method == "HEAD";
    if (facts.code != QNetworkReply::NoError)
        facts.text = reply->errorString();
    if (facts.status >= 400)
        facts.reason = reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    if (reply->isOpen()) // closed by abort()
        facts.body = reply->readAll();
    noteUncountedDelivery(facts.status, facts.code);

    m_error = facts.error();
    if (!m_error && followsRedirect(facts))
        return;
    if (!m_error) {
        m_response.status = facts.status;
        m_response.headers = std::move(facts.headers);
        m_response.body = std::move(facts.body);
        m_response.url = m_plan->request.url();
    }
    m_slot.release();
    m_owner.attemptEnded();
}

void NetworkAttempt::noteUncountedDelivery(int status, QNetworkReply::NetworkError code)
{
    if (!m_isCounted && (status > 0 || !neverLeft(code)))
        ++m_deliveries;
}

/// True if the answer is a redirect that is gone after. If it is one that can not be, m_error says why.
bool NetworkAttempt::followsRedirect(const ReplyFacts &facts)
{
    if (facts.status < 300)
        return false;
    const QByteArray *const location = findHeader(facts.headers, "Location");
    Redirect redirect = Redirect::of(facts.status, location ? *location : QByteArray(), m_plan->request.url(),
                                     m_plan->method, m_plan->isIdempotent, m_core.config.redirects);
    if (redirect.what == Redirect::What::IsAnswer)
        return false;
    if (redirect.what == Redirect::What::Follow && m_hops > m_core.config.maxRedirects) {
        redirect.what = Redirect::What::Fail;
        redirect.message = u"redirected more than %1 times"_s.arg(m_core.config.maxRedirects);
    }
    if (redirect.what == Redirect::What::Fail) {
        m_error = Error{ErrorKind::Protocol, redirect.message, facts.status, {}, {}, {}};
        return false;
    }

    RequestPlan next = *m_plan;
    if (redirect.becomesGet)
        RequestBuilder::makeGet(next);
    next.request.setUrl(redirect.url);
    if (redirect.leavesOrigin) {
        // For good: back at the first origin, it is somebody else who sends us there.
        RequestBuilder::dropCredentials(next);
        next.origin = Origin::of(redirect.url);
    }
    m_redirected = std::move(next);
    m_plan = &*m_redirected;
    if (redirect.leavesOrigin) {
        m_slot.release();
        m_slot = m_core.hosts.acquire(m_plan->origin, *this);
    }
    if (isReady())
        m_owner.attemptGoesOn();
    return true;
}

void NetworkAttempt::stop(bool isOverdue)
{
    leaveQueue();
    if (QNetworkReply *const reply = std::exchange(m_reply, nullptr)) { // from here on its signals are nobody's
        const bool isConnecting = m_deliveries == m_deliveriesBeforeHop;
        const bool isSlow = isOverdue || m_core.scheduler.clock().now() - m_sentAt > SlowConnect;
        noteUncountedDelivery(0, QNetworkReply::OperationCanceledError);
        if (isConnecting && isSlow)
            m_core.retireManager(reply->manager());
        m_core.dispose(reply);
    }
    m_slot.release();
}

void NetworkAttempt::dispose()
{
    if (m_ended)
        m_core.dispose(std::exchange(m_ended, nullptr));
}

} // namespace Fuseboard
