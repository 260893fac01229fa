// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QSslSocket>
#include <QTest>

using namespace Fuseboard;

/// Every way in which a request can fail, done on the wire: which kind it becomes, how often it went out, what a
/// retry and a breaker make of it.
class TestHttpErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void kinds_data();
    void kinds();
    void refused();
    void unknownHost();
    void selfSignedCertificate();
    void attemptLimit();
    void errorCarriesWhatCame();
    void truncatedErrorPageKeepsItsStatus();
    void largerThanAllowed_data();
    void largerThanAllowed();
    void breakerCounts_data();
    void breakerCounts();
    void retryAfter_data();
    void retryAfter();
};

void TestHttpErrors::kinds_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("told"); // with one retry allowed

    const auto status = [](int code, const char *told) {
        QTest::addRow("%d", code) << Answer::status(code, {}, "{}") << QByteArray("GET") << QString::fromLatin1(told);
    };
    const auto row = [](const char *name, const Answer &answer, const char *method, const char *told) {
        QTest::newRow(name) << answer << QByteArray(method) << QString::fromLatin1(told);
    };

    row("closed without an answer", Answer::close(), "GET",
        "started 1, failed 1 connection, retry 2, started 2, failed 2 connection, connection");
    row("reset without an answer", Answer::reset(), "GET",
        "started 1, failed 1 connection, retry 2, started 2, failed 2 connection, connection");
    row("closed inside the headers", Answer::close("HTTP/1.1 200 OK\r\nConte"), "GET",
        "started 1, failed 1 connection, retry 2, started 2, failed 2 connection, connection");
    row("truncated body", Answer::close("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), "GET",
        "started 1, failed 1 protocol 200, retry 2, started 2, failed 2 protocol 200, protocol 200");
    row("body reset half-way", Answer::reset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), "GET",
        "started 1, failed 1 protocol 200, retry 2, started 2, failed 2 protocol 200, protocol 200");
    // Qt says the same as for a plain close, and shows nothing of what came.
    row("garbage", Answer::close("\x16\x03 this is not HTTP\r\n\r\n"), "GET",
        "started 1, failed 1 connection, retry 2, started 2, failed 2 connection, connection");
    row("one-shot body lost", Answer::close(), "POST", "started 1, failed 1 connection, connection");
    row("one-shot body lost, reset", Answer::reset(), "POST", "started 1, failed 1 connection, connection");
    row("one-shot body met garbage", Answer::close("nonsense\r\n\r\n"), "POST",
        "started 1, failed 1 connection, connection");
    row("redirect loop", Answer::redirect(302, QUrl(QStringLiteral("/again"))), "GET",
        "started 1, failed 1 redirect 302, redirect 302");

    status(400, "started 1, failed 1 client 400, client 400");
    status(401, "started 1, failed 1 authentication 401, authentication 401");
    status(403, "started 1, failed 1 authentication 403, authentication 403");
    status(404, "started 1, failed 1 notFound 404, notFound 404");
    status(405, "started 1, failed 1 client 405, client 405");
    status(407, "started 1, failed 1 client 407, client 407");
    status(408, "started 1, failed 1 timeout 408, retry 2, started 2, failed 2 timeout 408, timeout 408");
    status(409, "started 1, failed 1 client 409, client 409");
    status(410, "started 1, failed 1 client 410, client 410");
    status(418, "started 1, failed 1 client 418, client 418");
    status(422, "started 1, failed 1 client 422, client 422");
    status(425, "started 1, failed 1 client 425, client 425");
    status(429, "started 1, failed 1 rateLimited 429, retry 2, started 2, failed 2 rateLimited 429, rateLimited 429");
    // No retry mends these two.
    status(501, "started 1, failed 1 server 501, server 501");
    status(505, "started 1, failed 1 server 505, server 505");
    for (const int code : {500, 502, 503, 504, 507, 520, 599}) {
        QTest::addRow("%d", code)
            << Answer::status(code, {}, "oops") << QByteArray("GET")
            << QStringLiteral("started 1, failed 1 server %1, retry 2, started 2, failed 2 server %1, server %1")
                   .arg(code);
    }
    status(304, "started 1, ok 304");
    status(204, "started 1, ok 204");
    row("no length, closed at the end", Answer::close("HTTP/1.1 200 OK\r\n\r\nall of it"), "GET", "started 1, ok 200");
    row("no length, closed at the end, one-shot body", Answer::close("HTTP/1.1 200 OK\r\n\r\nall of it"), "POST",
        "started 1, ok 200");
}

