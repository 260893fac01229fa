// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/calllog.h"
#include "resilience/base/random.h"

#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Header = "start_ms,duration_ms,outcome\n";

} // namespace

class CallLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsRows()
    {
        const auto log = CallLog::parse(Header + "26,16,authentication\n928,0,success\n10.5,1,503\n7,1,204\n8,2,408\n");
        QVERIFY(log);
        QCOMPARE(log->rows.size(), 5u);
        QCOMPARE(log->endpoints, QStringList{QString()});
        QVERIFY(!log->namesEndpoints);
        QCOMPARE(log->rows[0].start, Duration(26ms));
        QCOMPARE(log->rows[0].duration, Duration(16ms));
        QCOMPARE(log->rows[0].ending.kind, ErrorKind::Authentication);
        QVERIFY(!log->rows[0].ending.isSuccess);
        QVERIFY(log->rows[1].ending.isSuccess);
        QCOMPARE(log->rows[2].ending.kind, ErrorKind::Server);
        QCOMPARE(log->rows[2].ending.status, 503);
        QVERIFY(log->rows[3].ending.isSuccess);
        QCOMPARE(log->rows[4].ending.kind, ErrorKind::Timeout);
    }

    void everyKindIsAnOutcome()
    {
        const QStringList names = errorKindNames();
        for (const QString &name : names) {
            const auto log = CallLog::parse(Header + "1,1," + name.toLatin1());
            QVERIFY2(log, qPrintable(name));
            QCOMPARE(errorKindName(log->rows[0].ending.kind), name);
        }
    }

    void timesAreExact_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("nanoseconds");

        const auto row = [](const char *text, qint64 ns) { QTest::newRow(text) << QByteArray(text) << ns; };
        row("0", 0);
        row("1", 1'000'000);
        row("0.1", 100'000); // 0.1 is no binary fraction
        row("0.3", 300'000);
        row("12.345678", 12'345'678);
        row("00012.5", 12'500'000);
        row("5.", 5'000'000);
        row(".5", 500'000);
        row("0.000001", 1);
        row("0.0000004", 0);
        row("0.0000005", 1); // rounded to what can be kept
        row("1.99999999999999999999999999", 2'000'000);
        row("1700000000000.123456", 1'700'000'000'000'123'456); // more than a double has digits for
        row("1e3", 1'000'000'000);
        row("1.5E-3", 1'500);
        row("2.5e+2", 250'000'000);
        row("1e-400", 0);
        row("0e999", 0);
        row("4000000000000", 4'000'000'000'000'000'000);
    }

    void timesAreExact()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, nanoseconds);

        const auto log = CallLog::parse(Header + text + ",0,success\n0," + text + ",success\n");
        QVERIFY2(log, qPrintable(log ? QString() : log.error().describe(u"calls.csv"_s)));
        QCOMPARE(qint64(log->rows[0].start.count()), nanoseconds);
        QCOMPARE(qint64(log->rows[1].duration.count()), nanoseconds);
    }

    void toleratesWhatProgramsWrite_data()
    {
        QTest::addColumn<QByteArray>("text");

        QTest::newRow("LF") << QByteArray("start_ms,duration_ms,outcome\n1,2,success\n3,4,timeout\n");
        QTest::newRow("no end") << QByteArray("start_ms,duration_ms,outcome\n1,2,success\n3,4,timeout");
        QTest::newRow("CRLF") << QByteArray("start_ms,duration_ms,outcome\r\n1,2,success\r\n3,4,timeout\r\n");
        QTest::newRow("CR at the end") << QByteArray("start_ms,duration_ms,outcome\r\n1,2,success\r\n3,4,timeout\r");
        QTest::newRow("BOM") << QByteArray("\xEF\xBB\xBFstart_ms,duration_ms,outcome\n1,2,success\n3,4,timeout\n");
        QTest::newRow("quotes") << QByteArray(
            "\"start_ms\",duration_ms,outcome\n\"1\",\"2\",\"success\"\n3,4,\"timeout\"\r\n");
        QTest::newRow("other order") << QByteArray("outcome,start_ms,duration_ms\nsuccess,1,2\ntimeout,3,4\n");
        QTest::newRow("BOM and quotes") << QByteArray(
            "\xEF\xBB\xBF\"start_ms\",duration_ms,outcome\n1,2,success\n3,4,timeout\n");
    }

    void toleratesWhatProgramsWrite()
    {
        QFETCH(QByteArray, text);

        const auto log = CallLog::parse(text);
        QVERIFY2(log, qPrintable(log ? QString() : log.error().describe(u"calls.csv"_s)));
        QCOMPARE(log->rows.size(), 2u);
        QCOMPARE(log->rows[0].duration, Duration(2ms));
        QCOMPARE(log->rows[1].start, Duration(3ms));
        QCOMPARE(log->rows[1].ending.kind, ErrorKind::Timeout);
    }

    void knowsEndpoints()
    {
        const auto log = CallLog::parse("start_ms,duration_ms,outcome,endpoint\n"
                                        "1,1,success,b\n2,1,success,\"a, \"\"really\"\"\"\n3,1,success,b\n");
        QVERIFY(log);
        QVERIFY(log->namesEndpoints);
        QCOMPARE(log->endpoints, QStringList({u"b"_s, u"a, \"really\""_s}));
        QCOMPARE(log->rows[0].endpoint, 0);
        QCOMPARE(log->rows[1].endpoint, 1);
        QCOMPARE(log->rows[2].endpoint, 0);
    }

    void aHeaderAloneIsAnEmptyLog()
    {
        const auto log = CallLog::parse("start_ms,duration_ms,outcome");
        QVERIFY(log);
        QVERIFY(log->rows.empty());
    }

    void saysWhereAndWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");

        const auto row = [](const char *name, const QByteArray &text, const char *error) {
            QTest::newRow(name) << text << QString::fromUtf8(error);
        };
        const char *const header =
            "calls.csv:1:1: the first line must be start_ms,duration_ms,outcome and perhaps ,endpoint";
        row("empty", "", qPrintable(QString::fromUtf8(header) + u"; there is nothing"_s));
        row("column missing", "start_ms,outcome\n",
            qPrintable(QString::fromUtf8(header) + u"; duration_ms is missing"_s));
        row("unknown column", "start_ms,duration,outcome\n",
            "calls.csv:1:10: the first line must be start_ms,duration_ms,outcome and perhaps ,endpoint, without "
            "\"duration\"");
        row("column twice", "start_ms,start_ms,outcome\n",
            "calls.csv:1:10: the first line must be start_ms,duration_ms,outcome and perhaps ,endpoint; \"start_ms\" "
            "stands "
            "there twice");
        row("no header", "1,2,success\n",
            "calls.csv:1:1: the first line must be start_ms,duration_ms,outcome and perhaps ,endpoint, without \"1\"");
        row("too few", Header + "1,2,success\n1,2\n",
            "calls.csv:3:1: the line must have 3 fields as the first one has, not 2");
        row("too many", Header + "1,2,success,x\n",
            "calls.csv:2:13: the line must have 3 fields as the first one has, not 4");
        row("empty line", Header + "1,2,success\n\n1,2,success\n", "calls.csv:3:1: the line must not be empty");
        row("no number", Header + "1,soon,success\n",
            "calls.csv:2:3: duration_ms must be a number of milliseconds such as 12 or 12.5, not \"soon\"");
        row("no start", Header + ",1,success\n",
            "calls.csv:2:1: start_ms must be a number of milliseconds such as 12 or 12.5, not \"\"");
        row("blank", Header + " 1,1,success\n",
            "calls.csv:2:1: start_ms must be a number of milliseconds such as 12 or 12.5, not \" 1\"");
        row("unit", Header + "1ms,1,success\n",
            "calls.csv:2:1: start_ms must be a number of milliseconds such as 12 or 12.5, not \"1ms\"");
        row("point", Header + ".,1,success\n",
            "calls.csv:2:1: start_ms must be a number of milliseconds such as 12 or 12.5, not \".\"");
        row("exponent", Header + "1e,1,success\n",
            "calls.csv:2:1: start_ms must be a number of milliseconds such as 12 or 12.5, not \"1e\"");
        row("nan", Header + "1,nan,success\n",
            "calls.csv:2:3: duration_ms must be a number of milliseconds such as 12 or 12.5, not \"nan\"");
        row("negative start", Header + "-1,1,success\n", "calls.csv:2:1: start_ms must not be negative, as \"-1\" is");
        row("negative duration", Header + "1,-0.5,success\n",
            "calls.csv:2:3: duration_ms must not be negative, as \"-0.5\" is");
        row("too large", Header + "1,1e15,success\n",
            "calls.csv:2:3: duration_ms must be at most 4000000000000 ms, not \"1e15\"");
        row("very large", Header + "99999999999999999999999999999999,1,success\n",
            "calls.csv:2:1: start_ms must be at most 4000000000000 ms, not \"99999999999999999999999999999999\"");
        row("outcome", Header + "1,1,sucess\n",
            "calls.csv:2:5: outcome must not be \"sucess\"; did you mean \"success\"?; or an HTTP status");
        row("status", Header + "1,1,42\n", "calls.csv:2:5: outcome must be an HTTP status from 100 to 599, not \"42\"");
        row("status 600", Header + "1,1,600\n",
            "calls.csv:2:5: outcome must be an HTTP status from 100 to 599, not \"600\"");
        row("status, long", Header + "1,1,00200\n",
            "calls.csv:2:5: outcome must be an HTTP status from 100 to 599, not \"00200\"");
        row("quote in a field", Header + "1,1,a\"b\n",
            "calls.csv:2:6: a quote may only stand around a whole field; inside it is written twice");
        row("open quote", Header + "1,1,\"success\n",
            "calls.csv:2:5: the quote that is opened here must be closed on the same line");
        row("open quote at the end", Header + "1,1,\"success",
            "calls.csv:2:5: the quote that is opened here must be closed");
        row("behind a quote", Header + "1,1,\"success\"x\n",
            "calls.csv:2:14: behind a closing quote there must be a comma or the end of the line");
        row("no endpoint", "start_ms,duration_ms,outcome,endpoint\n1,1,success,\n",
            "calls.csv:2:13: endpoint must not be empty");
    }

    void saysWhereAndWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);

        const auto log = CallLog::parse(text);
        QVERIFY(!log);
        QCOMPARE(log.error().describe(u"calls.csv"_s), error);
    }

    void survivesGarbage()
    {
        const CounterRandom random(23);
        const QByteArray likely = "0123456789.,e-\"\r\n success504timeout";
        for (quint64 round = 0; round < 2000; ++round) {
            QByteArray text = round % 2 ? Header : QByteArray();
            const auto size = static_cast<int>(random.uniform(round) * 200);
            for (int i = 0; i < size; ++i) {
                const quint64 bits = random.bits(round, static_cast<quint64>(i) + 1);
                text += round % 3 ? likely[static_cast<qsizetype>(bits % quint64(likely.size()))]
                                  : static_cast<char>(bits);
            }
            const auto log = CallLog::parse(text);
            if (!log) {
                QVERIFY(!log.error().message.isEmpty());
                QCOMPARE_GE(log.error().line, 1);
                QCOMPARE_GE(log.error().column, 1);
            }
        }
    }
};

QTEST_APPLESS_MAIN(CallLogTest)
#include "tst_calllog.moc"
