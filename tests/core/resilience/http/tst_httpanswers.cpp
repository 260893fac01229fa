// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkProxyFactory>
#include <QScopeGuard>
#include <QTest>

#include <zlib.h>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Which answers the client believes: cut ones, packed ones, ones that nobody asked for.
class TestHttpAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void packed_data();
    void packed();
    void acceptEncoding_data();
    void acceptEncoding();
    void unpackedSize_data();
    void unpackedSize();
    void interimAnswers_data();
    void interimAnswers();
    void interimAnswerAndAnotherRequest_data();
    void interimAnswerAndAnotherRequest();
    void unaskedOnAnIdleConnection_data();
    void unaskedOnAnIdleConnection();
    void unaskedAfterABurst();
    void idleConnectionIsUsedAgain();
    void chunkSizes_data();
    void chunkSizes();
    void largeHead();
    void cookies();
    void json_data();
    void json();
    void errorsCarryHeaders();
    void classifier();
    void proxyWithAPassword();
    void notRetriedNorCounted_data();
    void notRetriedNorCounted();
};

namespace {

QByteArray gzip(const QByteArray &data)
{
    z_stream stream{};
    [[maybe_unused]] const int begun = deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    Q_ASSERT(begun == Z_OK);
    QByteArray result(qsizetype(deflateBound(&stream, uLong(data.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.constData()));
    stream.avail_in = uInt(data.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = uInt(result.size());
    deflate(&stream, Z_FINISH);
    result.truncate(result.size() - qsizetype(stream.avail_out));
    deflateEnd(&stream);
    return result;
}

QByteArray text()
{
    QByteArray data;
    for (int i = 0; i < 2000; ++i)
        data += "line " + QByteArray::number(i * i) + '\n';
    return data;
}

QByteArray head(const QByteArray &headers)
{
    return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + headers + "\r\n";
}

QByteArray withLength(const QByteArray &body, qsizetype cut)
{
    return head("Content-Length: " + QByteArray::number(body.size()) + "\r\n") + body.chopped(cut);
}

QByteArray inChunks(const QByteArray &body, bool isEnded = true)
{
    QByteArray chunks;
    for (qsizetype i = 0; i < body.size(); i += 1000) {
        const QByteArray chunk = body.mid(i, 1000);
        chunks += QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n";
    }
    return head("Transfer-Encoding: chunked\r\n") + chunks + (isEnded ? "0\r\n\r\n" : "");
}

/// A connection that has rested this long counts as idle: the client looks at it before it uses it again.
void letRest(int milliseconds = 30)
{
    QTest::qWait(milliseconds);
}

QString outcomeOf(const CallLog &log)
{
    return *log.outcome ? QString::fromLatin1(log.response().body) : errorKindName(log.error().kind);
}

} // namespace

void TestHttpAnswers::packed_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QString>("kind"); // empty: the whole text
    const QByteArray body = gzip(text());
    const auto row = [](const char *name, const Answer &answer, const char *kind) {
        QTest::newRow(name) << answer << QString::fromLatin1(kind);
    };
    row("whole", Answer::raw(withLength(body, 0)), "");
    row("whole, closed", Answer::close(withLength(body, 0)), "");
    row("length, cut by FIN", Answer::close(withLength(body, 30)), "protocol");
    row("length, cut by RST", Answer::reset(withLength(body, 30)), "protocol");
    row("length, last byte missing", Answer::close(withLength(body, 1)), "protocol");
    row("length, no body", Answer::close(withLength(body, body.size())), "protocol");
    row("no length, whole", Answer::close(head({}) + body), "");
    row("no length, cut by FIN", Answer::close(head({}) + body.chopped(30)), "protocol");
    row("no length, cut by RST", Answer::reset(head({}) + body.chopped(30)), "protocol");
    row("no length, no body", Answer::close(head({})), "protocol");
    row("chunks, whole", Answer::raw(inChunks(body)), "");
    row("whole chunks, packed end missing", Answer::raw(inChunks(body.chopped(30))), "protocol");
    row("cut between chunks", Answer::close(inChunks(body.left(2000), false)), "protocol");
    row("last chunk missing", Answer::close(inChunks(body.chopped(1), false)), "protocol");
    row("not packed at all", Answer::ok(text(), "Content-Encoding: gzip\r\n"), "encoding");
    row("unknown packing", Answer::ok("\x28\xb5\x2f\xfd garbage", "Content-Encoding: zstd\r\n"), "encoding");
}

void TestHttpAnswers::packed()
{
    QFETCH(Answer, answer);
    QFETCH(QString, kind);
    ScriptedServer server;
    server.setScript({answer});
    for (const bool accepts : {false, true}) {
        ApiClientConfig config = plainConfig(server.url());
        config.acceptCompression = accepts;
        ApiClient client(config);
        CallLog log(client.get(u"/x"_s));
        QVERIFY(log.waitForEnd());
        QCOMPARE(*log.outcome ? QString() : errorKindName(log.error().kind), kind);
        if (kind.isEmpty())
            QCOMPARE(log.response().body, text());
    }
}

void TestHttpAnswers::acceptEncoding_data()
{
    QTest::addColumn<bool>("accepts");
    QTest::addColumn<HeaderList>("own");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<bool>("unpacks");
    QTest::newRow("by default") << false << HeaderList{} << QByteArray("identity") << true;
    QTest::newRow("compression") << true << HeaderList{} << QByteArray("gzip, deflate") << true;
    QTest::newRow("own header") << true << HeaderList{{"accept-encoding", "br"}} << QByteArray("br") << false;
}

void TestHttpAnswers::acceptEncoding()
{
    QFETCH(bool, accepts);
    QFETCH(HeaderList, own);
    QFETCH(QByteArray, asked);
    QFETCH(bool, unpacks);
    const QByteArray body = gzip(text());
    ScriptedServer server;
    server.setScript({Answer::raw(withLength(body, 0))});
    ApiClientConfig config = plainConfig(server.url());
    config.acceptCompression = accepts;
    ApiClient client(config);
    CallLog log(client.get(u"/x"_s, {.headers = own}));
    QVERIFY(log.waitForEnd());
    QCOMPARE(server.requests().constFirst().header("Accept-Encoding"), asked);
    QCOMPARE(log.response().body, unpacks ? text() : body);
    QCOMPARE(log.response().header("Content-Encoding"), QByteArray("gzip"));
}

void TestHttpAnswers::unpackedSize_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QString>("told");
    QTest::newRow("allowed") << qint64(64 * 1024 * 1024) << u"started 1, ok 200"_s;
    QTest::newRow("above") << qint64(1024 * 1024) << u"started 1, failed 1 tooLarge 200, tooLarge 200"_s;
}

// Packed at 1,000 : 1, which Qt takes for a bomb whatever is allowed.
void TestHttpAnswers::unpackedSize()
{
    QFETCH(qint64, limit);
    QFETCH(QString, told);
    ScriptedServer server;
    server.setScript({Answer::raw(withLength(gzip(QByteArray(20'000'000, '\0')), 0))});
    ApiClientConfig config = plainConfig(server.url());
    config.maxResponseSize = limit;
    config.policy.retry = quickRetry();
    ApiClient client(config);
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), told);
    if (*log.outcome)
        QCOMPARE(log.response().body.size(), 20'000'000);
}

