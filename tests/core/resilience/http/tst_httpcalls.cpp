// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "resilience/base/exception.h"
#include "scriptedserver.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;

/// What comes back, and what is told of it.
class TestHttpCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void answer();
    void finishedNeverInsideRequest();
    void signalsComeInOrder();
    void rejectedWithoutConnection();
    void retryOutsideBreakerWaits();
    void progress();
    void futureGivesResponse();
    void futureGivesTypedError();
    void futureAfterTheEnd();
    void lateListener();
    void policyChangesWhileCallsRun();
    void invalidPolicyIsRefused();
    void sharedBreaker();
    void sameLuckSameWaits();
};

void TestHttpCalls::answer()
{
    ScriptedServer server;
    server.setScript({Answer::status(201, "X-One: 1\r\nContent-Type: application/json\r\nX-Two: 2\r\n", "{\"a\":1}")});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/data")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 201"));
    const ApiResponse &response = log.response();
    QCOMPARE(response.header("x-one"), QByteArray("1"));
    QCOMPARE(response.header("X-TWO"), QByteArray("2"));
    QCOMPARE(response.header("X-Three"), QByteArray());
    QCOMPARE(response.body, QByteArray("{\"a\":1}"));
    QCOMPARE(response.json()->object().value(QStringLiteral("a")).toInt(), 1);
    QCOMPARE(response.url, server.url("/data"));
    QCOMPARE(response.attempts, 1);
    QCOMPARE(response.deliveries, 1);
    QCOMPARE_GT(response.duration, Duration::zero());
}

void TestHttpCalls::finishedNeverInsideRequest()
{
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    ApiClient client(config);
    client.breaker()->forceOpen();
    QStringList told;
    connect(&client, &ApiClient::requestCreated, this, [&told](ApiReply *reply) {
        connect(reply, &ApiReply::attemptStarted, reply, [&told] { told.append(QStringLiteral("started")); });
        connect(reply, &ApiReply::rejected, reply, [&told] { told.append(QStringLiteral("rejected")); });
        connect(reply, &ApiReply::finished, reply, [&told] { told.append(QStringLiteral("finished")); });
    });
    CallLog rejected(client.get(QStringLiteral("/x")));
    CallLog wrong(client.request(" ", QStringLiteral("/x")));
    QVERIFY(told.isEmpty());
    QVERIFY(!rejected.reply()->isFinished());
    QVERIFY(rejected.waitForEnd() && wrong.waitForEnd());
    client.breaker()->reset();
    told.clear();
    CallLog sent(client.get(QStringLiteral("/x")));
    QVERIFY(told.isEmpty());
    QVERIFY(sent.waitForEnd());
    QCOMPARE(told, (QStringList{QStringLiteral("started"), QStringLiteral("finished")}));
}

