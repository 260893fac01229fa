// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "resilience/base/exception.h"
#include "scriptedserver.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonObject>
#include <QScopeGuard>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

using namespace Fuseboard;

/// What goes out.
class TestHttpRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void bodies_data();
    void bodies();
    void queryAndPath();
    void headersOfClientAndRequest();
    void fewHeaders();
    void auth_data();
    void auth();
    void cookiesAreNotSentBack();
    void methods_data();
    void methods();
    void wrongRequestIsNotSent_data();
    void wrongRequestIsNotSent();
    void streamThatCanNotBeOpened();
    void streamIsOpenedForEachAttempt();
    void idempotencyKeyIsTheSameInAllAttempts();
    void attemptHeader();
    void overTls_data();
    void overTls();
    void systemProxyOnlyWhereAskedFor();
};

void TestHttpRequests::bodies_data()
{
    QTest::addColumn<RequestBody>("body");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("type");

    QUrlQuery fields;
    fields.addQueryItem(QStringLiteral("sum"), QStringLiteral("1+1=2"));
    fields.addQueryItem(QStringLiteral("näme"), QStringLiteral("a b&c"));
    const auto stream = [] {
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData("skipped, streamed");
        buffer->open(QIODevice::ReadOnly);
        buffer->seek(9);
        return buffer;
    };

    QTest::newRow("none") << RequestBody() << QByteArray() << QByteArray();
    QTest::newRow("raw") << RequestBody(RawBody{QByteArray("a\0b", 3), "text/x"}) << QByteArray("a\0b", 3)
                         << QByteArray("text/x");
    QTest::newRow("raw, empty") << RequestBody(RawBody{{}, "text/x"}) << QByteArray() << QByteArray("text/x");
    QTest::newRow("form") << RequestBody(FormBody{fields}) << QByteArray("sum=1%2B1%3D2&n%C3%A4me=a+b%26c")
                          << QByteArray("application/x-www-form-urlencoded");
    QTest::newRow("JSON object") << RequestBody(JsonBody{QJsonObject{{QStringLiteral("k"), 1}}})
                                 << QByteArray("{\"k\":1}") << QByteArray("application/json");
    QTest::newRow("JSON array") << RequestBody(JsonBody{QJsonArray{1, 2}}) << QByteArray("[1,2]")
                                << QByteArray("application/json");
    QTest::newRow("JSON text") << RequestBody(JsonBody{QStringLiteral("hi")}) << QByteArray("\"hi\"")
                               << QByteArray("application/json");
    QTest::newRow("JSON null") << RequestBody(JsonBody{}) << QByteArray("null") << QByteArray("application/json");
    QTest::newRow("stream") << RequestBody(StreamBody{stream, "text/y"}) << QByteArray("streamed")
                            << QByteArray("text/y");
    QTest::newRow("large") << RequestBody(RawBody{QByteArray(1'000'000, 'x'), "text/x"}) << QByteArray(1'000'000, 'x')
                           << QByteArray("text/x");
}

void TestHttpRequests::bodies()
{
    QFETCH(RequestBody, body);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, type);
    // POST goes out at most once, PUT may be repeated: two ways through Qt.
    for (const QByteArray method : {"POST", "PUT"}) {
        ScriptedServer server;
        ApiClient client(plainConfig(server.url()));
        RequestOptions options;
        options.body = body;
        CallLog log(client.request(method, QStringLiteral("/x?q=1"), options));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
        QCOMPARE(server.requests().size(), 1);
        const auto &request = server.requests().constFirst();
        QCOMPARE(request.method, method);
        QCOMPARE(request.target, QByteArray("/x?q=1"));
        QCOMPARE(request.body, sent);
        QCOMPARE(request.header("Content-Length"), QByteArray::number(sent.size()));
        QCOMPARE(request.header("Content-Type"), type);
        QCOMPARE(log.deliveries, 1);
    }
}