void TestHttpAnswers::interimAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("atOnce"); // the final answer follows in the same breath
    for (const int status : {101, 102, 103, 199}) {
        QTest::addRow("%d, then the answer at once", status) << status << true;
        QTest::addRow("%d, then the answer later", status) << status << false;
    }
}

void TestHttpAnswers::interimAnswers()
{
    QFETCH(int, status);
    QFETCH(bool, atOnce);
    ScriptedServer server;
    const QByteArray interim = "HTTP/1.1 " + QByteArray::number(status) + " Interim\r\nLink: </a>\r\n\r\n";
    const QByteArray late = Answer::ok("late").bytes;
    server.setHandler([&](const ScriptedServer::Request &request) {
        if (request.target != "/interim")
            return Answer::ok(request.target);
        if (!atOnce)
            QTimer::singleShot(0, &server, [&server, late, connection = request.connection] {
                server.sendUnasked(Answer::raw(late), connection);
            });
        return Answer::raw(atOnce ? interim + late : interim);
    });
    ApiClientConfig config = plainConfig(server.url());
    config.maxPerHost = 1;
    ApiClient client(config);
    std::vector<std::unique_ptr<CallLog>> logs;
    for (const QString &path : {u"/interim"_s, u"/A"_s, u"/B"_s, u"/interim"_s, u"/C"_s})
        logs.push_back(std::make_unique<CallLog>(client.get(path)));
    QStringList outcomes;
    for (const auto &log : logs) {
        QVERIFY(log->waitForEnd());
        outcomes.append(outcomeOf(*log));
    }
    QCOMPARE(outcomes, (QStringList{u"protocol"_s, u"/A"_s, u"/B"_s, u"protocol"_s, u"/C"_s}));
}

