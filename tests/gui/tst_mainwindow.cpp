// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "charts/laneview.h"
#include "charts/livechart.h"
#include "charts/refreshclock.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/eventsmodel.h"
#include "panels/eventspanel.h"
#include "panels/fieldspin.h"
#include "panels/policiespanel.h"
#include "part.h"
#include "syntheticrun.h"
#include "theme/theme.h"
#include "theme/tints.h"
#include "warnings.h"
#include "window/comparisonbar.h"
#include "window/mainwindow.h"
#include "window/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The window with a real run behind it, on real sockets.
class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void runsAndStops();
    void breakAndHeal();
    void fieldsActOnTheRun();
    void invalidPolicyIsNotApplied();
    void manualStates();
    void eventsShowReasonsAndSelectTheMoment();
    void equalSpansAreCompared();
    void closesWhileRunning();
    void choosingAScenarioStartsAfresh();
    void failureIsSaidInTheWindow();
    void emptyPlacesSayWhatToDo();
    void clockRests();
    void themeCanBeSwitched();
    void wheelZoomsAndDragPans();
    void fitsASmallScreen();
    void layoutIsKept();
    void everythingHasAName();

private:
    Scenario quickScenario() const;
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    BreakerState state() const { return m_window->document()->metrics(0).state; }
    void start();

    Theme *m_theme = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_mainwindow"_s);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

/// Healthy for ever, so that nothing fails but what a test breaks.
Scenario TestMainWindow::quickScenario() const
{
    Scenario scenario = SyntheticRun().scenario();
    scenario.id = u"quick"_s;
    scenario.name = u"Quick"_s;
    EndpointConfig &endpoint = scenario.endpoints.first();
    endpoint.phases = {endpoint.phases.first()};
    endpoint.phases.first().length = 60s;
    endpoint.phases.first().latency = FixedLatency{2ms};
    scenario.policies[QStringLiteral("*")].breaker->recoveryTime = 30s;
    scenario.policies[QStringLiteral("*")].retry->maxRetries = 1;
    scenario.policies[QStringLiteral("*")].retry->baseDelay = 5ms;
    return scenario;
}

void TestMainWindow::init()
{
    failOnAnyWarning();
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(QList<Scenario>{quickScenario()}, m_theme);
    m_window->document()->setMode(RunDocument::Mode::Live);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
}

void TestMainWindow::start()
{
    child<QAction>(u"run"_s)->trigger();
    QTRY_VERIFY(m_window->document()->snapshot().summary.succeeded > 0);
}

void TestMainWindow::runsAndStops()
{
    QVERIFY(!m_window->document()->isRunning());
    QVERIFY(child<QLabel>(u"statusLeft"_s)->text().contains(u"Press Run"_s));
    start();
    QVERIFY(m_window->document()->isRunning());
    QVERIFY(child<QLabel>(u"statusLeft"_s)->text().contains(u"http://127.0.0.1:"_s));
    QVERIFY(child<QLabel>(u"address.orders"_s)->text().contains(u"/orders"_s));
    QTRY_VERIFY(m_window->board()->callsChart()->valueAt(0, 500ms).value_or(0) > 0);
    child<QAction>(u"run"_s)->trigger();
    QTRY_VERIFY(!m_window->document()->isRunning());
    QVERIFY(m_window->document()->snapshot().summary.calls > 0); // what was recorded stays
    child<QAction>(u"run"_s)->trigger();
    QTRY_VERIFY(m_window->document()->snapshot().summary.succeeded > 0);
}

void TestMainWindow::breakAndHeal()
{
    auto *breakIt = child<QPushButton>(u"break.orders"_s);
    auto *heal = child<QPushButton>(u"heal.orders"_s);
    QVERIFY(!breakIt->isEnabled());
    start();
    QVERIFY(breakIt->isEnabled());
    QVERIFY(!heal->isEnabled());
    QTest::mouseClick(breakIt, Qt::LeftButton);
    QTRY_COMPARE(state(), BreakerState::Open);
    QVERIFY(!breakIt->isEnabled());
    QTRY_VERIFY(child<QLabel>(u"health.orders"_s)->text().contains(u"down"_s));
    QTRY_VERIFY(child<QLabel>(u"lastChange"_s)->text().contains(u"503"_s));

    // The run's policy, not only the document's: it would stay open for 30 s.
    PolicyConfig policy = m_window->document()->policy();
    policy.breaker->recoveryTime = 50ms;
    QVERIFY(m_window->document()->setPolicy(policy).isEmpty());
    QTest::mouseClick(heal, Qt::LeftButton);
    QTRY_COMPARE(state(), BreakerState::Closed);
    QTRY_VERIFY(child<QLabel>(u"health.orders"_s)->text().contains(u"healthy"_s));
}

