// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QTest>

using namespace Fuseboard;

/// Redirects, followed by us because Qt would hand credentials to anybody.
class TestHttpRedirects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void methodAndBody_data();
    void methodAndBody();
    void policies_data();
    void policies();
    void credentialsStayWithTheirOrigin();
    void credentialsAreGoneForGood();
    void credentialsGoAlongWithinTheOrigin();
    void loop();
    void asManyAsAllowed();
    void noneAllowed();
    void badTarget_data();
    void badTarget();
    void withoutLocation();
};

void TestHttpRedirects::methodAndBody_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("hasKey");
    QTest::addColumn<QByteArray>("then"); // the second request; empty: there is none, the redirect is the answer
    const auto row = [](int status, const char *method, bool hasKey, const char *then) {
        QTest::addRow("%d after %s%s", status, method, hasKey ? " with a key" : "")
            << status << QByteArray(method) << hasKey << QByteArray(then);
    };
    for (const int status : {301, 302, 303, 307, 308})
        row(status, "GET", false, "GET ");
    row(303, "HEAD", false, "HEAD ");
    row(301, "POST", false, "GET ");
    row(302, "POST", false, "GET ");
    row(303, "POST", false, "GET ");
    row(303, "PUT", false, "GET ");
    row(303, "PATCH", false, "GET ");
    row(301, "PUT", false, "PUT body");
    row(307, "PUT", false, "PUT body");
    row(308, "PUT", false, "PUT body");
    row(307, "POST", true, "POST body");
    row(308, "POST", true, "POST body");
    row(302, "PATCH", true, "PATCH body");
    // What must not be done twice is not sent twice, to nobody.
    row(307, "POST", false, "");
    row(308, "POST", false, "");
    row(302, "PATCH", false, "");
    row(300, "GET", false, "");
    row(304, "GET", false, "");
}

void TestHttpRedirects::methodAndBody()
{
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    QFETCH(bool, hasKey);
    QFETCH(QByteArray, then);
    ScriptedServer server;
    server.setScript({Answer::redirect(status, QUrl(QStringLiteral("/b?c=d#e"))), Answer::ok()});
    ApiClient client(plainConfig(server.url()));
    RequestOptions options;
    if (method != "GET" && method != "HEAD")
        options.body = RawBody{"body", "text/plain"};
    if (hasKey)
        options.idempotencyKey = "k";
    if (method == "HEAD")
        server.setScript(
            {Answer::redirect(status, QUrl(QStringLiteral("/b?c=d"))), Answer::close("HTTP/1.1 200 OK\r\n\r\n")});
    CallLog log(client.request(method, QStringLiteral("/a"), options));
    QVERIFY(log.waitForEnd());
    if (then.isEmpty()) {
        QCOMPARE(log.text(), QStringLiteral("started 1, ok %1").arg(status));
        QCOMPARE(server.requests().size(), 1);
        return;
    }
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
    QCOMPARE(server.requests().size(), 2);
    const auto &second = server.requests().constLast();
    QCOMPARE(second.method + " " + second.body, then);
    QCOMPARE(second.target, QByteArray("/b?c=d"));
    QCOMPARE(second.has("Content-Type"), !second.body.isEmpty());
    QCOMPARE(second.has("Content-Length"), !second.body.isEmpty());
    QCOMPARE(log.response().url, server.url("/b?c=d"));
    QCOMPARE(log.response().attempts, 1);
    QCOMPARE(log.response().deliveries, 2);
}

void TestHttpRedirects::policies_data()
{
    QTest::addColumn<RedirectPolicy>("policy");
    QTest::addColumn<bool>("toOther");
    QTest::addColumn<QString>("told");
    QTest::newRow("manual") << RedirectPolicy::Manual << false << "started 1, ok 302";
    QTest::newRow("same origin, same") << RedirectPolicy::SameOrigin << false << "started 1, ok 200";
    QTest::newRow("same origin, other") << RedirectPolicy::SameOrigin << true << "started 1, ok 302";
    QTest::newRow("no less safe, same") << RedirectPolicy::NoLessSafe << false << "started 1, ok 200";
    QTest::newRow("no less safe, other") << RedirectPolicy::NoLessSafe << true << "started 1, ok 200";
}

