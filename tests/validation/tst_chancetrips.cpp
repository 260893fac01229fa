// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/lab/run/simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace SimulationFixture;

/// How often a breaker opens by chance, where failures are independent.
class ChanceTripsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void fullWindow_data();
    void fullWindow();
    void failuresInARow_data();
    void failuresInARow();
};

namespace {

/// P(Bin(n, p) >= k).
double binomialTail(int n, double p, int k)
{
    double sum = 0;
    for (int i = k; i <= n; ++i) {
        const double ways = std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1));
        sum += ways * std::pow(p, i) * std::pow(1 - p, n - i);
    }
    return sum;
}

} // namespace

void ChanceTripsTest::fullWindow_data()
{
    QTest::addColumn<double>("failing");
    QTest::addColumn<double>("chance");
    QTest::newRow("0.2") << 0.2 << 0.0026;
    QTest::newRow("0.3") << 0.3 << 0.0480;
}

void ChanceTripsTest::fullWindow()
{
    QFETCH(double, failing);
    QFETCH(double, chance);
    const double exact = binomialTail(20, failing, 10);
    QVERIFY(std::abs(exact - chance) < 0.00005);

    // Each run fills the window once, and the verdict is on that.
    Scenario config = scenario(1s, {phase(10s, FixedLatency{1ms}, {statusFault(503, failing)})}, ConstantArrivals{20});
    CircuitBreakerConfig &rule = config.policies[u"*"_s].breaker.emplace();
    rule.rule = TripRule::FailureRate;
    rule.failureRateThreshold = 0.5;
    rule.window = CountWindowConfig{20};
    rule.minimumCalls = 20;
    constexpr int runs = 20'000;
    int trips = 0;
    for (int i = 0; i < runs; ++i) {
        config.seed = static_cast<quint64>(i);
        SimulatedRun run(config, [](std::span<const RunEvent>) {});
        run.run();
        trips += run.breakerMetrics(0).state == BreakerState::Open;
    }
    const double sigma = std::sqrt(exact * (1 - exact) / runs);
    QVERIFY2(std::abs(double(trips) / runs - exact) <= 3 * sigma, qPrintable(QString::number(trips)));
}

void ChanceTripsTest::failuresInARow_data()
{
    QTest::addColumn<double>("failing");
    QTest::addColumn<int>("threshold");
    QTest::newRow("3 at 0.5") << 0.5 << 3;
    QTest::newRow("5 at 0.5") << 0.5 << 5;
    QTest::newRow("2 at 0.1") << 0.1 << 2;
}

void ChanceTripsTest::failuresInARow()
{
    QFETCH(double, failing);
    QFETCH(int, threshold);
    Scenario config = scenario(2000s, {phase(3000s, FixedLatency{1ms}, {statusFault(503, failing)})},
                               ConstantArrivals{200});
    CircuitBreakerConfig &rule = config.policies[u"*"_s].breaker.emplace(breaker(threshold, 1ns));
    rule.rule = TripRule::ConsecutiveFailures;

    // Calls from each closing to the next opening.
    bool isClosed = true;
    double attempts = 0;
    double opens = 0;
    SimulatedRun(config, [&](std::span<const RunEvent> events) {
        for (const RunEvent &event : events) {
            if (const auto *change = std::get_if<RunEvent::StateChanged>(&event.what)) {
                isClosed = change->change.to == BreakerState::Closed;
                opens += change->change.from == BreakerState::Closed;
            } else if (std::holds_alternative<RunEvent::AttemptStarted>(event.what)) {
                attempts += isClosed;
            }
        }
    }).run();
    const double rare = std::pow(failing, threshold);
    const double expected = (1 - rare) / ((1 - failing) * rare);
    QCOMPARE_GT(opens, 1000);
    QVERIFY2(std::abs(attempts / opens - expected) <= 0.05 * expected, qPrintable(QString::number(attempts / opens)));
}

QTEST_APPLESS_MAIN(ChanceTripsTest)
#include "tst_chancetrips.moc"
