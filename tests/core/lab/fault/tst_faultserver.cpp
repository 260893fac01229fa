// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phasemodel.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QElapsedTimer>
#include <QTest>

using namespace ServerFixture;

class FaultServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void answers()
    {
        Fixture fixture;
        WireClient client(fixture.port);
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1), Ok);
        QCOMPARE(client.end(), WireClient::End::None); // kept
        client.send(Get);
        QCOMPARE(client.receiveAnswers(2), Ok + Ok);
        QCOMPARE(fixture.server.counts().connections, 1u);
        QCOMPARE(fixture.server.counts().requests, 2u);
    }

    void findsEndpoints_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("answer");

        const auto row = [](const char *name, const char *request, const char *answer) {
            QTest::newRow(name) << QByteArray(request) << QByteArray(answer);
        };
        row("query", "GET /orders?a=/b HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        row("absolute", "GET http://x/orders HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        row("escaped", "GET /%6frders HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        row("HEAD", "HEAD /orders HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
        row("POST", "POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        row("chunked", "POST /items HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        row("other path", "GET /order HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 23\r\n\r\nNo such endpoint here.\n");
        row("other method", "DELETE /items HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.1 405 Method Not Allowed\r\nAllow: POST, PURGE\r\nContent-Length: 22\r\n\r\nNot with this "
            "method.\n");
        row("own method", "PURGE /items HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n");
        row("empty lines before", "\r\n\r\nGET /orders HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        row("HTTP/1.0, kept", "GET /orders HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\nok\n");
    }

    void findsEndpoints()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, answer);

        FaultConfig none = fault(FaultConfig::Kind::Status);
        none.status = 204;
        FaultServer server({endpoint("GET", u"/orders"_s, phase()), endpoint("POST", u"/items"_s, phase()),
                            endpoint("PURGE", u"/items"_s, phase({none}))},
                           1);
        const auto ports = server.listen();
        QVERIFY(ports);
        WireClient client(ports->first().first());
        client.send(request);
        QCOMPARE(client.receive(answer.size()), answer);
        QCOMPARE(client.quiet(20ms), WireClient::End::None);
        QCOMPARE(client.received(), answer);
    }

    void closesWhenAskedTo_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("HTTP/1.0") << QByteArray("GET /orders HTTP/1.0\r\n\r\n");
        QTest::newRow("HTTP/1.1") << QByteArray("GET /orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    void closesWhenAskedTo()
    {
        QFETCH(QByteArray, request);

        Fixture fixture;
        WireClient client(fixture.port);
        client.send(request);
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QCOMPARE(client.received(), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");
        client.close();
        QTRY_COMPARE(fixture.server.openConnections(), 0);
    }

    void answersPipelinedRequestsInTheirOrder()
    {
        // The first takes longest, and none overtakes it.
        FaultConfig odd = fault(FaultConfig::Kind::Status, 0.5);
        const PhaseConfig mixed = phase({odd}, UniformLatency{0ms, 20ms});
        Fixture fixture(mixed);
        QByteArray requests;
        QList<int> expected;
        const FaultLuck luck(42, 0);
        for (quint64 call = 1; call <= 20; ++call) {
            requests += request(call);
            expected.append(PhaseModel(mixed).draw(luck, call, 1, {}).fault ? 503 : 200);
        }
        WireClient client(fixture.port);
        client.send(requests);
        const QByteArray answers = client.receiveAnswers(20);
        QList<int> got;
        for (qsizetype at = answers.indexOf("HTTP/1.1 "); at >= 0; at = answers.indexOf("HTTP/1.1 ", at + 1))
            got.append(answers.sliced(at + 9, 3).toInt());
        QCOMPARE(got, expected);
    }

    void givesLeaveToSendABody()
    {
        FaultServer server({endpoint("POST", u"/items"_s, phase())}, 1);
        const auto ports = server.listen();
        QVERIFY(ports);
        WireClient client(ports->first().first());
        client.send("POST /items HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        QCOMPARE(client.receive(25), "HTTP/1.1 100 Continue\r\n\r\n");
        client.send("abc");
        QCOMPARE(client.receive(25 + Ok.size()), "HTTP/1.1 100 Continue\r\n\r\n" + Ok);
    }

    void everySpellingOfAPathFindsIt_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        for (const char *target : {"/orders", "/%6Frders", "/x/../orders", "/./orders?a=b", "/%2e/orders",
                                   "http://x/orders", "http://x/y/..//../orders?z"})
            QTest::newRow(target) << QByteArray(target) << 200;
        for (const char *target : {"/orders/", "//orders", "/Orders", "/orders%2F", "/order%73s", "http://x?/orders",
                                   "*", "http://x//orders", "/%2Forders"})
            QTest::newRow(target) << QByteArray(target) << 404;
    }

    void everySpellingOfAPathFindsIt()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, status);

        Fixture fixture;
        WireClient client(fixture.port);
        client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        QCOMPARE(client.receiveAnswers(1).mid(9, 3).toInt(), status);
    }

    void anEndpointForHeadComesBeforeOneForGet()
    {
        FaultServer server({endpoint("GET", u"/a"_s, phase()), endpoint("HEAD", u"/a"_s, phase())}, 1);
        const auto ports = server.listen();
        QVERIFY(ports);
        WireClient client(ports->first().first());
        client.send("HEAD /a HTTP/1.0\r\n\r\n");
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QCOMPARE(server.state(0).counts.requests, 0u);
        QCOMPARE(server.state(1).counts.requests, 1u);
    }

    /// RFC 9110, 10.1.1: an HTTP/1.0 client does not know that answer.
    void givesHttp10NoLeave()
    {
        Fixture fixture(endpoint("POST", u"/items"_s, phase()));
        WireClient client(fixture.port);
        client.send("POST /items HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        QCOMPARE(client.quiet(50ms), WireClient::End::None);
        QCOMPARE(client.received(), QByteArray());
        client.send("x");
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QVERIFY(client.received().startsWith("HTTP/1.1 200 "));
    }

    void statusIsAsConfigured()
    {
        FaultConfig limited = fault(FaultConfig::Kind::Status);
        limited.status = 429;
        limited.body = "slow down";
        limited.retryAfter = 1500ms;
        Fixture fixture(phase({limited}));
        WireClient client(fixture.port);
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1),
                 "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 9\r\n\r\nslow down");
        QCOMPARE(client.end(), WireClient::End::None);
    }

    void aResetIsARst()
    {
        Fixture fixture(phase({fault(FaultConfig::Kind::Reset)}));
        WireClient client(fixture.port);
        client.send(Get);
        QCOMPARE(client.waitForEnd(), WireClient::End::Reset);
        QCOMPARE(client.received(), QByteArray());
        QTRY_COMPARE(fixture.server.openConnections(), 0);
    }

    void aHangAnswersNothingAndStays()
    {
        Fixture fixture(phase({fault(FaultConfig::Kind::Hang)}));
        WireClient client(fixture.port);
        client.send(Get);
        QTRY_COMPARE(fixture.server.counts().requests, 1u);
        QCOMPARE(client.quiet(100ms), WireClient::End::None);
        QCOMPARE(client.received(), QByteArray());
        // Nor is what stands behind it answered.
        fixture.server.setPhase(0, phase());
        client.send(Get);
        QCOMPARE(client.quiet(50ms), WireClient::End::None);
        QCOMPARE(client.received(), QByteArray());
        client.close();
        QTRY_COMPARE(fixture.server.openConnections(), 0);
    }

    void latencyComesBeforeTheAnswer_data()
    {
        QTest::addColumn<QList<FaultConfig>>("faults");
        QTest::newRow("success") << QList<FaultConfig>();
        QTest::newRow("status") << QList{fault(FaultConfig::Kind::Status)};
        QTest::newRow("reset") << QList{fault(FaultConfig::Kind::Reset)};
    }

    void latencyComesBeforeTheAnswer()
    {
        QFETCH(QList<FaultConfig>, faults);

        Fixture fixture(phase(faults, FixedLatency{80ms}));
        WireClient client(fixture.port);
        QElapsedTimer timer;
        timer.start();
        client.send(Get);
        client.receiveAnswers(1);
        QCOMPARE_GE(timer.nsecsElapsed(), 80'000'000);
    }

    void aClientThatGivesUpIsForgotten()
    {
        Fixture fixture(phase({}, FixedLatency{1h}));
        {
            WireClient client(fixture.port);
            client.send(Get);
            QTRY_COMPARE(fixture.server.counts().requests, 1u);
            QCOMPARE(fixture.server.openConnections(), 1);
        }
        QTRY_COMPARE(fixture.server.openConnections(), 0);
    }

    void oneNumberHasOneFate()
    {
        const PhaseConfig mixed = phase({fault(FaultConfig::Kind::Status, 0.5)});
        Fixture fixture(mixed);
        const FaultLuck luck(42, 0);
        WireClient client(fixture.port);
        QByteArray expected;
        for (const quint64 call : {7, 3, 7, 9, 3, 7}) {
            for (const quint64 attempt : {1, 2}) {
                client.send(request(call, attempt));
                expected += PhaseModel(mixed).draw(luck, call, attempt, {}).fault
                    ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
                    : Ok;
            }
        }
        QCOMPARE(client.receiveAnswers(12), expected);
    }

    void unnumberedRequestsAreCounted_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("none") << QByteArray();
        for (const char *junk : {"", "7", "7.", ".1", "x.1", "7.x", "-7.1", "7.1.1", "99999999999999999999999.1"})
            QTest::newRow(junk) << "Fuseboard-Call: " + QByteArray(junk) + "\r\n";
    }

    void unnumberedRequestsAreCounted()
    {
        QFETCH(QByteArray, header);

        const PhaseConfig mixed = phase({fault(FaultConfig::Kind::Status, 0.5)});
        Fixture fixture(mixed);
        const FaultLuck luck(42, 0);
        WireClient client(fixture.port);
        QByteArray expected;
        for (quint64 call = 1; call <= 10; ++call) {
            client.send("GET /orders HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
            expected += PhaseModel(mixed).draw(luck, call, 1, {}).fault
                ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
                : Ok;
        }
        QCOMPARE(client.receiveAnswers(10), expected);
    }

    void phasesAndBreakagesChangeWhileItServes()
    {
        Fixture fixture;
        WireClient client(fixture.port);
        auto status = [&, answers = 0]() mutable {
            const qsizetype before = client.received().size();
            client.send(Get);
            return client.receiveAnswers(++answers).sliced(before + 9, 3).toInt();
        };
        QCOMPARE(status(), 200);
        fixture.server.breakEndpoint(0, fault(FaultConfig::Kind::Status));
        QCOMPARE(status(), 503);
        FaultConfig limited = fault(FaultConfig::Kind::Status);
        limited.status = 429;
        fixture.server.setPhase(0, phase({limited}));
        QCOMPARE(status(), 503); // what was done by hand stays
        fixture.server.heal(0);
        QCOMPARE(status(), 429);
        fixture.server.setPhase(0, phase());
        QCOMPARE(status(), 200);
    }

    void listensOnSeveralPorts()
    {
        FaultServer server({endpoint("GET", u"/orders"_s, phase())}, 1);
        const auto ports = server.listen(5);
        QVERIFY(ports);
        QCOMPARE(ports->first().size(), 5);
        for (const quint16 port : ports->first()) {
            WireClient client(port);
            client.send(Get);
            QCOMPARE(client.receiveAnswers(1), Ok);
        }
        server.close();
        QCOMPARE(server.openConnections(), 0);
        QVERIFY(!WireClient(ports->first().first()).isConnected());
    }

    void saysWhyItCannotListen()
    {
        Fixture first;
        FaultServer second({endpoint("GET", u"/orders"_s, phase())}, 1);
        const auto ports = second.listen(1, QHostAddress::LocalHost, first.port);
        QVERIFY(!ports);
        QVERIFY2(ports.error().startsWith(u"cannot listen on 127.0.0.1 port %1: "_s.arg(first.port)),
                 qPrintable(ports.error()));
    }

    void endsWithRequestsUnderWay()
    {
        auto fixture = std::make_unique<Fixture>(phase({}, FixedLatency{1h}));
        WireClient client(fixture->port);
        client.send(Get);
        QTRY_COMPARE(fixture->server.counts().requests, 1u);
        fixture.reset();
        QVERIFY(client.waitForEnd() != WireClient::End::None);
    }
};

QTEST_GUILESS_MAIN(FaultServerTest)
#include "tst_faultserver.moc"
