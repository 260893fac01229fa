// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/virtualscheduler.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QTest>

#include <cerrno>

using namespace ServerFixture;

namespace {

using Kind = FaultConfig::Kind;
using End = WireClient::End;

const QByteArray Promise1000 = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";

FaultConfig reset(FaultConfig::ResetAt at, double share = 1)
{
    FaultConfig config = fault(Kind::Reset, share);
    config.resetAt = at;
    return config;
}

FaultConfig slow(double bytesPerSecond, int bytes)
{
    FaultConfig config = fault(Kind::Slow);
    config.bytesPerSecond = bytesPerSecond;
    config.bytes = bytes;
    return config;
}

FaultConfig withPattern(FaultConfig config, FaultPattern::Kind kind, quint64 n, const QList<int> &sequence = {})
{
    config.pattern = FaultPattern{kind, n, sequence};
    return config;
}

QList<int> statuses(const QByteArray &answers)
{
    QList<int> list;
    for (qsizetype at = answers.indexOf("HTTP/1.1 "); at >= 0; at = answers.indexOf("HTTP/1.1 ", at + 1))
        list.append(answers.sliced(at + 9, 3).toInt());
    return list;
}

} // namespace

class FaultsOnTheWireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatAClientSees_data()
    {
        QTest::addColumn<FaultConfig>("fault");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<End>("end");

        const QByteArray head = "HEAD /orders HTTP/1.1\r\nHost: x\r\n\r\n";
        const auto row = [](const char *name, const FaultConfig &config, const QByteArray &request,
                            const QByteArray &bytes,
                            End end) { QTest::newRow(name) << config << request << bytes << end; };
        const QByteArray half = Promise1000 + QByteArray(500, 'x');
        row("reset at connect", withPattern(reset(FaultConfig::ResetAt::Connect), FaultPattern::Kind::Every, 1), Get,
            "", End::Reset);
        row("reset at headers", reset(FaultConfig::ResetAt::Headers), Get, "", End::Reset);
        row("reset at body", reset(FaultConfig::ResetAt::Body), Get, half, End::Reset);
        row("reset at body, HEAD", reset(FaultConfig::ResetAt::Body), head, Promise1000, End::Reset);
        row("close", fault(Kind::Close), Get, "", End::Fin);
        row("close, HEAD", fault(Kind::Close), head, "", End::Fin);
        row("close with more to come", fault(Kind::Close), Get + Get.repeated(4000), "", End::Fin);
        row("truncate", fault(Kind::Truncate), Get, half, End::Fin);
        row("truncate, HEAD", fault(Kind::Truncate), head, Promise1000, End::Fin);
        row("malformed", fault(Kind::Malformed), Get, "This is not HTTP.\r\n\r\n", End::Fin);
        row("slow", slow(1e6, 1000), Get, Promise1000 + QByteArray(1000, 'x'), End::None);
        row("slow, HEAD", slow(1e6, 1000), head, Promise1000, End::None);
        row("slow, HTTP/1.0", slow(1e6, 5), "GET /orders HTTP/1.0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nxxxxx", End::Fin);
        row("redirect", fault(Kind::RedirectLoop), "GET /orders?page=2 HTTP/1.1\r\nHost: x\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /orders?page=2\r\nContent-Length: 0\r\n\r\n", End::None);
        row("redirect, HEAD", fault(Kind::RedirectLoop), head,
            "HTTP/1.1 302 Found\r\nLocation: /orders\r\nContent-Length: 0\r\n\r\n", End::None);
        FaultConfig limited = fault(Kind::Status);
        limited.status = 429;
        limited.body = "slow down";
        limited.retryAfter = 1001ms;
        limited.headers = {{"X-A", "b"}, {"X-B", "1"}, {"X-B", "2"}};
        const QByteArray headers = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nX-A: b\r\nX-B: 1\r\nX-B: "
                                   "2\r\nContent-Length: 9\r\n\r\n";
        row("status", limited, Get, headers + "slow down", End::None);
        row("status, HEAD", limited, head, headers, End::None);
        FaultConfig odd = fault(Kind::Status);
        odd.status = 599;
        row("unknown status", odd, Get, "HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n", End::None);
    }

    void whatAClientSees()
    {
        QFETCH(FaultConfig, fault);
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, bytes);
        QFETCH(End, end);

        Fixture fixture(phase({fault}));
        WireClient client(fixture.port);
        QVERIFY(client.isConnected());
        client.send(request);
        if (end == End::None) {
            client.receive(bytes.size());
            client.quiet(20ms);
            QCOMPARE(client.end(), End::None);
            // What is kept is of use.
            fixture.server.setPhase(0, phase());
            client.send(Get);
            client.receive(bytes.size() + Ok.size());
            QCOMPARE(client.received(), bytes + Ok);
            return;
        }
        QCOMPARE(client.waitForEnd(), end);
        QCOMPARE(client.received(), bytes);
        client.close();
        QTRY_COMPARE(fixture.server.openConnections(), 0);
        QCOMPARE(fixture.requests(), 1u);
        QCOMPARE(fixture.outcomes(static_cast<RequestOutcome>(static_cast<int>(fault.kind) + 1)), 1u);
    }

    void aRedirectOfAPostKeepsItsMethod()
    {
        const EndpointConfig items = endpoint("POST", u"/items"_s, phase({fault(Kind::RedirectLoop)}));
        Fixture fixture(items);
        WireClient client(fixture.port);
        client.send("POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
        QCOMPARE(client.receiveAnswers(1),
                 "HTTP/1.1 307 Temporary Redirect\r\nLocation: /items\r\nContent-Length: 0\r\n\r\n");
    }

    void aResetDoesNotOvertakeTheBodyBeforeIt()
    {
        FaultConfig large = reset(FaultConfig::ResetAt::Body);
        large.bytes = 1'000'000;
        Fixture fixture(phase({large}));
        WireClient client(fixture.port);
        client.readSlowly();
        client.send(Get);
        QCOMPARE(client.waitForEnd(), End::Reset);
        QCOMPARE(client.received(), "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + QByteArray(500'000, 'x'));
    }

    void latencyComesFirst_data()
    {
        QTest::addColumn<FaultConfig>("fault");
        QTest::addColumn<bool>("isLate");
        QTest::newRow("status") << fault(Kind::Status) << true;
        QTest::newRow("reset at headers") << reset(FaultConfig::ResetAt::Headers) << true;
        QTest::newRow("reset at body") << reset(FaultConfig::ResetAt::Body) << true;
        QTest::newRow("close") << fault(Kind::Close) << true;
        QTest::newRow("truncate") << fault(Kind::Truncate) << true;
        QTest::newRow("malformed") << fault(Kind::Malformed) << true;
        QTest::newRow("slow") << slow(1e9, 10) << true;
        QTest::newRow("redirect") << fault(Kind::RedirectLoop) << true;
        QTest::newRow("reset at connect")
            << withPattern(reset(FaultConfig::ResetAt::Connect), FaultPattern::Kind::Every, 1) << false;
    }

    /// QNetworkAccessManager sends a request again by itself whose connection ended without an answer: that is one attempt, which
    /// takes its time once.
    void latencyComesOnceForAnAttempt()
    {
        VirtualScheduler scheduler;
        Fixture fixture(phase({fault(Kind::Close)}, FixedLatency{1s}), scheduler);
        WireClient first(fixture.port);
        first.send(request(7));
        QTRY_COMPARE(fixture.requests(), 1u);
        scheduler.advance(1s);
        QTRY_VERIFY(first.quiet(1ms) == End::Fin);
        WireClient again(fixture.port);
        again.send(request(7));
        QTRY_VERIFY(again.quiet(1ms) == End::Fin); // at once: no time has passed
        WireClient next(fixture.port);
        next.send(request(7, 2));
        QTRY_COMPARE(fixture.requests(), 3u);
        next.quiet(20ms);
        QCOMPARE(next.received(), QByteArray());
        scheduler.advance(1s);
        QTRY_VERIFY(next.quiet(1ms) == End::Fin);
    }

    void latencyComesFirst()
    {
        QFETCH(FaultConfig, fault);
        QFETCH(bool, isLate);

        VirtualScheduler scheduler;
        Fixture fixture(phase({fault}, FixedLatency{1s}), scheduler);
        WireClient client(fixture.port);
        client.send(Get);
        QTRY_COMPARE(fixture.requests(), 1u);
        if (isLate) {
            scheduler.advance(1s - 1ns);
            client.quiet(20ms);
            QCOMPARE(client.received(), QByteArray());
            QCOMPARE(client.end(), End::None);
            scheduler.advance(1ns);
        }
        QTRY_VERIFY(client.quiet(1ms) != End::None || !client.received().isEmpty());
    }

    void aDripHasItsRate()
    {
        VirtualScheduler scheduler;
        Fixture fixture(phase({slow(3, 7)}), scheduler); // a third of a second is no whole number of nanoseconds
        WireClient client(fixture.port);
        client.send(Get);
        const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n";
        QCOMPARE(client.receive(head.size()), head);
        const TimePoint began = scheduler.clock().now();
        for (int k = 1; k <= 7; ++k) {
            const auto due = began + std::chrono::ceil<Duration>(std::chrono::duration<double>(k / 3.0));
            scheduler.runUntil(due - 2ns);
            client.quiet(5ms);
            QCOMPARE(client.received().size(), head.size() + k - 1);
            scheduler.runUntil(due);
            QCOMPARE(client.receive(head.size() + k).size(), head.size() + k);
        }
        QCOMPARE(scheduler.pending(), 0u);
        client.send(Get);
        QTRY_COMPARE(fixture.requests(), 2u); // it is over, and the connection of use
    }

    void aDripWaitsForAClientThatDoesNotFetchIt()
    {
        VirtualScheduler scheduler;
        Fixture fixture(phase({slow(1e9, 1'000'000)}), scheduler);
        WireClient client(fixture.port);
        client.send(Get);
        QTRY_VERIFY(fixture.requests() == 1u && scheduler.pending() > 0);
        scheduler.advance(1s);
        const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
        const auto hasCome = [&] {
            scheduler.advance(5ms);
            client.quiet(1ms);
            return client.received().size();
        };
        QTRY_COMPARE(hasCome(), head.size() + 1'000'000);
    }

    void aClientMayLeaveADrip()
    {
        VirtualScheduler scheduler;
        Fixture fixture(phase({slow(1, 100)}), scheduler);
        WireClient client(fixture.port);
        client.send(Get);
        QVERIFY(client.receive(1).size() > 0);
        QCOMPARE(fixture.server.openConnections(), 1);
        client.close();
        QTRY_COMPARE(fixture.server.openConnections(), 0);
        QCOMPARE(scheduler.pending(), 0u);
    }

    void patternsCountRequests_data()
    {
        QTest::addColumn<FaultConfig>("fault");
        QTest::addColumn<QList<int>>("expected");
        using Which = FaultPattern::Kind;
        const FaultConfig down = fault(Kind::Status);
        QTest::newRow("every") << withPattern(down, Which::Every, 3) << QList{200, 200, 503, 200, 200, 503, 200};
        QTest::newRow("first") << withPattern(down, Which::First, 2) << QList{503, 503, 200, 200, 200, 200, 200};
        QTest::newRow("after") << withPattern(down, Which::After, 5) << QList{200, 200, 200, 200, 200, 503, 503};
        QTest::newRow("sequence") << withPattern(down, Which::Sequence, 1, {503, 429, 0})
                                  << QList{503, 429, 200, 503, 429, 200, 503};
    }

    void patternsCountRequests()
    {
        QFETCH(FaultConfig, fault);
        QFETCH(QList<int>, expected);

        Fixture fixture(phase({fault}));
        WireClient unnumbered(fixture.port);
        unnumbered.send(Get.repeated(7));
        QCOMPARE(statuses(unnumbered.receiveAnswers(7)), expected);

        // With a number it is call + attempt - 1, whatever came before.
        WireClient numbered(fixture.port);
        for (const auto &[call, attempt] : {std::pair(7, 1), {5, 2}, {5, 1}, {2, 3}, {3, 1}, {1, 2}, {1, 1}})
            numbered.send(request(static_cast<quint64>(call), static_cast<quint64>(attempt)));
        QList<int> byNumber;
        for (const int number : {7, 6, 5, 4, 3, 2, 1})
            byNumber.append(expected[number - 1]);
        QCOMPARE(statuses(numbered.receiveAnswers(7)), byNumber);
    }

    void connectingIsRefusedWhileEveryRequestIsReset()
    {
        const PhaseConfig refusing = phase({reset(FaultConfig::ResetAt::Connect)});
        Fixture fixture;
        const quint16 port = fixture.port;
        WireClient before(port);
        before.send(Get);
        QCOMPARE(before.receiveAnswers(1), Ok);
        for (int round = 0; round < 3; ++round) {
            WireClient open(port);
            QTRY_VERIFY(fixture.server.openConnections() > 0);
            fixture.server.setPhase(0, refusing);
            QVERIFY(fixture.server.state(0).isRefusing);
            QCOMPARE(WireClient(port).connectError(), ECONNREFUSED);
            QCOMPARE(WireClient(port).connectError(), ECONNREFUSED); // the first attempt has not opened it again
            QCOMPARE(open.waitForEnd(), End::Reset);
            QTRY_COMPARE(fixture.server.openConnections(), 0);

            fixture.server.setPhase(0, phase());
            WireClient after(port);
            after.send(Get);
            QCOMPARE(after.receiveAnswers(1), Ok);
        }
        QCOMPARE(before.waitForEnd(), End::Reset);
        QCOMPARE(before.received(), Ok);
    }

    void aRampEndsInRefusal()
    {
        VirtualScheduler scheduler;
        PhaseConfig ramp = phase({}, FixedLatency{});
        ramp.rampTo = RampTarget{{}, {}, QList{reset(FaultConfig::ResetAt::Connect)}};
        Fixture fixture(ramp, scheduler);
        FaultServer::Limits often;
        often.requestTime = 40ms; // it looks four times as often
        fixture.server.setLimits(often);
        QVERIFY(WireClient(fixture.port).isConnected());
        scheduler.advance(1s);
        QTRY_VERIFY(fixture.server.state(0).isRefusing);
        QCOMPARE(WireClient(fixture.port).connectError(), ECONNREFUSED);
    }

    void someResetsAtConnectRefuseNobody()
    {
        Fixture fixture(phase({reset(FaultConfig::ResetAt::Connect, 0.5)}));
        QVERIFY(!fixture.server.state(0).isRefusing);
        int resets = 0;
        for (quint64 call = 1; call <= 40; ++call) {
            WireClient client(fixture.port);
            QVERIFY(client.isConnected());
            client.send(request(call));
            client.receiveAnswers(1);
            resets += client.end() == End::Reset ? 1 : 0;
        }
        QCOMPARE_GT(resets, 5);
        QCOMPARE_LT(resets, 35);
        QCOMPARE(fixture.outcomes(RequestOutcome::Reset), static_cast<quint64>(resets));
    }

    void whoRefusesConnectionsHasPortsOfItsOwn()
    {
        const EndpointConfig orders = endpoint("GET", u"/orders"_s, phase());
        EndpointConfig items = endpoint("GET", u"/items"_s, phase());
        items.phases.append(phase({reset(FaultConfig::ResetAt::Connect)}));
        const EndpointConfig stock = endpoint("GET", u"/stock"_s, phase());
        FaultServer server({orders, items, stock}, 1);
        const auto ports = server.listen(2);
        QVERIFY(ports);
        QCOMPARE(ports->size(), 3);
        QCOMPARE(ports->at(0), ports->at(2));
        QCOMPARE(ports->at(1).size(), 2);
        QVERIFY(!ports->at(0).contains(ports->at(1).first()));

        server.setPhase(1, items.phases[1]);
        for (const quint16 port : ports->at(1))
            QCOMPARE(WireClient(port).connectError(), ECONNREFUSED);
        WireClient client(ports->at(0).last());
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1), Ok);
        client.send("GET /items HTTP/1.1\r\nHost: x\r\n\r\n");
        QCOMPARE(statuses(client.receiveAnswers(2)), (QList{200, 404}));
    }

    void portsFollowEachOther()
    {
        EndpointConfig items = endpoint("GET", u"/items"_s, phase({reset(FaultConfig::ResetAt::Connect, 0.1)}));
        FaultServer server({endpoint("GET", u"/orders"_s, phase()), items}, 1);
        // Some pair of neighbours is free.
        Expected<QList<QList<quint16>>, QString> ports = Unexpected{QString()};
        quint16 first = 20'000;
        while (!ports && first < 30'000)
            ports = server.listen(1, QHostAddress::LocalHost, first += 2);
        QVERIFY(ports);
        QCOMPARE(ports->at(0), QList<quint16>{first});
        QCOMPARE(ports->at(1), QList<quint16>{static_cast<quint16>(first + 1)});
    }

    void sharedLuckIsShared()
    {
        const PhaseConfig half = phase({fault(Kind::Status, 0.5)});
        EndpointConfig items = endpoint("GET", u"/items"_s, half);
        items.sameLuckAs = u"/orders"_s;
        FaultServer server({endpoint("GET", u"/orders"_s, half), items, endpoint("GET", u"/stock"_s, half)}, 42);
        const auto ports = server.listen();
        QVERIFY(ports);
        const auto seen = [&](const QByteArray &path) {
            WireClient client(ports->first().first());
            client.send(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeated(50));
            return statuses(client.receiveAnswers(50));
        };
        const QList<int> orders = seen("/orders");
        QCOMPARE(seen("/items"), orders);
        QVERIFY(seen("/stock") != orders);
    }
};

QTEST_GUILESS_MAIN(FaultsOnTheWireTest)
#include "tst_faultsonthewire.moc"
