// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What ApiClient costs on top of a bare QNetworkAccessManager: GETs over loopback, six outstanding, the same server
// in the same run, in turns. The server is another process, so that its work is in neither figure; the CPU time is that of
// this whole process, Qt's HTTP thread included.

#include "resilience/http/apiclient.h"
#include "runbenchmarks.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>
#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int Outstanding = 6;
constexpr int CallsPerBlock = 100;
constexpr int PairsPerIteration = 4;

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

using Done = std::function<void(bool isGood)>;
using Start = std::function<void(Done &done)>;

/// What a block of calls took.
struct Cost
{
    double seconds = 0;
    double cpuSeconds = 0; ///< of this whole process
};

double cpuSeconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

/// Makes @p count calls with @p start(done), six outstanding. None if one failed.
std::optional<Cost> runBlock(int count, const Start &start)
{
    QEventLoop loop;
    int started = 0;
    int ended = 0;
    int failed = 0;
    Done done;
    const auto next = [&] {
        ++started;
        start(done);
    };
    done = [&](bool isGood) {
        failed += isGood ? 0 : 1;
        if (++ended == count)
            loop.quit();
        else if (started < count)
            next();
    };
    const auto began = std::chrono::steady_clock::now();
    const double cpuBegan = cpuSeconds();
    for (int i = 0; i < std::min(Outstanding, count); ++i)
        next();
    loop.exec();
    const Cost cost{std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(),
                    cpuSeconds() - cpuBegan};
    return failed == 0 ? std::optional(cost) : std::nullopt;
}

// As somebody would write it who knows what to set: no proxy lookup, a time limit, the body read, the reply deleted.
class RawCaller
{
public:
    RawCaller()
    {
        m_manager.setProxy(QNetworkProxy::NoProxy);
        m_url = serverUrl;
        m_url.setPath(QStringLiteral("/data"));
    }

    void call(Done &done)
    {
        QNetworkRequest request(m_url);
        request.setTransferTimeout(30'000);
        QNetworkReply *const reply = m_manager.get(request);
        QObject::connect(reply, &QNetworkReply::finished, &m_manager, [reply, &done] {
            const bool isGood = reply->error() == QNetworkReply::NoError && reply->readAll() == "ok";
            reply->deleteLater();
            done(isGood);
        });
    }

private:
    QNetworkAccessManager m_manager;
    QUrl m_url;
};

// The whole policy: breaker, retry, both time limits.
class ClientCaller
{
public:
    ClientCaller()
        : m_client(config())
    {
    }

    void call(Done &done)
    {
        Fuseboard::ApiReply *const reply = m_client.get(m_path);
        QObject::connect(reply, &Fuseboard::ApiReply::finished, &m_client, [reply, &done] {
            const auto &result = reply->result();
            done(result && result->body == "ok");
        });
    }

private:
    static Fuseboard::ApiClientConfig config()
    {
        Fuseboard::ApiClientConfig config = Fuseboard::ApiClientConfig::forService(serverUrl);
        config.policy.breaker = Fuseboard::CircuitBreakerConfig::forHttp();
        config.policy.retry = Fuseboard::RetryConfig::forHttp();
        config.policy.timeout.overall = std::chrono::minutes(2);
        return config;
    }

    Fuseboard::ApiClient m_client;
    const QString m_path = QStringLiteral("/data");
};

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Blocks of the one and of the other in turn, so that whatever else the machine does befalls both; each second pair the
// other way round. The medians of the pairs' ratios are what counts: cpu (aim: 1.05 at most) and throughput (0.97 at
// least), of the client by the bare manager.
void inTurns(benchmark::State &state)
{
    std::vector<double> cpu;
    std::vector<double> throughput;
    std::vector<double> rawMicroseconds;
    std::vector<double> clientMicroseconds;
    bool isRawFirst = true;
    for (auto _ : state) {
        // Anew each time: where the system puts the two HTTP threads lasts, and may favour one of them.
        RawCaller raw;
        ClientCaller client;
        const Start startRaw = [&raw](Done &done) { raw.call(done); };
        const Start startClient = [&client](Done &done) { client.call(done); };
        if (!runBlock(CallsPerBlock, startRaw) || !runBlock(CallsPerBlock, startClient)) {
            state.SkipWithError("calls failed");
            return;
        }
        for (int pair = 0; pair < PairsPerIteration; ++pair, isRawFirst = !isRawFirst) {
            const auto first = runBlock(CallsPerBlock, isRawFirst ? startRaw : startClient);
            const auto second = runBlock(CallsPerBlock, isRawFirst ? startClient : startRaw);
            if (!first || !second) {
                state.SkipWithError("calls failed");
                return;
            }
            const Cost &bare = isRawFirst ? *first : *second;
            const Cost &ours = isRawFirst ? *second : *first;
            cpu.push_back(ours.cpuSeconds / bare.cpuSeconds);
            throughput.push_back(bare.seconds / ours.seconds);
            rawMicroseconds.push_back(bare.cpuSeconds * 1e6 / CallsPerBlock);
            clientMicroseconds.push_back(ours.cpuSeconds * 1e6 / CallsPerBlock);
        }
    }
    state.SetItemsProcessed(state.iterations() * PairsPerIteration * CallsPerBlock * 2);
    state.counters["cpuRatio"] = median(cpu);
    state.counters["throughputRatio"] = median(throughput);
    state.counters["rawCpuUs"] = median(rawMicroseconds);
    state.counters["clientCpuUs"] = median(clientMicroseconds);
}

} // namespace

BENCHMARK(inTurns)->Name("RawManagerAndApiClient/get")->Unit(benchmark::kMillisecond)->UseRealTime();

int main(int argc, char **argv)
{
    // Before there is a thread: fork() copies only the one that calls it.
    const Server server;
    serverUrl = server.url();

    const QCoreApplication application(argc, argv);
    return runBenchmarks(argc, argv);
}
