// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "resilience/base/virtualscheduler.h"
#include "scriptedserver.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Calls that wait for a connection, and a breaker that changes meanwhile. Real sockets, virtual time.
class TestHttpQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void openBreakerEmptiesTheQueue_data();
    void openBreakerEmptiesTheQueue();
    void hangingService();
    void overallLimitInTheQueue_data();
    void overallLimitInTheQueue();
    void trialGoesFirst();
    void breakerOpenedByHand();
    void sharedBreaker();
    void slotOfARefusalMayDelete_data();
    void slotOfARefusalMayDelete();
    void closedAgainMeanwhile();
    void waitThatCannotEndInTime_data();
    void waitThatCannotEndInTime();
    void longestWaitForAConnection();
    void connectionsOfThePolicy();
    void limitHasACause();
    void refusalHasACause();
};

namespace {

constexpr int Many = 100;

std::vector<std::unique_ptr<CallLog>> request(ApiClient &client, int count)
{
    std::vector<std::unique_ptr<CallLog>> logs;
    for (int i = 0; i < count; ++i)
        logs.push_back(std::make_unique<CallLog>(client.get(u"/%1"_s.arg(i))));
    return logs;
}

int countOf(const std::vector<std::unique_ptr<CallLog>> &logs, ErrorKind kind)
{
    return int(std::ranges::count_if(
        logs, [kind](const auto &log) { return log->outcome && !*log->outcome && log->error().kind == kind; }));
}

bool waitForRequests(const ScriptedServer &server, int count)
{
    return QTest::qWaitFor([&] { return server.requests().size() >= count; }, 60'000);
}

} // namespace

void TestHttpQueue::openBreakerEmptiesTheQueue_data()
{
    QTest::addColumn<bool>("retries");
    QTest::newRow("no retry") << false;
    QTest::newRow("retry inside the breaker") << true;
}

void TestHttpQueue::openBreakerEmptiesTheQueue()
{
    QFETCH(bool, retries);
    ScriptedServer server;
    server.setScript({Answer::status(503)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp(); // 5 failures
    if (retries)
        config.policy.retry = quickRetry(3);
    ApiClient client(config);
    const auto logs = request(client, Many);
    for (const auto &log : logs)
        QVERIFY(log->waitForEnd());
    // Five that open it, those that are under way then, and, with a retry, the attempts of those that came so far.
    const int most = retries ? 4 * Many : 5 + 6;
    QCOMPARE_LE(server.requests().size(), most);
    QCOMPARE(client.breaker()->metrics().totals.failures, quint64(countOf(logs, ErrorKind::Server)));
    QCOMPARE(countOf(logs, ErrorKind::Server) + countOf(logs, ErrorKind::CircuitOpen), Many);
    QCOMPARE_GE(countOf(logs, ErrorKind::CircuitOpen), 1);
    if (!retries) {
        QCOMPARE(server.requests().size(), countOf(logs, ErrorKind::Server));
        QCOMPARE(logs.back()->text(), u"rejected circuitOpen, circuitOpen"_s);
        QCOMPARE(logs.back()->attempts, 0);
        QVERIFY(logs.back()->error().retryAfter);
    }
}

void TestHttpQueue::hangingService()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    VirtualScheduler time;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.timeout.perAttempt = 5s;
    ApiClient client(config, nullptr, &time);
    const auto logs = request(client, 500);
    QVERIFY(waitForRequests(server, 6));
    QCoreApplication::processEvents();
    time.advance(5s);
    for (const auto &log : logs)
        QVERIFY(log->waitForEnd());
    // All in the same moment, and no more than six left.
    QCOMPARE(countOf(logs, ErrorKind::Timeout), 6);
    QCOMPARE(countOf(logs, ErrorKind::CircuitOpen), 494);
    QCOMPARE(server.requests().size(), 6);
}

void TestHttpQueue::overallLimitInTheQueue_data()
{
    QTest::addColumn<QList<PolicyLayer>>("order");
    using enum PolicyLayer;
    QTest::newRow("breaker outside") << QList<PolicyLayer>{Breaker, Overall};
    QTest::newRow("breaker inside") << QList<PolicyLayer>{Overall, Breaker};
}

void TestHttpQueue::overallLimitInTheQueue()
{
    QFETCH(QList<PolicyLayer>, order);
    ScriptedServer server;
    server.setScript({Answer::hang()});
    VirtualScheduler time;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.breaker->failureThreshold = 1000;
    config.policy.timeout.overall = 1s;
    config.policy.order = {order.cbegin(), order.cend()};
    ApiClient client(config, nullptr, &time);
    const auto logs = request(client, Many);
    QVERIFY(waitForRequests(server, 6));
    QCoreApplication::processEvents();
    time.advance(1s);
    for (const auto &log : logs)
        QVERIFY(log->waitForEnd());
    QCOMPARE(countOf(logs, ErrorKind::Timeout), 6);
    QCOMPARE(countOf(logs, ErrorKind::Overload), Many - 6);
    const BreakerTotals totals = client.breaker()->metrics().totals;
    QCOMPARE(totals.failures, order.constFirst() == PolicyLayer::Breaker ? 6u : 0u);
    QCOMPARE(totals.successes, 0u);
    QCOMPARE(server.requests().size(), 6);
}

// Half-open, with all places taken by what was sent before: the trial waits, and goes before the others.
void TestHttpQueue::trialGoesFirst()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    VirtualScheduler time;
    CircuitBreakerConfig breakerConfig = CircuitBreakerConfig::forHttp();
    breakerConfig.failureThreshold = 1;
    breakerConfig.recoveryTime = 2s;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = breakerConfig;
    config.maxPerHost = 1;
    const auto breaker = std::make_shared<CircuitBreaker>(breakerConfig, &time);
    ApiClient client(config, breaker, &time);

    CallLog first(client.get(u"/first"_s));
    QVERIFY(waitForRequests(server, 1));
    CallLog second(client.get(u"/second"_s));
    // Another user of the breaker sees a failure.
    auto permit = breaker->tryAcquire();
    QVERIFY(permit);
    permit->failure(Error{.kind = ErrorKind::Server});
    QVERIFY(second.waitForEnd());
    QCOMPARE(second.text(), u"rejected circuitOpen, circuitOpen"_s);

    time.advance(2s);
    CallLog trial(client.get(u"/trial"_s));
    CallLog third(client.get(u"/third"_s)); // half-open, and its one place is taken
    QVERIFY(third.waitForEnd());
    QCOMPARE(third.text(), u"rejected circuitOpen, circuitOpen"_s);
    QCOMPARE(client.queuedAttempts(), 1);
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    QVERIFY(trial.waitForEnd());
    QCOMPARE(trial.text(), u"started 1, ok 200"_s);
    QCOMPARE(breaker->state(), BreakerState::Closed);
}

void TestHttpQueue::breakerOpenedByHand()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    ApiClient client(config);
    auto logs = request(client, 10);
    QVERIFY(waitForRequests(server, 6));
    QCOMPARE(client.queuedAttempts(), 4);
    client.breaker()->forceOpen();
    QTRY_COMPARE(countOf(logs, ErrorKind::CircuitOpen), 4);
    QCOMPARE(client.queuedAttempts(), 0);
    server.answerPending(Answer::ok());
    for (const auto &log : logs)
        QVERIFY(log->waitForEnd());
    QCOMPARE(server.requests().size(), 6);
}

