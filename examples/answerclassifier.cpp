// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A service that says in the body whether it succeeded: a classifier decides what an answer is. The service is a small
// one on loopback, so that this runs anywhere.

#include <resilience/base/exception.h>
#include <resilience/http/apiclient.h>

#include <QCoreApplication>
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

void answer(QTcpSocket *socket, const QByteArray &status, const QByteArray &body)
{
    socket->write("HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

/// Is busy the first time it is asked for /orders, and knows no /drafts.
void serve(QTcpServer &server)
{
    server.setProxy(QNetworkProxy::NoProxy);
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server, orders = 0]() mutable {
        QTcpSocket *const socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, &orders] {
            if (!socket->readAll().startsWith("GET /orders "))
                answer(socket, "404 Not Found", "no drafts");
            else
                answer(socket, "200 OK", ++orders == 1 ? "{\"error\":\"busy\"}" : "{\"orders\":[]}");
        });
    });
    server.listen(QHostAddress::LocalHost);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);
    QTcpServer server;
    serve(server);

    ApiClientConfig config = ApiClientConfig::forService(QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort())));
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.retry = RetryConfig::forHttp();
    config.policy.retry->baseDelay = 1ms;
    ApiClient client(config);
    client.setClassifier([](const ReceivedAnswer &answer) -> std::optional<ErrorKind> {
        if (answer.status == 200 && answer.body.contains("\"error\""))
            return ErrorKind::Server; // retried, and counted
        if (answer.method == "GET" && answer.status == 404)
            return std::nullopt; // there are none: a success
        return answer.kind;      // as without a classifier
    });

    const std::function<void(const QStringList &)> call = [&](const QStringList &paths) {
        if (paths.isEmpty())
            return app.quit();
        const QString path = paths.first();
        client.get(path)
            ->future()
            .then([&, path](const ApiResponse &response) {
                out << path << ": " << response.status << " after " << response.attempts << " attempts, "
                    << response.body << '\n';
            })
            .onFailed([&, path](const ErrorException &e) { out << path << ": " << e.what() << '\n'; })
            .then([&, paths] { call(paths.mid(1)); });
    };
    QTimer::singleShot(0, &app, [&] { call({u"/orders"_s, u"/drafts"_s}); });
    return app.exec();
}
