// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/rundocument.h"
#include "document/summarydifference.h"
#include "lab/fault/endpointoverride.h"
#include "lab/record/recording.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/builtinscenarios.h"
#include "resilience/base/virtualclock.h"
#include "warnings.h"

#include <QSignalSpy>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the window stands on, with time that the test moves.
class TestDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_document.reset(); }

    void playHeadFollowsItsClock();
    void playsAtItsSpeed_data();
    void playsAtItsSpeed();
    void atOnceIsTheWholeRun();
    void pausesStepsAndGoesOn();
    void stopsWhereItIs();
    void editComputesTheRunAgain();
    void editWhileItPlaysKeepsTheMoment();
    void gestureIsOneEdit();
    void undoAndRedoHaveNames();
    void gestureThatComesBackIsNoEdit();
    void newestEditWins();
    void handsAreKept();
    void breakerByHand();
    void invalidIsRefused();
    void baselineStays();
    void keptComparisonIsABaseline();
    void referenceIsTheBaselineElseWhatWasOpened();
    void recordingIsTheBaselineOfWhatIf();
    void recordingThatDoesNotFitIsRefused();
    void callLogIsReplayed();
    void callsAreFetched();
    void differencesAreMoreThanChance_data();
    void differencesAreMoreThanChance();
    void differencesReadAsTheyAreShown();
    void signalsInOrder();

private:
    static Scenario scenario() { return *findBuiltinScenario(u"hard-outage"_s); }
    static RunSummary simulated(const Scenario &scenario);
    PolicyConfig policyWith(int threshold) const;
    bool isSettled() const { return !m_document->isComputing() && !m_document->comparison().isBusy(); }
    void runAtOnce();

    VirtualClock m_clock;
    std::unique_ptr<RunDocument> m_document;
};

void TestDocument::init()
{
    failOnAnyWarning();
    m_document = std::make_unique<RunDocument>(nullptr, m_clock);
    m_document->setScenario(scenario());
}

/// The known answer: the same scenario, simulated whole.
RunSummary TestDocument::simulated(const Scenario &scenario)
{
    Recording recording(scenario.endpointNames());
    simulate(scenario, recording);
    return recording.snapshot().summary;
}

PolicyConfig TestDocument::policyWith(int threshold) const
{
    PolicyConfig policy = m_document->policy();
    policy.breaker->failureThreshold = threshold;
    return policy;
}

void TestDocument::runAtOnce()
{
    m_document->setSpeed(PlayHead::AtOnce);
    m_document->start();
    QTRY_VERIFY(!m_document->isRunning());
}

void TestDocument::playHeadFollowsItsClock()
{
    VirtualClock clock;
    PlayHead head(clock);
    QVERIFY(!head.isMoving());
    head.start(10s);
    clock.advance(2s);
    QCOMPARE(head.now(), Duration(2s));
    head.setSpeed(3);
    clock.advance(1s);
    QCOMPARE(head.now(), Duration(5s));
    head.pause();
    clock.advance(1s);
    QCOMPARE(head.now(), Duration(5s));
    head.step(1500ms);
    QCOMPARE(head.now(), Duration(6500ms));
    QVERIFY(!head.isMoving());
    head.resume();
    clock.advance(1s);
    QCOMPARE(head.now(), Duration(9500ms));
    head.setEnd(8s);
    QCOMPARE(head.now(), Duration(8s));
    QVERIFY(head.isAtEnd() && !head.isMoving());
    head.setEnd(20s);
    head.setSpeed(PlayHead::AtOnce);
    QCOMPARE(head.now(), Duration(20s));
}

void TestDocument::playsAtItsSpeed_data()
{
    QTest::addColumn<double>("speed");
    QTest::addColumn<Duration>("expected");
    QTest::newRow("1x") << 1.0 << Duration(1500ms);
    QTest::newRow("10x") << 10.0 << Duration(15s);
}

void TestDocument::playsAtItsSpeed()
{
    QFETCH(double, speed);
    QFETCH(Duration, expected);
    m_document->setSpeed(speed);
    m_document->start();
    m_clock.advance(1500ms);
    m_document->refresh();
    QTRY_COMPARE(m_document->snapshot().now, expected);
    QVERIFY(m_document->isRunning());
    m_clock.advance(scenario().duration);
    m_document->refresh();
    QTRY_VERIFY(!m_document->isRunning());
    QVERIFY(m_document->snapshot().isFinished);
    QCOMPARE(m_document->snapshot().summary, simulated(scenario()));
}

