// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "wireclient.h"

#include <QDeadlineTimer>
#include <QTest>

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

// Only a test that fails waits so long.
constexpr auto Patience = std::chrono::seconds(20);

} // namespace

WireClient::WireClient(quint16 port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // The kernel completes it, without the server.
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        m_connectError = errno;
        close();
    } else {
        ::fcntl(m_socket, F_SETFL, O_NONBLOCK);
    }
}

WireClient::~WireClient()
{
    close();
}

bool WireClient::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    const QDeadlineTimer deadline(Patience);
    while (sent < bytes.size() && !deadline.hasExpired()) {
        const auto count = ::send(m_socket, bytes.data() + sent, static_cast<std::size_t>(bytes.size() - sent),
                                  MSG_NOSIGNAL);
        if (count >= 0)
            sent += count;
        else if (errno == EAGAIN)
            step();
        else
            return false;
    }
    return sent == bytes.size();
}

void WireClient::shutdownSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

void WireClient::close()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

/// Lets the server run and takes what has come; false at the end.
bool WireClient::step()
{
    QCoreApplication::processEvents();
    char buffer[65536];
    const auto count = ::recv(m_socket, buffer, m_isSlow ? 1000 : sizeof buffer, 0);
    if (count > 0) {
        m_received.append(buffer, count);
    } else if (count == 0) {
        m_end = End::Fin;
    } else if (errno == EAGAIN) {
        pollfd one{m_socket, POLLIN, 0};
        ::poll(&one, 1, 1);
    } else {
        m_end = errno == ECONNRESET ? End::Reset : End::Other;
    }
    return m_end == End::None;
}

QByteArray WireClient::receive(qsizetype size)
{
    const QDeadlineTimer deadline(Patience);
    while (m_received.size() < size && !deadline.hasExpired() && step()) {}
    return m_received;
}

QByteArray WireClient::receiveAnswers(int count)
{
    const auto wholeAnswers = [this] {
        int answers = 0;
        qsizetype at = 0;
        for (;;) {
            const qsizetype headerEnd = m_received.indexOf("\r\n\r\n", at);
            if (headerEnd < 0)
                return answers;
            const QByteArray header = m_received.sliced(at, headerEnd + 2 - at);
            qsizetype length = 0;
            if (const qsizetype field = header.indexOf("Content-Length: "); field >= 0)
                length = header.sliced(field + 16, header.indexOf('\r', field) - field - 16).toLongLong();
            if (m_received.size() < headerEnd + 4 + length)
                return answers;
            at = headerEnd + 4 + length;
            ++answers;
        }
    };
    const QDeadlineTimer deadline(Patience);
    while (wholeAnswers() < count && !deadline.hasExpired() && step()) {}
    return m_received;
}

WireClient::End WireClient::waitForEnd()
{
    const QDeadlineTimer deadline(Patience);
    while (m_end == End::None && !deadline.hasExpired())
        step();
    return m_end;
}

WireClient::End WireClient::quiet(std::chrono::milliseconds time)
{
    const QDeadlineTimer deadline(time);
    const qsizetype before = m_received.size();
    while (!deadline.hasExpired() && m_received.size() == before && step()) {}
    return m_end;
}
