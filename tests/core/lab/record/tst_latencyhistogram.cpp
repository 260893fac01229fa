// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/latencyhistogram.h"
#include "resilience/base/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;

class LatencyHistogramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void isEmptyAtFirst()
    {
        const LatencyHistogram histogram;
        QCOMPARE(histogram.count(), 0u);
        QCOMPARE(histogram.max(), Duration(0));
        QCOMPARE(histogram.quantile(0.5), Duration(0));
    }

    void oneValueIsItself()
    {
        for (const Duration latency : {Duration(0), Duration(1), Duration(63), Duration(64), Duration(12'345'678),
                                       Duration(3h), Duration::max()}) {
            LatencyHistogram histogram;
            histogram.record(latency);
            QCOMPARE(histogram.quantile(0.01), latency);
            QCOMPARE(histogram.quantile(1.0), latency);
            QCOMPARE(histogram.max(), latency);
        }
    }

    void aNegativeLatencyIsNone()
    {
        LatencyHistogram histogram;
        histogram.record(-5ms);
        QCOMPARE(histogram.count(), 1u);
        QCOMPARE(histogram.max(), Duration(0));
    }

    void ranksAreTheNearest()
    {
        LatencyHistogram histogram;
        for (int i = 1; i <= 20; ++i)
            histogram.record(Duration(i)); // exact: below 64 ns
        QCOMPARE(histogram.quantile(0.05), Duration(1));
        QCOMPARE(histogram.quantile(0.50), Duration(10));
        QCOMPARE(histogram.quantile(0.51), Duration(11));
        QCOMPARE(histogram.quantile(0.95), Duration(19));
        QCOMPARE(histogram.quantile(1.00), Duration(20));
    }

    void staysWithinOnePercent()
    {
        // Over twelve orders of magnitude, against the sorted samples.
        const CounterRandom random(11);
        std::vector<Duration> samples;
        LatencyHistogram histogram;
        for (quint64 i = 0; i < 50'000; ++i) {
            samples.push_back(Duration(std::llround(std::exp(random.uniform(i) * std::log(1e12)))));
            histogram.record(samples.back());
        }
        std::ranges::sort(samples);
        for (int percent = 1; percent <= 100; ++percent) {
            const auto rank = static_cast<std::size_t>(std::ceil(percent * double(samples.size()) / 100 - 1e-9));
            const double exact = double(samples[rank - 1].count());
            const double got = double(histogram.quantile(percent / 100.0).count());
            QVERIFY2(std::abs(got - exact) <= 0.01 * exact,
                     qPrintable(QStringLiteral("p%1: %2 instead of %3").arg(percent).arg(got).arg(exact)));
        }
        QCOMPARE(histogram.max(), samples.back());
    }

    void sumsAreAsIfRecordedTogether()
    {
        LatencyHistogram one;
        LatencyHistogram other;
        LatencyHistogram both;
        for (int i = 1; i <= 1000; ++i) {
            const Duration latency = std::chrono::microseconds(i * i);
            (i % 3 ? one : other).record(latency);
            both.record(latency);
        }
        one.add(other);
        QCOMPARE(one.count(), both.count());
        QCOMPARE(one.max(), both.max());
        for (const double q : {0.01, 0.5, 0.9, 0.99, 1.0})
            QCOMPARE(one.quantile(q), both.quantile(q));
        one.clear();
        QCOMPARE(one.count(), 0u);
        QCOMPARE(one.quantile(0.5), Duration(0));
    }

    void binsHoldEveryLatencyOnce()
    {
        const CounterRandom random(12);
        std::vector<Duration> samples{Duration(0), Duration(63), Duration(64), Duration::max()};
        for (quint64 i = 0; i < 10'000; ++i)
            samples.push_back(Duration(std::llround(std::exp(random.uniform(i) * std::log(1e15)))));
        LatencyHistogram histogram;
        QVERIFY(histogram.bins().isEmpty());
        for (const Duration sample : samples)
            histogram.record(sample);
        const QList<LatencyBin> bins = histogram.bins();
        for (qsizetype i = 0; i < bins.size(); ++i) {
            const LatencyBin &bin = bins.at(i);
            QVERIFY(bin.from < bin.to);
            QVERIFY(i == 0 || bins.at(i - 1).to == bin.from);
            const bool isLast = bin.to == Duration::max();
            QCOMPARE(bin.count, quint64(std::ranges::count_if(samples, [&](Duration sample) {
                         return bin.from <= sample && (sample < bin.to || isLast);
                     })));
            // Eight to the octave, from where they are wider than a nanosecond.
            if (bin.from >= Duration(64) && !isLast) {
                const double ratio = double(bin.to.count()) / double(bin.from.count());
                QVERIFY(ratio > 1.06 && ratio < 1.13);
            }
        }
        QCOMPARE(bins.first().from, Duration(0));
    }
};

QTEST_APPLESS_MAIN(LatencyHistogramTest)
#include "tst_latencyhistogram.moc"
