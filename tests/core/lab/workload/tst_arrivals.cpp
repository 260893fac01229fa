// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/workload/arrivals.h"

#include <QTest>

#include <cmath>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

/// How many of @p arrivals are due in [from, to), one after the other.
int countUntil(Arrivals &arrivals, Duration &due, Duration to)
{
    int count = 0;
    for (; due < to; due = arrivals.next())
        ++count;
    return count;
}

} // namespace

class ArrivalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void constantOnesAreEvenlySpaced()
    {
        Arrivals arrivals(ConstantArrivals{50}, 1h, CounterRandom(1));
        QCOMPARE(arrivals.next(), Duration(0ms));
        QCOMPARE(arrivals.next(), Duration(20ms));
        QCOMPARE(arrivals.next(), Duration(40ms));
    }

    void constantOnesDoNotDrift()
    {
        // A third of a second is no whole number of nanoseconds.
        Arrivals arrivals(ConstantArrivals{3}, 1h, CounterRandom(1));
        Duration latest{};
        for (int i = 0; i <= 3 * 3600; ++i)
            latest = arrivals.next();
        QCOMPARE(latest, Duration(1h));
    }

    void poissonOnesAreAFunctionOfTheSeed()
    {
        const ArrivalsConfig config = PoissonArrivals{50};
        Arrivals one(config, 1h, CounterRandom(1));
        Arrivals same(config, 1h, CounterRandom(1));
        Arrivals other(config, 1h, CounterRandom(2));
        bool differs = false;
        for (int i = 0; i < 1000; ++i) {
            const Duration due = one.next();
            QCOMPARE(same.next(), due);
            differs |= other.next() != due;
        }
        QVERIFY(differs);
    }

    void poissonGapsAreExponential()
    {
        Arrivals arrivals(PoissonArrivals{50}, 1h, CounterRandom(5));
        constexpr int count = 100'000;
        Duration latest{};
        int longerThanMean = 0;
        for (int i = 0; i < count; ++i) {
            const Duration due = arrivals.next();
            QCOMPARE_GE(due, latest);
            longerThanMean += due - latest > 20ms;
            latest = due;
        }
        const double mean = std::chrono::duration<double, std::milli>(latest).count() / count;
        QCOMPARE_LE(std::abs(mean - 20), 0.25);                                         // four sigma of the mean
        QCOMPARE_LE(std::abs(double(longerThanMean) / count - std::exp(-1.0)), 0.0065); // likewise
    }

    void rampFollowsTheIntegralOfItsRate()
    {
        // From 0 to 200/s in 1000 s: by t a number of 0.1 t^2 is expected, 100,000 in all. Four sigma each.
        Arrivals arrivals(RampArrivals{0, 200}, 1000s, CounterRandom(3));
        Duration due = arrivals.next();
        for (int step = 0; step < 4; ++step) {
            const double expected = 0.1 * (std::pow(250 * (step + 1), 2) - std::pow(250 * step, 2));
            const int count = countUntil(arrivals, due, 250s * (step + 1));
            QCOMPARE_LE(std::abs(count - expected), 4 * std::sqrt(expected));
        }
    }

    void rampDownEnds()
    {
        Arrivals arrivals(RampArrivals{100, 0}, 10s, CounterRandom(3));
        Duration due = arrivals.next();
        const int count = countUntil(arrivals, due, 10s);
        QCOMPARE_LE(std::abs(count - 500), 90); // four sigma
        QCOMPARE(due, Duration::max());
        QCOMPARE(arrivals.next(), Duration::max());
    }

    void burstsComeWhenTheyAreSaid()
    {
        // 10/s, and 200/s from 30 s to 35 s, from 60 s to 65 s, and so on.
        Arrivals arrivals(BurstArrivals{10, 200, 30s, 5s}, 1h, CounterRandom(3));
        Duration due = arrivals.next();
        int quiet = countUntil(arrivals, due, 30s);
        int busy = 0;
        for (int period = 1; period <= 20; ++period) {
            busy += countUntil(arrivals, due, 30s * period + 5s);
            quiet += countUntil(arrivals, due, 30s * (period + 1));
        }
        QCOMPARE_LE(std::abs(busy - 20'000), 4 * 142);       // 20 bursts of 1,000
        QCOMPARE_LE(std::abs(quiet - (300 + 5000)), 4 * 73); // 30 s, and 20 times 25 s
    }

    void burstsOfNothingInBetween()
    {
        Arrivals arrivals(BurstArrivals{0, 100, 10s, 1s}, 1h, CounterRandom(3));
        for (int i = 0; i < 1000; ++i) {
            const Duration due = arrivals.next();
            QVERIFY(due >= 10s && due % 10s < 1s);
        }
    }

    void usersComeOneAfterTheOther()
    {
        QCOMPARE(firstCallOf({4, 2s}, 0), Duration(0s));
        QCOMPARE(firstCallOf({4, 2s}, 3), Duration(1500ms));
        QCOMPARE(firstCallOf({4, 0s}, 3), Duration(0s));
    }

    void usersThinkAfterTheAnswer()
    {
        QCOMPARE(nextCallOf({1, 2s}, 10s, 10300ms), Duration(12300ms));
        QCOMPARE(nextCallOf({1, 0s}, 10s, 10300ms), Duration(10300ms));
        // Quick answers are no reason to wait.
        QCOMPARE(nextCallOf({1, 0s}, 10s, 10s + 100us), Duration(10s + 100us));
        QCOMPARE(nextCallOf({1, 50us}, 10s, 10s), Duration(10s + 50us));
        // Never twice at one moment, and not more than a million times a second.
        QCOMPARE(nextCallOf({1, 0s}, 10s, 10s), Duration(10001ms));
        QCOMPARE(nextCallOf({1, 0s}, 10s, 10s + 1ns), Duration(10s + 1us));
    }
};

QTEST_APPLESS_MAIN(ArrivalsTest)
#include "tst_arrivals.moc"