void TestHttpCalls::signalsComeInOrder()
{
    ScriptedServer server;
    server.setScript({Answer::status(500), Answer::status(502), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QCOMPARE(client.pendingCalls(), 1);
    QVERIFY(log.waitForEnd());
    QCOMPARE(client.pendingCalls(), 0);
    QCOMPARE(log.text(),
             QStringLiteral("started 1, failed 1 server 500, retry 2, started 2, failed 2 server 502, retry 3, "
                            "started 3, ok 200"));
    QCOMPARE(log.delays, (QList<Duration>{1ms, 2ms}));
    QCOMPARE(log.response().attempts, 3);
    QCOMPARE(log.response().deliveries, 3);
    QTRY_VERIFY(log.isDestroyed);
}

void TestHttpCalls::rejectedWithoutConnection()
{
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.retry = quickRetry();
    ApiClient client(config);
    client.breaker()->forceOpen();
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("rejected circuitOpen, circuitOpen"));
    QCOMPARE(log.attempts, 0);
    QCOMPARE(log.deliveries, 0);
    QCOMPARE(server.connections(), 0);
}

void TestHttpCalls::retryOutsideBreakerWaits()
{
    ScriptedServer server;
    server.setScript({Answer::status(500), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.breaker->failureThreshold = 1;
    config.policy.breaker->recoveryTime = 50ms;
    config.policy.retry = quickRetry();
    config.policy.order = {PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(
        log.text(),
        QStringLiteral("started 1, failed 1 server 500, retry 2, rejected circuitOpen, retry 2, started 2, ok 200"));
    QCOMPARE(client.breaker()->state(), BreakerState::Closed);
}

void TestHttpCalls::progress()
{
    ScriptedServer server;
    server.setScript({Answer::ok(QByteArray(200'000, 'x'))});
    ApiClient client(plainConfig(server.url()));
    for (const QByteArray method : {"POST", "PUT"}) {
        ApiReply *const reply = client.request(method, QStringLiteral("/x"),
                                               {.body = RawBody{QByteArray(300'000, 'y'), "a/b"}});
        QList<std::pair<qint64, qint64>> up;
        QList<std::pair<qint64, qint64>> down;
        connect(reply, &ApiReply::uploadProgress, this, [&up](qint64 sent, qint64 total) { up.append({sent, total}); });
        connect(reply, &ApiReply::downloadProgress, this, [&down](qint64 got, qint64 total) {
            down.append({got, total});
        });
        CallLog log(reply);
        QVERIFY(log.waitForEnd());
        QCOMPARE(up.constLast(), (std::pair<qint64, qint64>(300'000, 300'000)));
        QCOMPARE(down.constLast(), (std::pair<qint64, qint64>(200'000, 200'000)));
        QVERIFY(std::is_sorted(up.cbegin(), up.cend()));
        QVERIFY(std::is_sorted(down.cbegin(), down.cend()));
    }
}

void TestHttpCalls::futureGivesResponse()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    ApiReply *const reply = client.get(QStringLiteral("/x"));
    const QFuture<ApiResponse> first = reply->future();
    const QFuture<ApiResponse> second = reply->future();
    bool wasReadyInFinished = false;
    connect(reply, &ApiReply::finished, this, [&] { wasReadyInFinished = first.isFinished(); });
    CallLog log(reply);
    QVERIFY(log.waitForEnd());
    QVERIFY(wasReadyInFinished);
    QCOMPARE(first.result().status, 200);
    QCOMPARE(second.result().body, QByteArray("ok"));

    // Without a look at the reply, and through a continuation.
    int status = 0;
    client.get(QStringLiteral("/x"))->future().then([&status](const ApiResponse &response) {
        status = response.status;
    });
    QTRY_COMPARE(status, 200);
}

void TestHttpCalls::futureGivesTypedError()
{
    ScriptedServer server;
    server.setScript({Answer::status(429, "Retry-After: 2\r\n")});
    ApiClient client(plainConfig(server.url()));
    QFuture<ApiResponse> future = client.get(QStringLiteral("/x"))->future();
    QTRY_VERIFY(future.isFinished());
    try {
        future.waitForFinished();
        QFAIL("no exception");
    } catch (const RateLimitedError &error) {
        QCOMPARE(error.retryAfter(), Duration(2s));
        QCOMPARE(error.error().httpStatus, 429);
    }
}

void TestHttpCalls::futureAfterTheEnd()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    ApiReply *const reply = client.get(QStringLiteral("/x"));
    QFuture<ApiResponse> future;
    connect(reply, &ApiReply::finished, this, [&] { future = reply->future(); });
    CallLog log(reply);
    QVERIFY(log.waitForEnd());
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().status, 200);
}

void TestHttpCalls::lateListener()
{
    // Whoever connects when the request is long out is told nevertheless.
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClient client(plainConfig(server.url()));
    ApiReply *const reply = client.get(QStringLiteral("/x"));
    QSignalSpy received(&server, &ScriptedServer::requestReceived);
    QVERIFY(received.wait(60'000));
    CallLog log(reply);
    QVERIFY(log.waitFor(QStringLiteral("started 1")));
    qint64 got = 0;
    connect(reply, &ApiReply::downloadProgress, this, [&got](qint64 bytes) { got = bytes; });
    server.answerPending(Answer::ok("four"));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
    QCOMPARE(got, 4);
}

void TestHttpCalls::policyChangesWhileCallsRun()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.retry = quickRetry(1);
    ApiClient client(config);
    const auto breaker = client.breaker();
    CallLog before(client.get(QStringLiteral("/x")));
    QSignalSpy received(&server, &ScriptedServer::requestReceived);
    QVERIFY(received.wait(60'000));

    PolicyConfig policy = config.policy;
    policy.breaker->failureThreshold = 1;
    policy.retry->maxRetries = 0;
    QCOMPARE(client.setPolicy(policy), ConfigIssues());
    QCOMPARE(client.config().policy, policy);
    QCOMPARE(client.breaker(), breaker);
    QCOMPARE(breaker->config().failureThreshold, 1);

    // The call under way keeps the retries that it began with; the breaker's part holds at once.
    server.setScript({Answer::status(500)});
    server.answerPending(Answer::status(500));
    QVERIFY(before.waitForEnd());
    QCOMPARE(before.text(),
             QStringLiteral("started 1, failed 1 server 500, retry 2, started 2, failed 2 server 500, server 500"));
    QCOMPARE(breaker->state(), BreakerState::Open);
}

void TestHttpCalls::invalidPolicyIsRefused()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    const PolicyConfig before = client.config().policy;
    PolicyConfig policy;
    policy.retry.emplace();
    policy.retry->maxRetries = -1;
    policy.timeout.overall = Duration::zero();
    QCOMPARE(client.setPolicy(policy).size(), 2);
    QCOMPARE(client.config().policy, before);
}

void TestHttpCalls::sharedBreaker()
{
    ScriptedServer server;
    server.setScript({Answer::status(500)});
    CircuitBreakerConfig breakerConfig;
    breakerConfig.failureThreshold = 2;
    const auto breaker = std::make_shared<CircuitBreaker>(breakerConfig);
    ApiClient one(plainConfig(server.url()), breaker);
    ApiClient two(plainConfig(server.url()), breaker);
    QCOMPARE(one.breaker(), breaker);
    CallLog first(one.get(QStringLiteral("/x")));
    CallLog second(two.get(QStringLiteral("/x")));
    QVERIFY(first.waitForEnd() && second.waitForEnd());
    QCOMPARE(breaker->state(), BreakerState::Open);
    CallLog third(one.get(QStringLiteral("/x")));
    QVERIFY(third.waitForEnd());
    QCOMPARE(third.text(), QStringLiteral("rejected circuitOpen, circuitOpen"));
}

void TestHttpCalls::sameLuckSameWaits()
{
    ScriptedServer server;
    server.setScript({Answer::status(500)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(3);
    config.policy.retry->jitter = Jitter::Full;
    QList<QList<Duration>> waits;
    for (const quint64 seed : {1, 1, 2}) {
        ApiClient client(config);
        client.setRandom(CounterRandom(seed));
        CallLog log(client.get(QStringLiteral("/x"), {.callNumber = 5}));
        QVERIFY(log.waitForEnd());
        waits.append(log.delays);
    }
    QCOMPARE(waits[0], waits[1]);
    QVERIFY(waits[0] != waits[2]);
}

QTEST_GUILESS_MAIN(TestHttpCalls)
#include "tst_httpcalls.moc"
