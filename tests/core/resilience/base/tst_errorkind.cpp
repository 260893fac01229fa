// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/error.h"
#include "resilience/base/errorkindset.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

using enum ErrorKind;

// What the file format promises may be asked at compile time.
static_assert(isA(RateLimited, Any) && isA(RateLimited, Network) && isA(RateLimited, Api));
static_assert(!isA(CircuitOpen, Any) && !isA(Cancelled, Any));
static_assert(ErrorKindSet{Network}.contains(Timeout));

class ErrorKindTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // Names and places as SEMANTICS.md section 1 draws them.
    void tree_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("parent");

        const auto row = [](ErrorKind kind, const char *name, const char *parent) {
            QTest::newRow(name) << kind << QString::fromLatin1(name) << QString::fromLatin1(parent);
        };
        row(Any, "any", "");
        row(Network, "network", "any");
        row(Connection, "connection", "network");
        row(Timeout, "timeout", "network");
        row(Protocol, "protocol", "network");
        row(Api, "api", "network");
        row(RateLimited, "rateLimited", "api");
        row(Authentication, "authentication", "api");
        row(NotFound, "notFound", "api");
        row(Server, "server", "api");
        row(Client, "client", "api");
        row(Other, "other", "any");
        row(Rejected, "rejected", "");
        row(CircuitOpen, "circuitOpen", "rejected");
        row(Overload, "overload", "rejected");
        row(Cancelled, "cancelled", "");
    }

    void tree()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, name);
        QFETCH(QString, parent);

        QCOMPARE(errorKindName(kind), name);
        QCOMPARE(errorKindFromName(name), kind);
        QCOMPARE(errorKindNames().at(static_cast<qsizetype>(kind)), name);
        const std::optional<ErrorKind> above = parentOf(kind);
        QCOMPARE(above ? errorKindName(*above) : QString(), parent);
    }

    void thereIsANameForEachKind() { QCOMPARE(errorKindNames().size(), ErrorKindCount); }

    void otherNamesAreNone_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"", "Any", "ratelimited", "RateLimited", " any", "any ", "circuit-open", "success"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void otherNamesAreNone()
    {
        QFETCH(QString, name);
        QVERIFY(!errorKindFromName(name));
    }

    void statuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<std::optional<ErrorKind>>("kind");

        const auto row = [](int status, std::optional<ErrorKind> kind) {
            QTest::addRow("%d", status) << status << kind;
        };
        row(-1, {});
        row(0, {});
        row(200, {});
        row(204, {});
        row(304, {});
        row(399, {});
        row(400, Client);
        row(401, Authentication);
        row(402, Client);
        row(403, Authentication);
        row(404, NotFound);
        row(405, Client);
        row(407, Client);
        row(408, Timeout);
        row(409, Client);
        row(418, Client);
        row(422, Client);
        row(425, Client);
        row(429, RateLimited);
        row(499, Client);
        row(500, Server);
        row(501, Server);
        row(503, Server);
        row(504, Server);
        row(599, Server);
        row(600, Api);
    }

    void statuses()
    {
        QFETCH(int, status);
        QFETCH(std::optional<ErrorKind>, kind);
        QCOMPARE(errorKindOfStatus(status), kind);
    }

    void aSetHoldsWhatStandsBelow()
    {
        const ErrorKindSet set{Api, Other};
        for (const ErrorKind inside : {Api, RateLimited, Authentication, NotFound, Server, Client, Other})
            QVERIFY2(set.contains(inside), qPrintable(errorKindName(inside)));
        for (const ErrorKind outside :
             {Any, Network, Connection, Timeout, Protocol, Rejected, CircuitOpen, Overload, Cancelled})
            QVERIFY2(!set.contains(outside), qPrintable(errorKindName(outside)));
    }

    void anySetOfAnyHoldsNeitherRejectionNorCancelling()
    {
        const ErrorKindSet set{Any};
        int count = 0;
        for (int i = 0; i < ErrorKindCount; ++i)
            count += set.contains(static_cast<ErrorKind>(i));
        QCOMPARE(count, 12);
        QVERIFY(!set.contains(Rejected) && !set.contains(CircuitOpen) && !set.contains(Overload));
        QVERIFY(!set.contains(Cancelled));
    }

    void aSetRemembersTheNames()
    {
        QCOMPARE((ErrorKindSet{Server, Api, Timeout}.names()), (QStringList{u"timeout"_s, u"api"_s, u"server"_s}));
        QCOMPARE((ErrorKindSet{Server, Api}.named()), (QList<ErrorKind>{Api, Server}));
        // Covered by its parent all the same, but somebody wrote it down.
        QVERIFY((ErrorKindSet{Api} != ErrorKindSet{Api, Server}));
        QVERIFY((ErrorKindSet{Server, Api} == ErrorKindSet{Api, Server}));
        QVERIFY(ErrorKindSet{}.isEmpty());
        QCOMPARE(ErrorKindSet{}.names(), QStringList());
    }

    void describes_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<QString>("text");

        QTest::newRow("status and message")
            << Error{Server, u"Service Unavailable"_s, 503, {}, {}, {}} << u"server 503: Service Unavailable"_s;
        QTest::newRow("status only") << Error{NotFound, {}, 404, {}, {}, {}} << u"notFound 404"_s;
        QTest::newRow("message only") << Error{Connection, u"refused"_s, {}, {}, {}, {}} << u"connection: refused"_s;
        QTest::newRow("kind only") << Error{Timeout, {}, {}, {}, {}, {}} << u"timeout"_s;
    }

    void describes()
    {
        QFETCH(Error, error);
        QFETCH(QString, text);
        QCOMPARE(describe(error), text);
    }
};

QTEST_APPLESS_MAIN(ErrorKindTest)
#include "tst_errorkind.moc"
