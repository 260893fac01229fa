// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/controlserver.h"

#include "lab/fault/controlapi.h"
#include "lab/fault/faultconnection.h"
#include "lab/fault/faultserver.h"
#include "lab/fault/listeningport.h"

#include <QSet>
#include <QTimer>

#include <cstdlib> // says whether this is glibc
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MostConnections = 64;
constexpr auto IdleTime = 60s;
constexpr auto RequestTime = 10s;
// Endpoints wait while a body is read, so it may not be much larger than a fault with the longest body.
constexpr RequestParser::Limits ParserLimits{.headerSize = 16 * 1024, .bodySize = 2 * 1024 * 1024, .keepsBody = true};

// A program may keep what it frees (keptmemory.h). After a request or an answer of this size the memory goes back to the system.
constexpr qsizetype MuchMemory = 64 * 1024;

void releaseFreedMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/// "localhost:80", "127.0.0.1", "[::1]:8080" as host and port.
std::pair<QString, quint16> splitHost(const QByteArray &text)
{
    const qsizetype colon = text.lastIndexOf(':');
    const bool hasPort = colon > text.lastIndexOf(']');
    bool isNumber = true;
    const quint16 port = hasPort ? text.sliced(colon + 1).toUShort(&isNumber) : quint16(80);
    QString host = QString::fromLatin1(hasPort ? text.first(colon) : text);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    return {host, isNumber ? port : quint16(0)};
}

} // namespace

class ControlServer::Private
{
public:
    explicit Private(FaultServer &s)
        : server(s)
        , api(s)
        , port([this](QTcpSocket *socket) { accept(socket); })
    {
    }

    void accept(QTcpSocket *socket);
    HttpAnswer answer(const FaultRequest &request);
    bool isOurs(const QByteArray &host) const;

    FaultServer &server;
    ControlApi api;
    ListeningPort port;
    QHostAddress address;
    QTimer sweeper;
    QSet<FaultConnection *> connections;
    int releases = 0; ///< of memory that are still to come, one a sweep
};

ControlServer::ControlServer(FaultServer &server, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(server))
{
    connect(&d->sweeper, &QTimer::timeout, this, [this] {
        const TimePoint now = d->server.scheduler().clock().now();
        const QSet<FaultConnection *> all = d->connections; // which shrinks meanwhile
        for (FaultConnection *const connection : all)
            connection->sweep(now, IdleTime, RequestTime);
        if (d->releases > 0) {
            --d->releases;
            releaseFreedMemory();
        }
    });
    d->sweeper.setInterval(1s);
}

ControlServer::~ControlServer()
{
    qDeleteAll(std::exchange(d->connections, {}));
}

Expected<quint16, QString> ControlServer::listen(const QHostAddress &address, quint16 port)
{
    d->address = address;
    if (const auto error = d->port.listen(address, port))
        return Unexpected{*error};
    d->sweeper.start();
    return d->port.number();
}

void ControlServer::Private::accept(QTcpSocket *socket)
{
    if (connections.size() >= MostConnections) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    auto *const connection = new FaultConnection(
        socket, ParserLimits,
        [this](const FaultRequest &request, FaultConnection &asking) {
            const FaultAnswer whole = wholeAnswer(answer(request), request);
            if (request.body.size() > MuchMemory || whole.bytes.size() > MuchMemory)
                releases = 2; // the answer may not be fetched by the next sweep
            asking.carryOut(whole);
        },
        server.scheduler(), nullptr);
    connections.insert(connection);
    QObject::connect(connection, &FaultConnection::closed, &sweeper, [this, connection] {
        connections.remove(connection);
        connection->deleteLater();
    });
    connection->start();
}

HttpAnswer ControlServer::Private::answer(const FaultRequest &request)
{
    const QString own = u"http://localhost:%1"_s.arg(port.number());
    if (!isOurs(request.host)) {
        return ControlApi::error(403, u"the host \"%1\" is not this port's"_s.arg(QString::fromUtf8(request.host)),
                                 u"header Host"_s, u"use %1"_s.arg(own));
    }
    if (!request.origin.isEmpty()
        && !(request.origin.startsWith("http://") && isOurs(request.origin.sliced(qstrlen("http://"))))) {
        return ControlApi::error(403, u"pages of \"%1\" may not use this port"_s.arg(QString::fromUtf8(request.origin)),
                                 u"header Origin"_s, u"use it from programs, not from web pages"_s);
    }
    return api.answer(request);
}

bool ControlServer::Private::isOurs(const QByteArray &host) const
{
    const auto [name, number] = splitHost(host);
    if (number != port.number())
        return false;
    if (name.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return true;
    const QHostAddress literal(name);
    return !literal.isNull() && (literal.isLoopback() || !address.isLoopback());
}

} // namespace Fuseboard