void TestHttpRequests::queryAndPath()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url("/api/v1/?key=k")));
    RequestOptions options;
    options.query.addQueryItem(QStringLiteral("sum"), QStringLiteral("1+1"));
    options.query.addQueryItem(QStringLiteral("name"), QStringLiteral("a b&c"));
    CallLog log(client.get(QStringLiteral("/items/sm\u00f8r?full=1"), options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(server.requests().constFirst().target,
             QByteArray("/api/v1/items/sm%C3%B8r?key=k&full=1&sum=1%2B1&name=a%20b%26c"));
}

void TestHttpRequests::headersOfClientAndRequest()
{
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.headers = {{"X-Client", "c"}, {"X-Both", "client"}, {"Accept", "application/json"}};
    ApiClient client(config);
    RequestOptions options;
    options.headers = {
        {"x-both", "request"}, {"X-Twice", "1"}, {"x-twice", "2"}, {"X-Empty", ""}, {"content-type", "text/z"}};
    options.body = RawBody{"b", "text/x"};
    CallLog log(client.post(QStringLiteral("/x"), options));
    QVERIFY(log.waitForEnd());
    const auto &request = server.requests().constFirst();
    QCOMPARE(request.header("X-Client"), QByteArray("c"));
    QCOMPARE(request.header("X-Both"), QByteArray("request"));
    QCOMPARE(request.header("X-Twice"), QByteArray("1, 2"));
    QVERIFY(request.has("X-Empty"));
    QCOMPARE(request.header("Content-Type"), QByteArray("text/z"));
    QCOMPARE(request.header("Accept"), QByteArray("application/json"));
    for (const auto &[name, value] : request.headers)
        QCOMPARE(std::count_if(
                     request.headers.cbegin(), request.headers.cend(),
                     [&name = name](const auto &other) { return other.first.compare(name, Qt::CaseInsensitive) == 0; }),
                 1);
}

void TestHttpRequests::fewHeaders()
{
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QList<QByteArray> names;
    for (const auto &header : server.requests().constFirst().headers)
        names.append(header.first);
    std::sort(names.begin(), names.end());
    QCOMPARE(names,
             (QList<QByteArray>{"Accept", "Accept-Encoding", "Accept-Language", "Connection", "Host", "User-Agent"}));
    QVERIFY(server.requests().constFirst().header("User-Agent").startsWith("Fuseboard/"));
}

void TestHttpRequests::auth_data()
{
    QTest::addColumn<Auth>("auth");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("none") << Auth() << QByteArray();
    QTest::newRow("bearer") << Auth(BearerAuth{QStringLiteral("t0ken")}) << QByteArray("Bearer t0ken");
    QTest::newRow("basic") << Auth(BasicAuth{QStringLiteral("me"), QStringLiteral("p:ä")})
                           << "Basic " + QByteArray("me:p:\xc3\xa4").toBase64();
}

void TestHttpRequests::auth()
{
    QFETCH(Auth, auth);
    QFETCH(QByteArray, sent);
    ScriptedServer server;
    // A challenge is final: Qt would send the request again with credentials of its own.
    server.setScript({Answer::status(401, "WWW-Authenticate: Basic realm=\"x\"\r\n")});
    ApiClientConfig config = plainConfig(server.url());
    config.auth = auth;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 authentication 401, authentication 401"));
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().constFirst().header("Authorization"), sent);

    CallLog own(client.get(QStringLiteral("/x"), {.headers = {{"authorization", "Custom c"}}}));
    QVERIFY(own.waitForEnd());
    QCOMPARE(server.requests().constLast().header("Authorization"), QByteArray("Custom c"));
}

void TestHttpRequests::cookiesAreNotSentBack()
{
    ScriptedServer server;
    server.setScript({Answer::ok("ok", "Set-Cookie: a=b; Path=/\r\n")});
    ApiClient client(plainConfig(server.url()));
    for (int i = 0; i < 2; ++i) {
        CallLog log(client.get(QStringLiteral("/x")));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.response().header("Set-Cookie"), QByteArray("a=b; Path=/"));
        QVERIFY(!server.requests().constLast().has("Cookie"));
    }
    CallLog own(client.get(QStringLiteral("/x"), {.headers = {{"Cookie", "mine=1"}}}));
    QVERIFY(own.waitForEnd());
    QCOMPARE(server.requests().constLast().header("Cookie"), QByteArray("mine=1"));
}

void TestHttpRequests::methods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("hasBody");
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"}) {
        QTest::addRow("%s", method) << QByteArray(method) << false;
        if (qstrcmp(method, "HEAD") != 0)
            QTest::addRow("%s with a body", method) << QByteArray(method) << true;
    }
}

