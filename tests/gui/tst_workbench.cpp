// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "charts/laneview.h"
#include "charts/livechart.h"
#include "charts/refreshclock.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/callspanel.h"
#include "panels/eventsmodel.h"
#include "panels/eventspanel.h"
#include "panels/faultsform.h"
#include "panels/fieldspin.h"
#include "panels/phaseform.h"
#include "panels/phasetimeline.h"
#include "panels/policiespanel.h"
#include "panels/section.h"
#include "panels/summarymodel.h"
#include "part.h"
#include "theme/theme.h"
#include "warnings.h"
#include "window/comparisonbar.h"
#include "window/mainwindow.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The window with a simulated run: what a person does to it, and what is then to be seen.
class TestWorkbench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void opensSimulated();
    void playsPausesAndSteps();
    void speedsAndModes();
    void breaksAndHealsASimulation();
    void sliderComputesTheRunAgain();
    void thresholdIsDragged();
    void thresholdStaysUnderAMovingChart();
    void undoAndRedo();
    void baselineIsPinnedKeptAndDismissed();
    void summaryComparesFigures();
    void summaryModelIsSound();
    void whyAnswersForAChange();
    void whyAnswersForAMoment();
    void whyIsAboutTheEndpointThatWasClicked();
    void whyKnowsNothingBeyondNow();
    void anotherMomentEndsTheChoiceOfAnEvent();
    void slowThresholdIsDragged();
    void withoutBreakerNothingWillOpen();
    void handsLeaveTheBaselineAlone();
    void pausingStopsTheComputation();
    void shortRunIsSeen();
    void callLogShowsWhatItsRuleSaw();
    void callsAreUpToDateAfterAStep();
    void callsInView();
    void callsAreListedAndChosen();
    void wheelScrollsOverFields();
    void phaseEdgeIsDragged();
    void phaseIsEditedInItsForm();
    void endpointIsSetByHand();
    void loadAndLuckAreEdited();
    void liveBesideItsSimulation();
    void panelsBehindOthersComeWhenSeen();
    void choicesAreReadWhole_data();
    void choicesAreReadWhole();
    void menuOfTunePage();
    void everyShortcutOfTheToolbar_data();
    void everyShortcutOfTheToolbar();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    RunDocument *document() const { return m_window->document(); }
    void trigger(const QString &action) { child<QAction>(action)->trigger(); }
    void choose(const QString &box, int index)
    {
        child<QComboBox>(box)->setCurrentIndex(index);
        Q_EMIT child<QComboBox>(box)->activated(index);
    }
    bool isSettled() const
    {
        return !document()->isComputing() && !document()->comparison().isBusy()
            && m_window->refreshClock()->isResting();
    }
    QString said() const { return child<ComparisonBar>(u"comparisonBar"_s)->text(); }
    PhaseConfig scenarioPhase(int index) const
    {
        return findBuiltinScenario(u"hard-outage"_s)->endpoints.first().phases.at(index);
    }
    int threshold() const { return document()->policy().breaker->failureThreshold; }
    void runAtOnce();

    Theme *m_theme = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