void TestHttpAnswers::interimAnswerAndAnotherRequest_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<RequestBody>("body");
    QTest::newRow("GET") << QByteArray("GET") << RequestBody();
    QTest::newRow("POST") << QByteArray("POST") << RequestBody(RawBody{"abc"});
    QTest::newRow("POST without a body") << QByteArray("POST") << RequestBody();
}

// The second request is on its way to Qt's thread when the interim answer comes, and Qt may give it the connection on
// which the first one's answer is still to come. It gets its own answer or an error, and goes out once if it must.
void TestHttpAnswers::interimAnswerAndAnotherRequest()
{
    QFETCH(QByteArray, method);
    QFETCH(RequestBody, body);
    for (int round = 0; round < 20; ++round) {
        ScriptedServer server;
        ApiClient client(plainConfig(server.url()));
        std::unique_ptr<CallLog> second;
        int seconds = 0;
        server.setHandler([&](const ScriptedServer::Request &request) {
            if (request.target == "/second") {
                ++seconds;
                return Answer::ok("second's");
            }
            second = std::make_unique<CallLog>(client.request(method, u"/second"_s, {.body = body}));
            QTimer::singleShot(1, &server, [&server, connection = request.connection] {
                server.sendUnasked(Answer::ok("first's"), connection);
            });
            return Answer::raw("HTTP/1.1 103 Early Hints\r\n\r\n");
        });
        CallLog first(client.get(u"/first"_s));
        QVERIFY(first.waitForEnd());
        QCOMPARE(first.text(), u"started 1, failed 1 protocol 103, protocol 103"_s);
        QVERIFY(second->waitForEnd());
        const QString outcome = outcomeOf(*second);
        QVERIFY2(outcome == "second's"_L1 || (method == "POST" && outcome == "connection"_L1), qPrintable(outcome));
        if (method == "POST")
            QCOMPARE_LE(seconds, 1);
    }
}

void TestHttpAnswers::unaskedOnAnIdleConnection_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<Answer>("unasked");
    const auto status = [](int code) {
        return Answer::close("HTTP/1.1 " + QByteArray::number(code)
                             + " Unasked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    for (const QByteArray &method : {QByteArray("GET"), QByteArray("POST"), QByteArray("DELETE")}) {
        const auto row = [&method](const QByteArray &name, const Answer &unasked) {
            QTest::addRow("%s, %s", method.constData(), name.constData()) << method << unasked;
        };
        for (const int code : {200, 204, 302, 400, 408, 503})
            row(QByteArray::number(code), status(code));
        row("408, left open", Answer::raw("HTTP/1.1 408 Unasked\r\nContent-Length: 0\r\n\r\n"));
        row("200 with a body, left open", Answer::ok("nobody's"));
        row("garbage", Answer::close("\x15\x03\x03 farewell"));
        row("garbage, left open", Answer::raw("garbage\r\n\r\n"));
        row("half an answer", Answer::raw("HTTP/1.1 200 OK\r\nConte"));
        row("close", Answer::close());
        row("reset", Answer::reset());
    }
}