void TestDocument::atOnceIsTheWholeRun()
{
    runAtOnce();
    QCOMPARE(m_document->snapshot().summary, simulated(scenario()));
    QCOMPARE(m_document->metrics(0).state, BreakerState::Closed);
    QVERIFY(m_document->metrics(0).totals.opens > 0);
    QVERIFY(!m_document->canIntervene());
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::None);
}

void TestDocument::pausesStepsAndGoesOn()
{
    m_document->start();
    m_clock.advance(2s);
    m_document->pause();
    QVERIFY(m_document->isPaused() && m_document->isRunning());
    m_clock.advance(5s);
    m_document->refresh();
    QTRY_COMPARE(m_document->snapshot().now, Duration(2s));
    m_document->step();
    QTRY_COMPARE(m_document->snapshot().now, Duration(3s));
    QVERIFY(m_document->isPaused());
    m_document->resume();
    m_clock.advance(1s);
    m_document->refresh();
    QTRY_COMPARE(m_document->snapshot().now, Duration(4s));
}

void TestDocument::stopsWhereItIs()
{
    m_document->start();
    m_clock.advance(12s);
    m_document->refresh();
    QTRY_COMPARE(m_document->snapshot().now, Duration(12s));
    m_document->stop();
    QVERIFY(!m_document->isRunning());
    m_clock.advance(5s);
    m_document->refresh();
    QVERIFY(m_document->setPolicy(policyWith(3)).isEmpty()); // what if, until there
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->snapshot().now, Duration(12s));
}

void TestDocument::editComputesTheRunAgain()
{
    runAtOnce();
    const RunSummary before = m_document->snapshot().summary;
    const quint64 revision = m_document->snapshot().revision;
    QVERIFY(m_document->setPolicy(policyWith(2), u"Failure threshold"_s).isEmpty());
    QTRY_VERIFY(isSettled());
    Scenario changed = scenario();
    changed.policies[u"*"_s] = policyWith(2);
    QCOMPARE(m_document->snapshot().summary, simulated(changed));
    QVERIFY(m_document->snapshot().revision != revision);
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::BeforeEdit);
    QCOMPARE(m_document->comparison().snapshot().summary, before);
    const QStringList said = differenceTexts(before, m_document->snapshot().summary);
    QVERIFY2(said.first().startsWith(u"detects "_s) && said.first().endsWith(u"sooner"_s), qPrintable(said.join(u';')));
}

void TestDocument::editWhileItPlaysKeepsTheMoment()
{
    m_document->start();
    m_clock.advance(15s);
    m_document->refresh();
    QTRY_COMPARE(m_document->snapshot().now, Duration(15s));
    const quint64 rejected = m_document->snapshot().summary.rejected;
    QVERIFY(m_document->setPolicy(policyWith(1)).isEmpty());
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->snapshot().now, Duration(15s));
    QVERIFY(m_document->snapshot().summary.rejected != rejected);
    QCOMPARE(m_document->comparison().snapshot().summary.rejected, rejected);
    // Both go on together.
    m_clock.advance(10s);
    m_document->refresh();
    QTRY_COMPARE(m_document->snapshot().now, Duration(25s));
    QTRY_COMPARE(m_document->comparison().snapshot().now, Duration(25s));
}

void TestDocument::gestureIsOneEdit()
{
    runAtOnce();
    const RunSummary before = m_document->snapshot().summary;
    const QString field = u"breaker.failureThreshold"_s;
    for (const int threshold : {9, 8, 7, 3})
        m_document->setPolicy(policyWith(threshold), u"Failure threshold"_s, field);
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->undoStack()->count(), 1);
    QCOMPARE(m_document->comparison().snapshot().summary, before);
    m_document->endGesture();
    m_document->setPolicy(policyWith(20), u"Failure threshold"_s, field);
    QCOMPARE(m_document->undoStack()->count(), 2);
    m_document->undoStack()->undo();
    QCOMPARE(m_document->policy().breaker->failureThreshold, 3);
    m_document->undoStack()->undo();
    QVERIFY(m_document->scenario() == scenario());
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->snapshot().summary, before);
}

void TestDocument::undoAndRedoHaveNames()
{
    m_document->setPolicy(policyWith(3), u"Failure threshold"_s);
    QCOMPARE(m_document->undoStack()->undoText(), u"Failure threshold"_s);
    QVERIFY(!m_document->undoStack()->isClean());
    m_document->undoStack()->undo();
    QCOMPARE(m_document->undoStack()->redoText(), u"Failure threshold"_s);
    QVERIFY(m_document->undoStack()->isClean());
    m_document->undoStack()->redo();
    QCOMPARE(m_document->policy().breaker->failureThreshold, 3);
    m_document->setSaved();
    QVERIFY(m_document->undoStack()->isClean());
}