void TestHttpRequests::methods()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, hasBody);
    ScriptedServer server;
    if (method == "HEAD")
        server.setScript({Answer::close("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")});
    ApiClient client(plainConfig(server.url()));
    RequestOptions options;
    if (hasBody)
        options.body = RawBody{"body", "text/plain"};
    CallLog log(client.request(method, QStringLiteral("/x?q"), options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().constFirst().method, method);
    QCOMPARE(server.requests().constFirst().target, QByteArray("/x?q"));
    QCOMPARE(server.requests().constFirst().body, hasBody ? QByteArray("body") : QByteArray());
    QCOMPARE(log.deliveries, 1);
}

void TestHttpRequests::wrongRequestIsNotSent_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<RequestOptions>("options");
    const auto row = [](const char *name, const char *method, const char *path, const RequestOptions &options) {
        QTest::newRow(name) << QByteArray(method) << QString::fromLatin1(path) << options;
    };
    row("method", "GE T", "/x", {});
    row("method, line break", "GET\r\n", "/x", {});
    row("no method", "", "/x", {});
    row("CONNECT", "CONNECT", "/x", {});
    row("fragment", "GET", "/x#y", {});
    row("whole URL", "GET", "http://elsewhere/x", {});
    row("header name", "GET", "/x", {.headers = {{"X Y", "1"}}});
    row("empty header name", "GET", "/x", {.headers = {{"", "1"}}});
    row("header value, CR LF", "GET", "/x", {.headers = {{"X", "1\r\nX-Evil: 2"}}});
    row("header value, LF", "GET", "/x", {.headers = {{"X", "1\n2"}}});
    row("header value, NUL", "GET", "/x", {.headers = {{"X", QByteArray("1\0", 2)}}});
    row("framing", "POST", "/x", {.headers = {{"Transfer-Encoding", "chunked"}}});
    row("length", "POST", "/x", {.body = RawBody{"abc", "a/b"}, .headers = {{"Content-Length", "99"}}});
    row("idempotency key", "POST", "/x", {.idempotencyKey = "a\r\nb"});
    row("content type", "POST", "/x", {.body = RawBody{"abc", "a\nb"}});
    row("undefined JSON", "POST", "/x", {.body = JsonBody{QJsonValue::Undefined}});
    row("stream without a function", "POST", "/x", {.body = StreamBody{}});
    row("HEAD with a body", "HEAD", "/x", {.body = RawBody{"abc", "a/b"}});
    row("no time", "GET", "/x", {.timeout = Duration::zero()});
}

void TestHttpRequests::wrongRequestIsNotSent()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(RequestOptions, options);
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.retry = quickRetry();
    ApiClient client(config);
    CallLog log(client.request(method, path, options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("client"));
    QVERIFY(!log.error().message.isEmpty());
    QCOMPARE(log.attempts, 0);
    QCOMPARE(server.connections(), 0);
    QCOMPARE(client.breaker()->metrics().totals.granted, 0u);
}

void TestHttpRequests::streamThatCanNotBeOpened()
{
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.breaker.emplace();
    config.policy.retry = quickRetry();
    ApiClient client(config);
    CallLog none(client.post(QStringLiteral("/x"), {.body = StreamBody{[] { return std::unique_ptr<QIODevice>(); }}}));
    QVERIFY(none.waitForEnd());
    QCOMPARE(none.text(), QStringLiteral("client"));
    QCOMPARE(none.attempts, 0);
    QCOMPARE(client.breaker()->metrics().totals.givenBack, 1u);
    QCOMPARE(client.breaker()->metrics().permitsOut, 0u);
    QCOMPARE(server.connections(), 0);
}

