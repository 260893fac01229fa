// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/secondseries.h"

#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;

class SecondSeriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void staysBoundedForAYear()
    {
        SecondSeries series;
        for (Duration at{}; at < 24h * 365; at += 137s)
            ++series.at(at).calls;
        const QList<SecondFigures> all = series.figures();
        QCOMPARE_LE(all.size(), 3600 + 1440 + 1440 + 1008 + 366 * 24);
        expectNoGap(all);
        QCOMPARE(all.first().second, 0);
        QCOMPARE(all.first().length, 3600);
        QCOMPARE(all.last().length, 1);
        qint64 calls = 0;
        for (const SecondFigures &step : all)
            calls += step.calls;
        QCOMPARE(calls, qint64(24 * 365 * 3600 / 137 + 1));
    }

    void newIsFineAndOldIsCoarse()
    {
        SecondSeries series;
        for (int second = 0; second < 30'000; ++second)
            ++series.at(std::chrono::seconds(second)).calls;
        const QList<SecondFigures> all = series.figures();
        expectNoGap(all);
        for (const SecondFigures &step : all) {
            const int age = 30'000 - step.second;
            if (age <= 3500)
                QCOMPARE(step.length, 1);
            else if (age > 3610 && age <= 3600 + 10'000)
                QCOMPARE(step.length, 10);
            else if (age > 4 * 3600 + 600)
                QCOMPARE(step.length, 60);
            QCOMPARE(step.calls, step.length);
        }
    }

    void aCoarseStepHasTheQuantilesOfItsCalls()
    {
        // In each ten seconds one call of each latency from 10 ms to 100 ms: the median of all is the fifth, what the medians
        // of the seconds would say depends on their order.
        SecondSeries series;
        for (int second = 0; second < 5000; ++second) {
            ++series.at(std::chrono::seconds(second)).succeeded;
            series.recordLatency((second % 10 + 1) * 10ms);
        }
        const SecondFigures first = series.figures().first();
        QCOMPARE(first.length, 10);
        QCOMPARE(first.succeeded, 10);
        expectNear(first.p50, 50ms);
        expectNear(first.p95, 100ms);
        const SecondFigures last = series.figures().last();
        QCOMPARE(last.length, 1);
        expectNear(last.p50, 100ms);
    }

    void silenceIsFilledIn_data()
    {
        QTest::addColumn<int>("seconds");
        for (const int seconds : {1, 2, 9, 10, 11, 59, 60, 3599, 3600, 3601, 86'400, 10'000'000})
            QTest::addRow("%d s", seconds) << seconds;
    }

    void silenceIsFilledIn()
    {
        QFETCH(int, seconds);
        SecondSeries series;
        ++series.at(5s).calls;
        ++series.at(5s + std::chrono::seconds(seconds)).calls;
        const QList<SecondFigures> all = series.figures();
        expectNoGap(all);
        QCOMPARE_LE(all.first().second, 5);
        QCOMPARE(all.last().second, 5 + seconds);
        int calls = 0;
        for (const SecondFigures &step : all)
            calls += step.calls;
        QCOMPARE(calls, 2);
    }

    void countsMoreThanThirtyTwoBits()
    {
        constexpr qint64 many = 2'300'000'000;
        SecondSeries series;
        series.at(5s).calls = many;
        series.at(6s).attempts = 3 * many;
        ++series.at(240h).calls;
        qint64 calls = 0;
        qint64 attempts = 0;
        for (const SecondFigures &step : series.figures()) {
            calls += step.calls;
            attempts += step.attempts;
        }
        QCOMPARE(calls, many + 1);
        QCOMPARE(attempts, 3 * many);
    }

    void anEarlierMomentCountsInTheNewest()
    {
        SecondSeries series;
        ++series.at(7s).calls;
        ++series.at(3s).calls;
        QCOMPARE(series.figures().size(), 1);
        QCOMPARE(series.figures().first().calls, 2);
    }

private:
    static void expectNoGap(const QList<SecondFigures> &all)
    {
        for (qsizetype i = 1; i < all.size(); ++i)
            QCOMPARE(all[i].second, all[i - 1].second + all[i - 1].length);
    }

    static void expectNear(Duration got, Duration expected)
    {
        QCOMPARE_LE(std::abs(double(got.count()) / double(expected.count()) - 1), 0.01);
    }
};

QTEST_APPLESS_MAIN(SecondSeriesTest)
#include "tst_secondseries.moc"
