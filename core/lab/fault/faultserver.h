// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointstate.h"
#include "resilience/base/expected.h"
#include "resilience/base/scheduler.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QUrl>

#include <memory>

namespace Fuseboard {

/// A flaky HTTP service on real sockets, for our own clients and anybody else's.
///
/// It answers the paths of its endpoints well (200) after the latency of their present phase, or does to a request what
/// one of the phase's faults says: on the wire, so that the client sees what a broken network or server would have
/// done. Which request meets which fault is drawn by its number (FaultLuck). A client tells the number in the header
/// "Fuseboard-Call: CALL.ATTEMPT"; requests without one are counted, endpoint by endpoint, from 1.
///
/// - Nothing of an answer comes before its latency is over. A hang and a reset at connect have none.
/// - Latency is the time at a worker. Beyond the workers a request waits, beyond the queue it is answered 503 at once.
///   A client that gives up frees neither its worker nor its place. What hangs or is reset at connect takes no worker.
/// - A drip: headers, then byte k of the body k / bytesPerSecond later.
/// - Truncate: the headers of a good answer, half of its body, a FIN. Reset at the body: the same with a RST.
/// - A redirect loop is a 302 to the request's own target, a 307 unless it is a GET or HEAD.
/// - Reset at connect is a RST for the requests that meet it. While all do, the endpoint's ports refuse connections
///   instead, and those that are open are reset; for this an endpoint that has such a fault in any phase has ports of
///   its own. Endpoints that share their ports, and have it set by hand, refuse when all of them do.
///
/// Another path is answered 404, another method 405, what is not HTTP 400 and then closed. HTTP/1.1 and 1.0,
/// connections kept, requests of one connection answered in order. A client that shuts down its sending side counts as
/// gone (QTcpSocket makes no difference).
///
/// Belongs to one thread with an event loop. Sends no signals: what happened is told by the clients, and by state() to
/// whoever asks.
class FaultServer : public QObject
{
    Q_OBJECT

public:
    /// What it bears from clients. Beyond: 431, 413, closed at once, closed, and 408.
    struct Limits
    {
        quint32 headerSize = 16 * 1024;                  ///< bytes; request line included
        quint64 bodySize = 1024 * 1024;                  ///< bytes
        int connections = 1024;                          ///< at once, over all ports
        Duration idleTime = std::chrono::seconds(60);    ///< of a connection between two requests
        Duration requestTime = std::chrono::seconds(30); ///< from a request's first byte to its last
    };

    /// What it has seen since it was made.
    struct Counts
    {
        quint64 connections = 0; ///< accepted
        quint64 turnedAway = 0;  ///< beyond Limits::connections
        quint64 requests = 0;    ///< whole ones, to any path
    };

    /// @p endpoints are valid (Scenario::validate()) and begin in their first phase. @p scheduler is that of this
    /// thread, and outlives the server.
    explicit FaultServer(const QList<EndpointConfig> &endpoints, quint64 seed,
                         Scheduler &scheduler = Scheduler::ofThread(), QObject *parent = nullptr);
    ~FaultServer() override;

    const QList<EndpointConfig> &endpoints() const;
    Scheduler &scheduler() const;

    void setLimits(const Limits &limits);

    /// Listens on @p ports ports for all endpoints together, and on as many for each that has ports of its own, at @p
    /// address: from @p first on, or on any that are free if @p first is 0. Each endpoint's ports, or what went wrong;
    /// then it listens on none.
    Expected<QList<QList<quint16>>, QString> listen(int ports = 1,
                                                    const QHostAddress &address = QHostAddress::LocalHost,
                                                    quint16 first = 0);

    /// The ports that endpoint @p endpoint is served on; none before listen().
    QList<quint16> ports(int endpoint) const;

    /// Where a client on this machine finds endpoint @p endpoint: an URL for each of its ports.
    QStringList urls(int endpoint) const;

    /// Stops listening and ends all connections.
    void close();

    /// @p endpoint, by its index, is like @p phase from its next request on. Its ramps begin at @p began, on the
    /// scheduler's clock; now, if that is absent. When a phase changes is the caller's business.
    void setPhase(int endpoint, const PhaseConfig &phase, std::optional<TimePoint> began = std::nullopt);

    /// Whatever its phase says, @p byHand is in force from the next request on, in place of what was before. What it
    /// holds is valid (faultcheck.h). A greater capacity begins work on those that wait; a smaller one drops nobody.
    void setOverride(int endpoint, const EndpointOverride &byHand);

    /// @p fault takes the place of the faults, until heal().
    void breakEndpoint(int endpoint, const FaultConfig &fault = defaultBreakage());

    /// Nothing is set by hand any more.
    void heal(int endpoint);

    EndpointState state(int endpoint) const;

    int openConnections() const;
    Counts counts() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Where a client on this machine reaches a server that listens at @p address on @p port.
QUrl httpUrl(const QHostAddress &address, quint16 port);

} // namespace Fuseboard
