// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QHostAddress>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace Fuseboard {

/// A port that can refuse connections for a while and is not lost meanwhile: another socket, which does not listen,
/// keeps its number from being given to anybody else.
///
/// No proxy is used, whatever the environment or the application says: the port is one of this machine. Connections that
/// it accepts have TCP keepalive, so that a client that vanished is noticed within two minutes, also while its request
/// hangs.
class ListeningPort
{
public:
    using Accept = std::function<void(QTcpSocket *)>;

    /// @p accept is given each new connection, and owns it.
    explicit ListeningPort(Accept accept);
    ~ListeningPort();
    Q_DISABLE_COPY_MOVE(ListeningPort)

    /// Takes @p port, or a free one for 0, and listens. What went wrong, if it did; then it is of no use.
    std::optional<QString> listen(const QHostAddress &address, quint16 port);

    /// From now on connecting is refused, and what was not accepted yet is reset. Until open().
    void refuse();

    /// Listens again; false if the system does not let it.
    bool open();

    quint16 number() const { return m_place.localPort(); }

private:
    void acceptAll();
    void pause(const char *reason);

    Accept m_accept;
    QHostAddress m_address;
    QTcpSocket m_place;
    QTcpServer m_server;
    std::unique_ptr<QSocketNotifier> m_notifier; ///< while it listens
    QTimer m_pause;                              ///< while the system has nothing left for another connection
};

} // namespace Fuseboard