void TestDocument::gestureThatComesBackIsNoEdit()
{
    const int threshold = m_document->policy().breaker->failureThreshold;
    m_document->setPolicy(policyWith(threshold + 1), u"Failure threshold"_s, u"field"_s);
    m_document->setPolicy(policyWith(threshold), u"Failure threshold"_s, u"field"_s);
    QCOMPARE(m_document->undoStack()->count(), 0);
    QVERIFY(m_document->scenario() == scenario());
}

void TestDocument::newestEditWins()
{
    runAtOnce();
    for (int i = 0; i < 300; ++i) {
        m_document->setPolicy(policyWith(1 + i % 40), u"Failure threshold"_s, u"field"_s);
        if (i % 20 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_VERIFY(isSettled());
    Scenario last = scenario();
    last.policies[u"*"_s] = policyWith(1 + 299 % 40);
    QCOMPARE(m_document->snapshot().summary, simulated(last));
}

void TestDocument::handsAreKept()
{
    m_document->start();
    m_clock.advance(3s);
    m_document->breakEndpoint(0);
    QVERIFY(m_document->isBroken(0));
    m_clock.advance(4s);
    m_document->heal(0);
    QVERIFY(!m_document->isBroken(0));
    m_clock.advance(scenario().duration);
    m_document->refresh();
    QTRY_VERIFY(!m_document->isRunning());
    m_document->setPolicy(policyWith(2));
    QTRY_VERIFY(isSettled());

    Scenario changed = scenario();
    changed.policies[u"*"_s] = policyWith(2);
    Recording recording({changed.endpoints.first().name});
    recording.endLoad(changed.duration);
    SimulatedRun run(changed, [&](std::span<const RunEvent> events) { recording.apply(events); });
    run.advanceTo(3s);
    run.breakEndpoint(0, defaultBreakage());
    run.advanceTo(7s);
    run.heal(0);
    run.run();
    recording.finish(run.now());
    QCOMPARE(m_document->snapshot().summary, recording.snapshot().summary);
    QVERIFY(m_document->snapshot().summary != simulated(changed));
}

void TestDocument::breakerByHand()
{
    m_document->start();
    m_clock.advance(2s);
    m_document->setBreakerState(0, BreakerState::ForcedOpen);
    QTRY_COMPARE(m_document->metrics(0).state, BreakerState::ForcedOpen);
    m_clock.advance(2s);
    m_document->refresh();
    QTRY_VERIFY(m_document->snapshot().summary.rejected > 50);
    m_document->setBreakerState(0, BreakerState::Closed);
    QTRY_COMPARE(m_document->metrics(0).state, BreakerState::Closed);
}

void TestDocument::invalidIsRefused()
{
    PolicyConfig policy = policyWith(0);
    const ConfigIssues issues = m_document->setPolicy(policy);
    QCOMPARE(issues.size(), 1);
    QCOMPARE(issues.first().field, u"breaker.failureThreshold"_s);
    Scenario nameless = m_document->scenario();
    nameless.name.clear();
    QCOMPARE(m_document->edit(nameless, u"Name"_s).first().field, u"name"_s);
    QCOMPARE(m_document->undoStack()->count(), 0);
    QVERIFY(m_document->scenario() == scenario());
}

void TestDocument::baselineStays()
{
    runAtOnce();
    m_document->pinBaseline();
    QTRY_VERIFY(isSettled());
    const RunSummary baseline = m_document->comparison().snapshot().summary;
    QCOMPARE(baseline, m_document->snapshot().summary);
    m_document->setPolicy(policyWith(3));
    m_document->setPolicy(policyWith(30));
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::Baseline);
    QCOMPARE(m_document->comparison().snapshot().summary, baseline);
    runAtOnce();
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::Baseline); // also for the next run
    m_document->clearComparison();
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::None);
    QVERIFY(m_document->comparison().snapshot().endpoints.isEmpty());
}

void TestDocument::keptComparisonIsABaseline()
{
    runAtOnce();
    const RunSummary before = m_document->snapshot().summary;
    m_document->setPolicy(policyWith(3));
    m_document->keepComparison();
    m_document->setPolicy(policyWith(4));
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::Baseline);
    QCOMPARE(m_document->comparison().snapshot().summary, before);
}

void TestDocument::referenceIsTheBaselineElseWhatWasOpened()
{
    const int opened = m_document->policy().breaker->failureThreshold;
    m_document->setPolicy(policyWith(3));
    QCOMPARE(m_document->referencePolicy().breaker->failureThreshold, opened);
    runAtOnce();
    m_document->pinBaseline();
    m_document->setPolicy(policyWith(4));
    QCOMPARE(m_document->referencePolicy().breaker->failureThreshold, 3);
    m_document->clearComparison();
    m_document->setSaved();
    QCOMPARE(m_document->referencePolicy().breaker->failureThreshold, 4);
}

