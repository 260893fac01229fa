// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/lab/run/simulationfixture.h"
#include "lab/record/recording.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace SimulationFixture;

/// What retries cost and bring against independent failures: sums of geometric series.
class RetriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void independentFailures_data();
    void independentFailures();
    void budgetBoundsAmplification_data();
    void budgetBoundsAmplification();
};

namespace {

/// 100,000 calls, of which a share of @p failing attempts fails.
Scenario calls(double failing)
{
    Scenario config = scenario(1000s, {phase(2000s, FixedLatency{1ms}, {statusFault(503, failing)})},
                               ConstantArrivals{100});
    config.policies[u"*"_s].retry = retry(3, 1ms);
    return config;
}

RunSummary summaryOf(const Scenario &config)
{
    Recording recording({u"orders"_s});
    simulate(config, recording);
    return recording.snapshot().summary;
}

/// Within half a per cent of the figure.
bool isNear(double value, double expected)
{
    return std::abs(value - expected) <= 0.005 * expected;
}

} // namespace

void RetriesTest::independentFailures_data()
{
    QTest::addColumn<double>("failing");
    QTest::newRow("none") << 0.0;
    QTest::newRow("0.1") << 0.1;
    QTest::newRow("0.3") << 0.3;
    QTest::newRow("0.5") << 0.5;
    QTest::newRow("all") << 1.0;
}

void RetriesTest::independentFailures()
{
    QFETCH(double, failing);
    const RunSummary summary = summaryOf(calls(failing));
    QCOMPARE(summary.calls, 100'000u);
    // Success 1 - f^(N+1), attempts (1 - f^(N+1)) / (1 - f), which is N + 1 for f = 1.
    const double success = 1 - std::pow(failing, 4);
    const double attempts = failing < 1 ? success / (1 - failing) : 4;
    QVERIFY2(isNear(summary.successRate(), success), qPrintable(QString::number(summary.successRate())));
    QVERIFY2(isNear(summary.amplification(), attempts), qPrintable(QString::number(summary.amplification())));
}

void RetriesTest::budgetBoundsAmplification_data()
{
    QTest::addColumn<double>("failing");
    QTest::addColumn<double>("ratio");
    QTest::newRow("all fail, 0.1") << 1.0 << 0.1;
    QTest::newRow("all fail, 0.3") << 1.0 << 0.3;
    QTest::newRow("half fail, 0.1") << 0.5 << 0.1;
    QTest::newRow("half fail, 0.2") << 0.5 << 0.2;
}

void RetriesTest::budgetBoundsAmplification()
{
    QFETCH(double, failing);
    QFETCH(double, ratio);
    Scenario config = calls(failing);
    config.policies[u"*"_s].retry->budget = RetryBudgetConfig{ratio, 0};
    const RunSummary summary = summaryOf(config);
    // Where the budget binds all of it is used: 1 + r attempts for each call, and each attempt succeeds for another one.
    QVERIFY2(isNear(summary.amplification(), 1 + ratio), qPrintable(QString::number(summary.amplification())));
    const double success = (1 - failing) * (1 + ratio);
    QVERIFY2(std::abs(summary.successRate() - success) <= 0.01 * success,
             qPrintable(QString::number(summary.successRate())));
}

QTEST_APPLESS_MAIN(RetriesTest)
#include "tst_retries.moc"