void TestHttpAnswers::unaskedOnAnIdleConnection()
{
    QFETCH(QByteArray, method);
    QFETCH(Answer, unasked);
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) { return Answer::ok(request.target); });
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    ApiClient client(config);
    for (int i = 0; i < 4; ++i) {
        RequestOptions options;
        if (method == "POST")
            options.body = RawBody{"abc"};
        const QString path = u"/%1"_s.arg(i);
        CallLog log(client.request(method, path, options));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), u"started 1, ok 200"_s);
        QCOMPARE(outcomeOf(log), path);
        QCOMPARE(log.deliveries, 1);
        server.sendUnasked(unasked);
        letRest();
    }
    QCOMPARE(server.requests().size(), 4);
    QCOMPARE(client.breaker()->metrics().totals.failures, 0u);
}

void TestHttpAnswers::unaskedAfterABurst()
{
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) { return Answer::ok(request.target); });
    ApiClient client(plainConfig(server.url()));
    for (int round = 0; round < 3; ++round) {
        std::vector<std::unique_ptr<CallLog>> logs;
        for (int i = 0; i < 6 - round; ++i)
            logs.push_back(std::make_unique<CallLog>(client.get(u"/%1-%2"_s.arg(round).arg(i))));
        for (std::size_t i = 0; i < logs.size(); ++i) {
            QVERIFY(logs[i]->waitForEnd());
            QCOMPARE(outcomeOf(*logs[i]), u"/%1-%2"_s.arg(round).arg(i));
        }
        server.sendUnasked(Answer::ok("nobody's"));
        letRest(300); // several are looked at less often
    }
}

void TestHttpAnswers::idleConnectionIsUsedAgain()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    for (int i = 0; i < 3; ++i) {
        CallLog log(client.get(u"/x"_s));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), u"started 1, ok 200"_s);
        letRest();
    }
    QCOMPARE(server.connections(), 1);
}

void TestHttpAnswers::chunkSizes_data()
{
    QTest::addColumn<QByteArray>("chunks");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("none") << QByteArray("0\r\n\r\n") << QString();
    QTest::newRow("one") << QByteArray("5\r\nhello\r\n0\r\n\r\n") << u"hello"_s;
    QTest::newRow("no number") << QByteArray("ZZ\r\nhello\r\n0\r\n\r\n") << u"protocol"_s;
    QTest::newRow("negative") << QByteArray("-5\r\nhello\r\n0\r\n\r\n") << u"protocol"_s;
    QTest::newRow("2^64 - 1") << QByteArray("ffffffffffffffff\r\nhello\r\n0\r\n\r\n") << u"protocol"_s;
    QTest::newRow("2^64") << QByteArray("10000000000000000\r\nhello\r\n0\r\n\r\n") << u"protocol"_s;
    QTest::newRow("nothing") << QByteArray("\r\nhello\r\n0\r\n\r\n") << u"protocol"_s;
}

void TestHttpAnswers::chunkSizes()
{
    QFETCH(QByteArray, chunks);
    QFETCH(QString, outcome);
    ScriptedServer server;
    server.setScript({Answer::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)});
    ApiClient client(plainConfig(server.url()));
    for (const char *method : {"GET", "POST"}) {
        CallLog log(client.request(method, u"/x"_s));
        QVERIFY(log.waitForEnd());
        QCOMPARE(outcomeOf(log), outcome);
    }
}

