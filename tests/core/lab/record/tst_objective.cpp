// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/objective.h"

#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

RunSummary summary()
{
    RunSummary s;
    s.calls = 100;
    s.succeeded = 70;
    s.failed = 20;
    s.rejected = 10;
    s.attempts = 117;
    s.detectTime = 1500ms;
    s.latencyP99 = 250ms;
    return s;
}

} // namespace

class ObjectiveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isMetOrNot_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("isMet");

        const auto row = [](const char *expression, bool isMet) {
            QTest::newRow(expression) << QString::fromLatin1(expression) << isMet;
        };
        row("successRate >= 0.7", true);
        row("successRate > 0.7", false);
        row("successRate<0.71", true);
        row("  successRate   <=   0.7  ", true);
        row("calls == 100", true);
        row("calls != 100", false);
        row("calls == 1e2", true);
        row("amplification <= 1.3", true);
        row("amplification < 1.3", false);
        row("detectTime <= 2s", true);
        row("detectTime <= 1499ms", false);
        row("detectTime == 1.5s", true);
        row("latencyP99 < 0.25s", false);
        row("recoverTime <= 1h", false); // there was none
        row("recoverTime != 1h", false);
        row("recoverTime > 0s", false);
    }

    void isMetOrNot()
    {
        QFETCH(QString, expression);
        QFETCH(bool, isMet);

        const auto objective = Objective::parse(expression);
        QVERIFY2(objective, qPrintable(objective ? QString() : objective.error()));
        QCOMPARE(objective->isMet(summary()), isMet);
        QCOMPARE(objective->expression(), expression.trimmed());
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("remedy");

        const auto row = [](const char *expression, const char *remedy) {
            QTest::newRow(expression) << QString::fromLatin1(expression) << QString::fromLatin1(remedy);
        };
        row("", "must be a figure, one of < <= > >= == !=, and a number or a duration");
        row("successRate", "must be a figure, one of");
        row("successRate >=", "must be a figure, one of");
        row(">= 0.7", "must be a figure, one of");
        row("successRate = 0.7", "must be a figure, one of");
        row("successRate =< 0.7", "must be a figure, one of");
        row("sucessRate >= 0.7", "did you mean \"successRate\"?");
        row("successRate >= high", "the figure successRate needs a number such as 0.7, not \"high\"");
        row("successRate >= nan", "needs a number");
        row("detectTime <= 2", "the figure detectTime is a time: \"2\" has no unit");
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, expression);
        QFETCH(QString, remedy);

        const auto objective = Objective::parse(expression);
        QVERIFY(!objective);
        QVERIFY2(objective.error().contains(remedy), qPrintable(objective.error()));
    }

    void everyFigureCanBeAskedFor()
    {
        const QList<SummaryFigure> figures = summary().figures();
        QCOMPARE(figures.size(), 23);
        for (const SummaryFigure &figure : figures) {
            const QString bound = figure.unit == SummaryFigure::Unit::Time ? u"1s"_s : u"1"_s;
            const auto objective = Objective::parse(figure.name + u" <= "_s + bound);
            QVERIFY2(objective, qPrintable(figure.name));
            QCOMPARE(objective->figure(summary()).name, figure.name);
        }
    }
};

QTEST_APPLESS_MAIN(ObjectiveTest)
#include "tst_objective.moc"