// A breaker that other threads use too, and one that takes another's place.
void TestHttpQueue::sharedBreaker()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    const auto breaker = std::make_shared<CircuitBreaker>(*config.policy.breaker);
    ApiClient client(config, breaker);
    const auto logs = request(client, 10);
    QVERIFY(waitForRequests(server, 6));
    const std::unique_ptr<QThread> thread(QThread::create([&breaker] { breaker->forceOpen(); }));
    thread->start();
    thread->wait();
    QTRY_COMPARE(countOf(logs, ErrorKind::CircuitOpen), 4);
}

void TestHttpQueue::slotOfARefusalMayDelete_data()
{
    QTest::addColumn<bool>("client");
    QTest::newRow("the other replies") << false;
    QTest::newRow("the client") << true;
}

void TestHttpQueue::slotOfARefusalMayDelete()
{
    QFETCH(bool, client);
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    auto owner = std::make_unique<ApiClient>(config);
    QList<QPointer<ApiReply>> replies;
    int rejected = 0;
    for (int i = 0; i < 12; ++i) {
        replies.append(owner->get(u"/x"_s));
        connect(replies.constLast(), &ApiReply::rejected, this, [&] {
            ++rejected;
            if (client)
                return owner.reset();
            for (const QPointer<ApiReply> &reply : std::as_const(replies))
                delete reply;
        });
    }
    QVERIFY(waitForRequests(server, 6));
    const std::shared_ptr<CircuitBreaker> breaker = owner->breaker();
    breaker->forceOpen();
    QTRY_COMPARE(rejected, 1);
    QCoreApplication::processEvents();
    QCOMPARE(rejected, 1);
}

// The breaker opened and closed while they waited: their permits are of no use, and new ones are granted.
void TestHttpQueue::closedAgainMeanwhile()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.maxPerHost = 1;
    ApiClient client(config);
    const auto logs = request(client, 3);
    QVERIFY(waitForRequests(server, 1));
    client.breaker()->forceOpen();
    client.breaker()->reset();
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    for (const auto &log : logs) {
        QVERIFY(log->waitForEnd());
        QCOMPARE(log->text(), u"started 1, ok 200"_s);
    }
    const BreakerTotals totals = client.breaker()->metrics().totals;
    QCOMPARE(totals.successes, 3u);
    QCOMPARE(totals.late, 1u); // the one that was under way
}