void TestDocument::recordingIsTheBaselineOfWhatIf()
{
    runAtOnce();
    const SavedRun saved = m_document->toSavedRun();
    QCOMPARE(saved.mode, u"simulated"_s);
    m_document->setMode(RunDocument::Mode::Live); // what is shown is still a simulation
    QCOMPARE(m_document->toSavedRun().mode, u"simulated"_s);
    m_document->compareWithSimulation(); // of a live run, which there is none of
    QCOMPARE(m_document->comparison().kind(), ComparedRun::Kind::None);
    m_document->setMode(RunDocument::Mode::Simulated);
    m_document->setScenario(*findBuiltinScenario(u"flapping"_s));
    QCOMPARE(m_document->openRecording(saved, u"night.fuserun.json"_s), std::nullopt);
    QCOMPARE(m_document->source(), RunDocument::Source::Recording);
    QCOMPARE(m_document->snapshot().summary, saved.snapshot.summary);
    QCOMPARE(m_document->calls()->size(), saved.calls.size());
    m_document->setPolicy(policyWith(2));
    QTRY_VERIFY(isSettled());
    Scenario changed = scenario();
    changed.policies[u"*"_s] = policyWith(2);
    QCOMPARE(m_document->snapshot().summary, simulated(changed));
    QCOMPARE(m_document->comparison().snapshot().summary, saved.snapshot.summary);
}

void TestDocument::recordingThatDoesNotFitIsRefused()
{
    runAtOnce();
    SavedRun saved = m_document->toSavedRun();
    // Another scenario than what was recorded.
    saved.snapshot.endpoints.first().name = u"elsewhere"_s;
    const Scenario before = m_document->scenario();
    const auto fault = m_document->openRecording(saved, u"x"_s);
    QVERIFY(fault && fault->contains(u"elsewhere"_s));
    QVERIFY(m_document->scenario() == before);
    QVERIFY(m_document->snapshot().summary.calls > 0);
}

void TestDocument::callLogIsReplayed()
{
    QByteArray text = "start_ms,duration_ms,outcome\n";
    for (int i = 0; i < 20; ++i)
        text += QByteArray::number(i * 100) + ",10," + (i < 5 ? "success" : "503") + '\n';
    const auto log = CallLog::parse(text);
    QVERIFY(log);
    CircuitBreakerConfig breaker;
    breaker.failureThreshold = 5;
    m_document->openCallLog(*log, u"calls.csv"_s, breaker);
    QTRY_VERIFY(!m_document->isRunning());
    QCOMPARE(m_document->snapshot().summary.rejected, quint64(10));
    QCOMPARE(m_document->snapshot().endpoints.first().changes.size(), 1);
    m_document->setPolicy(policyWith(10));
    QTRY_VERIFY(isSettled());
    QCOMPARE(m_document->snapshot().summary.rejected, quint64(5));
    QCOMPARE(m_document->comparison().snapshot().summary.rejected, quint64(10));
    m_document->setMode(RunDocument::Mode::Live); // a log cannot
    QCOMPARE(m_document->mode(), RunDocument::Mode::Simulated);
}

void TestDocument::callsAreFetched()
{
    runAtOnce();
    QSignalSpy fetched(m_document.get(), &RunDocument::callsChanged);
    m_document->fetchCalls();
    QTRY_COMPARE(fetched.size(), 1);
    QCOMPARE(quint64(m_document->calls()->size()), m_document->snapshot().summary.calls);
    m_document->setScenario(scenario());
    QVERIFY(m_document->calls()->empty());
}

