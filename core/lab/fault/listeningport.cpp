// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/listeningport.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

ListeningPort::ListeningPort(Accept accept)
{
    // A load that begins all at once must not wait a second for the kernel to try its SYN again.
    m_server.setListenBacklogSize(512);
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, accept = std::move(accept)] {
        while (QTcpSocket *const socket = m_server.nextPendingConnection())
            accept(socket);
    });
}

std::optional<QString> ListeningPort::listen(const QHostAddress &address, quint16 port, int connections)
{
    m_address = address;
    // Qt's own queue is for programs that do not take connections at once.
    m_server.setMaxPendingConnections(connections);
    // Linux lets two sockets that may share their address have one port while at most one of them listens.
    const bool isTaken = !m_place.bind(address, port, QAbstractSocket::ShareAddress);
    if (!isTaken && open())
        return std::nullopt;
    return u"cannot listen on %1 port %2: %3"_s.arg(address.toString())
        .arg(port)
        .arg(isTaken ? m_place.errorString() : m_server.errorString());
}

} // namespace Fuseboard
