// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/controlserver.h"
#include "lab/fault/listeningport.h"
#include "resilience/http/apiclient.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QNetworkProxy>
#include <QScopeGuard>
#include <QTest>

#include <ctime>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace ServerFixture;

namespace {

int optionOf(const QTcpSocket &socket, int level, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(static_cast<int>(socket.socketDescriptor()), level, option, &value, &size);
    return value;
}

std::chrono::nanoseconds processorTime()
{
    timespec spent = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

EndpointConfig refusing(const QString &path)
{
    FaultConfig reset = fault(FaultConfig::Kind::Reset);
    reset.resetAt = FaultConfig::ResetAt::Connect;
    return endpoint("GET", path, phase({reset}));
}

} // namespace

class ListeningPortTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// Neither a server nor the client of a live run goes through what an application or a system has for a proxy.
    void noProxyStandsBetween_data()
    {
        QTest::addColumn<QNetworkProxy>("proxy");
        // Nothing listens at port 9.
        QTest::newRow("HTTP") << QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, 9);
        QTest::newRow("SOCKS") << QNetworkProxy(QNetworkProxy::Socks5Proxy, u"127.0.0.1"_s, 9);
    }

    void noProxyStandsBetween()
    {
        QFETCH(QNetworkProxy, proxy);

        const QNetworkProxy before = QNetworkProxy::applicationProxy();
        QNetworkProxy::setApplicationProxy(proxy);
        const auto restore = qScopeGuard([&] { QNetworkProxy::setApplicationProxy(before); });

        Fixture fixture;
        QVERIFY(fixture.port != 0);
        ControlServer control(fixture.server);
        const auto controlPort = control.listen();
        QVERIFY2(controlPort, qPrintable(controlPort ? QString() : controlPort.error()));
        QUrl url(u"http://127.0.0.1"_s);
        for (const quint16 port : {fixture.port, *controlPort}) {
            url.setPort(port);
            ApiClient client(ApiClientConfig::forService(url));
            std::optional<Expected<ApiResponse, Error>> result;
            ApiReply *const reply = client.request("GET", port == fixture.port ? u"/orders"_s : u"/endpoints"_s);
            connect(reply, &ApiReply::finished, this, [&] { result = reply->result(); });
            QTRY_VERIFY_WITH_TIMEOUT(result, 30'000);
            QVERIFY2(*result, qPrintable(*result ? QString() : (*result).error().message));
        }
    }

    /// The kernel looks after a client that vanished, for a request that hangs may wait for ever.
    void connectionsAreKeptAlive()
    {
        std::unique_ptr<QTcpSocket> accepted;
        ListeningPort port([&](QTcpSocket *socket) { accepted.reset(socket); });
        QVERIFY(!port.listen(QHostAddress::LocalHost, 0));
        const WireClient client(port.number());
        QTRY_VERIFY(accepted);
        QCOMPARE(optionOf(*accepted, SOL_SOCKET, SO_KEEPALIVE), 1);
        const int longest = optionOf(*accepted, IPPROTO_TCP, TCP_KEEPIDLE)
            + optionOf(*accepted, IPPROTO_TCP, TCP_KEEPINTVL) * optionOf(*accepted, IPPROTO_TCP, TCP_KEEPCNT);
        QCOMPARE_LE(longest, 120); // seconds
    }

    void refusesAndOpensAgain()
    {
        int accepted = 0;
        ListeningPort port([&](QTcpSocket *socket) {
            ++accepted;
            delete socket;
            port.refuse(); // in the midst of it
        });
        QVERIFY(!port.listen(QHostAddress::LocalHost, 0));
        for (int i = 1; i <= 3; ++i) {
            const WireClient client(port.number());
            QVERIFY(client.isConnected());
            QTRY_COMPARE(accepted, i);
            QCOMPARE(WireClient(port.number()).connectError(), ECONNREFUSED);
            QVERIFY(port.open());
            QVERIFY(port.open());
        }
    }

    /// Ports that an endpoint has of its own come after the first, and none comes after the highest.
    void portsDoNotBeginAnew()
    {
        FaultServer server({refusing(u"/a"_s), refusing(u"/b"_s), refusing(u"/c"_s)}, 1);
        for (const quint16 first : {quint16(65535), quint16(65534)}) {
            const auto ports = server.listen(1, QHostAddress::LocalHost, first);
            QVERIFY(!ports);
            QCOMPARE(ports.error(),
                     u"cannot listen on 127.0.0.1 from port %1 on: the endpoints take 3 ports one after the other, and "
                     "65535 is the highest"_s.arg(first));
            QCOMPARE(server.ports(0), QList<quint16>());
        }
        const auto many = server.listen(30'000, QHostAddress::LocalHost, 1);
        QVERIFY(!many);
    }

    /// With no descriptor left, connections wait until others close, and meanwhile nothing happens.
    void waitsForDescriptors()
    {
        std::vector<std::unique_ptr<QTcpSocket>> accepted;
        ListeningPort port([&](QTcpSocket *socket) { accepted.emplace_back(socket); });
        QVERIFY(!port.listen(QHostAddress::LocalHost, 0));
        WireClient first(port.number());
        WireClient second(port.number());
        WireClient third(port.number());

        rlimit limit = {};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = 64; // more than are open, so that what is taken below are all
        std::vector<int> taken;
        const auto restore = qScopeGuard([&] {
            for (const int descriptor : taken)
                ::close(descriptor);
            limit.rlim_cur = before;
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        for (int one = ::dup(0); one >= 0; one = ::dup(0))
            taken.push_back(one);
        QVERIFY(taken.size() > 2);

        QTest::ignoreMessage(
            QtWarningMsg,
            QRegularExpression(
                u"port %1 cannot accept connections for now: Too many open files.*"_s.arg(port.number())));
        const auto spentBefore = processorTime();
        QTest::qWait(500);
        QCOMPARE(accepted.size(), 0u);
        QCOMPARE_LT(processorTime() - spentBefore, 250ms); // and not all of it

        ::close(taken.back());
        taken.pop_back();
        QTRY_COMPARE(accepted.size(), 1u);
        QTest::qWait(200);
        QCOMPARE(accepted.size(), 1u);
        accepted.clear();
        QTRY_COMPARE(accepted.size(), 1u);
        accepted.clear();
        QTRY_COMPARE(accepted.size(), 1u);
    }
};

QTEST_GUILESS_MAIN(ListeningPortTest)
#include "tst_listeningport.moc"