void TestHttpAnswers::largeHead()
{
    ScriptedServer server;
    server.setScript({Answer::ok("ok", "X-Large: " + QByteArray(5000, 'x') + "\r\n")});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    {
        ApiClient client(config);
        CallLog log(client.get(u"/x"_s));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), u"started 1, ok 200"_s);
    }
    config.maxHeaderSize = 5000;
    ApiClient client(config);
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), u"started 1, failed 1 tooLarge 200, tooLarge 200"_s);
}

void TestHttpAnswers::cookies()
{
    ScriptedServer server;
    server.setScript({Answer::ok("ok", "Set-Cookie: a=1; Path=/\r\nX-Two: 1\r\nset-cookie: b=2\r\nX-Two: 2\r\n")});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.response().header("Set-Cookie"), QByteArray("a=1; Path=/"));
    QList<QByteArray> cookies;
    for (const auto &[name, value] : log.response().headers) {
        if (name.compare("Set-Cookie", Qt::CaseInsensitive) == 0)
            cookies.append(value);
    }
    QCOMPARE(cookies, (QList<QByteArray>{"a=1; Path=/", "b=2"}));
    QCOMPARE(log.response().header("x-two"), QByteArray("1, 2"));
}

void TestHttpAnswers::json_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isDocument");
    QTest::addColumn<QJsonValue>("value"); // Undefined: not JSON
    QTest::newRow("object") << QByteArray("{\"a\":1}") << true << QJsonValue(QJsonObject{{u"a"_s, 1}});
    QTest::newRow("array") << QByteArray("[1]") << true << QJsonValue(QJsonArray{1});
    QTest::newRow("number") << QByteArray("5") << false << QJsonValue(5);
    QTest::newRow("true") << QByteArray(" true\n") << false << QJsonValue(true);
    QTest::newRow("null") << QByteArray("null") << false << QJsonValue(QJsonValue::Null);
    QTest::newRow("text") << QByteArray("\"a\"") << false << QJsonValue(u"a"_s);
    QTest::newRow("nothing") << QByteArray() << false << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("two values") << QByteArray("1,2") << false << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("closed too early") << QByteArray("1],[2") << false << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("a word") << QByteArray("yes") << false << QJsonValue(QJsonValue::Undefined);
}

void TestHttpAnswers::json()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isDocument);
    QFETCH(QJsonValue, value);
    ApiResponse response;
    response.body = body;
    const auto document = response.json();
    QCOMPARE(bool(document), isDocument);
    const auto any = response.jsonValue();
    QCOMPARE(bool(any), !value.isUndefined());
    if (any)
        QCOMPARE(*any, value);
    // Where it is JSON, json() does not say that it is none.
    if (!document)
        QCOMPARE(document.error().startsWith("not JSON"_L1), value.isUndefined());
}

void TestHttpAnswers::errorsCarryHeaders()
{
    ScriptedServer server;
    server.setScript({Answer::status(401, "WWW-Authenticate: Bearer realm=\"a\"\r\nX-Request-Id: 7\r\n", "no")});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().body, QByteArray("no"));
    QVERIFY(log.error().headers.contains(std::pair(QByteArray("X-Request-Id"), QByteArray("7"))));
    QVERIFY(log.error().headers.contains(std::pair(QByteArray("WWW-Authenticate"), QByteArray("Bearer realm=\"a\""))));
    QCOMPARE(log.errors.constFirst().headers, log.error().headers);
}

