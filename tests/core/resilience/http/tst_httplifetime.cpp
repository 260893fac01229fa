// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QEventLoop>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>
#include <QThread>
#include <QTimer>

using namespace Fuseboard;
using namespace std::chrono_literals;

/// Calls that are given up, and objects that go, at every stage and in every signal: a clean end, every permit and
/// place back, futures cancelled, no signal after, nothing leaked (which the sanitizers see).
class TestHttpLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void stages_data();
    void stages();
    void deletedInSlot_data();
    void deletedInSlot();
    void deletedInBreakerSlot_data();
    void deletedInBreakerSlot();
    void deletedInRequestCreated_data();
    void deletedInRequestCreated();
    void cancelInSlot_data();
    void cancelInSlot();
    void cancelTwice();
    void cancelAfterTheEnd();
    void cancelFromAnotherThread();
    void cancelledNeverStarts();
    void callsFromSlots();
    void eventLoopInSlot();
    void clientGoesWithAFinishedReply();
    void manyAtOnce();
    void clientOnAnotherThread();
};

namespace {

enum class Stage { Created, Queued, Handshaking, Sent, Receiving, Waiting };
enum class Action { Cancel, CancelFuture, DeleteReply, DeleteClient };

} // namespace

void TestHttpLifetime::stages_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<Action>("action");
    const std::pair<Stage, const char *> stages[] = {{Stage::Created, "created"},         {Stage::Queued, "queued"},
                                                     {Stage::Handshaking, "handshaking"}, {Stage::Sent, "sent"},
                                                     {Stage::Receiving, "receiving"},     {Stage::Waiting, "waiting"}};
    const std::pair<Action, const char *> actions[] = {{Action::Cancel, "cancel"},
                                                       {Action::CancelFuture, "cancel the future"},
                                                       {Action::DeleteReply, "delete the reply"},
                                                       {Action::DeleteClient, "delete the client"}};
    for (const auto &[stage, stageName] : stages) {
        for (const auto &[action, actionName] : actions)
            QTest::addRow("%s, %s", stageName, actionName) << stage << action;
    }
}

