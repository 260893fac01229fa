// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;

/// Who may go when, and how long it may take.
class TestHttpLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void seventhWaits();
    void limitDoesNotRunWhileWaiting();
    void overallLimitRunsWhileWaiting();
    void firstComeFirstServed();
    void retryQueuesAgain();
    void originsDoNotWaitForEachOther();
    void fewerAtOnce();
    void cancelledLeavesTheQueue();
    void dripDoesNotBeatOurLimit();
    void dripWithinTheLimit();
    void overallLimitSpansRetries();
    void waitThatEndsTooLateIsNotBegun();
    void timeoutOfOneRequest();
    void redirectDoesNotRestartTheLimit();
    void overallInsideBreaker();
    void hangingConnectionIsNotWaitedForAgain();
};

namespace {

/// Until @p server has seen @p count requests.
[[nodiscard]] bool waitForRequests(const ScriptedServer &server, int count)
{
    return QTest::qWaitFor([&] { return server.requests().size() >= count; }, 60'000);
}

} // namespace

void TestHttpLimits::seventhWaits()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClient client(plainConfig(server.url()));
    std::vector<std::unique_ptr<CallLog>> logs;
    for (int i = 0; i < 8; ++i)
        logs.push_back(std::make_unique<CallLog>(client.get(QStringLiteral("/%1").arg(i))));
    QVERIFY(waitForRequests(server, 6));
    QCOMPARE(client.pendingCalls(), 8);
    QCOMPARE(client.queuedAttempts(), 2);
    QTRY_COMPARE(logs[5]->text(), QStringLiteral("started 1"));
    QCOMPARE(logs[6]->text(), QString());
    QCOMPARE(server.connections(), 6);

    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    for (const auto &log : logs) {
        QVERIFY(log->waitForEnd());
        QCOMPARE(log->text(), QStringLiteral("started 1, ok 200"));
    }
    QCOMPARE(server.connections(), 6);
    QCOMPARE(client.queuedAttempts(), 0);
}

void TestHttpLimits::limitDoesNotRunWhileWaiting()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    config.policy.timeout.perAttempt = 10s;
    ApiClient client(config);
    CallLog first(client.get(QStringLiteral("/1")));
    CallLog second(client.get(QStringLiteral("/2")));
    QVERIFY(waitForRequests(server, 1));
    PolicyConfig policy = config.policy;
    policy.timeout.perAttempt = 200ms;
    QVERIFY(client.setPolicy(policy).isEmpty());
    CallLog third(client.get(QStringLiteral("/3")));
    // Twice as long as its limit: Qt's own timer would have ended it.
    QElapsedTimer waited;
    waited.start();
    QVERIFY(QTest::qWaitFor([&] { return waited.elapsed() > 400; }, 60'000));
    QCOMPARE(third.text(), QString());
    QCOMPARE(client.queuedAttempts(), 2);
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    QVERIFY(third.waitForEnd());
    QCOMPARE(third.text(), QStringLiteral("started 1, ok 200"));
    QVERIFY(first.outcome && second.outcome);
}

void TestHttpLimits::overallLimitRunsWhileWaiting()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    ApiClient client(config);
    CallLog first(client.get(QStringLiteral("/1")));
    CallLog second(client.get(QStringLiteral("/2"), {.timeout = 100ms}));
    QVERIFY(second.waitForEnd());
    // It never left, so no attempt is told of, and the service had no part in it.
    QCOMPARE(second.text(), QStringLiteral("rejected overload, overload"));
    QCOMPARE(second.attempts, 0);
    QCOMPARE(second.deliveries, 0);
    QCOMPARE(client.queuedAttempts(), 0);
    QVERIFY(!first.outcome);
}

void TestHttpLimits::firstComeFirstServed()
{
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    ApiClient client(config);
    std::vector<std::unique_ptr<CallLog>> logs;
    QList<QByteArray> expected;
    for (int i = 0; i < 20; ++i) {
        logs.push_back(std::make_unique<CallLog>(client.get(QStringLiteral("/%1").arg(i))));
        expected.append("/" + QByteArray::number(i));
    }
    for (const auto &log : logs)
        QVERIFY(log->waitForEnd());
    QList<QByteArray> seen;
    for (const auto &request : server.requests())
        seen.append(request.target);
    QCOMPARE(seen, expected);
    QCOMPARE(server.connections(), 1);
}

void TestHttpLimits::retryQueuesAgain()
{
    // While a call waits for its retry it holds no place.
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        return request.target == "/fails" ? Answer::status(500) : Answer::ok();
    });
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    config.policy.retry = quickRetry(1);
    config.policy.retry->baseDelay = 1h;
    config.policy.retry->maxDelay = 1h;
    ApiClient client(config);
    CallLog waits(client.get(QStringLiteral("/fails")));
    QVERIFY(waits.waitFor(QStringLiteral("retry 2")));
    CallLog goes(client.get(QStringLiteral("/x")));
    QVERIFY(goes.waitForEnd());
    QCOMPARE(goes.text(), QStringLiteral("started 1, ok 200"));
}

