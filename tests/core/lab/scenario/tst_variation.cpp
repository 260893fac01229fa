// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/variation.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

class VariationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void values_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("values");

        const auto row = [](const char *spec, const char *values) {
            QTest::newRow(spec) << QString::fromLatin1(spec) << QString::fromLatin1(values);
        };
        row("3", "3");
        row("3,5,8", "3 5 8");
        row(" full , none ", "full none");
        row("500ms,1s", "500ms 1s");
        row("[\"timeout\",\"reset\"],[\"a,b\"]", "[\"timeout\",\"reset\"] [\"a,b\"]");
        row("3..6", "3 4 5 6");
        row("4..4", "4");
        row("1..10:4", "1 5 9");
        row("0.1..0.9:0.2", "0.1 0.3 0.5 0.7 0.9");
        row("0..1:0.1", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1");
        row("0..1:0.25", "0 0.25 0.5 0.75 1");
        row("5s..20s:5s", "5s 10s 15s 20s");
        row("500ms..2s:500ms", "500ms 1s 1.5s 2s");
        row("1s..1m:log3", "1s 7.75s 1m");
        row("1..100:log3", "1 10 100");
        row("1..4:log9", "1 2 3 4");
        row("0.01..1:log3", "0.01 0.1 1");
        row("-2..1", "-2 -1 0 1");
    }

    void values()
    {
        QFETCH(QString, spec);
        QFETCH(QString, values);
        const auto variation = Variation::parse(u"policies.*.breaker.x = "_s + spec);
        QVERIFY2(variation, qPrintable(variation ? QString() : variation.error()));
        QCOMPARE(variation->values().join(u' '), values);
        QCOMPARE(variation->path(), u"policies.*.breaker.x"_s);
        QCOMPARE(variation->text(), u"policies.*.breaker.x="_s + spec.trimmed());
        QCOMPARE(variation->setting(0), u"policies.*.breaker.x="_s + variation->values().first());
        const auto again = Variation::parse(variation->text());
        QVERIFY(again && *again == *variation);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("remedy");

        const auto row = [](const char *text, const char *remedy) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(remedy);
        };
        row("", "must be PATH=VALUES");
        row("seed", "must be PATH=VALUES");
        row("=3", "must be PATH=VALUES");
        row("a..b=3", "a..b: ");
        row("a=", "has an empty value");
        row("a=3,,4", "has an empty value");
        row("a=3,4,3", "has 3 twice");
        row("a=5..3", "must not end before it begins");
        row("a=1s..5", "two numbers or two durations");
        row("a=1s..5s", "needs a step, as in 5s..60s:5s");
        row("a=0.1..0.5", "needs a step");
        row("a=1..5:0", "needs a step above 0");
        row("a=1..5:1s", "needs a step above 0");
        row("a=1s..5s:2", "needs a step such as 5s");
        row("a=1..5:x", "must have a step such as 2 or 5s, or log and a number");
        row("a=0..5:log3", "must begin above 0");
        row("a=1..5:log1", "needs a number of values from 2 to 10000");
        row("a=1..5:log", "needs a number of values");
        row("a=1..20000", "has more than 10000 values");
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, remedy);
        const auto variation = Variation::parse(text);
        QVERIFY(!variation);
        QVERIFY2(variation.error().contains(remedy), qPrintable(variation.error()));
    }

    void aQuotedNameMayHaveAnEqualsSign()
    {
        const auto variation = Variation::parse(u"policies.\"a=b\".breaker.failureThreshold=3..4"_s);
        QVERIFY(variation);
        QCOMPARE(variation->path(), u"policies.\"a=b\".breaker.failureThreshold"_s);
    }
};

QTEST_GUILESS_MAIN(VariationTest)
#include "tst_variation.moc"