void TestHttpRequests::streamIsOpenedForEachAttempt()
{
    ScriptedServer server;
    server.setScript({Answer::status(503), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    ApiClient client(config);
    int opened = 0;
    RequestOptions options;
    options.body = StreamBody{[&opened] {
        ++opened;
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData("stream");
        buffer->open(QIODevice::ReadOnly);
        return buffer;
    }};
    options.idempotencyKey = "k";
    CallLog log(client.post(QStringLiteral("/x"), options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 server 503, retry 2, started 2, ok 200"));
    QCOMPARE(opened, 2);
    for (const auto &request : server.requests())
        QCOMPARE(request.body, QByteArray("stream"));
}

void TestHttpRequests::idempotencyKeyIsTheSameInAllAttempts()
{
    ScriptedServer server;
    server.setScript({Answer::status(503), Answer::close(), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    ApiClient client(config);
    CallLog log(client.post(QStringLiteral("/x"), {.body = JsonBody{1}, .idempotencyKey = "\"8e03978e\""}));
    QVERIFY(log.waitForEnd());
    QVERIFY2(log.text().endsWith(QStringLiteral("ok 200")), qPrintable(log.text()));
    QCOMPARE_GE(server.requests().size(), 3);
    for (const auto &request : server.requests())
        QCOMPARE(request.header("Idempotency-Key"), QByteArray("\"8e03978e\""));

    // Without a key it may have been carried out, and is not tried again.
    server.setScript({Answer::status(503)});
    CallLog without(client.post(QStringLiteral("/x"), {.body = JsonBody{1}}));
    QVERIFY(without.waitForEnd());
    QCOMPARE(without.text(), QStringLiteral("started 1, failed 1 server 503, server 503"));
    QVERIFY(!server.requests().constLast().has("Idempotency-Key"));
}

void TestHttpRequests::attemptHeader()
{
    ScriptedServer server;
    server.setScript({Answer::status(503), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry();
    ApiClient client(config);
    client.setAttemptHeader("X-Attempt");
    CallLog log(client.get(QStringLiteral("/x"), {.callNumber = 77}));
    QVERIFY(log.waitForEnd());
    CallLog counted(client.get(QStringLiteral("/x")));
    QCOMPARE(counted.reply()->callNumber(), 0u);
    QVERIFY(counted.waitForEnd());
    client.setAttemptHeader({});
    CallLog untold(client.get(QStringLiteral("/x")));
    QCOMPARE(untold.reply()->callNumber(), 1u);
    QVERIFY(untold.waitForEnd());
    QList<QByteArray> seen;
    for (const auto &request : server.requests())
        seen.append(request.header("X-Attempt"));
    QCOMPARE(seen, (QList<QByteArray>{"77.1", "77.2", "0.1", {}}));
}

void TestHttpRequests::overTls_data()
{
    QTest::addColumn<bool>("allowHttp2");
    QTest::newRow("HTTP/1.1") << false;
    QTest::newRow("HTTP/2 allowed, not spoken there") << true;
}

void TestHttpRequests::overTls()
{
    QFETCH(bool, allowHttp2);
    if (!QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.addCaCertificate(ScriptedServer::certificate());
    QSslConfiguration::setDefaultConfiguration(trusting);
    const auto restore = qScopeGuard([&before] { QSslConfiguration::setDefaultConfiguration(before); });

    ScriptedServer server(ScriptedServer::Security::SelfSigned);
    ApiClientConfig config = plainConfig(server.url());
    config.allowHttp2 = allowHttp2;
    ApiClient client(config);
    for (const RequestBody &body : {RequestBody(), RequestBody(RawBody{"body", "text/plain"})}) {
        CallLog log(client.post(QStringLiteral("/x"), {.body = body}));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
        QCOMPARE(log.deliveries, 1);
        QCOMPARE(server.requests().constLast().body.isEmpty(), body.index() == 0);
    }
    QCOMPARE(server.requests().size(), 2);
}

void TestHttpRequests::systemProxyOnlyWhereAskedFor()
{
    ScriptedServer proxy;
    qputenv("http_proxy", proxy.url().toEncoded());
    const auto restore = qScopeGuard([] { qunsetenv("http_proxy"); });
    ApiClientConfig config = plainConfig(QUrl(QStringLiteral("http://fuseboard.invalid")));
    {
        ApiClient client(config);
        CallLog log(client.get(QStringLiteral("/x")));
        QVERIFY(log.waitForEnd());
        QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 connection, connection"));
        QCOMPARE(proxy.connections(), 0);
    }
    config.useSystemProxy = true;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/x")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
    QCOMPARE(proxy.requests().constLast().target, QByteArray("http://fuseboard.invalid/x"));
}

QTEST_GUILESS_MAIN(TestHttpRequests)
#include "tst_httprequests.moc"