void TestHttpQueue::waitThatCannotEndInTime_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<Duration>("baseDelay");
    QTest::newRow("the service asks for it") << QByteArray("Retry-After: 2\r\nX-Request-Id: 9\r\n") << Duration(1ms);
    QTest::newRow("the backoff") << QByteArray("X-Request-Id: 9\r\n") << Duration(600ms);
}

void TestHttpQueue::waitThatCannotEndInTime()
{
    QFETCH(QByteArray, headers);
    QFETCH(Duration, baseDelay);
    ScriptedServer server;
    server.setScript({Answer::status(503, headers, "busy")});
    VirtualScheduler time;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(3);
    config.policy.retry->baseDelay = baseDelay;
    config.policy.timeout.overall = 500ms;
    ApiClient client(config, nullptr, &time);
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), u"started 1, failed 1 server 503, server 503"_s);
    QCOMPARE(log.error().body, QByteArray("busy"));
    QVERIFY(log.error().headers.contains(std::pair(QByteArray("X-Request-Id"), QByteArray("9"))));
    QCOMPARE(client.pendingCalls(), 0);
    QCOMPARE(time.pending(), std::size_t(0));
}

void TestHttpQueue::longestWaitForAConnection()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    VirtualScheduler time;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.retry = quickRetry(2);
    config.policy.timeout.perAttempt = 1h;
    config.policy.connections.max = 2;
    config.policy.connections.maxWait = 5s;
    ApiClient client(config, nullptr, &time);
    const auto logs = request(client, 5);
    QVERIFY(waitForRequests(server, 2));
    QCOMPARE(client.queuedAttempts(), 3);
    time.advance(4s);
    CallLog late(client.get(u"/late"_s));
    time.advance(1s);
    for (std::size_t i = 2; i < logs.size(); ++i) {
        QVERIFY(logs[i]->waitForEnd());
        QCOMPARE(logs[i]->text(), u"rejected overload, overload"_s);
        QCOMPARE(logs[i]->error().message, u"no connection came free within 5 s"_s);
        QCOMPARE(logs[i]->attempts, 0);
    }
    QCOMPARE(client.queuedAttempts(), 1);
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    QVERIFY(late.waitForEnd());
    QCOMPARE(late.text(), u"started 1, ok 200"_s);
    QCOMPARE(client.breaker()->metrics().totals.failures, 0u);
}

void TestHttpQueue::connectionsOfThePolicy()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.connections.max = 2;
    ApiClient client(config);
    const auto logs = request(client, 9);
    QVERIFY(waitForRequests(server, 2));
    QCOMPARE(client.queuedAttempts(), 7);
    config.policy.connections.max = 100; // more than there are
    QVERIFY(client.setPolicy(config.policy).isEmpty());
    QCOMPARE(client.queuedAttempts(), 3);
    QVERIFY(waitForRequests(server, 6));
    config.policy.connections.max = 1;
    QVERIFY(client.setPolicy(config.policy).isEmpty());
    QCOMPARE(client.queuedAttempts(), 3);
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    for (const auto &log : logs)
        QVERIFY(log->waitForEnd());
}

void TestHttpQueue::limitHasACause()
{
    ScriptedServer server;
    server.setScript({Answer::status(503, "X-Request-Id: 9\r\n", "busy"), Answer::hang()});
    VirtualScheduler time;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(3);
    config.policy.timeout.overall = 500ms;
    ApiClient client(config, nullptr, &time);
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitFor(u"retry 2"_s));
    time.advance(100ms);
    QVERIFY(waitForRequests(server, 2));
    time.advance(400ms);
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().kind, ErrorKind::Timeout);
    QVERIFY(log.error().cause);
    QCOMPARE(log.error().cause->httpStatus, 503);
    QCOMPARE(log.error().cause->body, QByteArray("busy"));
    QVERIFY(log.error().cause->headers.contains(std::pair(QByteArray("X-Request-Id"), QByteArray("9"))));
    QVERIFY(describe(log.error()).contains(u"server 503"_s));
}

void TestHttpQueue::refusalHasACause()
{
    ScriptedServer server;
    server.setScript({Answer::status(500, "X-Request-Id: 9\r\n")});
    VirtualScheduler time;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.breaker->failureThreshold = 1;
    config.policy.breaker->recoveryTime = 30s;
    config.policy.retry = quickRetry(3);
    config.policy.retry->maxRetryAfter = 1s;
    config.policy.order = {PolicyLayer::Retry, PolicyLayer::Breaker};
    ApiClient client(config, nullptr, &time);
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitFor(u"retry 2"_s));
    time.advance(10ms);
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().kind, ErrorKind::CircuitOpen);
    QVERIFY2(log.error().message.contains(u"500"_s), qPrintable(log.error().message)); // why it opened
    QVERIFY(log.error().cause);
    QCOMPARE(log.error().cause->httpStatus, 500);
    QVERIFY(!log.error().cause->headers.isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpQueue)
#include "tst_httpqueue.moc"