void TestMainWindow::fieldsActOnTheRun()
{
    start();
    auto *slider = child<QSlider>(u"breaker.failureThreshold.slider"_s);
    slider->setValue(slider->maximum());
    QCOMPARE(m_window->document()->policy().breaker->failureThreshold, 50);
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    QTRY_VERIFY(m_window->document()->metrics(0).window.failures >= 7); // 5 would have opened it
    QCOMPARE(state(), BreakerState::Closed);
    QTRY_COMPARE(m_window->board()->ruleChart()->threshold(), std::optional(50.0));
    slider->setValue(slider->minimum());
    QTRY_COMPARE(state(), BreakerState::Open);
}

void TestMainWindow::invalidPolicyIsNotApplied()
{
    start();
    const PolicyConfig before = m_window->document()->policy();
    auto *spin = child<FieldSpin>(u"breaker.successThreshold.spin"_s);
    spin->stepBy(3);
    QVERIFY(m_window->policies()->hasIssues());
    QVERIFY(!child<QLabel>(u"breaker.successThreshold.issue"_s)->isHidden());
    QVERIFY(m_window->document()->policy() == before);
    QVERIFY(m_window->document()->isRunning());
}

void TestMainWindow::manualStates()
{
    QVERIFY(!child<QPushButton>(u"forceOpen"_s)->isEnabled());
    start();
    QTRY_VERIFY(child<QPushButton>(u"forceOpen"_s)->isEnabled());
    QTest::mouseClick(child<QPushButton>(u"forceOpen"_s), Qt::LeftButton);
    QTRY_COMPARE(state(), BreakerState::ForcedOpen);
    QTRY_VERIFY(child<QPushButton>(u"forceOpen"_s)->isChecked());
    QTRY_VERIFY(m_window->document()->snapshot().summary.rejected > 0);
    QTest::mouseClick(child<QPushButton>(u"disable"_s), Qt::LeftButton);
    QTRY_COMPARE(state(), BreakerState::Disabled);
    QTest::mouseClick(child<QPushButton>(u"metricsOnly"_s), Qt::LeftButton);
    QTRY_COMPARE(state(), BreakerState::MetricsOnly);
    QTest::mouseClick(child<QPushButton>(u"reset"_s), Qt::LeftButton);
    QTRY_COMPARE(state(), BreakerState::Closed);
    QTRY_COMPARE(m_window->events()->model()->rowCount(), 4);
}

void TestMainWindow::eventsShowReasonsAndSelectTheMoment()
{
    start();
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    EventsModel *model = m_window->events()->model();
    QTRY_COMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, EventsModel::To).data().toString(), u"open"_s);
    QVERIFY(model->index(0, EventsModel::Reason).data().toString().contains(u"503"_s));
    QTableView *table = m_window->events()->table();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(model->index(0, EventsModel::Reason)).center());
    QCOMPARE(m_window->board()->navigation()->selection(), std::optional(model->momentAt(0)));
}

void TestMainWindow::equalSpansAreCompared()
{
    Scenario scenario = quickScenario();
    scenario.id = u"rounds"_s;
    scenario.duration = 1500ms;
    m_window->openScenario(scenario);
    start();
    RunDocument *document = m_window->document();
    child<QAction>(u"compareSimulation"_s)->trigger();
    QCOMPARE(document->roundLength(), Duration(1500ms));
    QTRY_VERIFY(document->snapshot().now > 2500ms); // in its second round
    QTRY_VERIFY(document->comparison().snapshot().now >= 1500ms && !document->comparison().isBusy());
    const RunDocument::Spans spans = document->comparedSpans();
    QVERIFY(spans.areEqual);
    QVERIFY2(spans.length <= document->comparison().snapshot().now && spans.length > 1200ms,
             qPrintable(QString::number(spans.length / 1ms)));
    QVERIFY(spans.now.offered < document->snapshot().summary.offered);
    QCOMPARE(spans.before, document->comparison().snapshot().summary);
    auto *text = child<ComparisonBar>(u"comparisonBar"_s);
    QTRY_VERIFY2(text->text().contains(u"over the first "_s), qPrintable(text->text()));
    const QAbstractItemModel *table = child<QTableView>(u"summaryTable"_s)->model();
    QVERIFY(table->headerData(1, Qt::Horizontal).toString().startsWith(u"First "_s));
}

void TestMainWindow::closesWhileRunning()
{
    start();
    m_window->close();
    QVERIFY(m_window->refreshClock()->isResting());
    m_window.reset(); // waits for the run's threads
}

void TestMainWindow::choosingAScenarioStartsAfresh()
{
    start();
    Scenario other = quickScenario();
    other.id = u"other"_s;
    other.name = u"Other"_s;
    m_window->openScenario(other);
    QVERIFY(!m_window->document()->isRunning());
    QCOMPARE(m_window->document()->snapshot().summary.calls, quint64(0));
    QVERIFY(m_window->windowTitle().contains(u"Other"_s));
    QCOMPARE(m_window->events()->model()->rowCount(), 0);
    start();
}

