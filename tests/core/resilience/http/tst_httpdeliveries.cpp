// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QBuffer>
#include <QTest>

using namespace Fuseboard;

/// How often a request goes out: Qt repeats by itself, and what must not be done twice must not go out twice.
class TestHttpDeliveries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void silentRepeatsAreCounted_data();
    void silentRepeatsAreCounted();
    void unsafeRequestGoesOutOnce_data();
    void unsafeRequestGoesOutOnce();
    void unsafeRequestMayBeRetriedOnDemand();
    void attemptsAndDeliveriesDiffer();
    void hopsAreDeliveries();
    void idleConnectionClosedByTheService();
    void abandonedRequestCounts_data();
    void abandonedRequestCounts();
};

namespace {

RequestOptions withBody(const QByteArray &kind)
{
    RequestOptions options;
    if (kind == "raw") {
        options.body = RawBody{"once", "text/plain"};
    } else if (kind == "large") {
        options.body = RawBody{QByteArray(200'000, 'x'), "text/plain"};
    } else if (kind == "stream") {
        options.body = StreamBody{[] {
            auto buffer = std::make_unique<QBuffer>();
            buffer->setData("streamed");
            buffer->open(QIODevice::ReadOnly);
            return buffer;
        }};
    }
    return options;
}

} // namespace

void TestHttpDeliveries::silentRepeatsAreCounted_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Answer>("answer");
    for (const char *method : {"GET", "PUT", "DELETE"}) {
        const QByteArray body = qstrcmp(method, "PUT") == 0 ? "raw" : "none";
        QTest::addRow("%s, closed", method) << QByteArray(method) << body << Answer::close();
        QTest::addRow("%s, closed in the headers", method)
            << QByteArray(method) << body << Answer::close("HTTP/1.1 200 OK\r\nC");
        QTest::addRow("%s, garbage", method) << QByteArray(method) << body << Answer::close("garbage\r\n\r\n");
    }
}

void TestHttpDeliveries::silentRepeatsAreCounted()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(Answer, answer);
    ScriptedServer server;
    server.setScript({answer});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.request(method, QStringLiteral("/x"), withBody(body)));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 connection, connection"));
    QCOMPARE(log.attempts, 1);
    QCOMPARE_GE(log.deliveries, 2);
    QTRY_COMPARE(server.requests().size(), log.deliveries);
}

void TestHttpDeliveries::unsafeRequestGoesOutOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Answer>("answer");
    for (const char *method : {"POST", "PATCH", "PURGE"}) {
        for (const char *body : {"none", "raw", "large", "stream"}) {
            QTest::addRow("%s %s, closed", method, body) << QByteArray(method) << QByteArray(body) << Answer::close();
            QTest::addRow("%s %s, reset", method, body) << QByteArray(method) << QByteArray(body) << Answer::reset();
            QTest::addRow("%s %s, closed in the headers", method, body)
                << QByteArray(method) << QByteArray(body) << Answer::close("HTTP/1.1 200 OK\r\nC");
            QTest::addRow("%s %s, garbage", method, body)
                << QByteArray(method) << QByteArray(body) << Answer::close("no\r\n\r\n");
        }
    }
}

void TestHttpDeliveries::unsafeRequestGoesOutOnce()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(Answer, answer);
    for (const bool isWarm : {false, true}) {
        ScriptedServer server;
        ApiClientConfig config = plainConfig(server.url());
        config.policy.retry = quickRetry();
        ApiClient client(config);
        if (isWarm) { // over a connection that is there already
            CallLog warm(client.get(QStringLiteral("/warm")));
            QVERIFY(warm.waitForEnd());
        }
        const qsizetype before = server.requests().size();
        server.setScript({answer});
        CallLog log(client.request(method, QStringLiteral("/x"), withBody(body)));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 connection, connection"));
        QCOMPARE(log.deliveries, 1);
        // A call that comes later proves that nothing else was on its way.
        server.setScript({Answer::ok()});
        CallLog last(client.get(QStringLiteral("/last")));
        QVERIFY(last.waitForEnd());
        QCOMPARE(server.requests().size() - before, 2);
    }
}

void TestHttpDeliveries::unsafeRequestMayBeRetriedOnDemand()
{
    ScriptedServer server;
    server.setScript({Answer::close(), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    config.policy.retry->retryNonIdempotent = true;
    ApiClient client(config);
    CallLog log(client.post(QStringLiteral("/x"), withBody("raw")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 connection, retry 2, started 2, ok 200"));
    // Each attempt once.
    QCOMPARE(log.deliveries, 2);
    QCOMPARE(server.requests().size(), 2);
}

void TestHttpDeliveries::attemptsAndDeliveriesDiffer()
{
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        return request.header("X-Attempt") == "0.1" ? Answer::close() : Answer::ok();
    });
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    ApiClient client(config);
    client.setAttemptHeader("X-Attempt");
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 connection, retry 2, started 2, ok 200"));
    QCOMPARE(log.response().attempts, 2);
    QCOMPARE_GT(log.response().deliveries, 2);
    QCOMPARE(log.response().deliveries, server.requests().size());
}

void TestHttpDeliveries::hopsAreDeliveries()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(302, QUrl(QStringLiteral("/b"))),
                      Answer::redirect(302, QUrl(QStringLiteral("/c"))), Answer::ok()});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
    QCOMPARE(log.response().attempts, 1);
    QCOMPARE(log.response().deliveries, 3);
}

void TestHttpDeliveries::idleConnectionClosedByTheService()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    for (const QByteArray method : {"GET", "POST", "PUT"}) {
        // Qt's own thread may hear of the close only when it has used the connection once more; nobody can see whether it has.
        // That is another case, so it is tried again until the close was heard of first.
        bool isFreshConnection = false;
        for (int round = 0; round < 20 && !isFreshConnection; ++round) {
            CallLog first(client.request(method, QStringLiteral("/x"), withBody("raw")));
            QVERIFY(first.waitForEnd());
            server.closeConnections();
            QTRY_COMPARE(server.openConnections(), 0);
            CallLog second(client.request(method, QStringLiteral("/x"), withBody("raw")));
            QVERIFY(second.waitForEnd());
            isFreshConnection = second.text() == QStringLiteral("started 1, ok 200") && second.deliveries == 1;
        }
        QVERIFY2(isFreshConnection, method.constData());
    }
}

void TestHttpDeliveries::abandonedRequestCounts_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("GET") << QByteArray("GET") << QByteArray("none");
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("raw");
    QTest::newRow("POST without a body") << QByteArray("POST") << QByteArray("none");
}

void TestHttpDeliveries::abandonedRequestCounts()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.timeout.perAttempt = std::chrono::milliseconds(200);
    config.policy.retry = quickRetry();
    config.policy.retry->maxRetries = 1;
    ApiClient client(config);
    CallLog log(client.request(method, QStringLiteral("/x"), withBody(body)));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().kind, ErrorKind::Timeout);
    QCOMPARE(log.attempts, method == "GET" ? 2 : 1);
    QCOMPARE(log.deliveries, log.attempts);
}

QTEST_GUILESS_MAIN(TestHttpDeliveries)
#include "tst_httpdeliveries.moc"
