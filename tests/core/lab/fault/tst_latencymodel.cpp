// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/latencymodel.h"
#include "resilience/base/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

double ms(Duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace

class LatencyModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void hasTheQuantilesOfItsDistribution_data()
    {
        QTest::addColumn<LatencyConfig>("latency");
        QTest::addColumn<double>("p");
        QTest::addColumn<double>("expected"); // ms, closed form

        const auto row = [](const char *name, LatencyConfig latency, double p, double expected) {
            QTest::newRow(name) << latency << p << expected;
        };
        row("fixed", FixedLatency{20ms}, 0.7, 20);
        row("uniform, begin", UniformLatency{10ms, 30ms}, 0, 10);
        row("uniform, middle", UniformLatency{10ms, 30ms}, 0.5, 20);
        row("uniform, p99", UniformLatency{10ms, 30ms}, 0.99, 29.8);
        row("log-normal, median", LogNormalLatency{40ms, 200ms}, 0.5, 40);
        row("log-normal, p99", LogNormalLatency{40ms, 200ms}, 0.99, 200);
        row("log-normal, p01", LogNormalLatency{40ms, 200ms}, 0.01, 8); // 40 * 40 / 200
        row("log-normal, p90", LogNormalLatency{40ms, 200ms}, 0.9,
            40 * std::exp(1.2815515655446004 * std::log(5.0) / 2.3263478740408408));
        row("log-normal, far tail", LogNormalLatency{40ms, 200ms}, 1 - 1e-9,
            40 * std::exp(5.997807015 * std::log(5.0) / 2.3263478740408408));
        row("log-normal, no spread", LogNormalLatency{40ms, 40ms}, 0.99, 40);
        row("exponential, median", ExponentialLatency{100ms}, 0.5, 100 * std::log(2.0));
        row("exponential, p99", ExponentialLatency{100ms}, 0.99, 100 * std::log(100.0));
    }

    void hasTheQuantilesOfItsDistribution()
    {
        QFETCH(LatencyConfig, latency);
        QFETCH(double, p);
        QFETCH(double, expected);

        const double got = ms(LatencyModel(latency).quantile(p));
        QVERIFY2(std::abs(got - expected) <= 1e-6 * expected,
                 qPrintable(QStringLiteral("%1 instead of %2").arg(got).arg(expected)));
    }

    void staysFiniteAtBothEnds()
    {
        for (const LatencyConfig &latency :
             {LatencyConfig(LogNormalLatency{40ms, 200ms}), LatencyConfig(ExponentialLatency{100ms})}) {
            QCOMPARE_GE(LatencyModel(latency).quantile(0.0), Duration::zero());
            QCOMPARE_LT(LatencyModel(latency).quantile(1.0), Duration(1h));
            QCOMPARE_GT(LatencyModel(latency).quantile(1.0), Duration(1s));
        }
        // A spread that no machine number can hold.
        QCOMPARE_GT(LatencyModel(LogNormalLatency{1ns, 1000h}).quantile(1.0), Duration(1000h));
    }

    void drawsComeOutAsConfigured()
    {
        const CounterRandom random(7);
        std::vector<Duration> draws;
        for (quint64 call = 1; call <= 100'000; ++call)
            draws.push_back(LatencyModel(LogNormalLatency{40ms, 200ms}).quantile(random.uniform(call)));
        std::ranges::sort(draws);
        QCOMPARE_LE(std::abs(ms(draws[50'000]) - 40), 0.8);
        QCOMPARE_LE(std::abs(ms(draws[99'000]) - 200), 8.0);
    }
};

QTEST_APPLESS_MAIN(LatencyModelTest)
#include "tst_latencymodel.moc"