void TestHttpRedirects::policies()
{
    QFETCH(RedirectPolicy, policy);
    QFETCH(bool, toOther);
    QFETCH(QString, told);
    ScriptedServer other;
    ScriptedServer server;
    server.setScript({Answer::redirect(302, toOther ? other.url("/b") : server.url("/b")), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.redirects = policy;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), told);
    if (log.response().status == 302)
        QVERIFY(!log.response().header("Location").isEmpty());
}

void TestHttpRedirects::credentialsStayWithTheirOrigin()
{
    ScriptedServer other;
    ScriptedServer server;
    server.setScript({Answer::redirect(307, other.url("/b"))});
    ApiClientConfig config = plainConfig(server.url());
    config.auth = BearerAuth{QStringLiteral("secret")};
    config.headers = {{"Cookie", "session=1"}, {"X-Plain", "goes along"}};
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(server.requests().constFirst().header("Authorization"), QByteArray("Bearer secret"));
    QCOMPARE(server.requests().constFirst().header("Cookie"), QByteArray("session=1"));
    QVERIFY(!other.requests().constFirst().has("Authorization"));
    QVERIFY(!other.requests().constFirst().has("Cookie"));
    QCOMPARE(other.requests().constFirst().header("X-Plain"), QByteArray("goes along"));
}

void TestHttpRedirects::credentialsAreGoneForGood()
{
    ScriptedServer server;
    ScriptedServer other;
    other.setScript({Answer::redirect(302, server.url("/back"))});
    server.setScript({Answer::redirect(302, other.url("/b")), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.auth = BearerAuth{QStringLiteral("secret")};
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(server.requests().constLast().target, QByteArray("/back"));
    QVERIFY(!server.requests().constLast().has("Authorization"));
}

void TestHttpRedirects::credentialsGoAlongWithinTheOrigin()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(302, QUrl(QStringLiteral("/b"))), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.auth = BearerAuth{QStringLiteral("secret")};
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(server.requests().constLast().header("Authorization"), QByteArray("Bearer secret"));
}

void TestHttpRedirects::loop()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(302, QUrl(QStringLiteral("/a")))});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 redirect 302, redirect 302"));
    QCOMPARE(log.deliveries, 11);
    QCOMPARE(server.requests().size(), 11);
}

void TestHttpRedirects::asManyAsAllowed()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(302, QUrl(QStringLiteral("/b"))),
                      Answer::redirect(302, QUrl(QStringLiteral("/c"))), Answer::ok()});
    ApiClientConfig config = plainConfig(server.url());
    config.maxRedirects = 2;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 200"));
}

void TestHttpRedirects::noneAllowed()
{
    ScriptedServer server;
    server.setScript({Answer::redirect(302, QUrl(QStringLiteral("/b")))});
    ApiClientConfig config = plainConfig(server.url());
    config.maxRedirects = 0;
    ApiClient client(config);
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 redirect 302, redirect 302"));
    QCOMPARE(server.requests().size(), 1);
}

void TestHttpRedirects::badTarget_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("another scheme") << QByteArray("ftp://host/x");
    QTest::newRow("a file") << QByteArray("file:///etc/passwd");
    QTest::newRow("no host") << QByteArray("http:///x");
    QTest::newRow("not a URL") << QByteArray("http://[::1");
}

void TestHttpRedirects::badTarget()
{
    QFETCH(QByteArray, location);
    ScriptedServer server;
    server.setScript({Answer::status(302, "Location: " + location + "\r\n")});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, failed 1 redirect 302, redirect 302"));
    QCOMPARE(server.requests().size(), 1);
}

void TestHttpRedirects::withoutLocation()
{
    ScriptedServer server;
    server.setScript({Answer::status(302)});
    ApiClient client(plainConfig(server.url()));
    CallLog log(client.get(QStringLiteral("/a")));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), QStringLiteral("started 1, ok 302"));
}

QTEST_GUILESS_MAIN(TestHttpRedirects)
#include "tst_httpredirects.moc"