void TestWorkbench::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_workbench"_s);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TestWorkbench::init()
{
    failOnAnyWarning();
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestWorkbench::runAtOnce()
{
    choose(u"speedChooser"_s, 3);
    trigger(u"run"_s);
    QTRY_VERIFY(!document()->isRunning());
    QTRY_VERIFY(isSettled());
}

void TestWorkbench::opensSimulated()
{
    QCOMPARE(document()->mode(), RunDocument::Mode::Simulated);
    QCOMPARE(document()->speed(), 1.0);
    QVERIFY(!child<QAction>(u"pause"_s)->isEnabled());
    QVERIFY(!child<QAction>(u"endless"_s)->isEnabled()); // of live runs only
    QVERIFY(said().contains(u"Change any setting"_s));
}

void TestWorkbench::playsPausesAndSteps()
{
    choose(u"speedChooser"_s, 1);
    trigger(u"run"_s);
    QVERIFY(document()->isRunning());
    QTRY_VERIFY(document()->snapshot().summary.calls > 0);
    trigger(u"pause"_s);
    QVERIFY(document()->isPaused());
    QVERIFY(child<QLabel>(u"statusLeft"_s)->text().startsWith(u"Paused"_s));
    QTRY_VERIFY(isSettled());
    const Duration stood = document()->snapshot().now;
    trigger(u"step"_s);
    QTRY_VERIFY(document()->snapshot().now >= stood + 1s);
    QTRY_VERIFY(isSettled());
    const Duration stepped = document()->snapshot().now;
    QVERIFY(document()->isPaused());
    trigger(u"pause"_s); // goes on
    QVERIFY(!document()->isPaused());
    QTRY_VERIFY(document()->snapshot().now > stepped);
    trigger(u"run"_s); // stops
    QVERIFY(!document()->isRunning());
}

void TestWorkbench::speedsAndModes()
{
    runAtOnce();
    QVERIFY(document()->snapshot().isFinished);
    QVERIFY(m_window->board()->navigation()->geometry().end() >= document()->scenario().duration); // all of it is shown
    choose(u"modeChooser"_s, 1);
    QCOMPARE(document()->mode(), RunDocument::Mode::Live);
    QVERIFY(!child<QComboBox>(u"speedChooser"_s)->isEnabled());
    QVERIFY(child<QAction>(u"endless"_s)->isEnabled());
    QVERIFY(said().contains(u"Pin a run"_s));
}

void TestWorkbench::breaksAndHealsASimulation()
{
    choose(u"speedChooser"_s, 1);
    trigger(u"run"_s);
    auto *breakIt = child<QPushButton>(u"break.orders"_s);
    QTRY_VERIFY(breakIt->isEnabled());
    QTest::mouseClick(breakIt, Qt::LeftButton);
    QTRY_COMPARE(document()->metrics(0).state, BreakerState::Open);
    QTRY_VERIFY(child<QLabel>(u"health.orders"_s)->text().contains(u"by hand"_s));
    QTest::mouseClick(child<QPushButton>(u"heal.orders"_s), Qt::LeftButton);
    QVERIFY(!document()->isBroken(0));
    QTRY_VERIFY(!child<QLabel>(u"health.orders"_s)->text().contains(u"by hand"_s));
    trigger(u"run"_s);
    QVERIFY(!breakIt->isEnabled());
}

void TestWorkbench::sliderComputesTheRunAgain()
{
    runAtOnce();
    const quint64 failed = document()->snapshot().summary.failed;
    auto *slider = child<QSlider>(u"breaker.failureThreshold.slider"_s);
    slider->setSliderDown(true);
    for (int step = 0; step < 10; ++step) {
        slider->setValue(slider->value() + 20);
        QCoreApplication::processEvents();
    }
    slider->setSliderDown(false); // lets go
    QTRY_VERIFY(isSettled());
    QVERIFY(threshold() > 10);
    QVERIFY(document()->snapshot().summary.failed > failed);
    QCOMPARE(document()->comparison().snapshot().summary.failed, failed);
    QVERIFY2(said().contains(u"detects"_s) && said().contains(u"later"_s), qPrintable(said()));
    QCOMPARE(document()->undoStack()->count(), 1);
    QVERIFY(!child<QToolButton>(u"breaker.failureThreshold.putBack"_s)->isHidden());
}

void TestWorkbench::thresholdIsDragged()
{
    runAtOnce();
    LiveChart *chart = m_window->board()->ruleChart();
    const int before = threshold();
    // Where the line is: the only row at which a press takes hold of it.
    QPoint line(chart->width() / 2, 0);
    while (line.y() < chart->height() && !chart->isOnThreshold(line))
        ++line.ry();
    QVERIFY(line.y() < chart->height());
    line.ry() += 5;
    const Duration begin = m_window->board()->navigation()->geometry().begin();
    QTest::mousePress(chart, Qt::LeftButton, {}, line);
    for (int by = 3; by <= 24; by += 3)
        QTest::mouseMove(chart, line + QPoint(0, by));
    QTest::mouseRelease(chart, Qt::LeftButton, {}, line + QPoint(0, 24));
    QVERIFY2(threshold() < before && threshold() >= 1, qPrintable(QString::number(threshold())));
    QCOMPARE(m_window->board()->navigation()->geometry().begin(), begin); // it did not pan
    QVERIFY(!m_window->board()->navigation()->selection());
    QCOMPARE(document()->undoStack()->count(), 1);
    QTRY_VERIFY(isSettled());
    QCOMPARE(chart->threshold(), std::optional(double(threshold())));
    QVERIFY2(said().contains(u"sooner"_s), qPrintable(said()));
}

void TestWorkbench::thresholdStaysUnderAMovingChart()
{
    runAtOnce();
    LiveChart *chart = m_window->board()->ruleChart();
    const int before = threshold();
    QPoint line(chart->width() / 2, 0);
    while (line.y() < chart->height() && !chart->isOnThreshold(line))
        ++line.ry();
    line.ry() += 5;
    QTest::mousePress(chart, Qt::LeftButton, {}, line);
    // Something above the chart grows while the hand stands still.
    const QPoint hand = chart->mapToGlobal(line);
    m_window->showMessage(u"Something happened meanwhile."_s);
    QCoreApplication::processEvents();
    QTest::mouseMove(chart, chart->mapFromGlobal(hand));
    QTest::mouseMove(chart, chart->mapFromGlobal(hand) + QPoint(0, 1));
    QTest::mouseRelease(chart, Qt::LeftButton, {}, chart->mapFromGlobal(hand));
    QVERIFY2(std::abs(threshold() - before) <= 1, qPrintable(QString::number(threshold())));
}

void TestWorkbench::undoAndRedo()
{
    runAtOnce();
    const RunSummary before = document()->snapshot().summary;
    QVERIFY(!child<QAction>(u"undo"_s)->isEnabled());
    auto *slider = child<QSlider>(u"breaker.failureThreshold.slider"_s);
    slider->setValue(slider->maximum());
    QVERIFY(child<QAction>(u"undo"_s)->text().contains(u"Failure threshold"_s)); // by name
    trigger(u"undo"_s);
    QTRY_VERIFY(isSettled());
    QCOMPARE(document()->snapshot().summary, before);
    QVERIFY(child<QAction>(u"redo"_s)->text().contains(u"Failure threshold"_s));
    trigger(u"redo"_s);
    QCOMPARE(threshold(), 50);
}

void TestWorkbench::baselineIsPinnedKeptAndDismissed()
{
    runAtOnce();
    const RunSummary before = document()->snapshot().summary;
    trigger(u"pin"_s);
    QVERIFY(child<QAction>(u"pin"_s)->isChecked());
    auto *slider = child<QSlider>(u"breaker.failureThreshold.slider"_s);
    slider->setValue(slider->maximum());
    slider->setValue(slider->minimum());
    QTRY_VERIFY(isSettled());
    QCOMPARE(document()->comparison().snapshot().summary, before);
    QVERIFY2(said().startsWith(u"Against the baseline"_s), qPrintable(said()));
    QVERIFY(child<QToolButton>(u"comparisonPin"_s)->isHidden()); // it is kept already
    trigger(u"pin"_s);
    QCOMPARE(document()->comparison().kind(), ComparedRun::Kind::None);
    slider->setValue(slider->maximum());
    QTRY_VERIFY(isSettled());
    QTest::mouseClick(child<QToolButton>(u"comparisonPin"_s), Qt::LeftButton);
    QCOMPARE(document()->comparison().kind(), ComparedRun::Kind::Baseline);
    QTest::mouseClick(child<QToolButton>(u"comparisonClose"_s), Qt::LeftButton);
    QCOMPARE(document()->comparison().kind(), ComparedRun::Kind::None);
}

void TestWorkbench::summaryComparesFigures()
{
    runAtOnce();
    auto *table = child<QTableView>(u"summaryTable"_s);
    QVERIFY(table->isColumnHidden(SummaryModel::Before));
    auto *slider = child<QSlider>(u"breaker.failureThreshold.slider"_s);
    slider->setValue(slider->minimum());
    QTRY_VERIFY(isSettled());
    QVERIFY(!table->isColumnHidden(SummaryModel::Before));
    const QAbstractItemModel *model = table->model();
    QStringList rows;
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, SummaryModel::Name).data() == u"Detect time"_s) {
            QVERIFY(model->index(row, SummaryModel::Change).data().toString().startsWith(u"−"_s));
            QVERIFY(model->index(row, SummaryModel::Verdict).data().toString().contains(u"better"_s));
        }
        rows.append(model->index(row, SummaryModel::Name).data().toString());
    }
    QCOMPARE(rows.size(), RunSummary().figures().size());
    QVERIFY(rows.contains(u"Detect time"_s));
    table->selectRow(0);
    QTest::keySequence(table, QKeySequence::Copy);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Calls\t"_s));
}

