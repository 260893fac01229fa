// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// An HTTP client whose calls go through breaker, retry and time limits by themselves. The service is a small one on
// loopback, so that this runs anywhere.

#include <resilience/base/exception.h>
#include <resilience/http/apiclient.h>

#include <QCoreApplication>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTextStream>
#include <QTimer>

#include <functional>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Answers /data the second time it is asked, and /broken never.
class Service
{
public:
    Service()
    {
        m_server.setProxy(QNetworkProxy::NoProxy);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket *const socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort())); }
    int requests() const { return m_requests; }

private:
    void read(QTcpSocket *socket)
    {
        if (!socket->peek(65536).endsWith("\r\n\r\n"))
            return;
        const QByteArray head = socket->readAll();
        ++m_requests;
        if (head.startsWith("GET /data ") && m_requests > 1)
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"answer\":42}");
        else if (head.startsWith("GET /data ") || head.startsWith("GET /broken "))
            socket->write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        else
            socket->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }

    QTcpServer m_server;
    int m_requests = 0;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);
    const Service service;

    ApiClientConfig config = ApiClientConfig::forService(service.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.breaker->name = u"api"_s;
    config.policy.breaker->failureThreshold = 3;
    config.policy.breaker->recoveryTime = 10s;
    config.policy.retry = RetryConfig::forHttp();
    config.policy.retry->maxRetries = 3;
    config.policy.retry->baseDelay = 1ms;
    config.policy.timeout.perAttempt = 2s;
    ApiClient client(config);

    // One request after the other. Each goes through breaker and retry.
    const std::function<void(const QStringList &)> call = [&](const QStringList &paths) {
        if (paths.isEmpty())
            return app.quit();
        const QString path = paths.first();
        client.get(path)
            ->future()
            .then([&, path](const ApiResponse &response) {
                const auto json = response.json();
                out << path << ": " << response.status << " after " << response.attempts << " attempts, answer "
                    << (json ? json->object().value(u"answer"_s).toInt() : 0) << '\n';
            })
            .onFailed([&, path](const CircuitOpenError &) { out << path << ": rejected, the circuit is open\n"; })
            .onFailed([&, path](const ErrorException &e) { out << path << ": " << e.what() << '\n'; })
            .then([&, paths] { call(paths.mid(1)); });
    };
    QTimer::singleShot(0, &app, [&] {
        call({u"/data"_s, u"/nothing"_s, u"/broken"_s, u"/broken"_s, u"/broken"_s, u"/data"_s});
    });
    const int result = app.exec();
    out << "requests that reached the service: " << service.requests() << '\n';
    return result;
}
