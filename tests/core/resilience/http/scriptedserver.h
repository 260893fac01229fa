// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

/// What a ScriptedServer does with one request.
struct Answer
{
    enum class Then { KeepOpen, Close, Reset };

    QByteArray bytes; ///< written as they are; a head is the author's business
    Then then = Then::KeepOpen;
    std::chrono::milliseconds dripEvery{0}; ///< > 0: one byte at a time
    QByteArray first;                       ///< written before, at once

    static Answer ok(const QByteArray &body = "ok", const QByteArray &headers = {})
    {
        return status(200, headers, body);
    }

    /// @p headers end each with CRLF.
    static Answer status(int code, const QByteArray &headers = {}, const QByteArray &body = {});
    static Answer redirect(int code, const QUrl &to) { return status(code, "Location: " + to.toEncoded() + "\r\n"); }
    static Answer hang() { return {}; }
    static Answer raw(const QByteArray &bytes) { return {bytes, Then::KeepOpen, {}, {}}; }
    static Answer close(const QByteArray &bytes = {}) { return {bytes, Then::Close, {}, {}}; }
    static Answer reset(const QByteArray &bytes = {}) { return {bytes, Then::Reset, {}, {}}; }
    static Answer drip(const QByteArray &bytes, std::chrono::milliseconds every, const QByteArray &first = {})
    {
        return {bytes, Then::KeepOpen, every, first};
    }
};

/// A server for tests that does on the wire what it is told, and remembers all it was sent. Lives in the test's
/// event loop.
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray method;
        QByteArray target;
        QList<std::pair<QByteArray, QByteArray>> headers;
        QByteArray body;
        int connection = 0; ///< counted from 0

        bool has(const QByteArray &name) const;
        QByteArray header(const QByteArray &name) const;
    };

    using Handler = std::function<Answer(const Request &)>;

    enum class Security { None, SelfSigned };

    explicit ScriptedServer(Security security = Security::None);
    ~ScriptedServer() override;

    /// Of the self-signed one.
    static QSslCertificate certificate();
    static QSslKey privateKey();

    quint16 port() const;
    QUrl url(const QByteArray &path = {}) const;

    /// The answers to come, one per request; the last one stays.
    void setScript(QList<Answer> answers);
    void setHandler(Handler handler) { m_handler = std::move(handler); }

    /// Sent on every connection that is waiting for an answer.
    void answerPending(const Answer &reply);

    /// Does @p answer on every connection that is not waiting for an answer, or on connection number @p only.
    void sendUnasked(const Answer &answer, int only = -1);

    /// Closes every connection as it is accepted.
    void setClosesOnAccept(bool on) { m_closesOnAccept = on; }

    /// Closes every connection; each is gone once the peer has seen it.
    void closeConnections();

    const QList<Request> &requests() const { return m_requests; }
    int connections() const { return m_accepted; }
    int openConnections() const { return int(m_connections.size()); }

Q_SIGNALS:
    void requestReceived(int number);
    void connectionOpened();
    void connectionClosed();

private:
    struct Connection;

    void accept();
    void read(Connection &connection);
    void answer(Connection &connection, const Answer &answer);
    void forget(Connection *connection);

    std::unique_ptr<QTcpServer> m_server;
    bool m_isSecure = false;
    bool m_closesOnAccept = false;
    int m_accepted = 0;
    Handler m_handler;
    QList<Request> m_requests;
    std::vector<std::unique_ptr<Connection>> m_connections;
};

/// A port on which nobody listens.
quint16 unusedPort();
