// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "resilience/http/oneshotbody.h"
#include "scriptedserver.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

using Fuseboard::OneShotBody;

/// What QNetworkAccessManager does, where the client counts on it or works around it. Nothing of ours is tested
/// here: a failure says that this Qt is another one, and that the code behind the fact wants another look.
class TestQtFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void sixConnectionsPerHost();
    void hostsAreToldApartByName();
    void repeatsByItself_data();
    void repeatsByItself();
    void oneShotBodyIsNotRepeated_data();
    void oneShotBodyIsNotRepeated();
    void sequentialBufferIsRepeated();
    void emptyDeviceIsSentUncounted();
    void requestSentWithTheFirstByteOfABody();
    void truncatedBodyIsNotRepeated();
    void answerWithoutLengthMayEndInAnError();
    void codes_data();
    void codes();
    void transferTimeoutIsForeignCancel();
    void transferTimeoutRestartsWithEveryByte();
    void transferTimeoutRunsWhileWaiting();
    void orderOfSignals();
    void abortTellsAtOnce();
    void abortedReplyIsClosed();
    void deletedReplyIsSilent();
    void deletedManagerIsSilent();
    void cookiesAreSentBackUnlessManual();
    void challengeWithoutHandlerIsFinal();
    void customVerbKeepsTheQuery();
    void noContentLengthWithoutABody();
    void rawHeaderReplacesWhateverItsCase();
    void nullValueRemovesAHeader();
    void manualRedirectIsAnOrdinaryAnswer();
    void manualRedirectStillRewindsTheBody();
    void hangingConnectionIsWaitedForAgain();
    void alwaysNetworkCostsTwoHeaders();

private:
    static QNetworkRequest request(const QUrl &url);
    static bool waitForEnd(QNetworkReply *reply);
};

QNetworkRequest TestQtFacts::request(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("text/plain"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    return request;
}

bool TestQtFacts::waitForEnd(QNetworkReply *reply)
{
    if (!reply->isFinished()) {
        QSignalSpy finished(reply, &QNetworkReply::finished);
        finished.wait(60'000);
    }
    return reply->isFinished();
}

namespace {

/// A manager as the client has it.
class Manager : public QNetworkAccessManager
{
public:
    Manager() { setProxy(QNetworkProxy::NoProxy); }
};

/// As OneShotBody is used.
QNetworkRequest unbuffered(QNetworkRequest request, qint64 length)
{
    request.setRawHeader("Content-Length", QByteArray::number(length));
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    return request;
}

class SequentialBuffer : public QBuffer
{
public:
    using QBuffer::QBuffer;
    bool isSequential() const override { return true; }
};

} // namespace

void TestQtFacts::sixConnectionsPerHost()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    Manager manager;
    for (int i = 0; i < 10; ++i)
        manager.get(request(server.url("/" + QByteArray::number(i))));
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 6; }, 60'000));
    server.setScript({Answer::ok()});
    server.answerPending(Answer::ok());
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 10; }, 60'000));
    QCOMPARE(server.connections(), 6);
}

void TestQtFacts::hostsAreToldApartByName()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    Manager manager;
    QUrl byName = server.url("/x");
    byName.setHost(QStringLiteral("localhost"));
    for (int i = 0; i < 8; ++i) {
        manager.get(request(server.url("/x")));
        manager.get(request(byName));
    }
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 12; }, 60'000));
}

void TestQtFacts::repeatsByItself_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<Answer>("answer");
    for (const char *method : {"GET", "POST", "DELETE"}) {
        QTest::addRow("%s, closed", method) << QByteArray(method) << Answer::close();
        QTest::addRow("%s, closed in the headers", method)
            << QByteArray(method) << Answer::close("HTTP/1.1 200 OK\r\nC");
        QTest::addRow("%s, garbage", method) << QByteArray(method) << Answer::close("garbage\r\n\r\n");
    }
}

void TestQtFacts::repeatsByItself()
{
    QFETCH(QByteArray, method);
    QFETCH(Answer, answer);
    ScriptedServer server;
    server.setScript({answer});
    Manager manager;
    QNetworkReply *const reply = method == "POST" ? manager.post(request(server.url("/x")), "body")
                                                  : manager.sendCustomRequest(request(server.url("/x")), method);
    const QSignalSpy sent(reply, &QNetworkReply::requestSent);
    QVERIFY(waitForEnd(reply));
    // All the same, whatever came: the client can not tell garbage from silence.
    QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 0);
    QCOMPARE_GE(sent.size(), 2);
    QTRY_COMPARE(server.requests().size(), sent.size());
}

