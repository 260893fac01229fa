// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/goal.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

class GoalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isReadAndCompares()
    {
        RunSummary summary;
        summary.calls = 4;
        summary.succeeded = 3;
        const auto most = Goal::parse(u"  maximise   successRate "_s);
        QVERIFY(most);
        QCOMPARE(most->expression(), u"max successRate"_s);
        QCOMPARE(most->figure(summary).value, 0.75);
        QVERIFY(most->isBetter(0.8, 0.7));
        QVERIFY(!most->isBetter(0.7, 0.7));
        const auto least = Goal::parse(u"min detectTime"_s);
        QVERIFY(least);
        QVERIFY(least->isBetter(1.0, 2.0));
        QVERIFY(least->isBetter(1.0, std::nullopt));
        QVERIFY(!least->isBetter(std::nullopt, 1.0));
        QVERIFY(!least->isBetter(std::nullopt, std::nullopt));
        QVERIFY(*most != *least);
        QCOMPARE(*Goal::parse(most->expression()), *most);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("nothing") << u""_s << u"must be min or max and a figure"_s;
        QTest::newRow("no figure") << u"max"_s << u"must be min or max and a figure"_s;
        QTest::newRow("no direction") << u"successRate"_s << u"must be min or max and a figure"_s;
        QTest::newRow("wrong direction") << u"most successRate"_s << u"must be min or max and a figure"_s;
        QTest::newRow("too much") << u"max successRate 3"_s << u"must be min or max and a figure"_s;
        QTest::newRow("misspelt") << u"max sucessRate"_s << u"successRate"_s;
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, expression);
        QFETCH(QString, remedy);
        const auto goal = Goal::parse(expression);
        QVERIFY(!goal);
        QVERIFY2(goal.error().contains(remedy), qPrintable(goal.error()));
    }
};

QTEST_GUILESS_MAIN(GoalTest)
#include "tst_goal.moc"
