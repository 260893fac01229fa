// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultserver.h"

#include "lab/fault/faultconnection.h"
#include "lab/fault/faultendpoint.h"
#include "lab/fault/httpanswer.h"
#include "lab/fault/listeningport.h"
#include "lab/fault/requestroutes.h"

#include <QSet>
#include <QTimer>

#include <algorithm>
#include <vector>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// Endpoints that share their ports.
struct Group
{
    std::size_t index = 0; ///< in the routes
    std::vector<FaultEndpoint *> endpoints;
    std::vector<std::unique_ptr<ListeningPort>> ports;
    QSet<FaultConnection *> connections;
    bool isRefusing = false;
};

} // namespace

QUrl httpUrl(const QHostAddress &address, quint16 port)
{
    QUrl url;
    url.setScheme(u"http"_s);
    if (address == QHostAddress::AnyIPv6)
        url.setHost(u"::1"_s);
    else if (address == QHostAddress::AnyIPv4 || address == QHostAddress::Any)
        url.setHost(u"127.0.0.1"_s);
    else
        url.setHost(address.toString());
    url.setPort(port);
    return url;
}

class FaultServer::Private
{
public:
    Private(FaultServer *server, const QList<EndpointConfig> &all, Scheduler &s)
        : q(server)
        , configs(all)
        , routes(all)
        , scheduler(s)
    {
    }

    Group &groupOf(int endpoint) { return *groups[routes.groupOf(static_cast<std::size_t>(endpoint))]; }
    FaultEndpoint &endpoint(int index) { return *endpoints.at(static_cast<std::size_t>(index)); }
    void changed(int endpoint) { updateDoor(groupOf(endpoint)); }

    void makeGroups();
    void accept(Group &group, QTcpSocket *socket);
    void answer(const Group &group, const FaultRequest &request, FaultConnection &connection);
    void updateDoor(Group &group);
    void sweep();
    void scheduleSweeps();

    FaultServer *const q;
    const QList<EndpointConfig> configs;
    const RequestRoutes routes;
    Scheduler &scheduler;
    QTimer sweeper;
    QHostAddress address;
    Limits limits;
    Counts counts;
    int connections = 0;
    std::vector<std::unique_ptr<FaultEndpoint>> endpoints;
    std::vector<std::unique_ptr<Group>> groups;
};

FaultServer::FaultServer(const QList<EndpointConfig> &endpoints, quint64 seed, Scheduler &scheduler, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, endpoints, scheduler))
{
    const QList<quint64> streams = luckStreamsOf(endpoints);
    for (qsizetype i = 0; i < endpoints.size(); ++i)
        d->endpoints.push_back(std::make_unique<FaultEndpoint>(endpoints[i], FaultLuck(seed, streams[i]), scheduler));
    d->makeGroups();
    connect(&d->sweeper, &QTimer::timeout, this, [this] { d->sweep(); });
    d->scheduleSweeps();
}

FaultServer::~FaultServer()
{
    close();
}

const QList<EndpointConfig> &FaultServer::endpoints() const
{
    return d->configs;
}

Scheduler &FaultServer::scheduler() const
{
    return d->scheduler;
}

void FaultServer::setLimits(const Limits &limits)
{
    d->limits = limits;
    d->scheduleSweeps();
}

Expected<QList<QList<quint16>>, QString> FaultServer::listen(int ports, const QHostAddress &address, quint16 first)
{
    close();
    d->address = address;
    constexpr int highest = 65535;
    int next = first;
    const auto count = ports * static_cast<int>(d->groups.size());
    if (first != 0 && first + count - 1 > highest) {
        return Unexpected{
            u"cannot listen on %1 from port %2 on: the endpoints take %3 ports one after the other, and %4 is the highest"_s
                .arg(address.toString())
                .arg(first)
                .arg(count)
                .arg(highest)};
    }
    for (const auto &group : d->groups) {
        for (int i = 0; i < ports; ++i) {
            Group *const target = group.get();
            auto port = std::make_unique<ListeningPort>([this, target](QTcpSocket *s) { d->accept(*target, s); });
            if (const auto error = port->listen(address, static_cast<quint16>(first == 0 ? 0 : next++))) {
                close();
                return Unexpected{*error};
            }
            group->ports.push_back(std::move(port));
        }
        d->updateDoor(*group);
    }
    d->sweeper.start();
    QList<QList<quint16>> all;
    for (int i = 0; i < d->configs.size(); ++i)
        all.append(this->ports(i));
    return all;
}

QList<quint16> FaultServer::ports(int endpoint) const
{
    QList<quint16> numbers;
    for (const auto &port : d->groupOf(endpoint).ports)
        numbers.append(port->number());
    return numbers;
}

