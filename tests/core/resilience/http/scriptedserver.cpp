// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scriptedserver.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTimer>

#include <algorithm>
#include <sys/socket.h>

namespace {

// Made for these tests, signed by itself, worth nothing anywhere else.
constexpr char TestKey[] = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgc3ryPgcZp/oLvTxX
QHZyp0ngwp8/VnWazyZ7Zzc2Zw2hRANCAASkHtHEuCDUKcZULANuxhuMKvdKxGk6
t/HbU/HYgkcYLX4J9l/PWDqMtKyK4k3BNiC4+w+MiCfWgcFmKvWbyoqO
-----END PRIVATE KEY-----
)";
constexpr char TestCertificate[] = R"(-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUXCL6hdtkSH1dpWcvFzkvzc0u5hAwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEyMzQ1MloYDzIxMjYxMDMw
MTIzNDUyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASkHtHEuCDUKcZULANuxhuMKvdKxGk6t/HbU/HYgkcYLX4J9l/PWDqM
tKyK4k3BNiC4+w+MiCfWgcFmKvWbyoqOo28wbTAdBgNVHQ4EFgQU9ZDj9vUGGHls
eo4QQVrJTWUEz9EwHwYDVR0jBBgwFoAU9ZDj9vUGGHlseo4QQVrJTWUEz9EwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhANjG1nyEiQoaEBZ8jQjbaldLIC5djni/5s/CEv1djhucAiEA
gL+JxK8IHMHKiJXXENMlayvwoISIcboD98mTDtkqZjs=
-----END CERTIFICATE-----
)";

} // namespace

struct ScriptedServer::Connection
{
    QPointer<QTcpSocket> socket;
    int number = 0;
    QByteArray buffer;
    bool isWaiting = false;
    QTimer drip;
    QByteArray toDrip;
    qsizetype needed = 0; ///< bytes of a large request, so that it is not parsed again for each piece
};

Answer Answer::status(int code, const QByteArray &headers, const QByteArray &body)
{
    // The reason is the code again: short heads, and nothing depends on it.
    const QByteArray number = QByteArray::number(code);
    QByteArray bytes = "HTTP/1.1 " + number + " Reason" + number + "\r\n" + headers;
    if (code != 204 && code != 304)
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return raw(bytes + "\r\n" + body);
}

