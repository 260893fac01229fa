// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/requestpath.h"
#include "resilience/http/apiclient.h"
#include "serverfixture.h"

#include <QTest>
#include <QUrl>

using namespace ServerFixture;

namespace {

/// Asks for each endpoint of @p all as a live run does, once; by endpoint how many requests came.
QList<quint64> requestsOf(const QList<EndpointConfig> &all)
{
    FaultServer server(all, 1);
    const auto ports = server.listen();
    if (!ports)
        return {};
    QUrl url(u"http://127.0.0.1"_s);
    url.setPort(ports->first().first());
    ApiClient client(ApiClientConfig::forService(url));
    int pending = 0;
    for (const EndpointConfig &endpoint : all) {
        ++pending;
        QObject::connect(client.request(endpoint.method, endpoint.path), &ApiReply::finished, &client,
                         [&] { --pending; });
    }
    if (!QTest::qWaitFor([&] { return pending == 0; }, 30'000))
        return {};
    QList<quint64> requests;
    for (int i = 0; i < all.size(); ++i)
        requests.append(server.state(i).counts.requests);
    return requests;
}

} // namespace

class RequestPathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void hasOneNormalForm_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("normal");

        const auto row = [](const QByteArray &path, const QByteArray &normal) {
            QTest::newRow(path.constData()) << path << normal;
        };
        row("/orders", "/orders");
        row("/", "/");
        row("/a b", "/a%20b");
        row("/a%20b", "/a%20b");
        row("/a%2Fb", "/a%2Fb");
        row("/a%2fb", "/a%2Fb");
        row("/a%00", "/a%00");
        row("/a%2bb", "/a%2Bb");
        row("/a+b", "/a+b");
        row("/a%62", "/ab");
        row("/%7Euser/%2D%5f", "/~user/-_");
        row("/a%25b", "/a%25b");
        row("/a%2525", "/a%2525");
        row("/:@!$&'()*,;=", "/:@!$&'()*,;=");
        row("/[a]{b}|\\^`\"<>", "/%5Ba%5D%7Bb%7D%7C%5C%5E%60%22%3C%3E");
        row("/\xc3\xa4", "/%C3%A4");
        row("/%c3%a4", "/%C3%A4");
        row("/%ff", "/%FF");
        // Not escaped at all.
        row("/100%", "/100%25");
        row("/a%2", "/a%252");
        row("/a%zz", "/a%25zz");
        row("/a%20%", "/a%2520%25");
        // RFC 3986, 5.2.4 and 5.4
        row("/a/b/c/./../../g", "/a/g");
        row("/a/../b", "/b");
        row("/./a", "/a");
        row("/.", "/");
        row("/..", "/");
        row("/../../g", "/g");
        row("/a/.", "/a/");
        row("/a/b/..", "/a/");
        row("/a/b/../../../c", "/c");
        row("/%2e%2E/x/%2e", "/x/");
        row("/a//b", "/a//b");
        row("/a//..", "/a/");
        row("/a/..//b", "//b");
        row("/...", "/...");
        row("/.a/..b/c.", "/.a/..b/c.");
        // No path, but it comes in requests.
        row("*", "*");
        row("", "");
    }

    void hasOneNormalForm()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, normal);

        QCOMPARE(normalPath(path), normal);
        QCOMPARE(normalPath(normal), normal);
    }

    void isFoundInATarget_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("authority");

        const auto row = [](const QByteArray &target, const QByteArray &path, const QByteArray &authority) {
            QTest::newRow(target.constData()) << target << path << authority;
        };
        row("/orders", "/orders", "");
        row("/orders?a=/b?c", "/orders", "");
        row("/?http://host/a", "/", "");
        row("/http://host/a", "/http://host/a", "");
        row("http://host/orders", "/orders", "host");
        row("http://host:80/orders?x", "/orders", "host:80");
        row("http://host", "/", "host");
        row("http://host?/orders", "/", "host");
        row("http://host#/orders", "/", "host");
        row("http://[::1]:8080/orders", "/orders", "[::1]:8080");
        row("http:///orders", "/orders", "");
        row("*", "*", "");
        row("host:80", "host:80", "");
        row("://host/a", "://host/a", "");
    }

    void isFoundInATarget()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, authority);

        QCOMPARE(pathOfTarget(target).toByteArray(), path);
        QCOMPARE(authorityOfTarget(target).toByteArray(), authority);
    }

    /// However a scenario spells a path, the client of a live run asks for what the server knows by it.
    void clientsFindIt()
    {
        QList<EndpointConfig> all;
        const auto add = [&](const QString &path) { all.append(endpoint("GET", path, phase())); };
        for (const char *path :
             {"/a b",       "/a%2Fb",          "/a%00",      "/a%2bb",     "/a+b",   "/a/../b",    "/./c",
              "/..",        "/a//b",           "/a%62",      "/%e4",       "/100%",  "/a%2",       "/a%20%",
              "/[x]{y}",    "/%7Bz%7D",        "/a;b=c:d@e", "/a%3Fb%23c", "/a%25b", "/a%0d%0ab",  "/%2F%2F",
              "/http://x/", "/a/b/../../../d", "/%2e%2e/e",  "/f/.",       "/.../g", "/q\"<>\\^`|"})
            add(QString::fromUtf8(path));
        add(u"/"_s + QString(7999, u'x'));
        // Some of each plane of Unicode, letters that have another form in another normalisation of it, and what is no letter.
        for (char32_t c = 0x21; c < 0x30000; c = c < 0x180 ? c + 1 : c + 0x3f1) {
            const QString letter = QString::fromUcs4(&c, 1);
            const bool isLeftOut = c == U'/' || c == U'?' || c == U'#' || (c >= 0x7f && c < 0xa0)
                || (c >= 0xd800 && c < 0xe000);
            if (!isLeftOut)
                add(u"/letter-%1"_s.arg(letter));
        }
        add(u"/e\u0301"_s);
        add(u"/\u00e9"_s);
        add(u"/\u212b"_s);

        const QList<quint64> requests = requestsOf(all);
        QCOMPARE(requests.size(), all.size());
        for (qsizetype i = 0; i < all.size(); ++i)
            QVERIFY2(requests[i] == 1, qPrintable(u"%1: %2"_s.arg(all[i].path).arg(requests[i])));
    }

    /// Also where a GET has an endpoint of its own, which would answer HEAD too.
    void clientsFindEveryMethod()
    {
        QList<EndpointConfig> all;
        for (const char *method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND",
                                   "get", "M-SEARCH", "connect", "PRI", "!#$%&'*+-.^_`|~"})
            all.append(endpoint(method, u"/orders"_s, phase()));
        all.append(endpoint(QByteArray(64, 'X'), u"/orders"_s, phase()));
        QCOMPARE(requestsOf(all), QList<quint64>(all.size(), 1));
    }

    void urlsAreInNormalForm()
    {
        FaultServer server({endpoint("GET", u"/./caf\u00e9 %7e"_s, phase())}, 1);
        const auto ports = server.listen();
        QVERIFY(ports);
        QCOMPARE(server.urls(0), QStringList{u"http://127.0.0.1:%1/caf%C3%A9%20~"_s.arg(ports->first().first())});
    }
};

QTEST_GUILESS_MAIN(RequestPathTest)
#include "tst_requestpath.moc"