void TestHttpErrors::kinds()
{
    QFETCH(Answer, answer);
    QFETCH(QByteArray, method);
    QFETCH(QString, told);

    ScriptedServer server;
    server.setScript({answer});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(1);
    ApiClient client(config);

    RequestOptions options;
    if (method == "POST")
        options.body = RawBody{"once", "text/plain"};
    CallLog log(client.request(method, QStringLiteral("/x"), options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), told);
    if (method == "POST") {
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(log.deliveries, 1);
    }
}

void TestHttpErrors::refused()
{
    QUrl url(QStringLiteral("http://127.0.0.1"));
    url.setPort(unusedPort());
    ApiClientConfig config = plainConfig(url);
    config.policy.retry = quickRetry(1);
    ApiClient client(config);

    // Certainly not delivered, so even a POST is tried again.
    CallLog log(client.post(QStringLiteral("/x"), {.body = JsonBody{true}}));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(),
             QStringLiteral("started 1, failed 1 connection, retry 2, started 2, failed 2 connection, connection"));
    QCOMPARE(log.deliveries, 0);

    CallLog empty(client.post(QStringLiteral("/x")));
    QVERIFY(empty.waitForEnd());
    QCOMPARE(empty.text(), log.text());
    QCOMPARE(empty.deliveries, 0);
}

void TestHttpErrors::unknownHost()
{
    // RFC 6761, 6.4: nobody will ever be called that.
    ApiClient client(plainConfig(QUrl(QStringLiteral("http://fuseboard.invalid"))));
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 connection, connection"));
    QCOMPARE(log.deliveries, 0);
}

void TestHttpErrors::selfSignedCertificate()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");
    ScriptedServer server(ScriptedServer::Security::SelfSigned);
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 security, security"));
    QCOMPARE(log.deliveries, 0);
    QVERIFY(!log.error().message.isEmpty());
}

void TestHttpErrors::attemptLimit()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.timeout.perAttempt = std::chrono::milliseconds(100);
    config.policy.retry = quickRetry(1);
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 timeout, retry 2, started 2, failed 2 timeout, timeout"));
    QCOMPARE(log.deliveries, 2);
    QCOMPARE_GE(log.error().duration, std::chrono::milliseconds(100));
}

void TestHttpErrors::errorCarriesWhatCame()
{
    ScriptedServer server;
    server.setScript({Answer::status(503, "Retry-After: 7\r\n", "busy")});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().kind, ErrorKind::Server);
    QCOMPARE(log.error().httpStatus, 503);
    QCOMPARE(log.error().body, QByteArray("busy"));
    QCOMPARE(log.error().retryAfter, Duration(std::chrono::seconds(7)));
    QCOMPARE(log.error().message, QStringLiteral("Reason503"));
    QCOMPARE_GT(log.error().duration, Duration::zero());
}

void TestHttpErrors::truncatedErrorPageKeepsItsStatus()
{
    ScriptedServer server;
    server.setScript({Answer::close("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nshort")});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 server 503, server 503"));
}

void TestHttpErrors::largerThanAllowed_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QString>("told");
    const QByteArray big(100'000, 'x');
    QTest::newRow("announced, never sent") << Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\nx")
                                           << "started 1, failed 1 tooLarge 200, tooLarge 200";
    QTest::newRow("announced") << Answer::ok(big) << "started 1, failed 1 tooLarge 200, tooLarge 200";
    QTest::newRow("without a length") << Answer::close("HTTP/1.1 200 OK\r\n\r\n" + big)
                                      << "started 1, failed 1 tooLarge 200, tooLarge 200";
    QTest::newRow("an error page") << Answer::status(500, {}, big) << "started 1, failed 1 server 500, server 500";
    QTest::newRow("as large as allowed") << Answer::ok(QByteArray(1000, 'x')) << "started 1, ok 200";
}

