// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What FaultServer costs on top of a bare QTcpServer that answers whatever comes with the same bytes. Sixteen
// connections with one request each under way, from a loop of plain sockets on this thread; the server has a thread of
// its own and is what the loop waits for.

#include "lab/fault/faultserver.h"
#include "runbenchmarks.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <semaphore>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace Fuseboard;
using namespace Qt::StringLiterals;

constexpr int Connections = 16;
constexpr int RequestsPerIteration = 20'000;
constexpr std::string_view Request = "GET /orders HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: bench\r\nAccept: "
                                     "*/*\r\nFuseboard-Call: 17.1\r\n\r\n";
constexpr std::string_view Answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n";

/// A server on a thread of its own.
class ServerThread
{
public:
    /// @p make makes it there, has it listen, and says on which port; what it returns lives as long as this.
    explicit ServerThread(std::function<std::shared_ptr<QObject>(quint16 &)> make)
        : m_thread(QThread::create([this, make = std::move(make)] {
            const std::shared_ptr<QObject> server = make(m_port);
            m_ready.release();
            QEventLoop().exec();
        }))
    {
        m_thread->start();
        m_ready.acquire();
    }
    ~ServerThread()
    {
        m_thread->quit();
        m_thread->wait();
    }
    Q_DISABLE_COPY_MOVE(ServerThread)

    quint16 port() const { return m_port; }

private:
    quint16 m_port = 0;
    std::binary_semaphore m_ready{0};
    std::unique_ptr<QThread> m_thread;
};

std::shared_ptr<QObject> bareServer(quint16 &port)
{
    auto server = std::make_shared<QTcpServer>();
    server->setProxy(QNetworkProxy::NoProxy);
    QObject::connect(server.get(), &QTcpServer::newConnection, server.get(), [raw = server.get()] {
        while (QTcpSocket *const socket = raw->nextPendingConnection()) {
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                // One request at a time comes on a connection, and in one piece.
                if (socket->readAll().endsWith("\r\n\r\n"))
                    socket->write(Answer.data(), static_cast<qint64>(Answer.size()));
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    server->listen(QHostAddress::LocalHost);
    port = server->serverPort();
    return server;
}

std::shared_ptr<QObject> faultServer(quint16 &port)
{
    EndpointConfig orders;
    orders.name = u"orders"_s;
    orders.path = u"/orders"_s;
    PhaseConfig healthy;
    healthy.latency = FixedLatency{};
    orders.phases = {healthy};
    auto server = std::make_shared<FaultServer>(QList{orders}, 1);
    if (const auto ports = server->listen())
        port = ports->first().first();
    return server;
}

std::vector<pollfd> connectAll(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::vector<pollfd> sockets;
    for (int i = 0; i < Connections; ++i) {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
            sockets.push_back({socket, POLLIN, 0});
        else
            ::close(socket);
    }
    return sockets;
}

bool sendRequest(int socket)
{
    return ::send(socket, Request.data(), Request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(Request.size());
}

/// Has @p count requests answered; false if one was not, or not as expected.
bool askAll(std::vector<pollfd> &sockets, int count)
{
    int sent = 0;
    int answered = 0;
    for (const pollfd &socket : sockets) {
        if (!sendRequest(socket.fd))
            return false;
        ++sent;
    }
    char buffer[4096];
    while (answered < count) {
        if (::poll(sockets.data(), sockets.size(), 10'000) <= 0)
            return false;
        for (const pollfd &socket : sockets) {
            if (!socket.revents)
                continue;
            const ssize_t got = ::recv(socket.fd, buffer, sizeof buffer, 0);
            if (got <= 0 || std::string_view(buffer, static_cast<std::size_t>(got)) != Answer)
                return false;
            ++answered;
            if (sent < count) {
                if (!sendRequest(socket.fd))
                    return false;
                ++sent;
            }
        }
    }
    return true;
}

void get(benchmark::State &state, std::shared_ptr<QObject> (*make)(quint16 &))
{
    const ServerThread server(make);
    std::vector<pollfd> sockets = connectAll(server.port());
    if (sockets.size() != Connections)
        state.SkipWithError("cannot connect");
    for (auto _ : state) {
        if (!askAll(sockets, RequestsPerIteration)) {
            state.SkipWithError("a request was not answered as expected");
            break;
        }
    }
    state.SetItemsProcessed(state.iterations() * RequestsPerIteration);
    for (const pollfd &socket : sockets)
        ::close(socket.fd);
}

} // namespace

BENCHMARK_CAPTURE(get, BareServer, bareServer)->Name("BareServer/get")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(get, FaultServer, faultServer)->Name("FaultServer/get")->Unit(benchmark::kMillisecond)->UseRealTime();

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return runBenchmarks(argc, argv);
}
