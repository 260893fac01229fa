// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retrybudget.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// How many retries the budget grants when it is asked again and again at @p now.
int drain(RetryBudget &budget, TimePoint now)
{
    int granted = 0;
    while (granted < 1'000'000 && budget.tryRetry(now))
        ++granted;
    return granted;
}

void call(RetryBudget &budget, TimePoint now, int times)
{
    for (int i = 0; i < times; ++i)
        budget.callStarted(now);
}

constexpr TimePoint Start{1000s};

} // namespace

class RetryBudgetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void grantsTheShare_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("minimumPerSecond");
        QTest::addColumn<int>("calls");
        QTest::addColumn<int>("granted");

        QTest::newRow("minimum alone") << 0.1 << 1.0 << 0 << 10;
        QTest::newRow("ratio alone") << 0.1 << 0.0 << 100 << 10;
        QTest::newRow("both") << 0.1 << 1.0 << 100 << 20;
        QTest::newRow("nothing") << 0.0 << 0.0 << 100 << 0;
        QTest::newRow("less than one is none") << 0.1 << 0.0 << 9 << 0;
        QTest::newRow("exactly one") << 0.1 << 0.0 << 10 << 1;
        QTest::newRow("not one more than the share") << 0.1 << 0.0 << 19 << 1;
        QTest::newRow("parts of both make one") << 0.1 << 0.05 << 5 << 1;
        QTest::newRow("29 %, which is less in binary") << 0.29 << 0.0 << 100 << 29;
        QTest::newRow("30 calls at 10 %") << 0.1 << 0.0 << 30 << 3;
        QTest::newRow("more than one each") << 2.0 << 0.0 << 7 << 14;
    }

    void grantsTheShare()
    {
        QFETCH(double, ratio);
        QFETCH(double, minimumPerSecond);
        QFETCH(int, calls);
        QFETCH(int, granted);

        RetryBudget budget({ratio, minimumPerSecond});
        call(budget, Start, calls);
        QCOMPARE(drain(budget, Start), granted);
        QVERIFY(budget.available(Start) < 1);
    }

    void saysWhatIsLeft()
    {
        RetryBudget budget({0.1, 1.0});
        QCOMPARE(budget.available(Start), 10.0);
        call(budget, Start, 25);
        QCOMPARE(budget.available(Start), 12.5);
        QVERIFY(budget.tryRetry(Start));
        QCOMPARE(budget.available(Start), 11.5);
        drain(budget, Start);
        QCOMPARE(budget.available(Start), 0.5);
    }

    void aRefusedRetryCostsNothing()
    {
        RetryBudget budget({0.1, 0.0});
        call(budget, Start, 10);
        QCOMPARE(drain(budget, Start), 1);
        for (int i = 0; i < 100; ++i)
            QVERIFY(!budget.tryRetry(Start));
        call(budget, Start, 10);
        QCOMPARE(drain(budget, Start), 1);
    }

    void looksAtTenSeconds()
    {
        RetryBudget budget({0.1, 0.0});
        call(budget, Start + 500ms, 100); // in the second that begins at Start
        QCOMPARE(budget.available(Start + 500ms), 10.0);
        QCOMPARE(budget.available(Start + 9999ms), 10.0); // the tenth second still runs
        QCOMPARE(budget.available(Start + 10s), 0.0);
    }

    void retriesComeBackWhenTheyLeaveTheWindow()
    {
        RetryBudget budget({0.0, 0.3}); // 3 in 10 s
        QVERIFY(budget.tryRetry(Start));
        QVERIFY(budget.tryRetry(Start + 4s));
        QVERIFY(budget.tryRetry(Start + 8s));
        QVERIFY(!budget.tryRetry(Start + 9s));
        QVERIFY(budget.tryRetry(Start + 10s)); // that of Start is gone
        QVERIFY(!budget.tryRetry(Start + 13s));
        QVERIFY(budget.tryRetry(Start + 14s));
        QCOMPARE(drain(budget, Start + 1h), 3);
    }

    void longPausesLeaveNothing()
    {
        RetryBudget budget({1.0, 0.0});
        for (int second = 0; second < 10; ++second)
            call(budget, Start + second * 1s, 7);
        QCOMPARE(budget.available(Start + 9s), 70.0);
        QCOMPARE(budget.available(Start + 12s), 49.0); // three seconds have left
        QCOMPARE(budget.available(Start + 100 * 365 * 24h), 0.0);
    }

    // Another thread read the clock first and came later.
    void timeMayRunBackwardsBetweenThreads()
    {
        RetryBudget budget({0.1, 0.0});
        call(budget, Start + 5s, 50);
        call(budget, Start + 4s, 50);
        call(budget, Start - 1h, 50); // counts as at Start + 5 s
        QCOMPARE(budget.available(Start + 5s), 15.0);
        QCOMPARE(budget.available(Start), 15.0);
        QCOMPARE(drain(budget, Start + 3s), 15);
        QCOMPARE(budget.available(Start + 14s), 0.0);
        QCOMPARE(drain(budget, Start + 14s), 0);
    }

    void momentsBeforeTheClocksZeroAreMomentsToo()
    {
        RetryBudget budget({1.0, 0.0});
        call(budget, TimePoint(-25s), 5);
        QCOMPARE(budget.available(TimePoint(-25s)), 5.0);
    }

    void amplificationStaysNearOnePlusRatio()
    {
        RetryBudget budget({0.1, 0.0});
        int calls = 0;
        int retries = 0;
        // An outage: each of 50 calls a second fails and would like to retry three times.
        for (int step = 0; step < 60 * 50; ++step) {
            const TimePoint now = Start + step * 20ms;
            budget.callStarted(now);
            ++calls;
            for (int attempt = 0; attempt < 3; ++attempt)
                retries += budget.tryRetry(now);
        }
        QCOMPARE(calls, 3000);
        QVERIFY2(retries <= 300 + 50,
                 qPrintable(QString::number(retries))); // of the window's edge at most a second's share
        QVERIFY2(retries >= 250, qPrintable(QString::number(retries)));
    }

    void aNewConfigKeepsTheCounts()
    {
        RetryBudget budget({0.1, 0.0});
        call(budget, Start, 100);
        QCOMPARE(drain(budget, Start), 10);
        budget.setConfig({0.5, 0.0});
        QCOMPARE(budget.config(), (RetryBudgetConfig{0.5, 0.0}));
        QCOMPARE(drain(budget, Start), 40);
        budget.setConfig({0.1, 0.0});
        QCOMPARE(budget.available(Start), 0.0);
        QVERIFY(!budget.tryRetry(Start));
    }

    void manyThreadsShareOneBudget()
    {
        constexpr int threadCount = 4;
        constexpr int callsEach = 5000;
        RetryBudget budget({0.1, 0.0});
        std::atomic<int> granted = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < threadCount; ++i) {
            threads.emplace_back([&budget, &granted] {
                for (int n = 0; n < callsEach; ++n) {
                    const TimePoint now = Start + (n % 10) * 1ms;
                    budget.callStarted(now);
                    if (budget.tryRetry(now))
                        ++granted;
                    if (n % 100 == 0) {
                        budget.setConfig(budget.config());
                        (void)budget.available(now);
                    }
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        // Nothing is lost and nothing is given twice: all calls fell into one second.
        QCOMPARE(granted + drain(budget, Start), threadCount * callsEach / 10);
    }
};

QTEST_APPLESS_MAIN(RetryBudgetTest)
#include "tst_retrybudget.moc"