void TestHttpLifetime::stages()
{
    QFETCH(Stage, stage);
    QFETCH(Action, action);
    if (stage == Stage::Handshaking && !QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");

    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) -> Answer {
        if (request.target == "/part")
            return Answer::drip(QByteArray(100'000, 'x'), 20ms, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        if (request.target == "/fails")
            return Answer::status(500);
        return Answer::hang();
    });
    const auto breaker = std::make_shared<CircuitBreaker>();
    QUrl url = server.url();
    if (stage == Stage::Handshaking)
        url.setScheme(QStringLiteral("https")); // it waits for a greeting that never comes
    ApiClientConfig config = plainConfig(url);
    config.maxPerHost = 1;
    config.policy.breaker.emplace(); // says where it stands; the shared one stands there
    config.policy.retry = quickRetry();
    config.policy.retry->baseDelay = 1h;
    config.policy.retry->maxDelay = 1h;
    config.policy.timeout.overall = 3h;
    config.policy.timeout.perAttempt = 1h;
    auto client = std::make_unique<ApiClient>(config, breaker);

    std::unique_ptr<CallLog> other;
    if (stage == Stage::Queued) {
        other = std::make_unique<CallLog>(client->get(QStringLiteral("/other")));
        QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 1; }, 60'000));
    }
    ApiReply *const reply = client->get(stage == Stage::Receiving     ? QStringLiteral("/part")
                                            : stage == Stage::Waiting ? QStringLiteral("/fails")
                                                                      : QStringLiteral("/x"));
    QFuture<ApiResponse> future = reply->future();
    CallLog log(reply);
    qint64 received = 0;
    connect(reply, &ApiReply::downloadProgress, this, [&received](qint64 bytes) { received = bytes; });
    switch (stage) {
    case Stage::Created:
        break;
    case Stage::Queued:
        QCOMPARE(client->queuedAttempts(), 1);
        break;
    case Stage::Handshaking:
        QVERIFY(log.waitFor(QStringLiteral("started 1")));
        QVERIFY(QTest::qWaitFor([&] { return server.connections() == 1; }, 60'000));
        break;
    case Stage::Sent:
        QVERIFY(
            QTest::qWaitFor([&] { return log.reply()->deliveries() == 1 && server.requests().size() == 1; }, 60'000));
        break;
    case Stage::Receiving:
        QVERIFY(QTest::qWaitFor([&] { return received > 0; }, 60'000));
        break;
    case Stage::Waiting:
        QVERIFY(log.waitFor(QStringLiteral("retry 2")));
        break;
    }
    QCOMPARE(breaker->metrics().permitsOut, other ? 2u : 1u);

    const QString before = log.text();
    const bool isGivenUp = action == Action::Cancel || action == Action::CancelFuture;
    switch (action) {
    case Action::Cancel:
        reply->cancel();
        QVERIFY(!reply->isFinished());
        QCOMPARE(breaker->metrics().permitsOut, other ? 1u : 0u);
        break;
    case Action::CancelFuture:
        future.cancel();
        break;
    case Action::DeleteReply:
        delete reply;
        QCOMPARE(breaker->metrics().permitsOut, other ? 1u : 0u);
        break;
    case Action::DeleteClient:
        client.reset();
        QVERIFY(log.isDestroyed);
        QCOMPARE(breaker->metrics().permitsOut, 0u);
        break;
    }

    if (isGivenUp) {
        QVERIFY(log.waitForEnd());
        if (stage != Stage::Created)
            QCOMPARE(log.text(),
                     before.isEmpty() ? QStringLiteral("cancelled") : before + QStringLiteral(", cancelled"));
        else // the future's word comes through the event loop, behind what was on its way already
            QCOMPARE(log.text(),
                     action == Action::Cancel ? QStringLiteral("cancelled") : QStringLiteral("started 1, cancelled"));
        QTRY_VERIFY(log.isDestroyed);
    }
    QVERIFY(future.isFinished());
    QVERIFY(future.isCanceled());
    QCOMPARE(breaker->metrics().permitsOut, action != Action::DeleteClient && other ? 1u : 0u);
    QCOMPARE(breaker->metrics().totals.failures, 0u);
    if (stage == Stage::Sent || stage == Stage::Receiving || (stage == Stage::Handshaking && !client))
        QTRY_COMPARE(server.openConnections(), 0);

    if (client) {
        // Its place is free.
        QCOMPARE(client->queuedAttempts(), 0);
        QCOMPARE(client->pendingCalls(), other ? 1 : 0);
        if (stage != Stage::Handshaking) {
            server.setScript({Answer::ok()});
            server.answerPending(Answer::ok());
            CallLog next(client->get(QStringLiteral("/next")));
            QVERIFY(next.waitForEnd());
            QCOMPARE(next.text(), QStringLiteral("started 1, ok 200"));
        }
    }
    if (!isGivenUp)
        QCOMPARE(log.text(), before);
}

void TestHttpLifetime::deletedInSlot_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<bool>("isClient");
    for (const char *signal : {"attemptStarted", "attemptFailed", "retryScheduled", "rejected", "uploadProgress",
                               "downloadProgress", "finished"}) {
        QTest::addRow("%s, reply", signal) << QString::fromLatin1(signal) << false;
        QTest::addRow("%s, client", signal) << QString::fromLatin1(signal) << true;
    }
}

void TestHttpLifetime::deletedInSlot()
{
    QFETCH(QString, signal);
    QFETCH(bool, isClient);
    ScriptedServer server;
    server.setScript({Answer::status(500, {}, "some body"), Answer::ok("another body")});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.retry = quickRetry();
    config.policy.retry->retryNonIdempotent = true;
    QPointer<ApiClient> client = new ApiClient(config);
    if (signal == QStringLiteral("rejected"))
        client->breaker()->forceOpen();
    std::vector<QPointer<ApiReply>> replies;
    std::vector<QFuture<ApiResponse>> futures;
    for (int i = 0; i < 8; ++i) { // two of them queued
        replies.emplace_back(client->post(QStringLiteral("/x"), {.body = RawBody{"body", "text/plain"}}));
        futures.push_back(replies.back()->future());
    }
    ApiReply *const reply = replies.front();
    int calls = 0;
    const auto slot = [&] {
        ++calls;
        if (isClient)
            delete client;
        else
            delete reply;
    };
    if (signal == QStringLiteral("attemptStarted"))
        connect(reply, &ApiReply::attemptStarted, this, slot);
    else if (signal == QStringLiteral("attemptFailed"))
        connect(reply, &ApiReply::attemptFailed, this, slot);
    else if (signal == QStringLiteral("retryScheduled"))
        connect(reply, &ApiReply::retryScheduled, this, slot);
    else if (signal == QStringLiteral("rejected"))
        connect(reply, &ApiReply::rejected, this, slot);
    else if (signal == QStringLiteral("uploadProgress"))
        connect(reply, &ApiReply::uploadProgress, this, slot);
    else if (signal == QStringLiteral("downloadProgress"))
        connect(reply, &ApiReply::downloadProgress, this, slot);
    else
        connect(reply, &ApiReply::finished, this, slot);

    QTRY_COMPARE(calls, 1);
    QVERIFY(!replies.front());
    if (isClient) {
        for (const auto &gone : replies)
            QVERIFY(!gone);
    } else {
        QTRY_COMPARE(client->pendingCalls(), 0);
        delete client;
    }
    for (const auto &future : futures)
        QVERIFY(future.isFinished());
    QCOMPARE(futures.front().isCanceled(), signal != QStringLiteral("finished"));
}

void TestHttpLifetime::deletedInBreakerSlot_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<bool>("isClient");
    for (const char *signal : {"callAdmitted", "callRejected", "callFailed", "callSucceeded", "stateChanged"}) {
        QTest::addRow("%s, reply", signal) << QString::fromLatin1(signal) << false;
        QTest::addRow("%s, client", signal) << QString::fromLatin1(signal) << true;
    }
}

void TestHttpLifetime::deletedInBreakerSlot()
{
    QFETCH(QString, signal);
    QFETCH(bool, isClient);
    ScriptedServer server;
    server.setScript({signal == QStringLiteral("callSucceeded") ? Answer::ok() : Answer::status(500)});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.breaker->failureThreshold = 1;
    QPointer<ApiClient> client = new ApiClient(config);
    CircuitBreaker *const breaker = client->breaker().get();
    if (signal == QStringLiteral("callRejected"))
        breaker->forceOpen();
    QPointer<ApiReply> reply;
    connect(client, &ApiClient::requestCreated, this, [&reply](ApiReply *created) { reply = created; });
    int calls = 0;
    const auto slot = [&] {
        ++calls;
        if (isClient)
            delete client;
        else
            delete reply;
    };
    if (signal == QStringLiteral("callAdmitted"))
        connect(breaker, &CircuitBreaker::callAdmitted, this, slot);
    else if (signal == QStringLiteral("callRejected"))
        connect(breaker, &CircuitBreaker::callRejected, this, slot);
    else if (signal == QStringLiteral("callFailed"))
        connect(breaker, &CircuitBreaker::callFailed, this, slot);
    else if (signal == QStringLiteral("callSucceeded"))
        connect(breaker, &CircuitBreaker::callSucceeded, this, slot);
    else
        connect(breaker, &CircuitBreaker::stateChanged, this, slot);

    ApiReply *const returned = client->get(QStringLiteral("/x"));
    QCOMPARE(returned != nullptr, calls == 0);
    QTRY_COMPARE(calls, 1);
    QVERIFY(!reply);
    delete client;
}

void TestHttpLifetime::deletedInRequestCreated_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"reply", "client", "cancel"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestHttpLifetime::deletedInRequestCreated()
{
    QFETCH(QString, what);
    ScriptedServer server;
    QPointer<ApiClient> client = new ApiClient(plainConfig(server.url()));
    connect(client, &ApiClient::requestCreated, this, [&](ApiReply *reply) {
        if (what == QStringLiteral("reply"))
            delete reply;
        else if (what == QStringLiteral("client"))
            delete client;
        else
            reply->cancel();
    });
    ApiReply *const reply = client->get(QStringLiteral("/x"));
    if (what == QStringLiteral("cancel")) {
        QVERIFY(reply);
        CallLog log(reply);
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), QStringLiteral("cancelled"));
    } else {
        QVERIFY(!reply);
    }
    QCOMPARE(server.connections(), 0);
    delete client;
}

void TestHttpLifetime::cancelInSlot_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QString>("told");
    QTest::newRow("attemptStarted") << "attemptStarted"
                                    << "started 1, cancelled";
    QTest::newRow("attemptFailed") << "attemptFailed"
                                   << "started 1, failed 1 server 500, cancelled";
    QTest::newRow("retryScheduled") << "retryScheduled"
                                    << "started 1, failed 1 server 500, retry 2, cancelled";
    QTest::newRow("stateChanged") << "stateChanged"
                                  << "started 1, cancelled"; // before the failure is told
    QTest::newRow("finished") << "finished"
                              << "started 1, failed 1 server 500, retry 2, started 2, ok 200";
}

void TestHttpLifetime::cancelInSlot()
{
    QFETCH(QString, signal);
    QFETCH(QString, told);
    ScriptedServer server;
    server.setScript({Answer::status(500), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    config.policy.breaker.emplace();
    config.policy.breaker->failureThreshold = 1;
    config.policy.breaker->recoveryTime = 1ms;
    if (signal == QStringLiteral("stateChanged"))
        config.policy.order = {PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
    ApiClient client(config);
    ApiReply *const reply = client.get(QStringLiteral("/x"));
    CallLog log(reply);
    const auto slot = [reply] { reply->cancel(); };
    if (signal == QStringLiteral("attemptStarted"))
        connect(reply, &ApiReply::attemptStarted, reply, slot);
    else if (signal == QStringLiteral("attemptFailed"))
        connect(reply, &ApiReply::attemptFailed, reply, slot);
    else if (signal == QStringLiteral("retryScheduled"))
        connect(reply, &ApiReply::retryScheduled, reply, slot);
    else if (signal == QStringLiteral("stateChanged"))
        connect(client.breaker().get(), &CircuitBreaker::stateChanged, reply, slot);
    else
        connect(reply, &ApiReply::finished, reply, slot);
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), told);
    QCOMPARE(client.breaker()->metrics().permitsOut, 0u);
    QTRY_VERIFY(log.isDestroyed);
    QCOMPARE(log.text(), told);
}

void TestHttpLifetime::cancelTwice()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/x")));
    log.reply()->cancel();
    log.reply()->cancel();
    QVERIFY(log.waitForEnd());
    QTRY_VERIFY(log.isDestroyed);
    QCOMPARE(log.text(), QStringLiteral("cancelled"));
}

void TestHttpLifetime::cancelAfterTheEnd()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    ApiReply *const reply = client.get(QStringLiteral("/x"));
    QFuture<ApiResponse> future = reply->future();
    CallLog log(reply);
    connect(reply, &ApiReply::finished, reply, [&] {
        reply->cancel();
        future.cancel();
    });
    QVERIFY(log.waitForEnd());
    QTRY_VERIFY(log.isDestroyed);
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
}

