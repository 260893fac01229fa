// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/redirect.h"

#include <QTest>

using namespace Fuseboard;

/// What needs another server than loopback has: TLS, and strange targets. The rest is tst_httpredirects.
class TestRedirect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void schemes_data();
    void schemes();
    void target_data();
    void target();
};

void TestRedirect::schemes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<RedirectPolicy>("policy");
    QTest::addColumn<Redirect::What>("what");
    const QString http = QStringLiteral("http://h/a");
    const QString https = QStringLiteral("https://h/a");
    using What = Redirect::What;
    QTest::newRow("up") << http << QByteArray("https://h/a") << RedirectPolicy::NoLessSafe << What::Follow;
    QTest::newRow("down") << https << QByteArray("http://h/a") << RedirectPolicy::NoLessSafe << What::Fail;
    QTest::newRow("safe") << https << QByteArray("https://g/a") << RedirectPolicy::NoLessSafe << What::Follow;
    QTest::newRow("up, same origin") << http << QByteArray("https://h/a") << RedirectPolicy::SameOrigin
                                     << What::IsAnswer;
    QTest::newRow("down, same origin") << https << QByteArray("http://h/a") << RedirectPolicy::SameOrigin
                                       << What::IsAnswer;
    QTest::newRow("down, manual") << https << QByteArray("http://h/a") << RedirectPolicy::Manual << What::IsAnswer;
}

void TestRedirect::schemes()
{
    QFETCH(QString, from);
    QFETCH(QByteArray, to);
    QFETCH(RedirectPolicy, policy);
    QFETCH(Redirect::What, what);
    const Redirect redirect = Redirect::of(302, to, QUrl(from), "GET", true, policy);
    QCOMPARE(redirect.what, what);
    QCOMPARE(redirect.message.isEmpty(), what != Redirect::What::Fail);
}

void TestRedirect::target_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("leaves");
    QTest::newRow("relative") << QByteArray("c") << "http://h:8080/a/c" << false;
    QTest::newRow("rooted") << QByteArray("/c?d=1") << "http://h:8080/c?d=1" << false;
    QTest::newRow("query only") << QByteArray("?d=1") << "http://h:8080/a/b?d=1" << false;
    QTest::newRow("without a scheme") << QByteArray("//g/x") << "http://g/x" << true;
    QTest::newRow("fragment") << QByteArray("/c#d") << "http://h:8080/c" << false;
    QTest::newRow("user in it") << QByteArray("http://me:pw@h:8080/c") << "http://h:8080/c" << false;
    QTest::newRow("another port") << QByteArray("http://h/c") << "http://h/c" << true;
    QTest::newRow("upper case") << QByteArray("HTTP://H:8080/C") << "http://h:8080/C" << false;
    QTest::newRow("a space") << QByteArray("/a b") << "http://h:8080/a b" << false;
}

void TestRedirect::target()
{
    QFETCH(QByteArray, location);
    QFETCH(QString, url);
    QFETCH(bool, leaves);
    const Redirect redirect = Redirect::of(302, location, QUrl(QStringLiteral("http://h:8080/a/b")), "GET", true,
                                           RedirectPolicy::NoLessSafe);
    QCOMPARE(redirect.what, Redirect::What::Follow);
    QCOMPARE(redirect.url, QUrl(url));
    QCOMPARE(redirect.leavesOrigin, leaves);
}

QTEST_APPLESS_MAIN(TestRedirect)
#include "tst_redirect.moc"
