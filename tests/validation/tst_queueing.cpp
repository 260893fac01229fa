// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/lab/run/simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace SimulationFixture;

/// The M/M/1 queue: Poisson arrivals at 8/s, one worker, exponential work of 100 ms on average.
class QueueingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void openLoad();
    void closedLoadHidesTheQueue();
    void severalWorkers();
};

namespace {

Scenario service(Duration duration, ArrivalsConfig arrivals, Duration work, int workers)
{
    Scenario config = scenario(duration, {phase(2 * duration, ExponentialLatency{work})}, arrivals);
    config.endpoints.first().capacity = CapacityConfig{workers, 1'000'000};
    return config;
}

/// Of the calls in seconds, ascending.
std::vector<double> responseTimes(const Scenario &config)
{
    std::vector<double> times;
    SimulatedRun run(config, [&times](std::span<const RunEvent> events) {
        for (const RunEvent &event : events) {
            if (const auto *end = std::get_if<RunEvent::CallEnded>(&event.what))
                times.push_back(std::chrono::duration<double>(end->latency).count());
        }
    });
    run.run();
    std::ranges::sort(times);
    return times;
}

double mean(const std::vector<double> &times)
{
    return std::accumulate(times.begin(), times.end(), 0.0) / double(times.size());
}

double quantile(const std::vector<double> &times, double q)
{
    return times[static_cast<std::size_t>(q * double(times.size()))];
}

bool isNear(double value, double expected)
{
    return std::abs(value - expected) <= 0.05 * expected;
}

} // namespace

void QueueingTest::openLoad()
{
    // The time in the system is exponential with mean 1 / (mu - lambda) = 0.5 s.
    const std::vector<double> times = responseTimes(service(25'000s, PoissonArrivals{8}, 100ms, 1));
    QVERIFY(isNear(double(times.size()), 200'000));
    QVERIFY2(isNear(mean(times), 0.5), qPrintable(QString::number(mean(times))));
    QVERIFY2(isNear(quantile(times, 0.5), 0.3466), qPrintable(QString::number(quantile(times, 0.5))));
    QVERIFY2(isNear(quantile(times, 0.99), 2.303), qPrintable(QString::number(quantile(times, 0.99))));
}

void QueueingTest::closedLoadHidesTheQueue()
{
    // One user never meets a queue: what is left is the work, p99 = 0.1 s * ln 100.
    const std::vector<double> times = responseTimes(service(20'000s, ClosedArrivals{1, 0s}, 100ms, 1));
    QVERIFY(isNear(double(times.size()), 200'000));
    QVERIFY2(isNear(mean(times), 0.1), qPrintable(QString::number(mean(times))));
    QVERIFY2(isNear(quantile(times, 0.99), 0.4605), qPrintable(QString::number(quantile(times, 0.99))));
}

void QueueingTest::severalWorkers()
{
    // M/M/4 at 80 %: Erlang's C is 0.5964, so the mean is 0.1 + 0.5964 * 0.1 / (4 * 0.2) = 0.17455 s.
    const std::vector<double> times = responseTimes(service(6250s, PoissonArrivals{32}, 100ms, 4));
    QVERIFY2(isNear(mean(times), 0.17455), qPrintable(QString::number(mean(times))));
}

QTEST_APPLESS_MAIN(QueueingTest)
#include "tst_queueing.moc"
