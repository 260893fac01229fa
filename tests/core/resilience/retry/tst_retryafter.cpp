// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/durationtext.h"
#include "resilience/retry/retryafter.h"

#include <QTest>
#include <QTimeZone>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// The wait as text, or "absent".
QString read(const QByteArray &value, const QByteArray &date, const QDateTime &now)
{
    const std::optional<Duration> wait = parseRetryAfter(value, date, now);
    return wait ? formatDuration(*wait) : u"absent"_s;
}

QDateTime utc(int year, int month, int day, int hour, int minute, int second, int millisecond = 0)
{
    return {QDate(year, month, day), QTime(hour, minute, second, millisecond), Qt::UTC};
}

} // namespace

class RetryAfterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void seconds_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("wait");

        const auto row = [](const char *value, const char *wait) {
            QTest::addRow("\"%s\"", value) << QByteArray(value) << QString::fromLatin1(wait);
        };
        row("120", "2m");
        row("0", "0s");
        row("1", "1s");
        row("007", "7s");
        row(" 120 ", "2m");
        row("\t120 \t", "2m");
        row("315360000", "87600h"); // ten years of 365 days
        row("000000000000000000000000000005", "5s");

        // Rows of SEMANTICS.md section 5.
        row("-5", "absent");
        row("soon", "absent");
        row("1000000000000", "absent");

        row("", "absent");
        row(" ", "absent");
        row("+5", "absent");
        row("1.5", "absent");
        row("5s", "absent");
        row("1e3", "absent");
        row("0x10", "absent");
        row("1 2", "absent");
        row("120, 60", "absent");
        row("400000000", "absent");            // above ten years
        row("18446744073709551621", "absent"); // 5, if it wrapped around
        row("99999999999999999999999999999999999999999999999999", "absent");
        QTest::newRow("a line feed, no optional white space in HTTP") << QByteArray("\n120") << u"absent"_s;
        QTest::newRow("an Arabic five") << QByteArray("\xd9\xa5") << u"absent"_s;
        QTest::newRow("a zero byte behind") << QByteArray("5\0", 2) << u"absent"_s;
    }

    void seconds()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, wait);
        QCOMPARE(read(value, {}, utc(2026, 3, 1, 12, 0, 0)), wait);
        // The date has no say in seconds.
        QCOMPARE(read(value, "Sun, 01 Mar 2026 11:00:00 GMT", utc(2026, 3, 1, 12, 0, 0)), wait);
    }

    // All against 2026-03-01 12:00:00, a Sunday.
    void dates_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("wait");

        const auto row = [](const char *value, const char *wait) {
            QTest::addRow("\"%s\"", value) << QByteArray(value) << QString::fromLatin1(wait);
        };
        // The three forms of RFC 9110, 5.6.7.
        row("Sun, 01 Mar 2026 12:00:10 GMT", "10s");
        row("Sunday, 01-Mar-26 12:00:10 GMT", "10s");
        row("Sun Mar  1 12:00:10 2026", "10s");

        row("  Sun, 01 Mar 2026 12:00:10 GMT\t", "10s");
        row("Sun, 01 Mar 2026 12:00:00 GMT", "0s"); // now is not past
        row("Mon, 02 Mar 2026 12:00:00 GMT", "24h");
        row("Tue Mar 10 12:00:00 2026", "216h"); // two digits where a space would stand
        row("Wednesday, 04-Mar-26 12:00:00 GMT", "72h");
        row("Tue, 29 Feb 2028 12:00:00 GMT", "17520h");
        row("Thu, 31 Dec 2026 23:59:60 GMT", "7332h"); // a leap second
        row("Sun, 01 Mar 2026 12:00:10 GMT+1", "absent");

        // A row of SEMANTICS.md section 5: a date last year.
        row("Sat, 01 Mar 2025 12:00:00 GMT", "absent");
        row("Saturday, 01-Mar-25 12:00:00 GMT", "absent");
        row("Sat Mar  1 12:00:00 2025", "absent");
        row("Sun, 01 Mar 2026 11:59:59 GMT", "absent");
        row("Sun, 06 Nov 1994 08:49:37 GMT", "absent"); // the RFC's own examples
        row("Sunday, 06-Nov-94 08:49:37 GMT", "absent");
        row("Sun Nov  6 08:49:37 1994", "absent");

        // Absurd.
        row("Mon, 01 Mar 2038 12:00:00 GMT", "absent");
        row("Fri, 31 Dec 9999 23:59:59 GMT", "absent");
        row("Sat, 01 Jan 0000 00:00:00 GMT", "absent");

        // Malformed.
        row("Mon, 01 Mar 2026 12:00:10 GMT", "absent"); // it was a Sunday
        row("Sun, 01 Mar 2026 12:00:10 UTC", "absent");
        row("Sun, 01 Mar 2026 12:00:10 +0000", "absent");
        row("Sun, 01 Mar 2026 12:00:10", "absent");
        row("Sun, 1 Mar 2026 12:00:10 GMT", "absent");
        row("Sun, 01 mar 2026 12:00:10 GMT", "absent");
        row("sun, 01 Mar 2026 12:00:10 GMT", "absent");
        row("Son, 01 Mar 2026 12:00:10 GMT", "absent");
        row("Sun, 01 March 2026 12:00:10 GMT", "absent");
        row("Sun,  01 Mar 2026 12:00:10 GMT", "absent");
        row("Sun, 01 Mar 2026 24:00:00 GMT", "absent");
        row("Sun, 01 Mar 2026 12:60:00 GMT", "absent");
        row("Sun, 01 Mar 2026 12:00:61 GMT", "absent");
        row("Tue, 31 Feb 2026 12:00:00 GMT", "absent");
        row("Sun, 29 Feb 2027 12:00:00 GMT", "absent");
        row("Sun, 00 Mar 2026 12:00:10 GMT", "absent");
        row("Sun, 01 Mar 26 12:00:10 GMT", "absent");
        row("Sun, 01-Mar-26 12:00:10 GMT", "absent"); // a Netscape cookie's, not HTTP's
        row("Sunday, 01-Mar-2026 12:00:10 GMT", "absent");
        row("Sun Mar 01 12:00:10 2026 GMT", "absent");
        row("2026-03-01T12:00:10Z", "absent");
        row("Sun, ", "absent");
        row("Sun", "absent");
        row("S", "absent");
        row(",", "absent");
    }

    void dates()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, wait);
        QCOMPARE(read(value, {}, utc(2026, 3, 1, 12, 0, 0)), wait);
    }

    void everyMonthAndDayIsKnown()
    {
        for (int day = 1; day <= 365; ++day) {
            const QDateTime then = utc(2026, 1, 1, 0, 0, 0).addDays(day);
            const QByteArray text = QLocale::c().toString(then, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
            const QByteArray old = QLocale::c().toString(then, u"dddd, dd-MMM-yy hh:mm:ss 'GMT'"_s).toLatin1();
            QCOMPARE(parseRetryAfter(text, {}, utc(2026, 1, 1, 0, 0, 0)), Duration(day * 24h));
            QCOMPARE(parseRetryAfter(old, {}, utc(2026, 1, 1, 0, 0, 0)), Duration(day * 24h));
        }
    }

    void twoDigitYears_data()
    {
        QTest::addColumn<QDateTime>("now");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("wait");
        QTest::newRow("across the turn of the century")
            << utc(2099, 12, 31, 23, 59, 50) << QByteArray("Friday, 01-Jan-00 00:00:00 GMT") << u"10s"_s;
        QTest::newRow("more than 50 years ahead is past")
            << utc(2026, 3, 1, 12, 0, 0) << QByteArray("Sunday, 01-Mar-93 12:00:00 GMT") << u"absent"_s;
    }

    void twoDigitYears()
    {
        QFETCH(QDateTime, now);
        QFETCH(QByteArray, value);
        QFETCH(QString, wait);
        QCOMPARE(read(value, {}, now), wait);
    }

    void theServersDateSettlesWhatTimeItIs_data()
    {
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<QString>("wait");

        QTest::newRow("an hour behind us") << QByteArray("Sun, 01 Mar 2026 11:00:00 GMT") << u"3610s"_s;
        QTest::newRow("in the old form") << QByteArray("Sunday, 01-Mar-26 11:00:00 GMT") << u"3610s"_s;
        QTest::newRow("in asctime's form") << QByteArray("Sun Mar  1 11:00:00 2026") << u"3610s"_s;
        QTest::newRow("ahead of us, so that it is past there")
            << QByteArray("Sun, 01 Mar 2026 13:00:00 GMT") << u"absent"_s;
        QTest::newRow("years off") << QByteArray("Fri, 01 Mar 2019 12:00:10 GMT") << u"61368h"_s;
        QTest::newRow("malformed, so our own clock") << QByteArray("yesterday") << u"10s"_s;
        QTest::newRow("a number, which is no date") << QByteArray("5") << u"10s"_s;
        QTest::newRow("empty") << QByteArray("") << u"10s"_s;
    }

    void theServersDateSettlesWhatTimeItIs()
    {
        QFETCH(QByteArray, date);
        QFETCH(QString, wait);
        QCOMPARE(read("Sun, 01 Mar 2026 12:00:10 GMT", date, utc(2026, 3, 1, 12, 0, 0)), wait);
    }

    void ourClockMayStandInAnyZone()
    {
        const QDateTime noonUtc = utc(2026, 3, 1, 12, 0, 0, 250);
        for (const QDateTime &now : {noonUtc, noonUtc.toOffsetFromUtc(-5 * 3600), noonUtc.toOffsetFromUtc(14 * 3600)})
            QCOMPARE(read("Sun, 01 Mar 2026 12:00:10 GMT", {}, now), u"9.75s"_s);
    }

    void withoutAnyClockADateSaysNothing()
    {
        QCOMPARE(read("Sun, 01 Mar 2026 12:00:10 GMT", {}, {}), u"absent"_s);
        QCOMPARE(read("120", {}, {}), u"2m"_s);
        QCOMPARE(read("Sun, 01 Mar 2026 12:00:10 GMT", "Sun, 01 Mar 2026 12:00:00 GMT", {}), u"10s"_s);
    }
};

QTEST_APPLESS_MAIN(RetryAfterTest)
#include "tst_retryafter.moc"
