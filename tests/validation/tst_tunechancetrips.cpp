// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/lab/run/simulationfixture.h"
#include "lab/tune/cellscore.h"
#include "lab/tune/sweep.h"

#include <QMap>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace SimulationFixture;

namespace {

constexpr int WindowSize = 20;
constexpr int HealthyCalls = 100; // after the window has filled
constexpr int Seeds = 800;

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

/// The window fills once with results that fail by chance, which is when a rate can trip by chance; then every call succeeds, and
/// the failures in the window only become fewer; then every call fails. A breaker that has tripped by chance stays open.
Scenario chanceThenOutage(double failing)
{
    Scenario config = scenario(10s,
                               {phase(1s, FixedLatency{1ms}, {statusFault(503, failing)}), phase(5s, FixedLatency{1ms}),
                                phase(4s, FixedLatency{1ms}, {statusFault(503)})},
                               ConstantArrivals{20});
    config.endpoints.first().phases.first().health = Health::Healthy;
    config.endpoints.first().phases.last().health = Health::Down;
    CircuitBreakerConfig &rule = config.policies[u"*"_s].breaker.emplace();
    rule.rule = TripRule::FailureRate;
    rule.window = CountWindowConfig{WindowSize};
    rule.minimumCalls = WindowSize;
    rule.recoveryTime = 1h;
    return config;
}

/// The number of the best of the cells that have run with all seeds; -1 if none is allowed.
qint64 bestCell(const SweepPlan &plan, const QList<CellResult> &results)
{
    QMap<qint64, CellScore> latest;
    for (const CellResult &result : results)
        latest.insert(result.cell, scoreOf(plan, result));
    QList<CellScore> whole;
    for (const CellScore &score : latest) {
        if (score.seeds == plan.seeds)
            whole.append(score);
    }
    const qsizetype best = bestOf(plan, whole);
    return best < 0 ? -1 : whole.at(best).cell;
}

} // namespace

/// On failures that are independent the best threshold can be computed by hand: the lowest one, for it detects an outage first,
/// that a full window reaches by chance seldom enough.
class TuneChanceTripsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void lowestThresholdThatSeldomTrips_data()
    {
        QTest::addColumn<double>("failing");
        QTest::addColumn<double>("allowedChance");
        QTest::addColumn<double>("threshold");
        // P(Bin(20, 0.2) >= 6, 8, 10) = 0.196, 0.0321, 0.0026; P(Bin(20, 0.3) >= 8, 10, 12) = 0.228, 0.0480, 0.0051.
        QTest::newRow("0.2, at most 0.08") << 0.2 << 0.08 << 0.4;
        QTest::newRow("0.2, at most 0.01") << 0.2 << 0.01 << 0.5;
        QTest::newRow("0.3, at most 0.11") << 0.3 << 0.11 << 0.5;
        QTest::newRow("0.3, at most 0.018") << 0.3 << 0.018 << 0.6;
    }
    void lowestThresholdThatSeldomTrips()
    {
        QFETCH(double, failing);
        QFETCH(double, allowedChance);
        QFETCH(double, threshold);
        SweepPlan plan;
        plan.scenarios = {chanceThenOutage(failing)};
        plan.vary = {*Variation::parse(u"policies.*.breaker.failureRateThreshold=0.1..0.9:0.1"_s)};
        plan.seeds = Seeds;
        plan.goals = {*Goal::parse(u"min detectTime"_s)};
        // Whoever trips by chance rejects all the healthy calls that follow.
        plan.limits = {*Objective::parse(u"falseRejections <= %1"_s.arg(allowedChance * HealthyCalls))};
        QCOMPARE(describe(plan.validate()), QString());

        // By hand.
        qint64 expected = 0;
        const auto chanceOf = [&](qint64 cell) { return binomialTail(WindowSize, failing, int(2 * (cell + 1))); };
        while (chanceOf(expected) > allowedChance)
            ++expected;
        QCOMPARE(plan.vary.first().values().at(expected).toDouble(), threshold);

        QList<CellResult> grid;
        QVERIFY(Sweep(plan).run([&](const CellResult &result) { grid.append(result); }));
        QCOMPARE(bestCell(plan, grid), expected);
        QList<CellResult> found;
        Sweep search(plan);
        QVERIFY(search.search([&](const CellResult &result) { found.append(result); }));
        QCOMPARE(bestCell(plan, found), expected);
        // 9 cells with 100 seeds, 5 with 100 more, 3 with 200 more, 2 with 400 more.
        QCOMPARE(search.progress().runsDone, 2800);
        QCOMPARE(plan.runCount(), 7200);

        // And each cell shows what the mathematics says: so often a run trips by chance, and so late the outage is found.
        for (const CellResult &result : grid) {
            const double chance = chanceOf(result.cell);
            int trips = 0;
            for (const RunSummary &run : result.runs.first()) {
                const bool isTrip = run.falseRejections > 0;
                trips += isTrip;
                QCOMPARE(run.falseRejections, isTrip ? quint64(HealthyCalls) : 0u);
                // The k-th call of the outage is the one that reaches k of 20.
                const qint64 failures = 2 * (result.cell + 1);
                const Duration detected = isTrip ? Duration() : Duration(50ms * (failures - 1) + 1ms);
                QCOMPARE(run.detectTime, detected);
            }
            const double sigma = std::sqrt(chance * (1 - chance) / Seeds);
            QVERIFY2(std::abs(double(trips) / Seeds - chance) <= 3.5 * sigma + 1e-9,
                     qPrintable(u"%1 trips in %2 runs, not %3"_s.arg(trips).arg(Seeds).arg(chance * Seeds)));
        }
    }
};

QTEST_GUILESS_MAIN(TuneChanceTripsTest)
#include "tst_tunechancetrips.moc"