void TestHttpErrors::largerThanAllowed()
{
    QFETCH(Answer, answer);
    QFETCH(QString, told);
    ScriptedServer server;
    server.setScript({answer});
    ApiClientConfig config = plainConfig(server.url());
    config.maxResponseSize = 1000;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), told);
}

void TestHttpErrors::breakerCounts_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QString>("counted");
    QTest::newRow("200") << Answer::ok() << "success";
    QTest::newRow("304") << Answer::status(304) << "success";
    QTest::newRow("404") << Answer::status(404) << "excluded";
    QTest::newRow("401") << Answer::status(401) << "excluded";
    QTest::newRow("422") << Answer::status(422) << "excluded";
    QTest::newRow("408") << Answer::status(408) << "failure";
    QTest::newRow("429") << Answer::status(429) << "failure";
    QTest::newRow("500") << Answer::status(500) << "failure";
    QTest::newRow("closed") << Answer::close() << "failure";
    QTest::newRow("truncated") << Answer::close("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") << "failure";
}

void TestHttpErrors::breakerCounts()
{
    QFETCH(Answer, answer);
    QFETCH(QString, counted);
    ScriptedServer server;
    server.setScript({answer});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    const BreakerTotals totals = client.breaker()->metrics().totals;
    QCOMPARE(totals.granted, 1u);
    QCOMPARE(totals.successes, counted == QStringLiteral("success") ? 1u : 0u);
    QCOMPARE(totals.failures, counted == QStringLiteral("failure") ? 1u : 0u);
    QCOMPARE(totals.excluded, counted == QStringLiteral("excluded") ? 1u : 0u);
    QCOMPARE(client.breaker()->metrics().permitsOut, 0u);
}

void TestHttpErrors::retryAfter_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("seconds"); // -1: none
    QTest::newRow("none") << QByteArray() << -1;
    QTest::newRow("seconds") << QByteArray("Retry-After: 3\r\n") << 3;
    QTest::newRow("lower case") << QByteArray("retry-after: 3\r\n") << 3;
    QTest::newRow("upper case") << QByteArray("RETRY-AFTER: 3\r\n") << 3;
    QTest::newRow("date against Date") << QByteArray(
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:57 GMT\r\n")
                                       << 20;
    QTest::newRow("date in the past") << QByteArray(
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:17 GMT\r\n")
                                      << -1;
    QTest::newRow("negative") << QByteArray("Retry-After: -5\r\n") << -1;
    QTest::newRow("nonsense") << QByteArray("Retry-After: soon\r\n") << -1;
    QTest::newRow("absurd") << QByteArray("Retry-After: 1000000000000\r\n") << -1;
}

void TestHttpErrors::retryAfter()
{
    QFETCH(QByteArray, headers);
    QFETCH(int, seconds);
    for (const int status : {429, 503}) {
        ScriptedServer server;
        server.setScript({Answer::status(status, headers)});
        ApiClientConfig config = plainConfig(server.url());
        config.policy.retry = quickRetry(1);
        config.policy.retry->maxRetryAfter = std::chrono::milliseconds(
            100); // longer: gives up, and the test need not wait
        ApiClient client(config);
        CallLog log(client.get(QStringLiteral("/x")));
        QVERIFY(log.waitForEnd());
        if (seconds < 0) {
            QVERIFY(!log.error().retryAfter);
            QCOMPARE(log.attempts, 2);
        } else {
            QCOMPARE(log.error().retryAfter, Duration(std::chrono::seconds(seconds)));
            QCOMPARE(log.attempts, 1);
        }
    }
}

QTEST_GUILESS_MAIN(TestHttpErrors)
#include "tst_httperrors.moc"