void TestQtFacts::oneShotBodyIsNotRepeated_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Answer>("answer");
    for (const char *body : {"", "body"}) {
        QTest::addRow("closed, '%s'", body) << QByteArray(body) << Answer::close();
        QTest::addRow("closed in the headers, '%s'", body) << QByteArray(body) << Answer::close("HTTP/1.1 200 OK\r\nC");
        QTest::addRow("garbage, '%s'", body) << QByteArray(body) << Answer::close("garbage\r\n\r\n");
    }
}

void TestQtFacts::oneShotBodyIsNotRepeated()
{
    QFETCH(QByteArray, body);
    QFETCH(Answer, answer);
    ScriptedServer server;
    server.setScript({answer});
    Manager manager;
    auto *const device = new OneShotBody(body);
    QNetworkReply *const reply = manager.sendCustomRequest(unbuffered(request(server.url("/x")), body.size()), "POST",
                                                           device);
    device->setParent(reply);
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::ContentReSendError);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().constFirst().body, body);
}

void TestQtFacts::sequentialBufferIsRepeated()
{
    // To say that one is sequential is not enough.
    ScriptedServer server;
    server.setScript({Answer::close()});
    Manager manager;
    auto *const device = new SequentialBuffer;
    device->setData("body");
    device->open(QIODevice::ReadOnly);
    QNetworkReply *const reply = manager.sendCustomRequest(unbuffered(request(server.url("/x")), 4), "POST", device);
    device->setParent(reply);
    QVERIFY(waitForEnd(reply));
    QCOMPARE_GE(server.requests().size(), 2);
}

void TestQtFacts::emptyDeviceIsSentUncounted()
{
    ScriptedServer server;
    Manager manager;
    auto *const device = new OneShotBody(QByteArray());
    QNetworkReply *const reply = manager.sendCustomRequest(unbuffered(request(server.url("/x")), 0), "POST", device);
    device->setParent(reply);
    const QSignalSpy sent(reply, &QNetworkReply::requestSent);
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(sent.size(), 0);
}

void TestQtFacts::requestSentWithTheFirstByteOfABody()
{
    // So a body that broke off half-way counts as delivered. This one never arrives: nobody takes it off the wire.
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    server.pauseAccepting();
    QUrl url(QStringLiteral("http://127.0.0.1/x"));
    url.setPort(server.serverPort());
    Manager manager;
    QNetworkReply *const reply = manager.post(request(url), QByteArray(20'000'000, 'x'));
    QSignalSpy sent(reply, &QNetworkReply::requestSent);
    QVERIFY(sent.wait(60'000));
    QVERIFY(!reply->isFinished());
}

void TestQtFacts::truncatedBodyIsNotRepeated()
{
    ScriptedServer server;
    server.setScript({Answer::close("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QCOMPARE(reply->readAll(), QByteArray("abc"));
    QCOMPARE(server.requests().size(), 1);
}

void TestQtFacts::answerWithoutLengthMayEndInAnError()
{
    // Which of the two it is depends on timing; that the body is whole does not.
    ScriptedServer server;
    server.setScript({Answer::close("HTTP/1.1 200 OK\r\n\r\nall of it")});
    for (int i = 0; i < 5; ++i) {
        Manager manager;
        auto *const device = new OneShotBody("body");
        QNetworkReply *const reply = manager.sendCustomRequest(unbuffered(request(server.url("/x")), 4), "POST",
                                                               device);
        device->setParent(reply);
        QVERIFY(waitForEnd(reply));
        QVERIFY(reply->error() == QNetworkReply::NoError || reply->error() == QNetworkReply::ContentReSendError);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QCOMPARE(reply->readAll(), QByteArray("all of it"));
    }
    QCOMPARE(server.requests().size(), 5);
}

void TestQtFacts::codes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    const QList<std::pair<int, int>> codes{{200, 0},   {204, 0},   {304, 0},   {400, 302}, {401, 204}, {403, 201},
                                           {404, 203}, {405, 202}, {408, 299}, {409, 206}, {410, 207}, {418, 302},
                                           {422, 299}, {425, 299}, {429, 299}, {500, 401}, {501, 402}, {502, 499},
                                           {503, 403}, {504, 499}, {505, 499}, {507, 499}, {520, 499}, {599, 499}};
    for (const auto &[status, code] : codes)
        QTest::addRow("%d", status) << status << code;
}

void TestQtFacts::codes()
{
    QFETCH(int, status);
    QFETCH(int, code);
    ScriptedServer server;
    server.setScript({Answer::status(status)});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), status);
    QCOMPARE(int(reply->error()), code);
}

void TestQtFacts::transferTimeoutIsForeignCancel()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    Manager manager;
    QNetworkRequest timed = request(server.url("/x"));
    timed.setTransferTimeout(50);
    QNetworkReply *const reply = manager.get(timed);
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
}

void TestQtFacts::transferTimeoutRestartsWithEveryByte()
{
    ScriptedServer server;
    server.setScript({Answer::drip(QByteArray(40, 'x'), std::chrono::milliseconds(20),
                                   "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n")});
    Manager manager;
    QNetworkRequest timed = request(server.url("/x"));
    timed.setTransferTimeout(500);
    QElapsedTimer took;
    took.start();
    QNetworkReply *const reply = manager.get(timed);
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE_GT(took.elapsed(), 500);
}

void TestQtFacts::transferTimeoutRunsWhileWaiting()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    Manager manager;
    for (int i = 0; i < 6; ++i)
        manager.get(request(server.url("/x")));
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 6; }, 60'000));
    QNetworkRequest timed = request(server.url("/seventh"));
    timed.setTransferTimeout(50);
    QNetworkReply *const reply = manager.get(timed);
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(server.requests().size(), 6);
}

