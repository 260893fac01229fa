// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/wire.h"

#include <QTcpSocket>

#include <algorithm>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace Fuseboard {

void resetConnection(QTcpSocket &socket)
{
    // With no time to linger, close() drops what is unsent and sends a RST; abort() closes without a shutdown() before.
    const linger none{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    socket.abort();
}

void endSending(QTcpSocket &socket)
{
    ::shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_WR);
}

void sendNow(QTcpSocket &socket, const QByteArray &bytes)
{
    qsizetype sent = 0;
    if (socket.bytesToWrite() == 0 && !bytes.isEmpty()) {
        const auto count = ::send(static_cast<int>(socket.socketDescriptor()), bytes.constData(),
                                  static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        sent = std::max<qsizetype>(count, 0); // what is wrong with it QTcpSocket finds out too
    }
    if (sent < bytes.size())
        socket.write(bytes.constData() + sent, bytes.size() - sent);
}

void keepAlive(qintptr descriptor)
{
    const auto set = [descriptor](int level, int option, int value) {
        ::setsockopt(static_cast<int>(descriptor), level, option, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 45); // seconds
    set(IPPROTO_TCP, TCP_KEEPINTVL, 15);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
}

bool hasSentAll(const QTcpSocket &socket)
{
    int unsent = 0;
    return socket.bytesToWrite() == 0
        && (::ioctl(static_cast<int>(socket.socketDescriptor()), SIOCOUTQNSD, &unsent) != 0 || unsent == 0);
}

} // namespace Fuseboard
