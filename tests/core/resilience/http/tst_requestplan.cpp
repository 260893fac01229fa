// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/random.h"
#include "resilience/http/headerrules.h"
#include "resilience/http/requestplan.h"

#include <QTest>

using namespace Fuseboard;

/// URLs and what may be repeated. Headers and bodies are seen on the wire in tst_httpcalls.
class TestRequestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urls_data();
    void urls();
    void idempotent_data();
    void idempotent();
    void tokens();
    void randomHeadersNeverBreakOut();
};

void TestRequestPlan::urls_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *base, const char *path, const char *url) {
        QTest::addRow("%s + %s", base, path) << QString::fromUtf8(base) << QString::fromUtf8(path) << QByteArray(url);
    };
    row("http://h", "/data", "http://h/data");
    row("http://h", "data", "http://h/data");
    row("http://h", "", "http://h");
    row("http://h/", "", "http://h/");
    row("http://h/api", "", "http://h/api");
    row("http://h/api", "/data", "http://h/api/data");
    row("http://h/api/", "data", "http://h/api/data");
    row("http://h/api//", "/data", "http://h/api/data");
    row("http://h/api", "items/7?full=1", "http://h/api/items/7?full=1");
    row("http://h/api?key=k", "items", "http://h/api/items?key=k");
    row("http://h/api?key=k", "items?full=1", "http://h/api/items?key=k&full=1");
    row("http://h/api", "?full=1", "http://h/api?full=1");
    row("http://h", "/a b/\u00e4", "http://h/a%20b/%C3%A4");
    row("http://h", "/a%2Fb%20c", "http://h/a%2Fb%20c");
    row("http://h/b%2Fc", "d", "http://h/b%2Fc/d");
    row("http://h", "/100%", "http://h/100%25");
    row("http://h", "/q?a=b+c", "http://h/q?a=b+c");
    row("http://h", "/time/12:30", "http://h/time/12:30");
}

void TestRequestPlan::urls()
{
    QFETCH(QString, base);
    QFETCH(QString, path);
    QFETCH(QByteArray, url);
    ApiClientConfig config;
    config.baseUrl = QUrl(base);
    const auto plan = RequestBuilder(config).build("GET", path, {});
    QVERIFY(plan);
    QCOMPARE(plan->request.url().toEncoded(), url);
}

void TestRequestPlan::idempotent_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("is");
    for (const char *method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})
        QTest::newRow(method) << QByteArray(method) << true;
    for (const char *method : {"POST", "PATCH", "PURGE", "get", "LOCK"})
        QTest::newRow(method) << QByteArray(method) << false;
}

void TestRequestPlan::idempotent()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, is);
    ApiClientConfig config;
    config.baseUrl = QUrl(QStringLiteral("http://h"));
    config.headers = {{"Idempotency-Key", "one for all calls is none"}};
    const RequestBuilder builder(config);
    QCOMPARE(builder.build(method, {}, {})->isIdempotent, is);
    RequestOptions options;
    options.idempotencyKey = "k";
    QVERIFY(builder.build(method, {}, options)->isIdempotent);
    options = {};
    options.headers = {{"idempotency-key", "k"}};
    QVERIFY(builder.build(method, {}, options)->isIdempotent);
}

void TestRequestPlan::tokens()
{
    QVERIFY(isHttpToken("X-Header_1.2!#$%&'*+^`|~"));
    for (const char *bad : {"", " ", "a b", "a:b", "a\r", "a/b", "\"a\"", "\xc3\xa4", "(a)"})
        QVERIFY2(!isHttpToken(bad), bad);
    QVERIFY(isHeaderValue("any \t text \xc3\xa4"));
    QVERIFY(isHeaderValue(""));
    for (const char bad : {'\r', '\n', '\0', '\x01', '\x7f'})
        QVERIFY(!isHeaderValue(QByteArray("a") + bad));
}

void TestRequestPlan::randomHeadersNeverBreakOut()
{
    ApiClientConfig config;
    config.baseUrl = QUrl(QStringLiteral("http://h"));
    const RequestBuilder builder(config);
    const CounterRandom random(1);
    quint64 draw = 0;
    const auto bytes = [&] {
        QByteArray text;
        for (quint64 n = random.bits(draw++) % 6; n > 0; --n)
            text += char(random.bits(draw++) % 3 == 0 ? random.bits(draw) % 33 : random.bits(draw) % 256);
        return text;
    };
    for (int i = 0; i < 20'000; ++i) {
        RequestOptions options;
        options.headers = {{"X" + bytes(), bytes()}};
        options.idempotencyKey = bytes();
        const auto plan = builder.build("GET", QString::fromLatin1("/" + bytes()), options);
        if (!plan)
            continue;
        for (const QByteArray &name : plan->request.rawHeaderList()) {
            QVERIFY(isHttpToken(name));
            QVERIFY(isHeaderValue(plan->request.rawHeader(name)));
        }
        const QByteArray url = plan->request.url().toEncoded();
        QVERIFY(isHeaderValue(url));
        QVERIFY(!url.contains(' '));
    }
}

QTEST_APPLESS_MAIN(TestRequestPlan)
#include "tst_requestplan.moc"