void TestQtFacts::orderOfSignals()
{
    ScriptedServer server;
    server.setScript({Answer::status(503, {}, "busy")});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    QStringList told;
    connect(reply, &QNetworkReply::requestSent, this, [&] { told.append(QStringLiteral("requestSent")); });
    connect(reply, &QNetworkReply::metaDataChanged, this, [&] { told.append(QStringLiteral("metaDataChanged")); });
    connect(reply, &QNetworkReply::readyRead, this, [&] { told.append(QStringLiteral("readyRead")); });
    connect(reply, &QNetworkReply::errorOccurred, this, [&] { told.append(QStringLiteral("errorOccurred")); });
    connect(reply, &QNetworkReply::finished, this, [&] { told.append(QStringLiteral("finished")); });
    QVERIFY(waitForEnd(reply));
    QCOMPARE(told.join(QStringLiteral(" ")),
             QStringLiteral("requestSent metaDataChanged readyRead errorOccurred finished"));
    QCOMPARE(reply->readAll(), QByteArray("busy"));
}

void TestQtFacts::abortTellsAtOnce()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    const QSignalSpy failed(reply, &QNetworkReply::errorOccurred);
    const QSignalSpy finished(reply, &QNetworkReply::finished);
    reply->abort();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(finished.size(), 1);
    reply->abort();
    QCOMPARE(finished.size(), 1);
}

void TestQtFacts::abortedReplyIsClosed()
{
    ScriptedServer server;
    server.setScript({Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart")});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    const QSignalSpy finished(reply, &QNetworkReply::finished);
    connect(reply, &QNetworkReply::readyRead, reply, &QNetworkReply::abort);
    QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, 60'000));
    QVERIFY(!reply->isOpen());
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
}

void TestQtFacts::deletedReplyIsSilent()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    int told = 0;
    connect(reply, &QNetworkReply::errorOccurred, this, [&told] { ++told; });
    connect(reply, &QNetworkReply::finished, this, [&told] { ++told; });
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 1; }, 60'000));
    delete reply;
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(told, 0);

    // The connection's place is free again.
    server.setScript({Answer::ok()});
    QNetworkReply *const next = manager.get(request(server.url("/x")));
    QVERIFY(waitForEnd(next));
    QCOMPARE(next->error(), QNetworkReply::NoError);
}