bool ScriptedServer::Request::has(const QByteArray &name) const
{
    return std::any_of(headers.cbegin(), headers.cend(),
                       [&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

QByteArray ScriptedServer::Request::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

ScriptedServer::ScriptedServer(Security security)
    : m_isSecure(security == Security::SelfSigned)
    , m_handler([](const Request &) { return Answer::ok(); })
{
    if (m_isSecure) {
        auto server = std::make_unique<QSslServer>();
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(certificate());
        configuration.setPrivateKey(privateKey());
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        server->setSslConfiguration(configuration);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    m_server->setProxy(QNetworkProxy::NoProxy);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("the test server can not listen: %s", qPrintable(m_server->errorString()));
}

ScriptedServer::~ScriptedServer()
{
    for (const auto &connection : m_connections) {
        if (connection->socket)
            connection->socket->disconnect(this);
    }
}

QSslCertificate ScriptedServer::certificate()
{
    return QSslCertificate(QByteArray(TestCertificate));
}

QSslKey ScriptedServer::privateKey()
{
    return QSslKey(QByteArray(TestKey), QSsl::Ec);
}

quint16 ScriptedServer::port() const
{
    return m_server->serverPort();
}

QUrl ScriptedServer::url(const QByteArray &path) const
{
    return QUrl::fromEncoded((m_isSecure ? "https" : "http") + QByteArray("://127.0.0.1:") + QByteArray::number(port())
                             + path);
}

void ScriptedServer::setScript(QList<Answer> answers)
{
    m_handler = [answers = std::move(answers), next = qsizetype(0)](const Request &) mutable {
        return answers.at(std::min(next++, answers.size() - 1));
    };
}

void ScriptedServer::answerPending(const Answer &reply)
{
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        if (m_connections[i]->isWaiting)
            answer(*m_connections[i], reply);
    }
}

void ScriptedServer::sendUnasked(const Answer &unasked, int only)
{
    for (std::size_t i = m_connections.size(); i-- > 0;) {
        if (!m_connections[i]->isWaiting && (only < 0 || m_connections[i]->number == only))
            answer(*m_connections[i], unasked);
    }
}

void ScriptedServer::closeConnections()
{
    for (const auto &connection : m_connections) {
        // Only this end: that the peer closes too shows that it has seen it.
        if (connection->socket)
            ::shutdown(int(connection->socket->socketDescriptor()), SHUT_WR);
    }
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        auto owned = std::make_unique<Connection>();
        Connection *connection = owned.get();
        connection->socket = socket;
        connection->number = m_accepted++;
        m_connections.push_back(std::move(owned));
        connect(socket, &QTcpSocket::readyRead, this, [this, connection] { read(*connection); });
        connect(socket, &QTcpSocket::disconnected, this, [this, connection] { forget(connection); });
        connect(&connection->drip, &QTimer::timeout, this, [connection] {
            if (connection->toDrip.isEmpty() || !connection->socket) {
                connection->drip.stop();
                return;
            }
            connection->socket->write(connection->toDrip.left(1));
            connection->toDrip.remove(0, 1);
        });
        Q_EMIT connectionOpened();
        if (m_closesOnAccept)
            socket->disconnectFromHost();
        else if (socket->bytesAvailable() > 0)
            read(*connection);
    }
}

void ScriptedServer::read(Connection &connection)
{
    connection.buffer += connection.socket->readAll();
    while (!connection.isWaiting && connection.buffer.size() >= connection.needed) {
        const qsizetype end = connection.buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        Request request;
        request.connection = connection.number;
        QList<QByteArray> lines = connection.buffer.left(end).split('\n');
        const QList<QByteArray> start = lines.takeFirst().trimmed().split(' ');
        request.method = start.value(0);
        request.target = start.value(1);
        for (const QByteArray &line : std::as_const(lines)) {
            const qsizetype colon = line.indexOf(':');
            request.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
        }
        const qsizetype length = request.header("Content-Length").toLongLong();
        connection.needed = end + 4 + length;
        if (connection.buffer.size() < connection.needed)
            return;
        connection.needed = 0;
        request.body = connection.buffer.mid(end + 4, length);
        connection.buffer.remove(0, end + 4 + length);
        connection.isWaiting = true;
        m_requests.append(request);
        const QPointer<QTcpSocket> alive = connection.socket;
        Q_EMIT requestReceived(int(m_requests.size()) - 1);
        if (!alive)
            return;
        answer(connection, m_handler(request));
        if (!alive)
            return;
    }
}

void ScriptedServer::answer(Connection &connection, const Answer &answer)
{
    if (!connection.socket)
        return;
    // An empty answer that keeps the connection open hangs: the request stays open.
    if (answer.bytes.isEmpty() && answer.then == Answer::Then::KeepOpen)
        return;
    connection.isWaiting = false;
    if (answer.dripEvery.count() > 0) {
        connection.socket->write(answer.first);
        connection.toDrip = answer.bytes;
        connection.drip.start(answer.dripEvery);
        return;
    }
    connection.socket->write(answer.bytes);
    switch (answer.then) {
    case Answer::Then::KeepOpen:
        break;
    case Answer::Then::Close:
        connection.socket->disconnectFromHost();
        break;
    case Answer::Then::Reset: {
        connection.socket->flush();
        const linger hard{1, 0};
        ::setsockopt(int(connection.socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        connection.socket->abort();
        break;
    }
    }
}

void ScriptedServer::forget(Connection *connection)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [connection](const auto &owned) { return owned.get() == connection; });
    if (found == m_connections.end())
        return;
    if (connection->socket)
        connection->socket->deleteLater();
    // Its own functions may be on the stack.
    (*found)->drip.stop();
    std::shared_ptr<Connection> dying = std::move(*found);
    m_connections.erase(found);
    QMetaObject::invokeMethod(
        this, [dying] {}, Qt::QueuedConnection);
    Q_EMIT connectionClosed();
}

quint16 unusedPort()
{
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy);
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}