void TestWorkbench::summaryModelIsSound()
{
    SummaryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RunSummary now;
    now.calls = 10;
    now.succeeded = 9;
    now.detectTime = 1s;
    RunSummary before = now;
    before.succeeded = 7;
    before.detectTime.reset();
    model.show(now, before, u"the baseline"_s);
    QCOMPARE(model.headerData(SummaryModel::Before, Qt::Horizontal, Qt::DisplayRole).toString(), u"the baseline"_s);
    const auto verdict = [&](int row) { return model.index(row, SummaryModel::Verdict).data().toString(); };
    QCOMPARE(verdict(0), u"same"_s);
    QCOMPARE(verdict(1), u"better"_s);
    QCOMPARE(verdict(10), u"better"_s); // detected at all
    QCOMPARE(model.index(1, SummaryModel::Change).data().toString(), u"+2"_s);
    model.show(before, now, {});
    QCOMPARE(verdict(1), u"worse"_s);
    QCOMPARE(verdict(10), u"worse"_s);
}

void TestWorkbench::whyAnswersForAChange()
{
    runAtOnce();
    QTableView *table = m_window->events()->table();
    const int last = m_window->events()->model()->rowCount() - 1; // the oldest: closed to open
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(m_window->events()->model()->index(last, EventsModel::Reason)).center());
    auto *headline = child<QLabel>(u"whyHeadline"_s);
    QTRY_VERIFY2(headline->text().contains(u"10 failures in a row"_s), qPrintable(headline->text()));
    QVERIFY(headline->isVisible()); // the panel has come to the front
}