void TestQtFacts::deletedManagerIsSilent()
{
    ScriptedServer server;
    server.setScript({Answer::hang()});
    auto manager = std::make_unique<Manager>();
    QNetworkReply *const reply = manager->get(request(server.url("/x")));
    int told = 0;
    int destroyed = 0;
    connect(reply, &QNetworkReply::finished, this, [&told] { ++told; });
    connect(reply, &QObject::destroyed, this, [&destroyed] { ++destroyed; });
    QVERIFY(QTest::qWaitFor([&] { return server.requests().size() == 1; }, 60'000));
    manager.reset();
    QCOMPARE(destroyed, 1);
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(told, 0);
}

void TestQtFacts::cookiesAreSentBackUnlessManual()
{
    ScriptedServer server;
    server.setScript({Answer::ok("ok", "Set-Cookie: a=b; Path=/\r\n")});
    for (const bool isManual : {false, true}) {
        Manager manager;
        QNetworkRequest plain = request(server.url("/x"));
        if (isManual) {
            plain.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
            plain.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        }
        QVERIFY(waitForEnd(manager.get(plain)));
        QVERIFY(waitForEnd(manager.get(plain)));
        QCOMPARE(server.requests().constLast().has("Cookie"), !isManual);
    }
}

void TestQtFacts::challengeWithoutHandlerIsFinal()
{
    ScriptedServer server;
    server.setScript({Answer::status(401, "WWW-Authenticate: Basic realm=\"x\"\r\n", "no")});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
    QCOMPARE(server.requests().size(), 1);
}

void TestQtFacts::customVerbKeepsTheQuery()
{
    // post() without a body makes one of the query; sendCustomRequest("POST") does not.
    ScriptedServer server;
    Manager manager;
    QVERIFY(waitForEnd(manager.sendCustomRequest(request(server.url("/x?a=1")), "POST")));
    QCOMPARE(server.requests().constLast().method, QByteArray("POST"));
    QCOMPARE(server.requests().constLast().target, QByteArray("/x?a=1"));
    QCOMPARE(server.requests().constLast().body, QByteArray());
}

void TestQtFacts::noContentLengthWithoutABody()
{
    ScriptedServer server;
    Manager manager;
    QVERIFY(waitForEnd(manager.sendCustomRequest(request(server.url("/x")), "POST")));
    QVERIFY(!server.requests().constLast().has("Content-Length"));
    QNetworkRequest withLength = request(server.url("/x"));
    withLength.setRawHeader("Content-Length", "0");
    QVERIFY(waitForEnd(manager.sendCustomRequest(withLength, "POST")));
    QCOMPARE(server.requests().constLast().header("Content-Length"), QByteArray("0"));
}

void TestQtFacts::rawHeaderReplacesWhateverItsCase()
{
    QNetworkRequest plain;
    plain.setRawHeader("X-Name", "1");
    plain.setRawHeader("x-name", "2");
    QCOMPARE(plain.rawHeaderList().size(), 1);
    QCOMPARE(plain.rawHeader("X-NAME"), QByteArray("2"));
}

void TestQtFacts::nullValueRemovesAHeader()
{
    QNetworkRequest plain;
    plain.setRawHeader("X-Name", "1");
    plain.setRawHeader("x-name", {});
    QVERIFY(!plain.hasRawHeader("X-Name"));
    plain.setRawHeader("X-Name", "");
    QVERIFY(plain.hasRawHeader("X-Name"));
}

void TestQtFacts::manualRedirectIsAnOrdinaryAnswer()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(302, QUrl(QStringLiteral("/there")))});
    Manager manager;
    QNetworkReply *const reply = manager.get(request(server.url("/x")));
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->rawHeader("Location"), QByteArray("/there"));
    QCOMPARE(server.requests().size(), 1);
}

void TestQtFacts::manualRedirectStillRewindsTheBody()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(307, QUrl(QStringLiteral("/there")))});
    Manager manager;
    auto *const device = new OneShotBody("body");
    QNetworkReply *const reply = manager.sendCustomRequest(unbuffered(request(server.url("/x")), 4), "POST", device);
    device->setParent(reply);
    QVERIFY(waitForEnd(reply));
    QCOMPARE(reply->error(), QNetworkReply::ContentReSendError);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 307);
    QCOMPARE(server.requests().size(), 1);
}

void TestQtFacts::hangingConnectionIsWaitedForAgain()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");
    // It waits for a greeting that never comes. That its request is gone does not end it, and the next one waits
    // for it too.
    ScriptedServer server;
    QUrl url = server.url("/x");
    url.setScheme(QStringLiteral("https"));
    Manager manager;
    QNetworkReply *const first = manager.get(request(url));
    QVERIFY(QTest::qWaitFor([&] { return server.connections() == 1; }, 60'000));
    delete first;
    QNetworkRequest timed = request(url);
    timed.setTransferTimeout(300);
    QVERIFY(waitForEnd(manager.get(timed)));
    QCOMPARE(server.connections(), 1);
    QCOMPARE(server.openConnections(), 1);
}

void TestQtFacts::alwaysNetworkCostsTwoHeaders()
{
    ScriptedServer server;
    Manager manager;
    QNetworkRequest plain = request(server.url("/x"));
    QVERIFY(waitForEnd(manager.get(plain)));
    const qsizetype before = server.requests().constLast().headers.size();
    plain.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    QVERIFY(waitForEnd(manager.get(plain)));
    QCOMPARE(server.requests().constLast().headers.size(), before + 2);
}

QTEST_GUILESS_MAIN(TestQtFacts)
#include "tst_qtfacts.moc"
