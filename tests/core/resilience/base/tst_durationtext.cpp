// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/durationtext.h"

#include <QTest>

#include <limits>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr Duration Longest = Duration::max();

} // namespace

class DurationTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds");

        const auto row = [](const char *text, Duration duration) {
            QTest::newRow(text) << QString::fromLatin1(text) << qint64(duration.count());
        };
        row("250ms", 250ms);
        row("1.5s", 1500ms);
        row("2m", 2min);
        row("1h", 1h);
        row("7us", 7us);
        row("9ns", 9ns);
        row("0s", 0ns);
        row("0.0h", 0ns);
        row("0.1s", 100ms);
        row("007s", 7s);
        row("1.50s", 1500ms);
        row("0.3s", 300'000'000ns); // 0.3 is no binary fraction
        row("1.000000001s", 1'000'000'001ns);
        row("1.0000000010000000000000000000000000000000s", 1'000'000'001ns);
        row("0.0000000000025h", 9ns); // thirteen places, and still whole nanoseconds
        row("0.00000000005m", 3ns);
        row("4503599627370.497ms", 4'503'599'627'370'497'000ns); // more digits than a double has
        row("9223372036854775807ns", Longest);
        row("9223372036.854775807s", Longest);
        row("2562047h", 2562047h);
    }

    void parses()
    {
        QFETCH(QString, text);
        QFETCH(qint64, nanoseconds);

        const auto duration = parseDuration(text);
        QVERIFY2(duration, qUtf8Printable(duration ? QString() : duration.error()));
        QCOMPARE(duration->count(), nanoseconds);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");

        const QString examples = u"; write it like 250ms, 1.5s, 2m or 1h"_s;
        const QString units = u"; the units are ns, us, ms, s, m and h"_s;
        const QString limit = u"; the longest is 2562047h, some 292 years"_s;
        const auto row = [](const char *name, const QString &text, const QString &message) {
            QTest::newRow(name) << text << message;
        };
        row("empty", u""_s, u"\"\" is no duration"_s + examples);
        row("no unit", u"5"_s, u"\"5\" has no unit"_s + examples);
        row("no unit, fraction", u"1.5"_s, u"\"1.5\" has no unit"_s + examples);
        row("minus", u"-5s"_s, u"\"-5s\" has a sign"_s + examples);
        row("plus", u"+5s"_s, u"\"+5s\" has a sign"_s + examples);
        row("space between", u"5 s"_s, u"\"5 s\" has a space in it"_s + examples);
        row("space before", u" 5s"_s, u"\" 5s\" has a space in it"_s + examples);
        row("space behind", u"5s "_s, u"\"5s \" has a space in it"_s + examples);
        row("only a unit", u"ms"_s, u"\"ms\" does not begin with a digit"_s + examples);
        row("no whole part", u".5s"_s, u"\".5s\" does not begin with a digit"_s + examples);
        row("no digit behind the point", u"5.s"_s, u"\"5.s\" has no digit behind the point"_s + examples);
        row("comma", u"1,5s"_s, u"\"1,5s\" has an unknown unit"_s + units);
        row("unknown unit", u"5d"_s, u"\"5d\" has an unknown unit"_s + units);
        row("long unit", u"5sec"_s, u"\"5sec\" has an unknown unit"_s + units);
        row("unit in capitals", u"5S"_s, u"\"5S\" has an unknown unit"_s + units);
        row("two durations", u"1m30s"_s, u"\"1m30s\" has an unknown unit"_s + units);
        row("exponent", u"1e3s"_s, u"\"1e3s\" has an unknown unit"_s + units);
        row("two points", u"1.2.3s"_s, u"\"1.2.3s\" has an unknown unit"_s + units);
        row("digits of another script", u"\u0665s"_s, u"\"\u0665s\" does not begin with a digit"_s + examples);
        row("finer than ns", u"1.5ns"_s, u"\"1.5ns\" is finer than a nanosecond; leave out the last digits"_s);
        row("a tenth of a ns", u"0.0000000001s"_s,
            u"\"0.0000000001s\" is finer than a nanosecond; leave out the last digits"_s);
        row("third of an hour in digits", u"0.33333333333333h"_s,
            u"\"0.33333333333333h\" is finer than a nanosecond; leave out the last digits"_s);
        row("one ns too long", u"9223372036854775808ns"_s, u"\"9223372036854775808ns\" is too long"_s + limit);
        row("fraction tips it over", u"9223372036.854775808s"_s, u"\"9223372036.854775808s\" is too long"_s + limit);
        row("an hour too long", u"2562048h"_s, u"\"2562048h\" is too long"_s + limit);
        row("would wrap around", u"18446744073709551617ns"_s, u"\"18446744073709551617ns\" is too long"_s + limit);
        row("a page of digits", QString(4000, u'9') + u's',
            u'"' + QString(40, u'9') + u"\u2026\" is too long"_s + limit);
    }

    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);

        const auto duration = parseDuration(text);
        QVERIFY(!duration);
        QCOMPARE(duration.error(), message);
    }

    void formats_data()
    {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QString>("text");

        const auto row = [](Duration duration, const char *text) {
            QTest::newRow(text) << qint64(duration.count()) << QString::fromLatin1(text);
        };
        row(0s, "0s");
        row(1ns, "1ns");
        row(250ms, "250ms");
        row(100ms, "100ms");
        row(1500ms, "1.5s");
        row(30s, "30s");
        row(60s, "1m");
        row(90s, "90s");
        row(120s, "2m");
        row(90min, "90m");
        row(1h, "1h");
        row(24h, "24h");
        row(10s, "10s");
        row(1'000'000'001ns, "1.000000001s");
        row(1500us, "1.5ms");
        row(1us, "1us");
        row(Longest, "9223372036.854775807s"); // as short as in ns, and the larger unit
        row(-5s, "-5s");
        row(Duration::min(), "-9223372036.854775808s");
    }

    void formats()
    {
        QFETCH(qint64, nanoseconds);
        QFETCH(QString, text);

        QCOMPARE(formatDuration(Duration(nanoseconds)), text);
    }

    void displays_data()
    {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QString>("text");

        const auto row = [](Duration duration, const QString &text) {
            QTest::addRow("%lld", static_cast<long long>(duration.count())) << qint64(duration.count()) << text;
        };
        row(0s, u"0 s"_s);
        row(1ns, u"1 ns"_s);
        row(999ns, u"999 ns"_s);
        row(1500ns, u"1.5 \u00b5s"_s);
        row(4ms, u"4 ms"_s);
        row(1234ms, u"1.23 s"_s);
        row(1235ms, u"1.24 s"_s);
        row(1050ms, u"1.05 s"_s);
        row(12'345us, u"12.3 ms"_s);
        row(123'456us, u"123 ms"_s);
        row(150s, u"2.5 min"_s);
        row(90min, u"1.5 h"_s);
        row(999'499us, u"999 ms"_s);
        row(999'500us, u"1 s"_s); // not 1000 ms
        row(9'996us, u"10 ms"_s);
        row(99'960us, u"100 ms"_s);
        row(59'960ms, u"1 min"_s); // not 60 s
        row(59min + 59s, u"1 h"_s);
        row(1234h, u"1230 h"_s);
        row(1004h + 30min, u"1000 h"_s); // rounded once, not to 1005 and then to 1010
        row(9999h, u"10000 h"_s);
        row(Longest, u"2560000 h"_s);
        row(-1500ms, u"-1.5 s"_s);
    }

    void displays()
    {
        QFETCH(qint64, nanoseconds);
        QFETCH(QString, text);

        QCOMPARE(displayDuration(Duration(nanoseconds)), text);
    }
};

QTEST_APPLESS_MAIN(DurationTextTest)
#include "tst_durationtext.moc"