void TestMainWindow::failureIsSaidInTheWindow()
{
    Q_EMIT m_window->document()->failed(u"Cannot listen on 127.0.0.1: no port is free. Close another server."_s);
    auto *bar = child<MessageBar>(u"messageBar"_s);
    QVERIFY(bar->isVisible());
    QVERIFY(bar->message().contains(u"no port is free"_s));
    QTest::mouseClick(child<QPushButton>(u"messageAction"_s), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
    QVERIFY(m_window->document()->isRunning()); // "Run again"
}

void TestMainWindow::emptyPlacesSayWhatToDo()
{
    QVERIFY(child<QLabel>(u"statusLeft"_s)->text().contains(u"Press Run"_s));
    QVERIFY(child<QLabel>(u"lastChange"_s)->text().contains(u"None yet"_s));
    bool isSaid = false;
    for (const QLabel *label : child<QTableView>(u"events"_s)->viewport()->findChildren<QLabel *>())
        isSaid = isSaid || (label->isVisible() && label->text().contains(u"Break it"_s));
    QVERIFY(isSaid);
}

void TestMainWindow::clockRests()
{
    QTRY_VERIFY(m_window->refreshClock()->isResting());
    start();
    QVERIFY(m_window->refreshClock()->isLive());
    m_window->hide();
    QVERIFY(m_window->refreshClock()->isResting());
    m_window->show();
    QTRY_VERIFY(!m_window->refreshClock()->isResting());
    m_window->stop();
    QTRY_VERIFY(m_window->refreshClock()->isResting());
}

void TestMainWindow::themeCanBeSwitched()
{
    const auto lightness = [this] { return m_window->grab().toImage().pixelColor(4, 500).lightnessF(); };
    QVERIFY(lightness() > 0.8);
    child<QAction>(u"theme.dark"_s)->trigger();
    QVERIFY(m_theme->isDark());
    QTRY_VERIFY(lightness() < 0.3);
    const QImage chart = m_window->board()->callsChart()->grab().toImage();
    QVERIFY(chart.pixelColor(chart.width() / 2, chart.height() - 20).lightnessF() < 0.4);
    child<QAction>(u"theme.light"_s)->trigger();
    QTRY_VERIFY(lightness() > 0.8);
}

void TestMainWindow::wheelZoomsAndDragPans()
{
    const SyntheticRun run;
    m_window->document()->showRecording(run.snapshot(200s), run.metrics(200s));
    TimeNavigation *navigation = m_window->board()->navigation();
    LiveChart *chart = m_window->board()->callsChart();
    QVERIFY(navigation->isFollowing());
    const QPointF middle(chart->width() / 2.0, chart->height() / 2.0);
    const Duration before = navigation->geometry().span();
    QWheelEvent wheel(middle, chart->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(chart, &wheel);
    QVERIFY(navigation->geometry().span() < before);

    const Duration begin = navigation->geometry().begin();
    QTest::mousePress(chart, Qt::LeftButton, {}, middle.toPoint());
    QTest::mouseMove(chart, middle.toPoint() + QPoint(60, 0));
    QTest::mouseRelease(chart, Qt::LeftButton, {}, middle.toPoint() + QPoint(60, 0));
    QVERIFY(navigation->geometry().begin() < begin);
    QVERIFY(!navigation->isFollowing());
    QVERIFY(!child<QAction>(u"follow"_s)->isChecked());
    QVERIFY(navigation->cursor());
    child<QAction>(u"follow"_s)->trigger();
    QVERIFY(navigation->isFollowing());
}

void TestMainWindow::fitsASmallScreen()
{
    QString wide = u"centre %1; "_s.arg(m_window->centralWidget()->minimumSizeHint().width());
    for (const QDockWidget *dock : m_window->findChildren<QDockWidget *>())
        wide += u"%1 %2x%3; "_s.arg(dock->objectName())
                    .arg(dock->minimumSizeHint().width())
                    .arg(dock->minimumSizeHint().height());
    const QSize least = m_window->minimumSizeHint();
    QVERIFY2(least.width() <= 1024 && least.height() <= 700,
             qPrintable(u"%1x%2: "_s.arg(least.width()).arg(least.height()) + wide));
}

void TestMainWindow::layoutIsKept()
{
    child<QDockWidget>(u"eventsDock"_s)->hide();
    m_window->resize(1111, 777);
    m_window->close();
    m_window = std::make_unique<MainWindow>(QList<Scenario>{quickScenario()}, m_theme);
    m_window->show();
    QVERIFY(child<QDockWidget>(u"eventsDock"_s)->isHidden());
    QCOMPARE(m_window->size(), QSize(1111, 777));
}

void TestMainWindow::everythingHasAName()
{
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->inherits("QScrollArea")
            || widget->inherits("QLineEdit"))
            continue;
        const QVariant text = widget->property("text").isValid() ? widget->property("text") : widget->property("title");
        const QString name = widget->accessibleName().isEmpty() ? text.toString() : widget->accessibleName();
        QVERIFY2(!name.isEmpty(),
                 qPrintable(widget->objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className())
                            + u" in "_s + QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
    }
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
