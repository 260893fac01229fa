// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/workload/arrivals.h"

#include <QTest>

#include <cmath>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

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
};

QTEST_APPLESS_MAIN(ArrivalsTest)
#include "tst_arrivals.moc"