void TestHttpAnswers::classifier()
{
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        if (request.target == "/failed")
            return Answer::ok("{\"error\": \"busy\"}", "Retry-After: 3\r\n");
        if (request.target == "/absent")
            return Answer::status(404, {}, "none");
        if (request.target == "/cut")
            return Answer::close("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"error\"");
        return Answer::ok("{}");
    });
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    config.policy.retry = quickRetry(1);
    config.policy.retry->honorRetryAfter = false;
    ApiClient client(config);
    QList<int> asked;
    client.setClassifier([&asked](const ReceivedAnswer &answer) -> std::optional<ErrorKind> {
        asked.append(answer.status);
        if (answer.method == "GET" && answer.status == 200 && answer.body.contains("\"error\""))
            return ErrorKind::Server;
        if (answer.status == 404)
            return std::nullopt;
        return answer.kind;
    });
    const auto told = [&client](const QString &path) {
        CallLog log(client.get(path));
        return log.waitForEnd() ? log.text() : QString();
    };
    QCOMPARE(told(u"/ok"_s), u"started 1, ok 200"_s);
    QCOMPARE(told(u"/absent"_s), u"started 1, ok 404"_s);
    QCOMPARE(client.breaker()->metrics().totals.failures, 0u);
    QCOMPARE(told(u"/failed"_s),
             u"started 1, failed 1 server 200, retry 2, started 2, failed 2 server 200, server 200"_s);
    QCOMPARE(client.breaker()->metrics().totals.failures, 1u);
    QCOMPARE(asked, (QList<int>{200, 404, 200, 200}));
    // It judges whole answers only.
    QCOMPARE(told(u"/cut"_s),
             u"started 1, failed 1 protocol 200, retry 2, started 2, failed 2 protocol 200, protocol 200"_s);
    QCOMPARE(asked.size(), 4);

    client.setClassifier({});
    QCOMPARE(told(u"/failed"_s), u"started 1, ok 200"_s);
}

void TestHttpAnswers::proxyWithAPassword()
{
    ScriptedServer proxy;
    proxy.setHandler([](const ScriptedServer::Request &request) {
        if (request.header("Proxy-Authorization") != "Basic " + QByteArray("user:secret").toBase64())
            return Answer::status(407, "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
        return Answer::ok(request.target);
    });
    qputenv("http_proxy", "http://user:secret@127.0.0.1:" + QByteArray::number(proxy.port()));
    const auto clean = qScopeGuard([] { qunsetenv("http_proxy"); });
    const QUrl url(u"http://service.invalid"_s);
    if (QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url)).constFirst().user() != "user"_L1)
        QSKIP("this Qt does not read http_proxy");
    ApiClientConfig config = plainConfig(url);
    config.useSystemProxy = true;
    ApiClient client(config);
    for (int i = 0; i < 2; ++i) {
        CallLog log(client.get(u"/x"_s));
        QVERIFY(log.waitForEnd());
        QCOMPARE(outcomeOf(log), u"http://service.invalid/x"_s);
    }
}

void TestHttpAnswers::notRetriedNorCounted_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<int>("requests");
    QTest::newRow("redirect loop") << Answer::redirect(302, QUrl(u"/again"_s)) << 11;
    QTest::newRow("too large") << Answer::ok(QByteArray(5000, 'x')) << 1;
    QTest::newRow("unknown encoding") << Answer::ok("x", "Content-Encoding: br\r\n") << 1;
    QTest::newRow("not that encoding") << Answer::ok("x", "Content-Encoding: gzip\r\n") << 1;
    QTest::newRow("501") << Answer::status(501) << 1;
    QTest::newRow("505") << Answer::status(505) << 1;
}

void TestHttpAnswers::notRetriedNorCounted()
{
    QFETCH(Answer, answer);
    QFETCH(int, requests);
    ScriptedServer server;
    server.setScript({answer});
    ApiClientConfig config = plainConfig(server.url());
    config.maxResponseSize = 1000;
    config.policy.retry = quickRetry(3);
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    ApiClient client(config);
    CallLog log(client.get(u"/x"_s));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.attempts, 1);
    QCOMPARE(server.requests().size(), requests);
    QCOMPARE(client.breaker()->metrics().totals.failures, 0u);
    QCOMPARE(client.breaker()->metrics().totals.excluded, 1u);
}

QTEST_GUILESS_MAIN(TestHttpAnswers)
#include "tst_httpanswers.moc"