void TestHttpLifetime::cancelFromAnotherThread()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/x")));
    QFuture<ApiResponse> future = log.reply()->future();
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 1; }, 60'000));
    const std::unique_ptr<QThread> thread(QThread::create([future]() mutable { future.cancel(); }));
    thread->start();
    QVERIFY(log.waitForEnd());
    thread->wait();
    QCOMPARE(log.text(), QStringLiteral("started 1, cancelled"));
}

void TestHttpLifetime::cancelledNeverStarts()
{
    // A place falls to a call in the same turn in which it is given up.
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    ApiClient client(config);
    ApiReply *const first = client.get(QStringLiteral("/1"));
    ApiReply *const second = client.get(QStringLiteral("/2"));
    CallLog log(second);
    connect(first, &ApiReply::finished, second, [second] { second->cancel(); });
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("cancelled"));
    QCOMPARE(server.requests().size(), 1);
    CallLog third(client.get(QStringLiteral("/3")));
    QVERIFY(third.waitForEnd());
    QCOMPARE(third.text(), QStringLiteral("started 1, ok 200"));
}

void TestHttpLifetime::callsFromSlots()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    int finished = 0;
    std::function<void()> next = [&] {
        ApiReply *const reply = client.get(QStringLiteral("/x"));
        connect(reply, &ApiReply::finished, this, [&] {
            if (++finished < 50)
                next();
        });
    };
    next();
    QTRY_COMPARE(finished, 50);
}

