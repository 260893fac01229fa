// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QNetworkProxy>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTest>
#include <QtEndian>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Services that end an HTTP/2 connection or refuse a stream.
class TestHttp2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusedStreamsAreSentAgain_data();
    void refusedStreamsAreSentAgain();
    void firstRequestAfterGoaway();
};

namespace {

enum Frame : quint8 { Headers = 1, RstStream = 3, Settings = 4, Goaway = 7 };

/// Speaks as much HTTP/2 as the tests need: takes requests, and sends frames.
class Http2Server : public QObject
{
public:
    struct Stream
    {
        QPointer<QSslSocket> socket;
        quint32 id = 0;
        int connection = 0;
    };

    explicit Http2Server(std::function<void(Stream)> onRequest)
        : m_onRequest(std::move(onRequest))
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(ScriptedServer::certificate());
        configuration.setPrivateKey(ScriptedServer::privateKey());
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setAllowedNextProtocols({QSslConfiguration::ALPNProtocolHTTP2});
        m_server.setSslConfiguration(configuration);
        m_server.setProxy(QNetworkProxy::NoProxy);
        connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, [this] {
            while (auto *const socket = static_cast<QSslSocket *>(m_server.nextPendingConnection())) {
                const auto buffer = std::make_shared<QByteArray>();
                connect(socket, &QSslSocket::readyRead, this,
                        [this, socket, buffer, number = connections++] { read(*socket, *buffer, number); });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    QUrl url() const { return QUrl(u"https://127.0.0.1:%1"_s.arg(m_server.serverPort())); }

    static void send(QSslSocket *socket, Frame type, quint8 flags, quint32 stream, const QByteArray &payload)
    {
        QByteArray frame(9, '\0');
        frame[2] = char(payload.size());
        frame[3] = char(type);
        frame[4] = char(flags);
        qToBigEndian(stream, frame.data() + 5);
        socket->write(frame + payload);
    }
    static void answer(const Stream &stream) { send(stream.socket, Headers, 5, stream.id, "\x88"); } // 200, no body
    static void refuse(const Stream &stream)
    {
        send(stream.socket, RstStream, 0, stream.id, QByteArray("\0\0\0\7", 4));
    }
    static void goaway(const Stream &last)
    {
        QByteArray payload(8, '\0');
        qToBigEndian(last.id, payload.data());
        send(last.socket, Goaway, 0, 0, payload);
    }

    int connections = 0;

private:
    void read(QSslSocket &socket, QByteArray &buffer, int number)
    {
        constexpr qsizetype Preface = 24;
        const bool isNew = buffer.isNull();
        buffer += socket.readAll();
        if (isNew)
            send(&socket, Settings, 0, 0, {});
        if (buffer.startsWith("PRI "))
            buffer.remove(0, Preface);
        while (buffer.size() >= 9) {
            const auto *const head = reinterpret_cast<const uchar *>(buffer.constData());
            const qsizetype length = (head[0] << 16) + (head[1] << 8) + head[2];
            if (buffer.size() < 9 + length)
                return;
            const quint8 type = head[3];
            const quint8 flags = head[4];
            const auto stream = qFromBigEndian<quint32>(head + 5);
            buffer.remove(0, 9 + length);
            if (type == Settings && flags == 0)
                send(&socket, Settings, 1, 0, {});
            if (type == Headers)
                m_onRequest({&socket, stream, number});
        }
    }

    QSslServer m_server;
    std::function<void(Stream)> m_onRequest;
};

ApiClientConfig http2Config(const QUrl &url)
{
    ApiClientConfig config = plainConfig(url);
    config.allowHttp2 = true;
    config.policy.retry = quickRetry(1);
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    return config;
}

} // namespace

void TestHttp2::initTestCase()
{
    if (!QSslSocket::supportsSsl() || !QSslSocket::isFeatureSupported(QSsl::SupportedFeature::ServerSideAlpn))
        QSKIP("this Qt has no server side of ALPN");
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificate(ScriptedServer::certificate());
    QSslConfiguration::setDefaultConfiguration(configuration);
}

void TestHttp2::refusedStreamsAreSentAgain_data()
{
    QTest::addColumn<bool>("byGoaway");
    QTest::addColumn<QByteArray>("method");
    for (const QByteArray &method : {QByteArray("GET"), QByteArray("POST")}) {
        QTest::addRow("GOAWAY, %s", method.constData()) << true << method;
        QTest::addRow("REFUSED_STREAM, %s", method.constData()) << false << method;
    }
}

// RFC 9113, 8.7: the service has not looked at them, so a POST may be sent again too.
void TestHttp2::refusedStreamsAreSentAgain()
{
    QFETCH(bool, byGoaway);
    QFETCH(QByteArray, method);
    QList<Http2Server::Stream> seen;
    Http2Server server([&](const Http2Server::Stream &stream) {
        seen.append(stream);
        if (seen.size() > 3)
            return Http2Server::answer(stream);
        if (seen.size() < 3)
            return;
        if (byGoaway) {
            Http2Server::goaway(seen[0]);
        } else {
            Http2Server::refuse(seen[1]);
            Http2Server::refuse(seen[2]);
        }
        Http2Server::answer(seen[0]);
    });
    ApiClient client(http2Config(server.url()));
    std::vector<std::unique_ptr<CallLog>> logs;
    for (int i = 0; i < 3; ++i) {
        RequestOptions options;
        if (method == "POST")
            options.body = RawBody{"abc"};
        logs.push_back(std::make_unique<CallLog>(client.request(method, u"/x"_s, options)));
    }
    QStringList told;
    for (const auto &log : logs) {
        QVERIFY(log->waitForEnd());
        told.append(log->text());
        QCOMPARE(log->deliveries, 1);
    }
    told.sort();
    const QString again = u"started 1, failed 1 connection, retry 2, started 2, ok 200"_s;
    QCOMPARE(told, (QStringList{again, again, u"started 1, ok 200"_s}));
    QCOMPARE(seen.size(), 5);
}

// Qt 6.4 sends it nowhere: the attempt's limit ends it, and the next attempt has a new connection.
void TestHttp2::firstRequestAfterGoaway()
{
    Http2Server server([](const Http2Server::Stream &stream) {
        Http2Server::answer(stream);
        if (stream.connection == 0)
            Http2Server::goaway(stream);
    });
    ApiClientConfig config = http2Config(server.url());
    config.policy.timeout.perAttempt = 2s;
    ApiClient client(config);
    for (int i = 0; i < 3; ++i) {
        CallLog log(client.get(u"/x"_s));
        QVERIFY(log.waitForEnd());
        QVERIFY2(*log.outcome, qPrintable(log.text()));
    }
    QCOMPARE(server.connections, 2);
}

QTEST_GUILESS_MAIN(TestHttp2)
#include "tst_http2.moc"
