// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/runcomparison.h"
#include "simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace SimulationFixture;

class RunComparisonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void nothingIsFaithful();
    void endingsAreComparedByCall();
    void durationsAndDeliveriesAreCompared();
    void otherStatusIsAnotherEnding();
    void transitionsAreComparedInTheirOrder();
    void transitionsMayBeApart();
    void faithfulnessHasBounds();
    void recordingAndEventsSayTheSame();
    void policiesOnTheSameLuck();
};

namespace {

RunOutline::Call call(int endpoint, quint64 number, const Ending &ending, int attempts = 1, Duration latency = 20ms,
                      int deliveries = 0)
{
    return {endpoint, number, ending, attempts, latency, deliveries};
}

RunOutline::Change change(Duration at, BreakerState from, BreakerState to, int endpoint = 0)
{
    return {endpoint, at, from, to};
}

const Ending fine = Ending::success(200);
const Ending down = Ending::failure(ErrorKind::Server, 503);
constexpr BreakerState Closed = BreakerState::Closed;
constexpr BreakerState Open = BreakerState::Open;
constexpr BreakerState HalfOpen = BreakerState::HalfOpen;

RunOutline outlineOf(const Scenario &config)
{
    RunOutline outline;
    SimulatedRun(config, [&outline](std::span<const RunEvent> events) { outline.add(events); }).run();
    return outline;
}

} // namespace

void RunComparisonTest::nothingIsFaithful()
{
    const RunComparison comparison = compareRuns({}, {});
    QCOMPARE(comparison.calls, 0u);
    QCOMPARE(comparison.alikeShare(), 1.0);
    QVERIFY(comparison.isFaithful());
    QCOMPARE(comparison.describe({}), QStringList{u"0 of 0 calls are alike (100.00 %)"_s});
}

void RunComparisonTest::endingsAreComparedByCall()
{
    RunOutline first;
    first.calls = {call(0, 2, down), call(0, 1, fine, 2), call(1, 1, fine), call(0, 3, fine)};
    RunOutline second;
    second.calls = {call(0, 1, fine, 1), call(0, 2, fine), call(1, 1, fine), call(1, 2, down)};
    const RunComparison comparison = compareRuns(first, second);
    QCOMPARE(comparison.calls, 5u);
    QCOMPARE(comparison.alike, 1u);
    QCOMPARE(comparison.otherOutcome, 3u);
    QCOMPARE(comparison.otherAttempts, 1u);
    const std::vector<RunComparison::Difference> expected{{call(0, 1, fine, 2), call(0, 1, fine)},
                                                          {call(0, 2, down), call(0, 2, fine)},
                                                          {call(0, 3, fine), std::nullopt},
                                                          {std::nullopt, call(1, 2, down)}};
    QVERIFY(comparison.differences == expected);
    QVERIFY(!comparison.isFaithful());
    QCOMPARE(comparison.describe({u"orders"_s, u"stock"_s}),
             QStringList({u"1 of 5 calls are alike (20.00 %); they differ: 3 in outcome, 1 in attempts"_s,
                          u"orders #1: 2 and 1 attempts"_s, u"orders #2: 503, success 200"_s,
                          u"orders #3: success 200, not there"_s, u"stock #2: not there, 503"_s}));
}

/// A retry that one run waits for and the other does not may end alike, and be 30 s apart.
void RunComparisonTest::durationsAndDeliveriesAreCompared()
{
    RunOutline first;
    first.calls = {call(0, 1, fine, 1, 20ms, 1),  call(0, 2, fine, 1, 120ms),   call(0, 3, fine, 1, 30s),
                   call(0, 4, fine, 1, 20ms, 11), call(0, 5, fine, 1, 20ms, 4), call(0, 6, down, 1, 2s, 3)};
    RunOutline second;
    second.calls = {call(0, 1, fine, 1, 20ms, 1), call(0, 2, fine, 1, 20ms),    call(0, 3, fine, 1, 20ms),
                    call(0, 4, fine, 1, 20ms, 1), call(0, 5, fine, 1, 20ms, 0), call(0, 6, fine, 2, 1s, 2)};
    const RunComparison comparison = compareRuns(first, second);
    QCOMPARE(comparison.alike, 3u); // 100 ms apart is alike; deliveries that one run does not know are not compared
    QCOMPARE(comparison.otherOutcome, 1u);
    QCOMPARE(comparison.otherAttempts, 1u);
    QCOMPARE(comparison.otherDuration, 2u);
    QCOMPARE(comparison.otherDeliveries, 2u);
    QCOMPARE(
        comparison.describe({u"orders"_s}),
        QStringList({u"3 of 6 calls are alike (50.00 %); they differ: 1 in outcome, 1 in attempts, 2 in duration (by "
                     "more than 100 ms), 2 in deliveries"_s,
                     u"orders #3: after 30 s and 20 ms"_s, u"orders #4: 11 and 1 deliveries"_s,
                     u"orders #6: 503, success 200; 1 and 2 attempts; after 2 s and 1 s; 3 and 2 deliveries"_s}));
}