void TestWorkbench::whyAnswersForAMoment()
{
    runAtOnce();
    m_window->board()->navigation()->select(5s);
    auto *headline = child<QLabel>(u"whyHeadline"_s);
    QTRY_VERIFY2(headline->text().contains(u"Did not open"_s), qPrintable(headline->text()));
    const QString closed = headline->text();
    m_window->board()->navigation()->select(20s);
    QTRY_VERIFY(headline->text() != closed);
    m_window->board()->navigation()->select(std::nullopt);
    QTRY_VERIFY(headline->text() != closed);
}

void TestWorkbench::whyIsAboutTheEndpointThatWasClicked()
{
    m_window->openScenario(*findBuiltinScenario(u"breaker-or-retry-outside"_s));
    runAtOnce();
    LaneView *lanes = m_window->board()->lanes();
    QTRY_COMPARE(document()->snapshot().endpoints.size(), 2);
    QCoreApplication::processEvents();
    const TimeGeometry &time = m_window->board()->navigation()->geometry();
    auto *caption = child<QLabel>(u"whyCaption"_s);
    for (const int endpoint : {1, 0, 1}) {
        const QString name = document()->snapshot().endpoints.at(endpoint).name;
        const QPointF at(time.x(27s), lanes->breakerRect(endpoint).center().y());
        QTest::mouseClick(lanes, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(document()->currentEndpoint(), endpoint);
        QTRY_VERIFY2(caption->text().startsWith(name + u':'), qPrintable(caption->text()));
    }
    // A call of the other endpoint in the list: likewise.
    Q_EMIT child<CallsPanel>(u"callsPanel"_s)->callChosen(0, 12s);
    QCOMPARE(document()->currentEndpoint(), 0);
    QTRY_VERIFY(caption->text().startsWith(document()->snapshot().endpoints.at(0).name));
    // Another endpoint by the chooser, at the same moment.
    auto *chooser = child<QComboBox>(u"breakerChooser"_s);
    chooser->setFocus();
    QTest::keyClick(chooser, Qt::Key_Down);
    QCOMPARE(document()->currentEndpoint(), 1);
    QTRY_VERIFY(caption->text().startsWith(document()->snapshot().endpoints.at(1).name));
}

void TestWorkbench::whyKnowsNothingBeyondNow()
{
    trigger(u"run"_s);
    trigger(u"pause"_s);
    for (int step = 0; step < 15; ++step)
        trigger(u"step"_s);
    QTRY_VERIFY(document()->snapshot().now >= 15s);
    QTRY_VERIFY(isSettled());
    const Duration now = document()->snapshot().now;
    LaneView *lanes = m_window->board()->lanes();
    const TimeGeometry &time = m_window->board()->navigation()->geometry();
    QTest::mouseClick(lanes, Qt::LeftButton, {},
                      QPoint(int(time.x(19'800ms)), int(lanes->breakerRect(0).center().y())));
    QCOMPARE(m_window->board()->navigation()->selection(), std::optional(now));
    auto *caption = child<QLabel>(u"whyCaption"_s);
    QTRY_VERIFY2(caption->text().contains(u"at 0:15."_s) || caption->text().contains(u"at 0:14.9"_s),
                 qPrintable(caption->text()));
}

void TestWorkbench::anotherMomentEndsTheChoiceOfAnEvent()
{
    runAtOnce();
    QTableView *table = m_window->events()->table();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(m_window->events()->model()->index(0, EventsModel::Reason)).center());
    QVERIFY(table->selectionModel()->hasSelection());
    LaneView *lanes = m_window->board()->lanes();
    const TimeGeometry &time = m_window->board()->navigation()->geometry();
    QTest::mouseClick(lanes, Qt::LeftButton, {}, QPoint(int(time.x(5s)), int(lanes->breakerRect(0).center().y())));
    QVERIFY(!table->selectionModel()->hasSelection());
}

void TestWorkbench::slowThresholdIsDragged()
{
    m_window->openScenario(*findBuiltinScenario(u"brownout"_s));
    runAtOnce();
    LiveChart *chart = m_window->board()->ruleChart();
    QCOMPARE(chart->thresholds().size(), 2);
    const EndpointSnapshot endpoint = document()->snapshot().endpoints.first();
    QVERIFY(!endpoint.changes.isEmpty());
    QCOMPARE(endpoint.changes.first().change.cause, StateChange::Cause::SlowCallRate);
    // When it opened the slow-call rate stood at its threshold, and the failure rate did not.
    const Duration opened = endpoint.changes.first().at;
    const double threshold = document()->policy().breaker->slowCallRateThreshold;
    double highest = 0;
    for (const RuleSample &sample : endpoint.samples) {
        if (sample.at == opened)
            highest = std::max(highest, sample.window.slowCallRate());
    }
    QCOMPARE_GE(highest, threshold);
    const QPoint grip = chart->gripRect(1).center().toPoint();
    QTest::mousePress(chart, Qt::LeftButton, {}, grip);
    QTest::mouseMove(chart, grip - QPoint(0, 8));
    QTest::mouseRelease(chart, Qt::LeftButton, {}, grip - QPoint(0, 8));
    QVERIFY(document()->policy().breaker->slowCallRateThreshold > threshold);
    QCOMPARE(document()->policy().breaker->failureRateThreshold,
             findBuiltinScenario(u"brownout"_s)->policyOf(endpoint.name).breaker->failureRateThreshold);
    QCOMPARE(document()->undoStack()->count(), 1);
}

void TestWorkbench::withoutBreakerNothingWillOpen()
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    for (PolicyConfig &policy : scenario.policies)
        policy.breaker.reset();
    scenario.id = u"no-breaker"_s;
    m_window->openScenario(scenario);
    runAtOnce();
    LaneView *lanes = m_window->board()->lanes();
    QVERIFY2(lanes->accessibleDescription().contains(u"no breaker"_s), qPrintable(lanes->accessibleDescription()));
    QVERIFY(child<QLabel>(u"lastChange"_s)->text().contains(u"no breaker"_s));
    QVERIFY(child<QLabel>(u"noEvents"_s)->text().contains(u"No endpoint has a breaker"_s));
    trigger(u"undo"_s);
}

void TestWorkbench::handsLeaveTheBaselineAlone()
{
    trigger(u"run"_s);
    trigger(u"pause"_s);
    for (int step = 0; step < 3; ++step)
        trigger(u"step"_s);
    QTRY_VERIFY(isSettled());
    trigger(u"pin"_s);
    QTest::mouseClick(child<QPushButton>(u"forceOpen"_s), Qt::LeftButton);
    for (int step = 0; step < 4; ++step)
        trigger(u"step"_s);
    QTRY_VERIFY(isSettled() && document()->snapshot().now >= 7s);
    QTRY_COMPARE(document()->comparison().snapshot().now, document()->snapshot().now);
    QVERIFY(document()->snapshot().summary.rejected > 0);
    QCOMPARE(document()->comparison().snapshot().summary.rejected, 0u);
    QTRY_VERIFY2(said().contains(u"rejects"_s), qPrintable(said()));
}

void TestWorkbench::pausingStopsTheComputation()
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    scenario.id = u"long"_s;
    scenario.duration = 24h;
    m_window->openScenario(scenario);
    document()->setSpeed(PlayHead::AtOnce);
    trigger(u"run"_s);
    QTRY_VERIFY(document()->progress().value_or(0) > 0);
    QVERIFY(child<QLabel>(u"statusLeft"_s)->text().startsWith(u"Simulating: "_s));
    trigger(u"pause"_s);
    QVERIFY(!document()->progress());
    QTRY_VERIFY(!document()->isComputing());
    const Duration now = document()->snapshot().now;
    QVERIFY(now > 0s && now < 24h);
    QVERIFY(child<QLabel>(u"statusLeft"_s)->text().startsWith(u"Paused at "_s));
    QTest::qWait(300);
    QCOMPARE(document()->snapshot().now, now);
    trigger(u"pause"_s);
    QTRY_VERIFY(document()->snapshot().now > now);
    trigger(u"run"_s); // stop
    QVERIFY(!document()->isRunning());
}

void TestWorkbench::shortRunIsSeen()
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    scenario.id = u"short"_s;
    scenario.duration = 100ms;
    for (WorkloadConfig &source : scenario.workload)
        source.arrivals = ConstantArrivals{500};
    m_window->openScenario(scenario);
    runAtOnce();
    const TimeGeometry &time = m_window->board()->navigation()->geometry();
    QCOMPARE_LT(time.span(), Duration(1s));
    QTRY_VERIFY(m_window->board()->callsChart()->valueAt(0, 70ms).value_or(0) > 0);
    QVERIFY(m_window->board()->latencyChart()->valueAt(0, 70ms));
}

void TestWorkbench::callLogShowsWhatItsRuleSaw()
{
    // Ten failures in a row open it, at 2 s and again at 30 s; between them it closes.
    QByteArray text = "start_ms,duration_ms,outcome\n";
    for (int i = 0; i < 400; ++i)
        text += QByteArray::number(i * 100) + ",10," + (i % 280 >= 10 && i % 280 < 20 ? "503" : "success") + '\n';
    const auto log = CallLog::parse(text);
    QVERIFY(log);
    CircuitBreakerConfig breaker;
    breaker.rule = TripRule::ConsecutiveFailures;
    breaker.failureThreshold = 10;
    breaker.recoveryTime = 5s;
    document()->openCallLog(*log, u"calls.csv"_s, breaker);
    QTRY_VERIFY(isSettled() && document()->snapshot().isFinished);
    QCOMPARE(document()->snapshot().summary.opens, 2u);
    LiveChart *chart = m_window->board()->ruleChart();
    QCOMPARE(chart->valueAt(0, 1'550ms), std::optional(6.0));
    QCOMPARE(chart->valueAt(0, 20s), std::optional(0.0)); // closed, nothing fails
    QCOMPARE(document()->metrics(0).state, BreakerState::Closed);
    QVERIFY(document()->metrics(0).totals.successes > 0);
    QVERIFY(document()->metrics(0).at - document()->metrics(0).since > 1s);
    QVERIFY(m_window->board()->lanes()->accessibleDescription().contains(u"not known"_s));
    // Nothing of it is made up, and nothing that was made up can be saved or edited.
    QVERIFY(!child<QAction>(u"save"_s)->isEnabled());
    QVERIFY(child<QWidget>(u"retryGroup"_s)->isHidden());
    QVERIFY(child<QLabel>(u"health.calls"_s)->text().contains(u"not known"_s));
    QVERIFY(child<QLabel>(u"address.calls"_s)->isHidden());
    m_window->openScenario(*findBuiltinScenario(u"hard-outage"_s));
    QVERIFY(child<QAction>(u"save"_s)->isEnabled());
    QVERIFY(!child<QWidget>(u"retryGroup"_s)->isHidden());
}

void TestWorkbench::callsAreUpToDateAfterAStep()
{
    trigger(u"run"_s);
    trigger(u"pause"_s);
    child<QDockWidget>(u"eventsDock"_s)->raise();
    for (int step = 0; step < 12; ++step) {
        trigger(u"step"_s);
        QCoreApplication::processEvents();
    }
    QTRY_VERIFY(isSettled() && document()->snapshot().now >= 12s);
    child<QDockWidget>(u"callsDock"_s)->raise();
    auto *panel = child<CallsPanel>(u"callsPanel"_s);
    QTRY_COMPARE(quint64(panel->model()->total()), document()->snapshot().summary.calls);
    trigger(u"step"_s);
    QTRY_VERIFY(document()->snapshot().now >= 13s);
    QTRY_COMPARE(quint64(panel->model()->total()), document()->snapshot().summary.calls);
}

void TestWorkbench::callsInView()
{
    runAtOnce();
    child<QDockWidget>(u"callsDock"_s)->raise();
    auto *panel = child<CallsPanel>(u"callsPanel"_s);
    QTRY_COMPARE(quint64(panel->model()->rowCount()), document()->snapshot().summary.calls);
    QTest::mouseClick(child<QPushButton>(u"inView"_s), Qt::LeftButton);
    TimeNavigation *navigation = m_window->board()->navigation();
    navigation->setCursor(15s);
    navigation->zoom(20);
    QTRY_VERIFY(panel->model()->rowCount() < 300 && panel->model()->rowCount() > 0);
    const RecordedCall &first = panel->model()->callAt(0);
    QVERIFY(first.due <= navigation->geometry().end());
    QVERIFY(first.due + first.latency >= navigation->geometry().begin());
    QTest::mouseClick(child<QPushButton>(u"inView"_s), Qt::LeftButton);
    QCOMPARE(quint64(panel->model()->rowCount()), document()->snapshot().summary.calls);
    // Another scenario begins with every call.
    QTest::mouseClick(child<QPushButton>(u"showFailed"_s), Qt::LeftButton);
    m_window->openScenario(*findBuiltinScenario(u"flapping"_s));
    QVERIFY(child<QPushButton>(u"showFailed"_s)->isChecked());
}

void TestWorkbench::callsAreListedAndChosen()
{
    runAtOnce();
    auto *panel = m_window->findChild<CallsPanel *>();
    QTRY_COMPARE(quint64(panel->model()->rowCount()), document()->snapshot().summary.calls);
    QTest::mouseClick(child<QPushButton>(u"showSucceeded"_s), Qt::LeftButton);
    QTRY_COMPARE(quint64(panel->model()->rowCount()),
                 document()->snapshot().summary.calls - document()->snapshot().summary.succeeded);
    Q_EMIT panel->callChosen(0, 12s);
    QCOMPARE(m_window->board()->navigation()->selection(), std::optional(Duration(12s)));
}

void TestWorkbench::wheelScrollsOverFields()
{
    const PolicyConfig before = document()->policy();
    const auto turn = [](QWidget *field) {
        const QPointF middle = field->rect().center();
        QWheelEvent wheel(middle, field->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(field, &wheel);
        return wheel.isAccepted();
    };
    auto *slider = child<QSlider>(u"breaker.failureThreshold.slider"_s);
    for (QWidget *field :
         {static_cast<QWidget *>(child<QComboBox>(u"breaker.rule.choice"_s)), static_cast<QWidget *>(slider),
          static_cast<QWidget *>(m_window->findChild<QWidget *>(u"breaker.failureThreshold.spin"_s))}) {
        m_window->board()->setFocus();
        QVERIFY2(!turn(field), qPrintable(field->objectName())); // it is left to the panel, which scrolls
    }
    QVERIFY(document()->policy() == before);
    slider->setFocus();
    QVERIFY(turn(slider));
    QVERIFY(document()->policy() != before);
}

void TestWorkbench::phaseEdgeIsDragged()
{
    runAtOnce();
    const RunSummary before = document()->snapshot().summary;
    auto *timeline = m_window->findChild<PhaseTimeline *>();
    const Duration first = timeline->phases().first().length;
    const QPoint edge = timeline->blockRect(0).toAlignedRect().bottomRight() - QPoint(0, 6);
    QTest::mousePress(timeline, Qt::LeftButton, {}, edge);
    for (int by = 4; by <= 24; by += 4)
        QTest::mouseMove(timeline, edge + QPoint(by, 0));
    QTest::mouseRelease(timeline, Qt::LeftButton, {}, edge + QPoint(24, 0));
    const QList<PhaseConfig> &phases = document()->scenario().endpoints.first().phases;
    QVERIFY(phases.first().length > first);
    QCOMPARE(phases.first().length + phases.at(1).length, first + scenarioPhase(1).length); // the edge between both
    QCOMPARE(document()->undoStack()->count(), 1);
    QTRY_VERIFY(isSettled());
    QVERIFY(document()->snapshot().summary != before);
    trigger(u"undo"_s);
    QCOMPARE(timeline->phases().first().length, first);
}

void TestWorkbench::phaseIsEditedInItsForm()
{
    runAtOnce();
    m_window->findChild<PhaseTimeline *>()->select(1);
    child<Section>(u"phaseSection.orders"_s)->setOpen(true);
    auto *form = m_window->findChild<PhaseForm *>();
    QCOMPARE(form->phase().name, scenarioPhase(1).name);
    PhaseConfig shorter = form->phase();
    shorter.length = 2s;
    Q_EMIT form->edited(shorter, u"Length"_s, u"phase.for"_s);
    QCOMPARE(document()->scenario().endpoints.first().phases.at(1).length, Duration(2s));
    PhaseConfig wrong = shorter;
    wrong.length = -1s;
    Q_EMIT form->edited(wrong, u"Length"_s, u"phase.for"_s);
    QCOMPARE(document()->scenario().endpoints.first().phases.at(1).length, Duration(2s)); // not applied
    bool isSaid = false;
    for (const QLabel *label : form->findChildren<QLabel *>())
        isSaid = isSaid || (!label->isHidden() && label->text().contains(u"⚠"_s));
    QVERIFY(isSaid);
}

void TestWorkbench::endpointIsSetByHand()
{
    choose(u"speedChooser"_s, 1);
    trigger(u"run"_s);
    QTRY_VERIFY(document()->snapshot().summary.calls > 0);
    EndpointOverride byHand;
    FaultConfig hang;
    hang.kind = FaultConfig::Kind::Hang;
    byHand.faults = {hang};
    auto *section = child<Section>(u"byHandSection.orders"_s);
    section->setOpen(true);
    Q_EMIT section->findChild<FaultsForm *>()->edited(byHand);
    QCOMPARE(document()->byHand(0), byHand);
    QTRY_COMPARE(document()->snapshot().endpoints.first().health.last().health, Health::Down);
    QTRY_VERIFY(child<QPushButton>(u"heal.orders"_s)->isEnabled());
    QTest::mouseClick(child<QPushButton>(u"heal.orders"_s), Qt::LeftButton);
    QVERIFY(document()->byHand(0).isEmpty());
}

void TestWorkbench::loadAndLuckAreEdited()
{
    runAtOnce();
    const quint64 calls = document()->snapshot().summary.calls;
    auto *rate = child<QSlider>(u"load.workload.0.arrivals.rate.slider"_s);
    rate->setValue(rate->value() + 60);
    QTRY_VERIFY(isSettled());
    QVERIFY(document()->snapshot().summary.calls > calls);
    trigger(u"undo"_s);
    QTRY_VERIFY(isSettled());
    QCOMPARE(document()->snapshot().summary.calls, calls);
    const RunSummary before = document()->snapshot().summary;
    auto *seed = m_window->findChild<FieldSpin *>(u"load.seed.spin"_s);
    seed->stepBy(1);
    QCOMPARE(document()->scenario().seed, findBuiltinScenario(u"hard-outage"_s)->seed + 1);
    QTRY_VERIFY(isSettled());
    QVERIFY(document()->snapshot().summary != before);
    // Nothing that a scenario must not be is taken.
    auto *duration = m_window->findChild<FieldSpin *>(u"load.duration.spin"_s);
    auto *edit = duration->findChild<QLineEdit *>();
    edit->setText(u"0s"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(document()->scenario().duration, findBuiltinScenario(u"hard-outage"_s)->duration);
    QVERIFY(!m_window->findChild<QLabel *>(u"load.duration.row.issue"_s)->text().isEmpty());
}

void TestWorkbench::liveBesideItsSimulation()
{
    choose(u"modeChooser"_s, 1);
    trigger(u"run"_s);
    QTRY_VERIFY(document()->snapshot().summary.succeeded > 20);
    trigger(u"compareSimulation"_s);
    QCOMPARE(document()->comparison().kind(), ComparedRun::Kind::Simulation);
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton); // done to both
    QTRY_COMPARE(document()->metrics(0).state, BreakerState::Open);
    QTRY_VERIFY(!document()->comparison().snapshot().endpoints.isEmpty()
                && document()->comparison().snapshot().endpoints.first().changes.size() == 1);
    QTRY_VERIFY2(said().startsWith(u"Against the simulation"_s), qPrintable(said()));
    trigger(u"compareSimulation"_s);
    QCOMPARE(document()->comparison().kind(), ComparedRun::Kind::None);
    m_window->stop();
    QTRY_VERIFY(!document()->isRunning());
}

void TestWorkbench::everyShortcutOfTheToolbar_data()
{
    QTest::addColumn<QString>("action");
    for (const QString &action :
         {u"run"_s,           u"pause"_s,        u"step"_s,        u"pin"_s,       u"compareSimulation"_s,
          u"follow"_s,        u"zoomIn"_s,       u"zoomOut"_s,     u"showAll"_s,   u"undo"_s,
          u"redo"_s,          u"open"_s,         u"save"_s,        u"saveAs"_s,    u"copyPicture"_s,
          u"breakEndpoint"_s, u"healEndpoint"_s, u"showTune"_s,    u"runSweep"_s,  u"searchSweep"_s,
          u"cancelSweep"_s,   u"recommend"_s,    u"compareCell"_s, u"applyCell"_s, u"quit"_s})
        QTest::newRow(qPrintable(action)) << action;
}

void TestWorkbench::everyShortcutOfTheToolbar()
{
    QFETCH(QString, action);
    m_window->tunePage(); // its actions come with it
    const auto *wanted = child<QAction>(action);
    QVERIFY(!wanted->shortcut().isEmpty());
    for (const QAction *other : m_window->findChildren<QAction *>()) {
        if (other != wanted)
            QVERIFY2(other->shortcut() != wanted->shortcut(), qPrintable(other->objectName()));
    }
}

/// They are laid out when they are first seen, by a click on their tab.
void TestWorkbench::panelsBehindOthersComeWhenSeen()
{
    for (const auto &[dock, content] : {std::pair{u"callsDock"_s, u"callsPanel"_s},
                                        {u"summaryDock"_s, u"summaryTable"_s},
                                        {u"whyDock"_s, u"whyPanel"_s},
                                        {u"callsDock"_s, u"callsPanel"_s}}) {
        auto *panel = child<QWidget>(content);
        const QString title = child<QDockWidget>(dock)->windowTitle();
        bool hasTab = false;
        for (QTabBar *tabs : m_window->findChildren<QTabBar *>()) {
            for (int i = 0; i < tabs->count(); ++i) {
                if (tabs->isVisible() && tabs->tabText(i) == title) {
                    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(i).center());
                    hasTab = true;
                }
            }
        }
        QVERIFY2(hasTab, qPrintable(title));
        QCoreApplication::processEvents();
        QVERIFY2(panel->isVisible() && !panel->visibleRegion().isEmpty(), qPrintable(content));
        const QSize least = m_window->minimumSizeHint();
        QVERIFY2(least.width() <= 1024 && least.height() <= 700,
                 qPrintable(u"%1: %2x%3"_s.arg(content).arg(least.width()).arg(least.height())));
    }
}

void TestWorkbench::choicesAreReadWhole_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("smallest") << QSize(1024, 700);
    QTest::newRow("first") << QSize(1440, 900);
}

void TestWorkbench::choicesAreReadWhole()
{
    QFETCH(const QSize, size);
    m_window->resize(size);
    QCoreApplication::processEvents();
    int seen = 0;
    for (const QComboBox *box : m_window->findChildren<QComboBox *>()) {
        if (box->visibleRegion().isEmpty())
            continue;
        ++seen;
        QStyleOptionComboBox option;
        option.initFrom(box);
        option.subControls = QStyle::SC_All;
        const QRect field = box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField,
                                                         box);
        // The style writes a pixel inside of it.
        const int room = field.width() - 2;
        const int needed = box->fontMetrics().horizontalAdvance(box->currentText());
        QVERIFY2(
            needed <= room,
            qPrintable(
                u"%1: \"%2\" needs %3, has %4"_s.arg(box->objectName(), box->currentText()).arg(needed).arg(room)));
    }
    QVERIFY(seen >= 4);
}

void TestWorkbench::menuOfTunePage()
{
    auto *tune = child<QAction>(u"showTune"_s);
    QMenu *menu = nullptr;
    for (QMenu *each : m_window->findChildren<QMenu *>()) {
        if (each->actions().startsWith(tune))
            menu = each;
    }
    QVERIFY(menu);
    menu->popup({});
    QVERIFY(menu->actions().contains(child<QAction>(u"runSweep"_s)));
    QVERIFY(!child<QAction>(u"runSweep"_s)->isEnabled()); // the page is not shown
    const qsizetype count = menu->actions().size();
    menu->close();
    menu->popup({});
    QCOMPARE(menu->actions().size(), count);
    menu->close();
}

QTEST_MAIN(TestWorkbench)
#include "tst_workbench.moc"
