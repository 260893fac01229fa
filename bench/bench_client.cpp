// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What ApiClient costs on top of a bare QNetworkAccessManager: GETs over loopback, six outstanding, the same server
// in the same run. The server is another process, so that its work is in neither figure; the CPU time is that of
// this whole process, Qt's HTTP thread included.

#include "resilience/http/apiclient.h"
#include "runbenchmarks.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int Outstanding = 6;
constexpr int CallsPerIteration = 3000;

[[noreturn]] void serve(int listener)
{
    static constexpr char Answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    std::vector<pollfd> sockets{{listener, POLLIN, 0}};
    std::vector<char> buffer(64 * 1024);
    for (;;) {
        ::poll(sockets.data(), sockets.size(), -1);
        if (sockets[0].revents & POLLIN) {
            const int accepted = ::accept(listener, nullptr, nullptr);
            const int on = 1;
            ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            sockets.push_back({accepted, POLLIN, 0});
        }
        for (std::size_t i = sockets.size() - 1; i > 0; --i) {
            if (!sockets[i].revents)
                continue;
            // One request at a time comes on a connection, and its head in one piece.
            const ssize_t got = ::recv(sockets[i].fd, buffer.data(), buffer.size(), 0);
            if (got <= 0 || ::send(sockets[i].fd, Answer, sizeof Answer - 1, MSG_NOSIGNAL) < 0) {
                ::close(sockets[i].fd);
                sockets.erase(sockets.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
    }
}

/// A responder in a process of its own, which ends with this one.
class Server
{
public:
    Server()
    {
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(listener, 64) != 0
            || ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
            std::perror("bench_client: the server can not listen");
            std::exit(1);
        }
        m_port = ntohs(address.sin_port);
        m_process = ::fork();
        if (m_process == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            serve(listener);
        }
        ::close(listener);
    }

    ~Server()
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    Q_DISABLE_COPY_MOVE(Server)

    QUrl url() const
    {
        QUrl url;
        url.setScheme(QStringLiteral("http"));
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(m_port);
        return url;
    }

private:
    int m_port = 0;
    pid_t m_process = -1;
};

QUrl serverUrl;

/// Starts calls with @p start(done) so that six are outstanding, until all have called done(true).
template<typename Start>
void runCalls(benchmark::State &state, Start start)
{
    QEventLoop loop;
    for (auto _ : state) {
        int started = 0;
        int ended = 0;
        int failed = 0;
        std::function<void(bool)> done;
        const auto next = [&] {
            ++started;
            start(done);
        };
        done = [&](bool isGood) {
            failed += isGood ? 0 : 1;
            if (++ended == CallsPerIteration)
                loop.quit();
            else if (started < CallsPerIteration)
                next();
        };
        for (int i = 0; i < Outstanding; ++i)
            next();
        loop.exec();
        if (failed > 0) {
            state.SkipWithError("calls failed");
            break;
        }
    }
    state.SetItemsProcessed(state.iterations() * CallsPerIteration);
}

// As somebody would write it who knows what to set: no proxy lookup, a time limit, the body read, the reply deleted.
void rawManagerGet(benchmark::State &state)
{
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    QUrl url = serverUrl;
    url.setPath(QStringLiteral("/data"));
    runCalls(state, [&](std::function<void(bool)> &done) {
        QNetworkRequest request(url);
        request.setTransferTimeout(30'000);
        QNetworkReply *const reply = manager.get(request);
        QObject::connect(reply, &QNetworkReply::finished, &manager, [reply, &done] {
            const bool isGood = reply->error() == QNetworkReply::NoError && reply->readAll() == "ok";
            reply->deleteLater();
            done(isGood);
        });
    });
}

// The whole policy: breaker, retry, both time limits.
void apiClientGet(benchmark::State &state)
{
    Fuseboard::ApiClientConfig config = Fuseboard::ApiClientConfig::forService(serverUrl);
    config.policy.breaker = Fuseboard::CircuitBreakerConfig::forHttp();
    config.policy.retry = Fuseboard::RetryConfig::forHttp();
    config.policy.timeout.overall = std::chrono::minutes(2);
    Fuseboard::ApiClient client(config);
    const QString path = QStringLiteral("/data");
    runCalls(state, [&](std::function<void(bool)> &done) {
        Fuseboard::ApiReply *const reply = client.get(path);
        QObject::connect(reply, &Fuseboard::ApiReply::finished, &client, [reply, &done] {
            const auto &result = reply->result();
            done(result && result->body == "ok");
        });
    });
}

} // namespace

BENCHMARK(rawManagerGet)->Name("RawManager/get")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(apiClientGet)->Name("ApiClient/get")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

int main(int argc, char **argv)
{
    // Before there is a thread: fork() copies only the one that calls it.
    const Server server;
    serverUrl = server.url();

    const QCoreApplication application(argc, argv);
    return runBenchmarks(argc, argv);
}