QStringList FaultServer::urls(int endpoint) const
{
    QStringList urls;
    for (const quint16 port : ports(endpoint)) {
        const QByteArray url = httpUrl(d->address, port).toEncoded() + d->endpoint(endpoint).path();
        urls.append(QString::fromUtf8(url));
    }
    return urls;
}

void FaultServer::close()
{
    d->sweeper.stop();
    for (const auto &group : d->groups) {
        group->ports.clear();
        group->isRefusing = false;
        qDeleteAll(std::exchange(group->connections, {}));
    }
    d->connections = 0;
}

void FaultServer::setPhase(int endpoint, const PhaseConfig &phase, std::optional<TimePoint> began)
{
    d->endpoint(endpoint).setPhase(phase, began ? *began : d->scheduler.clock().now());
    d->changed(endpoint);
}

void FaultServer::setOverride(int endpoint, const EndpointOverride &byHand)
{
    d->endpoint(endpoint).setOverride(byHand);
    d->changed(endpoint);
}

void FaultServer::breakEndpoint(int endpoint, const FaultConfig &fault)
{
    EndpointOverride byHand = state(endpoint).byHand;
    byHand.faults = {fault};
    setOverride(endpoint, byHand);
}

void FaultServer::heal(int endpoint)
{
    setOverride(endpoint, {});
}

EndpointState FaultServer::state(int endpoint) const
{
    EndpointState state = d->endpoint(endpoint).state();
    state.isRefusing = d->groupOf(endpoint).isRefusing;
    return state;
}

int FaultServer::openConnections() const
{
    return d->connections;
}

FaultServer::Counts FaultServer::counts() const
{
    return d->counts;
}

void FaultServer::Private::makeGroups()
{
    for (std::size_t i = 0; i < routes.groupCount(); ++i) {
        groups.push_back(std::make_unique<Group>());
        groups.back()->index = i;
        for (const std::size_t member : routes.endpointsOf(i))
            groups.back()->endpoints.push_back(endpoints[member].get());
    }
}

void FaultServer::Private::accept(Group &group, QTcpSocket *socket)
{
    if (connections >= limits.connections) {
        ++counts.turnedAway;
        socket->abort();
        socket->deleteLater();
        return;
    }
    ++counts.connections;
    ++connections;
    auto *const connection = new FaultConnection(
        socket, {.headerSize = limits.headerSize, .bodySize = limits.bodySize},
        [this, &group](const FaultRequest &request, FaultConnection &asking) { answer(group, request, asking); },
        scheduler, q);
    group.connections.insert(connection);
    QObject::connect(connection, &FaultConnection::closed, q, [this, &group, connection] {
        if (group.connections.remove(connection))
            --connections;
        connection->deleteLater();
    });
    connection->start();
}

void FaultServer::Private::answer(const Group &group, const FaultRequest &request, FaultConnection &connection)
{
    ++counts.requests;
    const RequestRoutes::Route route = routes.find(group.index, request.method, request.path);
    if (route.endpoint >= 0)
        return endpoint(route.endpoint).take(request, connection);

    HttpAnswer refusal{.status = route.status(), .body = "No such endpoint here.\n"};
    if (!route.allowed.isEmpty())
        refusal = {
            .status = route.status(), .headers = "Allow: " + route.allowed + "\r\n", .body = "Not with this method.\n"};
    connection.carryOut(wholeAnswer(std::move(refusal), request));
}

/// Opens or shuts the ports of @p group, as its endpoints have it at this moment.
void FaultServer::Private::updateDoor(Group &group)
{
    const bool refuses = std::ranges::all_of(group.endpoints,
                                             [](const FaultEndpoint *e) { return e->refusesConnections(); });
    if (refuses != std::exchange(group.isRefusing, refuses) && refuses) {
        const QSet<FaultConnection *> open = group.connections; // which shrinks meanwhile
        for (FaultConnection *const connection : open)
            connection->reset();
    }
    for (const auto &port : group.ports) {
        if (refuses)
            port->refuse();
        else
            port->open(); // again at the next sweep, if the system does not let it
    }
}

void FaultServer::Private::sweep()
{
    const TimePoint now = scheduler.clock().now();
    for (const auto &group : groups) {
        updateDoor(*group); // a ramp may have come to where everybody is refused
        const QSet<FaultConnection *> open = group->connections;
        for (FaultConnection *const connection : open)
            connection->sweep(now, limits.idleTime, limits.requestTime);
    }
}

void FaultServer::Private::scheduleSweeps()
{
    // One timer for all connections: limits of seconds need no precision, and a timer for each would cost every
    // request.
    using std::chrono::milliseconds;
    const Duration shortest = std::min(limits.idleTime, limits.requestTime);
    sweeper.setInterval(
        std::clamp(std::chrono::duration_cast<milliseconds>(shortest / 4), milliseconds(10), milliseconds(1000)));
}

} // namespace Fuseboard
