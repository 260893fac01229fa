// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/networkattempt.h"

#include "resilience/http/clientcore.h"
#include "resilience/http/contentdecoder.h"
#include "resilience/http/fixedlengthbody.h"
#include "resilience/http/headerrules.h"
#include "resilience/http/oneshotbody.h"

#include <QPointer>

#include <algorithm>
#include <limits>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// A request that is given up after this time without having left is taken to hang in its connection.
constexpr Duration SlowConnect = std::chrono::seconds(1);

/// Of the reports of an upload.
constexpr auto LeastBetweenReports = std::chrono::milliseconds(100);

/// Asks Qt for a connection and nothing else; QNetworkAccessManager::connectToHost() sends the same, without a reply
/// that says when it is done.
QNetworkRequest connectionRequest(const Origin &origin)
{
    QUrl url;
    url.setScheme("preconnect-"_L1 + origin.scheme);
    url.setHost(origin.host);
    url.setPort(origin.port);
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return request;
}

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

void NetworkAttempt::begin(const RequestPlan &plan, const ErrorKindSet &errorStatuses, bool isFirst)
{
    Q_ASSERT(!m_reply);
    m_plan = &plan;
    m_errorStatuses = &errorStatuses;
    m_redirected.reset();
    m_hops = 0;
    m_redirects = 0;
    m_deliveriesBefore = m_deliveries;
    m_error.reset();
    m_isAbandoned = false;
    m_isCallersFault = false;
    m_slot = m_core.hosts.acquire(plan.origin, *this, isFirst);
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

void NetworkAttempt::send(const QByteArray &tag)
{
    m_request = m_plan->request;
    if (!m_core.attemptHeader.isEmpty())
        m_request.setRawHeader(m_core.attemptHeader, tag);
    dispose();
    ++m_hops;
    m_deliveriesBeforeHop = m_deliveries;
    m_sentAt = m_core.scheduler.clock().now();
    m_isSizeKnown = false;
    m_isTooLarge = false;
    m_isDownloadWatched = false;
    m_uploaded = 0;
    m_uploadReportedAt = {};
    if (!probeConnection())
        start();
}

/// Qt leaves alone what comes on an idle connection, and takes it for the answer to the next request on it. A request
/// for a connection makes it look: it closes one that has something to read. True if the request goes out later.
bool NetworkAttempt::probeConnection()
{
    if (m_core.config.allowHttp2 && m_plan->origin.scheme == "https"_L1)
        return false; // there each answer names its request
    switch (m_slot.connections(m_core.generation())) {
    case HostSlots::Slot::Connections::InUse:
        return false;
    case HostSlots::Slot::Connections::Old:
        // One question looks at one connection, and there is no knowing which the next request takes.
        m_core.retireManager(&m_core.manager());
        m_slot.connections(m_core.generation());
        return false;
    case HostSlots::Slot::Connections::Idle:
        break;
    }
    probe(m_core.manager(), [this](bool) { start(); });
    return true;
}

/// Calls @p then, unless the attempt is stopped before: with true if there is no open connection that is not in use, and
/// Qt makes one, which serves the next request as well.
void NetworkAttempt::probe(QNetworkAccessManager &manager, std::function<void(bool isClosed)> then)
{
    QNetworkReply *const probe = manager.get(connectionRequest(m_plan->origin));
    m_core.onNetwork.push_back(this);
    m_probe = probe;
    const auto ended = [this, probe, then = std::move(then)](bool isClosed) {
        if (m_probe != probe)
            return;
        const ClientCore::NetworkSignal inside(m_core);
        m_probe = nullptr;
        leaveNetwork();
        then(isClosed);
    };
    QObject::connect(probe, &QNetworkReply::finished, m_context, [ended] { ended(false); });
    QObject::connect(probe, &QNetworkReply::socketStartedConnecting, m_context, [ended] { ended(true); });
    QObject::connect(probe, &QNetworkReply::finished, probe, &QObject::deleteLater);
}

/// Qt ends a chunked body at a chunk size that is no number, as if all had come, and closes the connection. So where
/// nothing came, and the service did not say that it closes, there is a look whether it is open. True if conclude()
/// comes later.
bool NetworkAttempt::verifyEnd(QNetworkAccessManager &manager)
{
    if (!m_answerBody.isEmpty() || m_answer.status >= 300 || m_answer.transfer != Transfer::Complete
        || !mayHaveBody(m_answer.method, m_answer.status) || !findHeader(m_answer.headers, "Transfer-Encoding"))
        return false;
    const QByteArray *const connection = findHeader(m_answer.headers, "Connection");
    if (connection && connection->toLower().contains("close"))
        return false;
    probe(manager, [this](bool isClosed) {
        if (isClosed)
            m_answer.transfer = Transfer::Malformed;
        conclude();
    });
    return true;
}

void NetworkAttempt::start()
{
    m_body = nullptr;
    m_reply = startReply();
    m_core.onNetwork.push_back(this);
    watch();
}

QNetworkReply *NetworkAttempt::startReply()
{
    QNetworkAccessManager &manager = m_core.manager();
    const QByteArray &method = m_plan->method;
    const bool hasDevice = m_opened != nullptr;
    const qint64 length = hasDevice ? m_openedLength : m_plan->body.size();
    m_bodyLength = length;
    // HTTP/2 does not repeat by itself, and its code in Qt has no use for an empty body. Qt tells of no deliveries
    // there.
    const bool mayBeHttp2 = m_core.config.allowHttp2 && m_plan->origin.scheme == "https"_L1;
    const bool mustGoOnce = !m_plan->isIdempotent && (length > 0 || !mayBeHttp2);
    m_isCounted = !mayBeHttp2;

    if (mustGoOnce || (hasDevice && m_opened->isSequential() && length > 0)) {
        auto *const body = hasDevice ? new OneShotBody(std::move(m_opened), length) : new OneShotBody(m_plan->body);
        m_request.setRawHeader("Content-Length", QByteArray::number(length));
        m_request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        // An empty body keeps Qt from repeating the request as well, but Qt does not tell of its delivery.
        m_isCounted = m_isCounted && length > 0;
        QNetworkReply *const reply = manager.sendCustomRequest(m_request, method, body);
        body->setParent(reply);
        m_body = body;
        return reply;
    }
    if (hasDevice) {
        m_request.setRawHeader("Content-Length", QByteArray::number(length));
        auto *const body = new FixedLengthBody(std::move(m_opened), length);
        // An empty one is not handed over: Qt would leave Content-Length out.
        QNetworkReply *const reply = length > 0 ? manager.sendCustomRequest(m_request, method, body)
                                                : manager.sendCustomRequest(m_request, method);
        body->setParent(reply);
        m_body = body;
        return reply;
    }
    if (length > 0)
        return manager.sendCustomRequest(m_request, method, m_plan->body);
    if (method == "GET")
        return manager.get(m_request);
    if (method == "HEAD")
        return manager.head(m_request);
    // Not post(): without a body it makes one of the query.
    return manager.sendCustomRequest(m_request, method);
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
    if (m_bodyLength > 0) {
        QObject::connect(reply, &QNetworkReply::uploadProgress, m_context, [this, reply](qint64 sent, qint64) {
            if (reply == m_reply)
                reportUpload(sent);
        });
    }
}

/// Qt reports a body that goes out once for each 16 KB, with what was sent as its total, and ends every transfer with 0
/// of 0.
void NetworkAttempt::reportUpload(qint64 sent)
{
    if (sent <= 0 || sent == m_uploaded)
        return;
    const auto now = std::chrono::steady_clock::now();
    const bool isRepeated = sent < m_uploaded;
    if (sent < m_bodyLength && !isRepeated && now - m_uploadReportedAt < LeastBetweenReports)
        return;
    m_uploaded = sent;
    m_uploadReportedAt = now;
    const ClientCore::NetworkSignal inside(m_core);
    m_owner.uploaded(sent, m_bodyLength);
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
    // Not aborted: at the error that may be on its way already Qt would print a warning.
    m_isTooLarge = true;
    replyFinished();
}

/// True if the device that is read has ended before the length that was said.
bool NetworkAttempt::isBodyShort() const
{
    if (!m_body)
        return false;
    if (const auto *const once = qobject_cast<const OneShotBody *>(m_body))
        return once->isShort();
    return static_cast<const FixedLengthBody *>(m_body)->isShort();
}

ReplyFacts NetworkAttempt::factsOf(const QNetworkReply &reply) const
{
    ReplyFacts facts;
    facts.method = m_plan->method;
    facts.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    facts.code = reply.error();
    facts.headers = headersOf(reply);
    facts.headerLimit = m_core.rules.maxHeaderSize;
    facts.isTooLarge = m_isTooLarge;
    if (facts.code != QNetworkReply::NoError) {
        facts.text = reply.errorString();
        facts.mayBeHttp2 = m_core.config.allowHttp2;
        facts.isShortRequest = isBodyShort();
    }
    if (facts.status >= 400)
        facts.reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    return facts;
}

void NetworkAttempt::replyFinished()
{
    const ClientCore::NetworkSignal inside(m_core);
    QNetworkReply *const reply = std::exchange(m_reply, nullptr);
    leaveNetwork();

    ReplyFacts facts = factsOf(*reply);
    QByteArray body;
    if (m_isTooLarge) {
        m_core.dispose(reply);
    } else {
        body = reply->readAll();
        m_ended = reply;
    }
    facts.bodySize = body.size();
    m_answer = facts.takeAnswer();
    m_answer.mayRepeat = m_plan->isIdempotent;
    m_answer.url = m_plan->request.url();
    m_answer.redirectsBefore = m_redirects;
    // A part of a packed body can not be unpacked.
    constexpr int PartialContent = 206;
    if (m_plan->unpacks && m_answer.status != PartialContent && mayHaveBody(m_answer.method, m_answer.status)
        && findHeader(m_answer.headers, "Content-Encoding")) {
        DecodedBody decoded = decodeContent(std::move(body), m_answer.headers, m_core.config.maxResponseSize);
        body = std::move(decoded.data);
        m_answer.content = decoded.fault;
    }
    m_answerBody = std::move(body);
    if (!verifyEnd(*reply->manager()))
        conclude();
}

/// Judges the answer that has come.
void NetworkAttempt::conclude()
{
    AnswerRules rules = m_core.rules;
    rules.errorStatuses = m_errorStatuses;
    AnswerVerdict verdict = judge(m_answer, rules);
    if (!m_isCounted && !verdict.neverLeft)
        ++m_deliveries;
    if (verdict.spoilsConnections) {
        const QNetworkAccessManager *const manager = m_ended->manager();
        m_core.retireManager(manager);
        abandonDoubtful(manager);
    }
    // Qt 6.4 goes on using a connection that the service has said goodbye to, and sends nothing on it.
    if (m_answer.transfer == Transfer::StreamRefused)
        m_core.retireManager(m_ended->manager());
    if (verdict.what == AnswerVerdict::What::Follow)
        return follow(std::move(verdict.redirect));
    classify(std::move(verdict));
    m_slot.release();
    m_owner.attemptEnded();
}

/// Lets the client's classifier judge an answer that is whole, and keeps what comes of it.
void NetworkAttempt::classify(AnswerVerdict &&verdict)
{
    using What = AnswerVerdict::What;
    const auto isWhole = [this] {
        return m_answer.transfer == Transfer::Complete && m_answer.content == ContentFault::None
            && m_answer.status >= 200
            && (!mayHaveBody(m_answer.method, m_answer.status)
                || m_answer.bodySize >= promisedLength(m_answer.headers).value_or(0));
    };
    const bool isByStatus = verdict.what == What::Success || m_answer.status >= 400
        || verdict.error.kind == ErrorKind::Api;
    if (m_core.classifier && isByStatus && isWhole()) {
        const auto classifier = m_core.classifier; // it may set another one
        const ReceivedAnswer seen{
            m_answer.method, m_answer.url,
            m_answer.status, m_answer.headers,
            m_answerBody,    verdict.what == What::Success ? std::nullopt : std::optional(verdict.error.kind)};
        const std::optional<ErrorKind> kind = (*classifier)(seen);
        if (!kind) {
            verdict = {};
        } else if (verdict.what == What::Success) {
            verdict.what = What::Failure;
            verdict.error = errorOfAnswer(*kind, m_answer);
            verdict.error.message = u"the answer counts as a failure"_s;
        } else {
            verdict.error.kind = *kind;
        }
    }
    if (verdict.what == What::Failure) {
        m_isCallersFault = verdict.isCallersFault;
        m_error = std::move(verdict.error);
        m_error->headers = std::move(m_answer.headers);
        if (m_answer.status > 0)
            m_error->body = std::move(m_answerBody);
        return;
    }
    m_response.status = m_answer.status;
    m_response.headers = std::move(m_answer.headers);
    m_response.body = std::move(m_answerBody);
    m_response.url = std::move(m_answer.url);
}

void NetworkAttempt::follow(Redirect redirect)
{
    RequestPlan next = *m_plan;
    if (redirect.becomesGet)
        RequestBuilder::makeGet(next);
    next.request.setUrl(redirect.url);
    if (redirect.leavesOrigin) {
        // For good: back at the first origin, it is somebody else who sends us there.
        RequestBuilder::dropCredentials(next);
        next.origin = Origin::of(redirect.url);
    }
    ++m_redirects;
    m_redirected = std::move(next);
    m_plan = &*m_redirected;
    if (redirect.leavesOrigin) {
        m_slot.release();
        m_slot = m_core.hosts.acquire(m_plan->origin, *this);
    }
    if (isReady())
        m_owner.attemptGoesOn();
}

/// An answer came that ended its request and is not the last: what follows it may be taken for the answer to a request
/// that went out on the same connection meanwhile. That may be any whose delivery Qt has not told of yet.
void NetworkAttempt::abandonDoubtful(const QNetworkAccessManager *manager)
{
    const std::vector<NetworkAttempt *> others = m_core.onNetwork;
    for (NetworkAttempt *const other : others) {
        const QNetworkReply *const reply = other->m_reply ? other->m_reply : other->m_probe;
        const bool isKnownToHaveLeft = (other->m_isCounted && other->m_deliveries > other->m_deliveriesBeforeHop)
            || other->isVerifying();
        if (reply->manager() == manager && other->m_plan->origin == m_plan->origin && !isKnownToHaveLeft)
            other->abandon();
    }
}

void NetworkAttempt::abandon()
{
    if (m_probe) { // nothing has gone out
        m_probe = nullptr;
        leaveNetwork();
        return start();
    }
    m_core.dispose(std::exchange(m_reply, nullptr));
    leaveNetwork();
    if (!m_plan->isIdempotent) {
        // It may have been delivered, and must not be twice.
        ++m_deliveries;
        m_isAbandoned = true;
        m_error = Error{};
        m_error->kind = ErrorKind::Connection;
        m_error->message = u"the connection was given up: an answer came on it that belongs to no request"_s;
        m_slot.release();
    }
    m_owner.attemptGotPlace();
}

void NetworkAttempt::leaveNetwork()
{
    std::erase(m_core.onNetwork, this);
}

void NetworkAttempt::stop(bool isOverdue)
{
    leaveQueue();
    if (m_probe) {
        if (isVerifying() && !m_isCounted)
            ++m_deliveries;
        m_probe = nullptr;
        leaveNetwork();
    }
    if (QNetworkReply *const reply = std::exchange(m_reply, nullptr)) { // from here on its signals are nobody's
        leaveNetwork();
        const bool isConnecting = m_deliveries == m_deliveriesBeforeHop;
        const bool isSlow = isOverdue || m_core.scheduler.clock().now() - m_sentAt > SlowConnect;
        if (!m_isCounted)
            ++m_deliveries;
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
