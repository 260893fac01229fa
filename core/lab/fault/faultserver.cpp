// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultserver.h"

#include "lab/fault/faultconnection.h"
#include "lab/fault/httpanswer.h"
#include "lab/fault/phasemodel.h"
#include "resilience/base/eventloopscheduler.h"

#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <optional>
#include <vector>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

struct Endpoint
{
    QByteArray method;
    QByteArray path;
    FaultLuck luck;
    PhaseConfig phase;
    std::optional<FaultConfig> breakage;
    PhaseModel present;  ///< phase with breakage in it
    quint64 counted = 0; ///< requests that came without a number

    void settle()
    {
        PhaseConfig config = phase;
        if (breakage)
            config.faults = {*breakage};
        present = PhaseModel(config);
    }

    bool takes(const QByteArray &requested) const
    {
        return requested == method || (requested == "HEAD" && method == "GET");
    }
};

} // namespace

class FaultServer::Private
{
public:
    explicit Private(FaultServer *server)
        : q(server)
    {
    }

    bool listen(const QHostAddress &address, quint16 port, QString &error);
    void accept(QTcpServer &listener);
    FaultAnswer answer(const FaultRequest &request);
    FaultAnswer answerOf(Endpoint &endpoint, const FaultRequest &request);
    void sweep();
    void scheduleSweeps();

    FaultServer *const q;
    EventLoopScheduler scheduler;
    QTimer sweeper;
    Limits limits;
    Counts counts;
    std::vector<Endpoint> endpoints;
    std::vector<std::unique_ptr<QTcpServer>> listeners;
    QSet<FaultConnection *> connections;
};

FaultServer::FaultServer(const QList<EndpointConfig> &endpoints, quint64 seed, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
    for (const EndpointConfig &config : endpoints) {
        Endpoint endpoint;
        endpoint.method = config.method;
        endpoint.path = config.path.toUtf8();
        endpoint.luck = FaultLuck(seed, d->endpoints.size());
        if (!config.phases.isEmpty())
            endpoint.phase = config.phases.first();
        endpoint.settle();
        d->endpoints.push_back(std::move(endpoint));
    }
    connect(&d->sweeper, &QTimer::timeout, this, [this] { d->sweep(); });
    d->scheduleSweeps();
}

FaultServer::~FaultServer()
{
    close();
}

void FaultServer::setLimits(const Limits &limits)
{
    d->limits = limits;
    d->scheduleSweeps();
}

Expected<QList<quint16>, QString> FaultServer::listen(int ports, const QHostAddress &address, quint16 first)
{
    close();
    QList<quint16> taken;
    for (int i = 0; i < ports; ++i) {
        QString error;
        if (!d->listen(address, first == 0 ? quint16(0) : static_cast<quint16>(first + i), error)) {
            close();
            return Unexpected{error};
        }
        taken.append(d->listeners.back()->serverPort());
    }
    d->sweeper.start();
    return taken;
}

void FaultServer::close()
{
    d->sweeper.stop();
    d->listeners.clear();
    qDeleteAll(std::exchange(d->connections, {}));
}

void FaultServer::setPhase(int endpoint, const PhaseConfig &phase)
{
    Endpoint &target = d->endpoints.at(static_cast<std::size_t>(endpoint));
    target.phase = phase;
    target.settle();
}

void FaultServer::breakEndpoint(int endpoint, const FaultConfig &fault)
{
    Endpoint &target = d->endpoints.at(static_cast<std::size_t>(endpoint));
    target.breakage = fault;
    target.settle();
}

void FaultServer::heal(int endpoint)
{
    Endpoint &target = d->endpoints.at(static_cast<std::size_t>(endpoint));
    target.breakage.reset();
    target.settle();
}

int FaultServer::openConnections() const
{
    return static_cast<int>(d->connections.size());
}

FaultServer::Counts FaultServer::counts() const
{
    return d->counts;
}

