// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/listeningport.h"

#include "lab/fault/wire.h"

#include <QNetworkProxy>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// How long to wait for a descriptor that another connection gives back. A connection that waits keeps its place in the
// kernel's queue.
constexpr auto PauseTime = 50ms;

// Others have their turn in between.
constexpr int MostAtOnce = 256;

bool isShortage(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/// Whether the connection that was next has failed by itself (accept(2)), or a signal came: then another may be there.
bool isForThisOneOnly(int error)
{
    return error == ECONNABORTED || error == EINTR || error == EPROTO || error == EPERM;
}

} // namespace

ListeningPort::ListeningPort(Accept accept)
    : m_accept(std::move(accept))
{
    m_place.setProxy(QNetworkProxy::NoProxy);
    m_server.setProxy(QNetworkProxy::NoProxy);
    // A load that begins all at once must not wait a second for the kernel to try its SYN again.
    m_server.setListenBacklogSize(512);
    m_pause.setSingleShot(true);
    m_pause.setInterval(PauseTime);
    QObject::connect(&m_pause, &QTimer::timeout, &m_pause, [this] {
        if (m_notifier)
            m_notifier->setEnabled(true);
    });
}

ListeningPort::~ListeningPort() = default;

std::optional<QString> ListeningPort::listen(const QHostAddress &address, quint16 port)
{
    m_address = address;
    // Linux lets two sockets that may share their address have one port while at most one of them listens.
    const bool isTaken = !m_place.bind(address, port, QAbstractSocket::ShareAddress);
    if (!isTaken && open())
        return std::nullopt;
    return u"cannot listen on %1 port %2: %3"_s.arg(address.toString())
        .arg(port)
        .arg(isTaken ? m_place.errorString() : m_server.errorString());
}

bool ListeningPort::open()
{
    if (m_notifier)
        return true;
    if (!m_server.listen(m_address, number()))
        return false;
    // QTcpServer alone tries to accept again and again, without a pause, when the process has no descriptor left.
    m_server.pauseAccepting();
    const qintptr descriptor = m_server.socketDescriptor();
    keepAlive(descriptor);
    m_notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { acceptAll(); });
    return true;
}

void ListeningPort::refuse()
{
    m_pause.stop();
    if (m_notifier) {
        // It may be the one that is being served.
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    m_server.close();
}

void ListeningPort::acceptAll()
{
    for (int i = 0; i < MostAtOnce; ++i) {
        // accept() may have made this port refuse, or another handler of it.
        if (!m_notifier)
            return;
        const int descriptor = ::accept4(static_cast<int>(m_server.socketDescriptor()), nullptr, nullptr,
                                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) {
            const int error = errno;
            if (isForThisOneOnly(error))
                continue;
            if (isShortage(error))
                pause(std::strerror(error));
            return;
        }
        auto socket = std::make_unique<QTcpSocket>();
        socket->setProxy(QNetworkProxy::NoProxy);
        if (socket->setSocketDescriptor(descriptor))
            m_accept(socket.release());
        else
            ::close(descriptor);
    }
}

void ListeningPort::pause(const char *reason)
{
    static std::atomic_bool isSaid = false;
    if (!isSaid.exchange(true)) {
        qWarning("port %d cannot accept connections for now: %s. They wait until others close (said once)",
                 int(number()), reason);
    }
    m_notifier->setEnabled(false);
    m_pause.start();
}

} // namespace Fuseboard
