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
        row(Security, "security", "protocol");
        row(Redirect, "redirect", "protocol");
        row(TooLarge, "tooLarge", "protocol");
        row(Encoding, "encoding", "protocol");
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

    void protocolHoldsWhatNoRetryMends()
    {
        const ErrorKindSet set{Protocol};
        for (const ErrorKind inside : {Protocol, Security, Redirect, TooLarge, Encoding})
            QVERIFY2(set.contains(inside), qPrintable(errorKindName(inside)));
        QVERIFY(!ErrorKindSet{Security}.contains(Protocol));
    }

    void anySetOfAnyHoldsNeitherRejectionNorCancelling()
    {
        const ErrorKindSet set{Any};
        int count = 0;
        for (int i = 0; i < ErrorKindCount; ++i)
            count += set.contains(static_cast<ErrorKind>(i));
        QCOMPARE(count, 16);
        QVERIFY(!set.contains(Rejected) && !set.contains(CircuitOpen) && !set.contains(Overload));
        QVERIFY(!set.contains(Cancelled));
    }

    void statusNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *name, const char *written) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(written);
        };
        row("status:502", "status:502");
        row("status:500-599", "status:500-599");
        row("status:100-599", "status:100-599");
        row("status:304", "status:304");
        row("status:404-404", "status:404");
        for (const char *wrong : {"status:99", "status:600", "status:0502", "status:50", "status:", "status:5xx",
                                  "status:504-502", "status:500-600", "status: 502", "status:502 ", "status:-502",
                                  "status:+50", "status:500-", "Status:502", "502"})
            row(wrong, "");
    }

    void statusNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, written);
        ErrorKindSet set;
        QCOMPARE(set.insertName(name), !written.isEmpty());
        QCOMPARE(set.names(), written.isEmpty() ? QStringList() : QStringList{written});
        QCOMPARE(set.isEmpty(), written.isEmpty());
    }

    void aSetHoldsStatuses()
    {
        ErrorKindSet set{RateLimited};
        set.insertStatuses(500, 502);
        set.insertStatuses(503, 503);
        set.insertStatuses(302, 302);
        QCOMPARE(set.names(), (QStringList{u"rateLimited"_s, u"status:302"_s, u"status:500-503"_s}));
        QVERIFY(set.contains(Server, 503) && set.contains(Api, 302) && set.contains(RateLimited, 429));
        QVERIFY(!set.contains(Server, 504) && !set.contains(Server, 0) && !set.contains(Server, 9999));
        QVERIFY(!set.contains(Server, -1));
        QVERIFY(!set.contains(Server)); // a kind is not named by its statuses
        QVERIFY(set.contains(Error{.kind = Server, .httpStatus = 500}));
        ErrorKindSet same{RateLimited};
        same.insertStatuses(500, 503);
        QVERIFY(same != set);
        same.insertName(u"status:302");
        QVERIFY(same == set);
    }

    void aStatusWinsOverAKind_data()
    {
        QTest::addColumn<QStringList>("excluded");
        QTest::addColumn<QStringList>("named");
        QTest::addColumn<ErrorVerdict>("verdict"); // on server 502
        const QString any = u"any"_s;
        const QString server = u"server"_s;
        const QString status = u"status:502"_s;
        const QString other = u"status:503"_s;
        using enum ErrorVerdict;
        QTest::newRow("kind") << QStringList{} << QStringList{any} << Named;
        QTest::newRow("nothing") << QStringList{} << QStringList{} << NotNamed;
        QTest::newRow("excluded kind over named kind") << QStringList{server} << QStringList{server} << Excluded;
        QTest::newRow("named status over excluded kind") << QStringList{server} << QStringList{status} << Named;
        QTest::newRow("excluded status over named kind") << QStringList{status} << QStringList{server} << Excluded;
        QTest::newRow("excluded status over named status") << QStringList{status} << QStringList{status} << Excluded;
        QTest::newRow("another status") << QStringList{other} << QStringList{other} << NotNamed;
        QTest::newRow("another status, excluded kind") << QStringList{server} << QStringList{other} << Excluded;
    }

    void aStatusWinsOverAKind()
    {
        QFETCH(QStringList, excluded);
        QFETCH(QStringList, named);
        const auto set = [](const QStringList &names) {
            ErrorKindSet kinds;
            for (const QString &name : names)
                kinds.insertName(name);
            return kinds;
        };
        QTEST(judge(set(excluded), set(named), Server, 502), "verdict");
    }

    void causesCompareByValue()
    {
        const auto withCause = [](ErrorKind kind) {
            return Error{.kind = Timeout, .cause = std::make_shared<const Error>(Error{.kind = kind})};
        };
        QVERIFY(withCause(Server) == withCause(Server));
        QVERIFY(withCause(Server) != withCause(Other));
        QVERIFY(withCause(Server) != Error{.kind = Timeout});
        QVERIFY((Error{.kind = Timeout, .headers = {{"A", "1"}}} != Error{.kind = Timeout}));
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
        QTest::newRow("with a cause") << Error{.kind = Timeout,
                                               .message = u"late"_s,
                                               .cause = std::make_shared<const Error>(
                                                   Error{.kind = Server, .httpStatus = 503})}
                                      << u"timeout: late; last attempt: server 503"_s;
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