bool FaultServer::Private::listen(const QHostAddress &address, quint16 port, QString &error)
{
    auto listener = std::make_unique<QTcpServer>();
    QTcpServer *const raw = listener.get();
    // Qt's own queue is for programs that do not take connections at once; ours is Limits::connections.
    listener->setMaxPendingConnections(limits.connections);
    // A load that begins all at once must not wait a second for the kernel to try its SYN again.
    listener->setListenBacklogSize(512);
    if (!listener->listen(address, port)) {
        error = u"cannot listen on %1 port %2: %3"_s.arg(address.toString()).arg(port).arg(listener->errorString());
        return false;
    }
    QObject::connect(raw, &QTcpServer::newConnection, q, [this, raw] { accept(*raw); });
    listeners.push_back(std::move(listener));
    return true;
}

void FaultServer::Private::accept(QTcpServer &listener)
{
    while (QTcpSocket *const socket = listener.nextPendingConnection()) {
        if (connections.size() >= limits.connections) {
            ++counts.turnedAway;
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++counts.connections;
        auto *const connection = new FaultConnection(
            socket, {limits.headerSize, limits.bodySize},
            [this](const FaultRequest &request) { return answer(request); }, scheduler, q);
        connections.insert(connection);
        QObject::connect(connection, &FaultConnection::closed, q, [this, connection] {
            connections.remove(connection);
            connection->deleteLater();
        });
        connection->start();
    }
}

FaultAnswer FaultServer::Private::answer(const FaultRequest &request)
{
    ++counts.requests;
    QByteArray allowed;
    for (Endpoint &endpoint : endpoints) {
        if (endpoint.path != request.path)
            continue;
        if (endpoint.takes(request.method))
            return answerOf(endpoint, request);
        allowed += allowed.isEmpty() ? endpoint.method : ", " + endpoint.method;
    }

    HttpAnswer refusal{.status = 404, .body = "No such endpoint here.\n"};
    if (!allowed.isEmpty())
        refusal = {.status = 405, .headers = "Allow: " + allowed + "\r\n", .body = "Not with this method.\n"};
    refusal.isHead = request.isHead();
    refusal.closes = !request.isKeepAlive;
    refusal.isKeptAlive10 = request.isHttp10;
    return {FaultAnswer::Kind::Bytes, {}, httpAnswer(refusal), refusal.closes};
}

FaultAnswer FaultServer::Private::answerOf(Endpoint &endpoint, const FaultRequest &request)
{
    const quint64 call = request.call ? *request.call : ++endpoint.counted;
    const FaultDraw draw = endpoint.present.draw(endpoint.luck, call, request.attempt, {});

    FaultAnswer answer;
    answer.delay = draw.latency;
    if (draw.fault && draw.fault->kind == FaultConfig::Kind::Hang) {
        answer.kind = FaultAnswer::Kind::Hang;
        return answer;
    }
    if (draw.fault && draw.fault->kind == FaultConfig::Kind::Reset) {
        answer.kind = FaultAnswer::Kind::Reset;
        return answer;
    }

    HttpAnswer content{.body = "ok\n"};
    if (draw.fault) {
        content.status = draw.fault->status;
        content.body = draw.fault->body;
        if (draw.fault->retryAfter) {
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(*draw.fault->retryAfter);
            content.headers = "Retry-After: " + QByteArray::number(qint64(seconds.count())) + "\r\n";
        }
    }
    content.isHead = request.isHead();
    content.closes = !request.isKeepAlive;
    content.isKeptAlive10 = request.isHttp10;
    answer.bytes = httpAnswer(content);
    answer.closes = content.closes;
    return answer;
}

void FaultServer::Private::sweep()
{
    const TimePoint now = scheduler.clock().now();
    const QSet<FaultConnection *> all = connections; // which shrinks meanwhile
    for (FaultConnection *const connection : all)
        connection->sweep(now, limits.idleTime, limits.requestTime);
}

void FaultServer::Private::scheduleSweeps()
{
    // One timer for all connections: limits of seconds need no precision, and a timer for each would cost every request.
    using std::chrono::milliseconds;
    const Duration shortest = std::min(limits.idleTime, limits.requestTime);
    sweeper.setInterval(
        std::clamp(std::chrono::duration_cast<milliseconds>(shortest / 4), milliseconds(10), milliseconds(1000)));
}

} // namespace Fuseboard