void TestDocument::differencesAreMoreThanChance_data()
{
    using Change = std::function<void(RunSummary &)>;
    QTest::addColumn<std::function<void(RunSummary &)>>("change");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("nothing") << Change([](RunSummary &) {}) << QStringList();
    // 10,000 calls, 9,000 of which succeed: the standard error of a difference is 0.42 points.
    QTest::newRow("half a point") << Change([](RunSummary &s) {
        s.succeeded += 50;
        s.failed -= 50;
    }) << QStringList();
    QTest::newRow("one point") << Change([](RunSummary &s) {
        s.succeeded += 100;
        s.failed -= 100;
    }) << QStringList{u"1.0 points more calls succeed"_s};
    QTest::newRow("a few rejected calls") << Change([](RunSummary &s) { s.rejected += 40; }) << QStringList();
    QTest::newRow("three healthy ones") << Change([](RunSummary &s) { s.falseRejections += 3; }) << QStringList();
    // The sum comes before the part that went the other way.
    QTest::newRow("fewer healthy, more in all") << Change([](RunSummary &s) {
        s.rejected += 1323;
        s.falseRejections -= 107;
    }) << QStringList{u"rejects 1\u202f323 more calls (107 fewer while healthy)"_s};
    QTest::newRow("a little sooner") << Change([](RunSummary &s) { s.detectTime = 980ms; }) << QStringList();
    QTest::newRow("sooner") << Change([](RunSummary &s) { s.detectTime = 500ms; })
                            << QStringList{u"detects 500 ms sooner"_s};
    QTest::newRow("never") << Change([](RunSummary &s) { s.recoverTime.reset(); })
                           << QStringList{u"no longer recovers"_s};
    QTest::newRow("attempts") << Change([](RunSummary &s) {
        s.attempts += 2000;
        s.wastedAttempts += 600;
    }) << QStringList{u"sends 2\u202f000 more attempts (600 more during outages)"_s};
    QTest::newRow("p99 a little") << Change([](RunSummary &s) { s.latencyP99 = 206ms; }) << QStringList();
    QTest::newRow("p99") << Change([](RunSummary &s) { s.latencyP99 = 300ms; }) << QStringList{u"p99 100 ms longer"_s};
    QTest::newRow("the totals first") << Change([](RunSummary &s) {
        s.detectTime = 500ms;
        s.rejected += 500;
        s.succeeded -= 500;
    }) << QStringList{u"5.0 points fewer calls succeed"_s, u"rejects 500 more calls"_s, u"detects 500 ms sooner"_s};
}

void TestDocument::differencesAreMoreThanChance()
{
    QFETCH(std::function<void(RunSummary &)>, change);
    RunSummary before;
    before.calls = 10'000;
    before.succeeded = 9'000;
    before.failed = 500;
    before.rejected = 500;
    before.falseRejections = 200;
    before.attempts = 10'000;
    before.wastedAttempts = 400;
    before.detectTime = 1s;
    before.recoverTime = 4s;
    before.latencyP99 = 200ms;
    RunSummary now = before;
    change(now);
    QTEST(differenceTexts(before, now), "said");
    QCOMPARE(differAtAll(before, now), now != before);
}

void TestDocument::differencesReadAsTheyAreShown()
{
    using Unit = SummaryFigure::Unit;
    const SummaryFigure before{u"amplification"_s, Unit::Ratio, 1.184};
    const SummaryFigure now{u"amplification"_s, Unit::Ratio, 1.186};
    QCOMPARE(figureValueText(before), u"1.18"_s);
    QCOMPARE(figureValueText(now), u"1.19"_s);
    QCOMPARE(figureChangeText(before, now), u"+0.01"_s);
    QCOMPARE(trendText(trendOf(before, now)), u"worse"_s);
    QCOMPARE(figureValueText(SummaryFigure{u"offeredRate"_s, Unit::Ratio, 50.0}), u"50.00 /s"_s);
}

void TestDocument::signalsInOrder()
{
    QStringList sent;
    const auto watch = [&](auto signal, const char *name) {
        connect(m_document.get(), signal, this, [&sent, name] { sent.append(QString::fromLatin1(name)); });
    };
    watch(&RunDocument::scenarioChanged, "scenario");
    watch(&RunDocument::edited, "edited");
    watch(&RunDocument::policyChanged, "policy");
    watch(&RunDocument::currentEndpointChanged, "endpoint");
    watch(&RunDocument::runStateChanged, "run");
    watch(&RunDocument::brokenChanged, "broken");
    watch(&RunDocument::comparisonChanged, "comparison");
    watch(&RunDocument::refreshed, "refreshed");
    m_document->setScenario(scenario());
    QCOMPARE(sent.join(u' '), u"scenario policy endpoint broken comparison run refreshed"_s);
    sent.clear();
    m_document->setPolicy(policyWith(3));
    QCOMPARE(sent.join(u' '), u"edited policy"_s);
    sent.clear();
    m_document->start();
    QCOMPARE(sent.join(u' '), u"broken run"_s);
    sent.clear();
    m_document->setPolicy(policyWith(4));
    QCOMPARE(sent.join(u' '), u"comparison edited policy"_s);
    sent.clear();
    m_document->undoStack()->undo();
    QCOMPARE(sent.join(u' '), u"comparison edited policy"_s);
    sent.clear();
    m_document->pause();
    m_document->resume();
    m_document->stop();
    QCOMPARE(sent.join(u' '), u"run run broken run"_s);
}

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
