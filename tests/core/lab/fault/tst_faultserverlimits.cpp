// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/random.h"
#include "resilience/base/virtualscheduler.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QTest>

using namespace ServerFixture;

class FaultServerLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void takesAThousandPipelinedRequests()
    {
        Fixture fixture;
        WireClient client(fixture.port);
        client.send(Get.repeated(5000)); // more than the server reads at once
        const QByteArray answers = client.receiveAnswers(5000);
        QCOMPARE(answers.size(), Ok.size() * 5000);
        QCOMPARE(fixture.server.counts().requests, 5000u);
    }

    void takesARequestByteByByte()
    {
        Fixture fixture;
        WireClient client(fixture.port);
        for (const char byte : Get) {
            QVERIFY(client.send(QByteArray(1, byte)));
            QCoreApplication::processEvents();
        }
        QCOMPARE(client.receiveAnswers(1), Ok);
    }

    void takesChunksByteByByte_data()
    {
        QTest::addColumn<QByteArray>("chunks");
        QTest::newRow("none") << QByteArray("0\r\n\r\n"); // Boost's parser alone asserts
        QTest::newRow("some") << QByteArray("3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n");
        QTest::newRow("trailers") << QByteArray("00;a\r\nX: y\r\nZ: 1\r\n\r\n");
    }

    void takesChunksByteByByte()
    {
        QFETCH(QByteArray, chunks);

        Fixture fixture(endpoint("POST", u"/items"_s, phase()));
        WireClient client(fixture.port);
        const QByteArray request = "POST /items HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
        for (int i = 0; i < 2; ++i) {
            for (const char byte : request) {
                QVERIFY(client.send(QByteArray(1, byte)));
                client.quiet(1ms);
            }
        }
        QCOMPARE(client.receiveAnswers(2), Ok + Ok);
    }

    void refusesWhatIsNoRequest_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");

        const auto row = [](const char *name, const QByteArray &bytes, int status) {
            QTest::newRow(name) << bytes << status;
        };
        row("text", "hello there, how are you?\r\n\r\n", 400);
        row("TLS", QByteArray::fromHex("16030100c8010000c40303") + QByteArray(200, '\1'), 400);
        row("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400);
        row("no colon", "GET / HTTP/1.1\r\nHost\r\n\r\n", 400);
        row("bare line feeds", "GET / HTTP/1.1\nHost: x\n\n", 400);
        row("two lengths", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400);
        row("no length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400);
        row("no host", "GET /orders HTTP/1.1\r\n\r\n", 400);
        row("two hosts", "GET /orders HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400);
        row("two hosts, HTTP/1.0", "GET /orders HTTP/1.0\r\nHost: x\r\nhost: y\r\n\r\n", 400);
        row("a host that is none", "GET /orders HTTP/1.1\r\nHost: x/y\r\n\r\n", 400);
        row("two words as a host", "GET /orders HTTP/1.1\r\nHost: x y\r\n\r\n", 400);
        row("bad chunk", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400);
        row("header too large", "GET / HTTP/1.1\r\nX: " + QByteArray(20'000, 'x') + "\r\n\r\n", 431);
        row("header without end", "GET / HTTP/1.1\r\nX: " + QByteArray(20'000, 'x'), 431);
        row("target too large", "GET /" + QByteArray(20'000, 'x') + " HTTP/1.1\r\n\r\n", 431);
        row("many headers", "GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(4000) + "\r\n", 431);
        const QByteArray chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        row("trailers without end", chunked + "0\r\n" + QByteArray("X: y\r\n").repeated(40'000), 431);
        row("chunk extension without end", chunked + "5;" + QByteArray(200'000, 'x'), 431);
        row("body announced too large", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 413);
        row("body too large",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" + QByteArray(0x200000, 'x'),
            413);
    }

    void refusesWhatIsNoRequest()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);

        Fixture fixture;
        WireClient client(fixture.port);
        client.send(bytes);                                  // may fail when the server has had enough
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin); // and no RST, which could swallow the answer
        QCOMPARE(client.received().sliced(0, 12), "HTTP/1.1 " + QByteArray::number(status));
        QVERIFY(client.received().contains("Connection: close\r\n"));
        QCOMPARE(fixture.server.counts().requests, 0u);
        client.close();
        QTRY_COMPARE(fixture.server.openConnections(), 0);
    }

    /// What follows them must not become the next request.
    void refusesBodiesWithoutAnEnd_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<bool>("isGood");

        const auto row = [](const QByteArray &headers, bool isGood = false) {
            QTest::newRow(QByteArray(headers).replace("\r\n", "; ").constData()) << headers << isGood;
        };
        row("Transfer-Encoding: chunked\r\n", true);
        row("transfer-encoding:  CHUNKED \r\n", true);
        row("Transfer-Encoding: gzip, chunked\r\n", true);
        row("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", true);
        for (const QByteArray coding : {"gzip", "identity", "xchunked", "chunked, gzip", "chunked;x=1",
                                        "chunked, chunked", "", ",", "\"chunked\"", "chunked x", "chunke\xc3\xa4"}) {
            row("Transfer-Encoding: " + coding + "\r\n");
            row("Transfer-Encoding: " + coding + "\r\nContent-Length: 5\r\n");
            row("Content-Length: 5\r\nTransfer-Encoding: " + coding + "\r\n");
        }
        row("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n");
        row("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
        row("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
        row("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    }

    void refusesBodiesWithoutAnEnd()
    {
        QFETCH(QByteArray, headers);
        QFETCH(bool, isGood);

        Fixture fixture(endpoint("POST", u"/items"_s, phase()));
        WireClient client(fixture.port);
        client.send("POST /items HTTP/1.1\r\nHost: x\r\n" + headers
                    + "\r\n0\r\n\r\nPOST /items HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QCOMPARE(client.received().first(12), isGood ? "HTTP/1.1 200" : "HTTP/1.1 400");
        QCOMPARE(client.received().count("HTTP/1.1 "), isGood ? 2 : 1);
        QCOMPARE(fixture.requests(), isGood ? 2u : 0u);
    }

    void chunksAreForHttp11()
    {
        Fixture fixture(endpoint("POST", u"/items"_s, phase()));
        WireClient client(fixture.port);
        client.send("POST /items HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QVERIFY(client.received().startsWith("HTTP/1.1 400 "));
    }

    void acceptsWhatIsJustWithinTheLimits()
    {
        FaultServer server({endpoint("POST", u"/items"_s, phase())}, 1);
        const auto ports = server.listen();
        QVERIFY(ports);
        WireClient client(ports->first().first());
        client.send("POST /items HTTP/1.1\r\nHost: x\r\nX: " + QByteArray(15'000, 'x')
                    + "\r\nContent-Length: 1048576\r\n\r\n" + QByteArray(1'048'576, 'y'));
        QCOMPARE(client.receiveAnswers(1), Ok);
    }

    void survivesGarbage()
    {
        Fixture fixture;
        const CounterRandom random(17);
        const QByteArray likely = "GET POST / HTTP/1.1\r\n\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n:0a";
        const auto garbage = [&](quint64 round) {
            QByteArray bytes = round % 3 == 0 ? QByteArray("GET /orders HTTP/1.1\r\n") : QByteArray();
            const auto size = static_cast<int>(random.uniform(round) * 400);
            for (int i = 0; i < size; ++i) {
                const quint64 bits = random.bits(round, static_cast<quint64>(i) + 1);
                bytes += round % 2 ? likely[static_cast<qsizetype>(bits % quint64(likely.size()))]
                                   : static_cast<char>(bits);
            }
            return bytes;
        };
        const auto half = [&](quint64 round) {
            const QByteArray whole = "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabcdefghi";
            return whole.first(static_cast<qsizetype>(random.uniform(round) * double(whole.size())));
        };
        constexpr quint64 atOnce = 50;
        for (quint64 round = 0; round < 10'000; round += atOnce) {
            std::vector<std::unique_ptr<WireClient>> clients;
            for (quint64 i = round; i < round + atOnce; ++i) {
                clients.push_back(std::make_unique<WireClient>(fixture.port));
                QVERIFY(clients.back()->isConnected());
                clients.back()->send(i % 5 == 0 ? half(i) : garbage(i));
                if (i % 7 == 0)
                    clients.back()->close(); // and does not wait for an answer
                else
                    clients.back()->shutdownSending();
            }
            for (const auto &client : clients) {
                if (client->isConnected())
                    QVERIFY(client->waitForEnd() != WireClient::End::None);
            }
        }
        QTRY_COMPARE(fixture.server.openConnections(), 0);
        WireClient client(fixture.port);
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1), Ok);
    }

    void turnsAwayTooManyConnections()
    {
        Fixture fixture;
        FaultServer::Limits limits;
        limits.connections = 2;
        fixture.server.setLimits(limits);
        WireClient one(fixture.port);
        WireClient two(fixture.port);
        QTRY_COMPARE(fixture.server.openConnections(), 2);
        WireClient three(fixture.port);
        QVERIFY(three.waitForEnd() != WireClient::End::None);
        QCOMPARE(fixture.server.counts().turnedAway, 1u);
        two.close();
        QTRY_COMPARE(fixture.server.openConnections(), 1);
        WireClient four(fixture.port);
        four.send(Get);
        QCOMPARE(four.receiveAnswers(1), Ok);
    }

    void closesIdleConnections()
    {
        Fixture fixture;
        FaultServer::Limits limits;
        limits.idleTime = 40ms;
        fixture.server.setLimits(limits);
        WireClient fresh(fixture.port);
        WireClient used(fixture.port);
        used.send(Get);
        QCOMPARE(used.receiveAnswers(1), Ok);
        QCOMPARE(fresh.waitForEnd(), WireClient::End::Fin);
        QCOMPARE(used.waitForEnd(), WireClient::End::Fin);
        QTRY_COMPARE(fixture.server.openConnections(), 0);
    }

    void aRequestThatTakesItsTimeIsNotIdle()
    {
        Fixture fixture(phase({}, FixedLatency{200ms}));
        FaultServer::Limits limits;
        limits.idleTime = 20ms;
        fixture.server.setLimits(limits);
        WireClient client(fixture.port);
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1), Ok);
    }

    /// Empty lines before a request are no request, however many come.
    void emptyLinesAreNoProgress()
    {
        VirtualScheduler scheduler;
        Fixture fixture(phase(), scheduler);
        FaultServer::Limits limits;
        limits.idleTime = 60s;
        limits.requestTime = 30s;
        fixture.server.setLimits(limits);
        WireClient client(fixture.port);
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1), Ok);
        for (int i = 0; i < 50; ++i) {
            client.send("\r\n");
            client.quiet(1ms);
            scheduler.advance(1s);
        }
        QCOMPARE(client.end(), WireClient::End::None);
        scheduler.advance(11s);
        client.send("\r\n");
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QCOMPARE(client.received(), Ok);
    }

    /// The time of a request that came behind another one begins with it, and not when that one came.
    void aRequestBehindASlowOneHasItsTime()
    {
        VirtualScheduler scheduler;
        Fixture fixture(phase({}, FixedLatency{40s}), scheduler);
        FaultServer::Limits limits;
        limits.requestTime = 30s;
        fixture.server.setLimits(limits);
        WireClient client(fixture.port);
        client.send(Get + "GET /orders HTTP/1.1\r\n");
        QTRY_COMPARE(fixture.requests(), 1u);
        scheduler.advance(40s);
        QCOMPARE(client.receiveAnswers(1), Ok);
        QCOMPARE(client.quiet(1500ms), WireClient::End::None); // which is longer than a sweep takes to come
        client.send("Host: x\r\n\r\n");
        QTRY_COMPARE(fixture.requests(), 2u);
        scheduler.advance(40s);
        QCOMPARE(client.receiveAnswers(2), Ok + Ok);
    }

    void refusesARequestThatNeverEnds()
    {
        Fixture fixture;
        FaultServer::Limits limits;
        limits.requestTime = 40ms;
        fixture.server.setLimits(limits);
        WireClient client(fixture.port);
        client.send("GET /orders HTTP/1.1\r\n");
        QCOMPARE(client.waitForEnd(), WireClient::End::Fin);
        QVERIFY(client.received().startsWith("HTTP/1.1 408 "));
    }
};

QTEST_GUILESS_MAIN(FaultServerLimitsTest)
#include "tst_faultserverlimits.moc"
