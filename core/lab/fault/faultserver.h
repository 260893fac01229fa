// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "resilience/base/expected.h"

#include <QHostAddress>
#include <QList>
#include <QObject>

#include <memory>

namespace Fuseboard {

/// A flaky HTTP service on real sockets, for our own clients and anybody else's.
///
/// It answers the paths of its endpoints well (200) after the latency of their present phase, or does to a request what one
/// of the phase's faults says: on the wire, so that the client sees what a broken network or server would have done. Which
/// request meets which fault is drawn by its number (FaultLuck). A client tells the number in the header
/// "Fuseboard-Call: CALL.ATTEMPT"; requests without one are counted, endpoint by endpoint, from 1.
///
/// Another path is answered 404, another method 405, what is not HTTP 400 and then closed. HTTP/1.1 and 1.0, connections
/// kept, requests of one connection answered in order. A client that shuts down its sending side counts as gone (QTcpSocket
/// makes no difference).
///
/// Belongs to one thread with an event loop. Sends no signals: what happened is told by the clients.
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

    /// @p endpoints are valid (Scenario::validate()) and begin in their first phase.
    explicit FaultServer(const QList<EndpointConfig> &endpoints, quint64 seed, QObject *parent = nullptr);
    ~FaultServer() override;

    void setLimits(const Limits &limits);

    /// Listens on @p ports ports at @p address, from @p first on, or on any that are free if @p first is 0. The ports, or
    /// what went wrong; then it listens on none.
    Expected<QList<quint16>, QString> listen(int ports = 1, const QHostAddress &address = QHostAddress::LocalHost,
                                             quint16 first = 0);

    /// Stops listening and ends all connections.
    void close();

    /// @p endpoint, by its index, is like @p phase from its next request on. When it changes is the caller's business.
    void setPhase(int endpoint, const PhaseConfig &phase);

    /// Whatever its phase says, @p fault takes the place of the phase's faults until heal().
    void breakEndpoint(int endpoint, const FaultConfig &fault);
    void heal(int endpoint);

    int openConnections() const;
    Counts counts() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
