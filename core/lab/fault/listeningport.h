// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <optional>

namespace Fuseboard {

/// A port that can refuse connections for a while and is not lost meanwhile: another socket, which does not listen,
/// keeps its number from being given to anybody else.
class ListeningPort
{
public:
    using Accept = std::function<void(QTcpSocket *)>;

    /// @p accept is given each new connection, and owns it.
    explicit ListeningPort(Accept accept);

    /// Takes @p port, or a free one for 0, and listens. What went wrong, if it did; then it is of no use.
    std::optional<QString> listen(const QHostAddress &address, quint16 port, int connections);

    /// From now on connecting is refused, and what was not accepted yet is reset. Until open().
    void refuse() { m_server.close(); }

    /// Listens again; false if the system does not let it.
    bool open() { return m_server.isListening() || m_server.listen(m_address, number()); }

    quint16 number() const { return m_place.localPort(); }

private:
    QHostAddress m_address;
    QTcpSocket m_place;
    QTcpServer m_server;
};

} // namespace Fuseboard