void RunComparisonTest::otherStatusIsAnotherEnding()
{
    RunOutline first;
    first.calls = {call(0, 1, Ending::failure(ErrorKind::Server, 500))};
    RunOutline second;
    second.calls = {call(0, 1, down)};
    QCOMPARE(compareRuns(first, second).otherOutcome, 1u);
}

void RunComparisonTest::transitionsAreComparedInTheirOrder()
{
    RunOutline first;
    first.changes = {change(1s, Closed, Open), change(2s, Open, HalfOpen), change(3s, HalfOpen, Closed),
                     change(4s, Closed, Open, 1)};
    RunOutline second;
    second.changes = {change(4100ms, Closed, Open, 1), change(1050ms, Closed, Open), change(2s, Open, HalfOpen),
                      change(3s, HalfOpen, Open), change(5s, Open, HalfOpen)};
    const RunComparison comparison = compareRuns(first, second);
    const std::vector<RunComparison::Transitions> expected{{0, 3, 4, 2, 50ms, 1s}, {1, 1, 1, 1, 100ms, 4s}};
    QVERIFY(comparison.transitions == expected);
    QVERIFY(!comparison.areTransitionsSame());
    QVERIFY(!comparison.isFaithful());
    QCOMPARE(comparison.farthestTransition(), Duration(100ms));
    QCOMPARE(comparison.describe({u"orders"_s, u"stock"_s}).mid(1),
             QStringList({u"orders: 3 changes of the breaker and 4, of which the first 2 are the same"_s,
                          u"stock: the same 1 changes of the breaker, at most 100 ms apart"_s}));
}

void RunComparisonTest::transitionsMayBeApart()
{
    RunOutline first;
    first.changes = {change(1s, Closed, Open)};
    RunOutline second;
    second.changes = {change(900ms, Closed, Open)};
    QVERIFY(compareRuns(first, second).isFaithful());
    second.changes.front().at -= 1ns;
    QVERIFY(compareRuns(first, second).areTransitionsSame());
    QVERIFY(!compareRuns(first, second).isFaithful());
}

void RunComparisonTest::faithfulnessHasBounds()
{
    RunOutline first;
    for (quint64 i = 1; i <= 1000; ++i)
        first.calls.push_back(call(0, i, fine));
    RunOutline second = first;
    for (std::size_t i = 0; i < 10; ++i)
        second.calls[i].ending = down;
    QCOMPARE(compareRuns(first, second).alikeShare(), 0.99);
    QVERIFY(compareRuns(first, second).isFaithful());
    second.calls[10].ending = down;
    QVERIFY(!compareRuns(first, second).isFaithful());
    for (RunOutline::Call &each : second.calls)
        each.ending = down;
    QCOMPARE(compareRuns(first, second).differences.size(), RunComparison::MostDifferences);
}

void RunComparisonTest::recordingAndEventsSayTheSame()
{
    Scenario config = scenario(
        60s, {phase(20s, LogNormalLatency{40ms, 200ms}), phase(10s, FixedLatency{10ms}, {statusFault(503, 0.7)})},
        PoissonArrivals{50});
    config.policies[u"*"_s].breaker = breaker(3, 2s);
    config.policies[u"*"_s].retry = retry(2, 100ms);
    Recording recording({u"orders"_s});
    simulate(config, recording);
    const RunOutline events = outlineOf(config);
    const RunOutline recorded = RunOutline::of(recording.snapshot(), recording.calls());
    const RunComparison comparison = compareRuns(events, recorded);
    QCOMPARE_GT(comparison.calls, 2500u);
    QCOMPARE(comparison.alike, comparison.calls);
    QVERIFY(std::ranges::all_of(recorded.calls,
                                [](const RunOutline::Call &each) { return each.deliveries == each.attempts; }));
    QCOMPARE(comparison.transitions.size(), 1u);
    QCOMPARE_GT(comparison.transitions.front().same, 3u);
    QVERIFY(comparison.areTransitionsSame());
    QCOMPARE(comparison.farthestTransition(), Duration(0s));
}

void RunComparisonTest::policiesOnTheSameLuck()
{
    Scenario config = scenario(60s, {phase(60s, FixedLatency{10ms}, {statusFault(503, 0.2)})}, PoissonArrivals{50});
    const RunOutline without = outlineOf(config);
    config.policies[u"*"_s].retry = retry(1, 10ms);
    const RunComparison comparison = compareRuns(without, outlineOf(config));
    // A second try is made for 0.2 of the calls, mends 0.8 of those, and changes none that was fine.
    const auto calls = double(comparison.calls);
    QVERIFY(std::abs(double(comparison.otherAttempts) / calls - 0.2) < 0.03);
    QVERIFY(std::abs(double(comparison.otherOutcome) / calls - 0.16) < 0.03);
    for (const RunComparison::Difference &difference : comparison.differences) {
        QVERIFY(difference.first && difference.first->ending == down);
        QVERIFY(difference.second && (difference.second->ending == fine) == difference.hasOtherOutcome());
    }
}

QTEST_APPLESS_MAIN(RunComparisonTest)
#include "tst_runcomparison.moc"