void TestHttpLifetime::eventLoopInSlot()
{
    // A slot that waits for another call, as people write it who want a synchronous one; the other needs the first
    // one's place.
    ScriptedServer server;
    server.setScript({Answer::status(500), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    config.policy.retry = quickRetry();
    config.policy.timeout.perAttempt = 60s;
    ApiClient client(config);
    QStringList told;
    const auto waitForAnother = [&](const QString &name) {
        QEventLoop loop;
        ApiReply *const inner = client.get(QStringLiteral("/inner"));
        connect(inner, &ApiReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        told.append(name);
    };
    ApiReply *const reply = client.get(QStringLiteral("/x"));
    CallLog log(reply);
    connect(reply, &ApiReply::attemptFailed, this, [&] { waitForAnother(QStringLiteral("in attemptFailed")); });
    connect(reply, &ApiReply::retryScheduled, this, [&] { waitForAnother(QStringLiteral("in retryScheduled")); });
    connect(reply, &ApiReply::finished, this, [&] { waitForAnother(QStringLiteral("in finished")); });
    QVERIFY(log.waitForEnd());
    QTRY_VERIFY(log.isDestroyed);
    QCOMPARE(told.constFirst(), QStringLiteral("in attemptFailed"));
    QCOMPARE(told.constLast(), QStringLiteral("in finished"));
    QVERIFY2(log.text().startsWith(QStringLiteral("started 1, failed 1 server 500")), qPrintable(log.text()));
    QVERIFY2(log.text().endsWith(QStringLiteral("started 2, ok 200")), qPrintable(log.text()));
}

void TestHttpLifetime::clientGoesWithAFinishedReply()
{
    // The reply has told its end and waits for its deletion.
    ScriptedServer server;
    auto client = std::make_unique<ApiClient>(plainConfig(server.url()));
    ApiReply *const reply = client->get(QStringLiteral("/x"));
    CallLog log(reply);
    connect(reply, &ApiReply::finished, this, [&client] { QTimer::singleShot(0, [&client] { client.reset(); }); });
    QVERIFY(log.waitForEnd());
    QTRY_VERIFY(log.isDestroyed);
    QTRY_VERIFY(!client);
}

void TestHttpLifetime::manyAtOnce()
{
    ScriptedServer server;
    server.setHandler([n = 0](const ScriptedServer::Request &) mutable {
        switch (n++ % 5) {
        case 0:
            return Answer::status(503);
        case 1:
            return Answer::close();
        case 2:
            return Answer::close("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        default:
            return Answer::ok();
        }
    });
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.breaker->failureThreshold = 1'000'000;
    config.policy.retry = quickRetry(2);
    ApiClient client(config);
    int finished = 0;
    for (int i = 0; i < 300; ++i) {
        ApiReply *const reply = client.get(QStringLiteral("/%1").arg(i));
        connect(reply, &ApiReply::finished, this, [&finished] { ++finished; });
        if (i % 7 == 0)
            connect(reply, &ApiReply::attemptStarted, reply, [reply] { reply->cancel(); });
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished, 300, 60'000);
    const BreakerMetrics metrics = client.breaker()->metrics();
    QCOMPARE(metrics.permitsOut, 0u);
    QCOMPARE(metrics.totals.granted, 300u);
    QCOMPARE(metrics.totals.successes + metrics.totals.failures + metrics.totals.givenBack, 300u);
    QCOMPARE(client.pendingCalls(), 0);
    QCOMPARE(client.queuedAttempts(), 0);
}

void TestHttpLifetime::clientOnAnotherThread()
{
    ScriptedServer server;
    server.setScript({Answer::status(503), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    config.policy.timeout.overall = 60s;
    QString told;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        ApiClient client(config);
        QEventLoop loop;
        CallLog log(client.get(QStringLiteral("/x")));
        connect(log.reply(), &ApiReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        told = log.text();
    }));
    thread->start();
    QVERIFY(QTest::qWaitFor([&] { return thread->isFinished(); }, 60'000));
    QCOMPARE(told, QStringLiteral("started 1, failed 1 server 503, retry 2, started 2, ok 200"));
}

QTEST_GUILESS_MAIN(TestHttpLifetime)
#include "tst_httplifetime.moc"