void TestHttpLimits::originsDoNotWaitForEachOther()
{
    ScriptedServer slow;
    slow.setScript({Answer::hang()});
    ScriptedServer quick;
    quick.setHandler([&slow](const ScriptedServer::Request &request) {
        return request.target == "/to-slow" ? Answer::redirect(302, slow.url("/x")) : Answer::ok();
    });
    ApiClientConfig config = plainConfig(quick.url());
    config.maxPerHost = 1;
    ApiClient client(config);
    CallLog first(client.get(QStringLiteral("/to-slow")));
    QVERIFY(waitForRequests(slow, 1));
    CallLog second(client.get(QStringLiteral("/to-slow")));
    CallLog third(client.get(QStringLiteral("/here")));
    QVERIFY(third.waitForEnd());
    // The second has left the quick one and stands in the other queue, its place here free.
    QTRY_COMPARE(client.queuedAttempts(), 1);
    QCOMPARE(slow.requests().size(), 1);
    slow.setScript({Answer::ok()});
    slow.answerPending(Answer::ok());
    QVERIFY(first.waitForEnd() && second.waitForEnd());
    QCOMPARE(second.text(), QStringLiteral("started 1, ok 200"));
}

void TestHttpLimits::fewerAtOnce()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 2;
    ApiClient client(config);
    for (int i = 0; i < 5; ++i)
        client.get(QStringLiteral("/x"));
    QVERIFY(waitForRequests(server, 2));
    QCOMPARE(client.queuedAttempts(), 3);
    QCOMPARE(server.connections(), 2);
}

void TestHttpLimits::cancelledLeavesTheQueue()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    ApiClient client(config);
    CallLog first(client.get(QStringLiteral("/1")));
    CallLog second(client.get(QStringLiteral("/2")));
    CallLog third(client.get(QStringLiteral("/3")));
    QVERIFY(waitForRequests(server, 1));
    second.reply()->cancel();
    QCOMPARE(client.queuedAttempts(), 1);
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    QVERIFY(first.waitForEnd() && second.waitForEnd() && third.waitForEnd());
    QCOMPARE(second.text(), QStringLiteral("cancelled"));
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.requests().constLast().target, QByteArray("/3"));
}

void TestHttpLimits::dripDoesNotBeatOurLimit()
{
    // A byte now and then restarts Qt's transfer timeout for ever.
    ScriptedServer server;
    server.setScript({Answer::drip(Answer::ok(QByteArray(100'000, 'x')).bytes, 20ms)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.timeout.perAttempt = 300ms;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 timeout, timeout"));
    QCOMPARE_GE(log.error().duration, 300ms);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestHttpLimits::dripWithinTheLimit()
{
    ScriptedServer server;
    server.setScript({Answer::drip(Answer::ok("slow").bytes, 5ms)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.timeout.perAttempt = 60s;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
    QCOMPARE(log.response().body, QByteArray("slow"));
}

void TestHttpLimits::overallLimitSpansRetries()
{
    ScriptedServer server;
    server.setScript({Answer::status(500), Answer::status(500), Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(9);
    config.policy.timeout.overall = 500ms;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(),
             QStringLiteral("started 1, failed 1 server 500, retry 2, started 2, failed 2 server 500, retry 3, "
                            "started 3, failed 3 timeout, timeout"));
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestHttpLimits::waitThatEndsTooLateIsNotBegun()
{
    ScriptedServer server;
    server.setScript({Answer::status(500)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(9);
    config.policy.retry->baseDelay = 1h;
    config.policy.retry->maxDelay = 1h;
    config.policy.timeout.overall = 300ms;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 server 500, server 500"));
}

void TestHttpLimits::timeoutOfOneRequest()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.timeout.overall = 1h;
    ApiClient client(config);
    CallLog other(client.get(QStringLiteral("/x")));
    CallLog log(client.get(QStringLiteral("/x"), {.timeout = 200ms}));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().kind, ErrorKind::Timeout);
    QVERIFY(!other.outcome);
}

void TestHttpLimits::redirectDoesNotRestartTheLimit()
{
    ScriptedServer server;
    server.setScript({Answer::drip(Answer::redirect(302, QUrl(QStringLiteral("/b"))).bytes, 5ms),
                      Answer::drip(Answer::ok(QByteArray(100'000, 'x')).bytes, 5ms)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.timeout.perAttempt = 800ms;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 timeout, timeout"));
}

void TestHttpLimits::overallInsideBreaker()
{
    // The limit of one request stands where the policy's own would: inside the breaker, which sees the timeout.
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x"), {.timeout = 100ms}));
    QVERIFY(log.waitForEnd());
    QCOMPARE(client.breaker()->metrics().totals.failures, 1u);
    QCOMPARE(client.breaker()->metrics().permitsOut, 0u);
}

void TestHttpLimits::hangingConnectionIsNotWaitedForAgain()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");
    // Reading what this machine trusts takes longer on a busy one than an attempt has here.
    QSslConfiguration::systemCaCertificates();
    // A peer that does not greet: Qt would let every further attempt wait for that same connection.
    ScriptedServer server;
    QUrl url = server.url();
    url.setScheme(QStringLiteral("https"));
    ApiClientConfig config = plainConfig(url);
    config.policy.timeout.perAttempt = 500ms;
    config.policy.retry = quickRetry(2);
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.attempts, 3);
    QCOMPARE(log.deliveries, 0);
    QCOMPARE(server.connections(), 3);
    QTRY_COMPARE(server.openConnections(), 0);
}

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_httplimits.moc"
