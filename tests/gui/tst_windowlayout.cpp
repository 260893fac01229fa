// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "charts/laneview.h"
#include "charts/livechart.h"
#include "document/objectivetext.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "panels/elidedlabel.h"
#include "panels/fieldrow.h"
#include "panels/fieldspin.h"
#include "panels/foldbox.h"
#include "panels/policiespanel.h"
#include "part.h"
#include "theme/theme.h"
#include "warnings.h"
#include "window/comparisonbar.h"
#include "window/mainwindow.h"
#include "window/windowfit.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How the window fits its screen and what it names, with scenarios of any size.
class TestWindowLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void fitsItsScreen_data();
    void fitsItsScreen();
    void staysAsLargeAsItIs_data();
    void staysAsLargeAsItIs();
    void lanesOfManyEndpointsScroll();
    void listNamesOpenedFiles();
    void chosenScenarioRuns();
    void policySaysWhoseItIs();
    void figuresSayWhoseTheyAre();
    void fieldsWithoutEffectAreHidden();
    void fieldsSayWhyTheyHaveNoEffect();
    void bannerMovesNoField();
    void filtersEndWithTheScenario();
    void groupsFold();
    void clickBesideTheTitleSwitchesNothing();
    void descriptionAndObjectivesAreSeen();
    void objectivesInWords_data();
    void objectivesInWords();
    void figuresInTheirWords_data();
    void figuresInTheirWords();
    void elidedLabelShowsWhatFits();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    RunDocument *document() const { return m_window->document(); }
    void choose(const QString &box, int index)
    {
        child<QComboBox>(box)->setCurrentIndex(index);
        Q_EMIT child<QComboBox>(box)->activated(index);
    }
    static Scenario scenarioWith(int endpoints, int nameLength);

    Theme *m_theme = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

void TestWindowLayout::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_windowlayout"_s);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TestWindowLayout::init()
{
    failOnAnyWarning();
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->resize(1024, 700);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

/// Everything that has a name has one of @p nameLength letters.
Scenario TestWindowLayout::scenarioWith(int endpoints, int nameLength)
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    scenario.id.clear();
    const QString name(nameLength, u'n');
    scenario.name = name;
    scenario.description = name + u' ' + name;
    const EndpointConfig first = scenario.endpoints.first();
    const WorkloadConfig load = scenario.workload.first();
    scenario.endpoints.clear();
    scenario.workload.clear();
    for (int i = 0; i < endpoints; ++i) {
        EndpointConfig endpoint = first;
        endpoint.name = name + QString::number(i);
        endpoint.path = u'/' + endpoint.name;
        for (PhaseConfig &phase : endpoint.phases)
            phase.name = name;
        scenario.endpoints.append(endpoint);
        WorkloadConfig own = load;
        own.endpoint = endpoint.name;
        scenario.workload.append(own);
    }
    return scenario;
}

void TestWindowLayout::fitsItsScreen_data()
{
    QTest::addColumn<QRect>("room");
    QTest::addColumn<QRect>("wanted");
    QTest::newRow("laptop") << QRect(0, 0, 1366, 768) << QRect(0, 0, 1440, 900);
    QTest::newRow("with a task bar") << QRect(0, 28, 1366, 740) << QRect(100, 0, 1440, 900);
    QTest::newRow("scale 2 of 1920x1200") << QRect(0, 0, 960, 600) << QRect(10, 10, 1440, 900);
    QTest::newRow("second screen") << QRect(1920, 0, 1024, 700) << QRect(2900, 600, 1024, 700);
    QTest::newRow("saved too large") << QRect(0, 0, 1440, 900) << QRect(-200, -100, 2185, 2580);
}

void TestWindowLayout::fitsItsScreen()
{
    QFETCH(QRect, room);
    QFETCH(QRect, wanted);
    const QRect fitted = fittedTo(room, wanted, usualFrame());
    QVERIFY(room.contains(fitted.marginsAdded(usualFrame())));
    // No smaller than need be, and what fits stays.
    QCOMPARE(fitted.width(), std::min(wanted.width(), room.marginsRemoved(usualFrame()).width()));
    QCOMPARE(fitted.height(), std::min(wanted.height(), room.marginsRemoved(usualFrame()).height()));
    QCOMPARE(fittedTo(room, fitted, usualFrame()), fitted);
}

void TestWindowLayout::staysAsLargeAsItIs_data()
{
    QTest::addColumn<int>("endpoints");
    QTest::addColumn<int>("nameLength");
    QTest::addColumn<bool>("isTune");
    for (const bool isTune : {false, true}) {
        for (const int endpoints : {1, 5, 30}) {
            for (const int length : {6, 200})
                QTest::addRow("%d endpoints, %d letters%s", endpoints, length, isTune ? ", tune" : "")
                    << endpoints << length << isTune;
        }
    }
}

void TestWindowLayout::staysAsLargeAsItIs()
{
    QFETCH(int, endpoints);
    QFETCH(int, nameLength);
    QFETCH(bool, isTune);
    m_window->showTune(isTune);
    m_window->openScenario(scenarioWith(endpoints, nameLength));
    choose(u"speedChooser"_s, 3);
    m_window->run();
    QTRY_VERIFY(!document()->isRunning());
    QTRY_VERIFY(document()->snapshot().summary.calls > 0);
    m_window->showMessage(QString(300, u'm'), u"Do it"_s);
    QTest::qWait(0);
    QCOMPARE(m_window->size(), QSize(1024, 700));
    const QSize least = m_window->minimumSize();
    QVERIFY(least.width() <= 792 && least.height() <= 562); // with its frame 800 x 600
    m_window->resize(792, 562);
    QTest::qWait(0);
    QCOMPARE(m_window->size(), QSize(792, 562));
    // Nothing lies over the centre.
    for (const QDockWidget *dock : m_window->findChildren<QDockWidget *>()) {
        const QRect shown = dock->isVisible() ? dock->geometry().intersected(m_window->rect()) : QRect();
        QVERIFY2(!shown.intersects(m_window->centralWidget()->geometry()), qPrintable(dock->objectName()));
    }
    m_window->resize(1024, 700);
    QTest::qWait(0);
    if (isTune)
        return;
    // Nothing is pushed out of the window: docks, centre and status bar lie within it.
    for (const QDockWidget *dock : m_window->findChildren<QDockWidget *>()) {
        if (dock->isVisible() && m_window->rect().intersects(dock->geometry()))
            QVERIFY2(m_window->rect().contains(dock->geometry()), qPrintable(dock->objectName()));
    }
    QVERIFY(m_window->rect().contains(m_window->centralWidget()->geometry()));
    QVERIFY2(m_window->board()->callsChart()->height() >= 40,
             qPrintable(QString::number(m_window->board()->callsChart()->height())));
}

void TestWindowLayout::lanesOfManyEndpointsScroll()
{
    m_window->openScenario(scenarioWith(30, 8));
    choose(u"speedChooser"_s, 3);
    m_window->run();
    QTRY_VERIFY(!document()->isRunning());
    QTRY_COMPARE(document()->snapshot().endpoints.size(), 30);
    m_window->refreshClock();
    auto *area = child<QScrollArea>(u"laneArea"_s);
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    LaneView *lanes = m_window->board()->lanes();
    // The wheel over the names scrolls them, over the lanes it zooms.
    const auto turn = [&](double x) {
        const QPointF at(x, area->verticalScrollBar()->value() + 10);
        QWheelEvent wheel(at, lanes->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(lanes, &wheel);
    };
    turn(lanes->width() / 2.0);
    QCOMPARE(area->verticalScrollBar()->value(), 0);
    turn(4);
    QVERIFY(area->verticalScrollBar()->value() > 0);
    // By keys.
    area->verticalScrollBar()->setValue(0);
    m_window->board()->setFocus();
    QTest::keyClick(m_window->board(), Qt::Key_Down);
    QVERIFY(area->verticalScrollBar()->value() > 0);
    // The current endpoint's lanes are in sight.
    document()->setCurrentEndpoint(29);
    QTRY_VERIFY(!lanes->visibleRegion().intersected(lanes->rowRect(29)).isEmpty());
}

void TestWindowLayout::listNamesOpenedFiles()
{
    QTemporaryDir directory;
    const auto write = [&](const QString &file, const QString &name) {
        Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
        scenario.name = name;
        QFile out(directory.filePath(file));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(writeScenario(scenario));
    };
    write(u"a.fuse.json"_s, u"Scenario A"_s);
    write(u"b.fuse.json"_s, u"Scenario B"_s);
    write(u"other-a.fuse.json"_s, u"Scenario A"_s);
    auto *list = child<QComboBox>(u"scenarioChooser"_s);
    const int builtin = list->count();
    const auto open = [&](const QString &file) {
        m_window->openFile(directory.filePath(file));
        QTRY_COMPARE(m_window->windowFilePath(), directory.filePath(file));
    };
    open(u"a.fuse.json"_s);
    QCOMPARE(list->currentText(), u"Scenario A"_s);
    open(u"b.fuse.json"_s);
    QCOMPARE(list->currentText(), u"Scenario B"_s);
    QCOMPARE(list->count(), builtin + 2);
    // Each entry gives what it names, with its file.
    choose(u"scenarioChooser"_s, list->findText(u"Scenario A"_s));
    QTRY_COMPARE(document()->scenario().name, u"Scenario A"_s);
    QCOMPARE(m_window->windowFilePath(), directory.filePath(u"a.fuse.json"_s));
    QCOMPARE(list->currentText(), u"Scenario A"_s);
    // Of two with one name the file is named.
    open(u"other-a.fuse.json"_s);
    QCOMPARE(list->currentText(), u"Scenario A (other-a.fuse.json)"_s);
    QVERIFY(list->findText(u"Scenario A (a.fuse.json)"_s) >= 0);
    open(u"a.fuse.json"_s); // no second entry
    QCOMPARE(list->count(), builtin + 3);
    choose(u"scenarioChooser"_s, 1);
    QCOMPARE(document()->scenario(), builtinScenarios().at(1));
    QVERIFY(m_window->windowFilePath().isEmpty());
    QCOMPARE(list->currentText(), builtinScenarios().at(1).name);
}

void TestWindowLayout::chosenScenarioRuns()
{
    for (int i = 0; i < 3; ++i) {
        const bool wasRunning = document()->isRunning();
        choose(u"scenarioChooser"_s, i);
        QVERIFY2(document()->isRunning(), wasRunning ? "from a run" : "from rest");
        if (i == 1)
            m_window->stop();
    }
}

void TestWindowLayout::policySaysWhoseItIs()
{
    const Scenario scenario = *findBuiltinScenario(u"breaker-or-retry-outside"_s);
    m_window->openScenario(scenario);
    auto *box = child<QComboBox>(u"policyEndpoint"_s);
    QVERIFY(box->isVisible());
    QCOMPARE(box->count(), scenario.endpoints.size());
    QCOMPARE(box->currentText(), scenario.endpoints.first().name);
    choose(u"policyEndpoint"_s, 1);
    QCOMPARE(document()->currentEndpoint(), 1);
    QCOMPARE(child<QComboBox>(u"breakerChooser"_s)->currentText(), scenario.endpoints.at(1).name);
    type(child<FieldSpin>(u"breaker.failureThreshold.spin"_s), u"3"_s);
    QCOMPARE(document()->scenario().policyOf(scenario.endpoints.at(1).name).breaker->failureThreshold, 3);
    QCOMPARE(document()->scenario().policyOf(scenario.endpoints.at(0).name),
             scenario.policyOf(scenario.endpoints.at(0).name));
    // And the other way.
    document()->setCurrentEndpoint(0);
    QCOMPARE(box->currentText(), scenario.endpoints.first().name);

    // With one policy for several endpoints it says so.
    m_window->openScenario(scenarioWith(3, 4));
    auto *shared = child<ElidedLabel>(u"policyShared"_s);
    QVERIFY(shared->isVisible());
    QVERIFY(shared->text().contains(u"nnnn1"_s) && shared->text().contains(u"nnnn2"_s));
    // With one endpoint its name stands there.
    m_window->openScenario(*findBuiltinScenario(u"hard-outage"_s));
    QVERIFY(!box->isVisible());
    QVERIFY(!shared->isVisible());
    QCOMPARE(child<ElidedLabel>(u"policyOnlyEndpoint"_s)->text(), u"orders"_s);
}

void TestWindowLayout::figuresSayWhoseTheyAre()
{
    m_window->openScenario(*findBuiltinScenario(u"breaker-or-retry-outside"_s));
    choose(u"speedChooser"_s, 3);
    m_window->run();
    QTRY_VERIFY(!document()->isRunning());
    for (const QString &dock : {u"figuresDock"_s, u"summaryDock"_s})
        QTRY_VERIFY(child<QDockWidget>(dock)->windowTitle().contains(u"all 2 endpoints"_s));
    type(child<FieldSpin>(u"breaker.failureThreshold.spin"_s), u"3"_s);
    QTRY_VERIFY(child<ComparisonBar>(u"comparisonBar"_s)->text().contains(u"all endpoints"_s));
    m_window->openScenario(*findBuiltinScenario(u"hard-outage"_s));
    QTRY_COMPARE(child<QDockWidget>(u"figuresDock"_s)->windowTitle(), u"Key figures"_s);
}

void TestWindowLayout::fieldsWithoutEffectAreHidden()
{
    const auto row = [this](const QString &path) { return m_window->policies()->row(path); };
    QVERIFY(document()->policy().breaker->rule == TripRule::ConsecutiveFailures);
    QVERIFY(!row(u"breaker.failureThreshold"_s)->isHidden());
    QVERIFY(row(u"breaker.minimumCalls"_s)->isHidden());
    choose(u"breaker.rule.choice"_s, 2);
    QVERIFY(row(u"breaker.failureThreshold"_s)->isHidden());
    QVERIFY(!row(u"breaker.minimumCalls"_s)->isHidden());
    auto *all = child<QCheckBox>(u"policyShowUnused"_s);
    all->setFocus();
    QTest::keyClick(all, Qt::Key_Space);
    QVERIFY(!row(u"breaker.failureThreshold"_s)->isHidden());
    QVERIFY(!child<FieldSpin>(u"breaker.failureThreshold.spin"_s)->isEnabled());
    QTest::keyClick(all, Qt::Key_Space);
    QVERIFY(row(u"breaker.failureThreshold"_s)->isHidden());
}

void TestWindowLayout::fieldsSayWhyTheyHaveNoEffect()
{
    const auto notes = [this] {
        QStringList said;
        for (const PolicyField &field : policyFields()) {
            if (const QString note = m_window->policies()->row(field.path)->note(); !note.isEmpty())
                said.append(field.path);
        }
        return said;
    };
    QCOMPARE(notes(), QStringList());
    // As the library warns of it.
    PolicyConfig policy = document()->policy();
    policy.retry->maxRetries = 1;
    policy.timeout.overall = 1s;
    policy.timeout.perAttempt = 5s;
    QVERIFY(policy.validate().isEmpty());
    QVERIFY(document()->setPolicy(policy).isEmpty());
    QStringList wanted;
    for (const ConfigIssue &warning : policy.warnings()) {
        if (const FieldRow *row = m_window->policies()->row(warning.field); row != nullptr && row->isUsed())
            wanted.append(warning.field);
    }
    QVERIFY(!wanted.isEmpty());
    QStringList said = notes();
    said.sort();
    wanted.sort();
    wanted.removeDuplicates();
    QCOMPARE(said, wanted);
    document()->undo();
    QCOMPARE(notes(), QStringList());
}

void TestWindowLayout::bannerMovesNoField()
{
    auto *spin = child<FieldSpin>(u"breaker.failureThreshold.spin"_s);
    const QPoint before = spin->mapTo(m_window.get(), QPoint());
    type(spin, u"0"_s);
    QTest::qWait(0);
    QVERIFY(m_window->policies()->hasIssues());
    QVERIFY(m_window->policies()->banner()->isVisible());
    QCOMPARE(spin->mapTo(m_window.get(), QPoint()), before);
}

void TestWindowLayout::filtersEndWithTheScenario()
{
    auto *failed = child<QPushButton>(u"showFailed"_s);
    auto *text = child<QLineEdit>(u"callFilter"_s);
    child<QDockWidget>(u"callsDock"_s)->raise();
    QTest::qWait(0);
    QTest::mouseClick(failed, Qt::LeftButton);
    QTest::keyClicks(text, u"503"_s);
    QVERIFY(!failed->isChecked());
    choose(u"scenarioChooser"_s, 2);
    QVERIFY(failed->isChecked());
    QVERIFY(text->text().isEmpty());
}

void TestWindowLayout::groupsFold()
{
    for (const QString &name : {u"breakerGroup"_s, u"retryGroup"_s, u"timeoutGroup"_s, u"breakage"_s, u"load"_s}) {
        auto *box = child<FoldBox>(name);
        const int height = box->sizeHint().height();
        QVERIFY(box->content()->isVisible());
        QTest::mouseClick(child<QToolButton>(name + u".fold"_s), Qt::LeftButton);
        QVERIFY(!box->content()->isVisible());
        QVERIFY(box->sizeHint().height() < height);
    }
    // It stays so.
    m_window->close();
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->show();
    QVERIFY(!child<FoldBox>(u"retryGroup"_s)->isOpen());
    QVERIFY(child<FoldBox>(u"retryGroup"_s)->isChecked());
    QTest::mouseClick(child<QToolButton>(u"retryGroup.fold"_s), Qt::LeftButton);
    QVERIFY(child<FoldBox>(u"retryGroup"_s)->content()->isVisible());
}

void TestWindowLayout::clickBesideTheTitleSwitchesNothing()
{
    auto *box = child<FoldBox>(u"breakerGroup"_s);
    QVERIFY(document()->policy().breaker);
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(box->width() - 60, 16));
    QVERIFY(document()->policy().breaker);
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(50, 16)); // on the title
    QVERIFY(!document()->policy().breaker);
    QVERIFY(!box->content()->isVisible());
}

void TestWindowLayout::descriptionAndObjectivesAreSeen()
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    scenario.objectives = {*Objective::parse(u"successRate >= 0.999"), *Objective::parse(u"opens >= 1")};
    m_window->openScenario(scenario);
    auto *description = child<ElidedLabel>(u"scenarioDescription"_s);
    auto *objectives = child<ElidedLabel>(u"scenarioObjectives"_s);
    QTRY_COMPARE(description->text(), scenario.description);
    QVERIFY(description->isVisible() && objectives->isVisible());
    QVERIFY(objectives->text().contains(u"– success rate ≥ 99.9 %"_s));
    choose(u"speedChooser"_s, 3);
    m_window->run();
    QTRY_VERIFY(!document()->isRunning());
    QTRY_VERIFY2(objectives->text().contains(u"✗ success rate ≥ 99.9 % ("_s), qPrintable(objectives->text()));
    QVERIFY(objectives->text().contains(u"✓ "_s));
    scenario.objectives.clear();
    scenario.description.clear();
    m_window->openScenario(scenario);
    QTRY_VERIFY(!description->isVisible() && !objectives->isVisible());
}

void TestWindowLayout::objectivesInWords_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("text");
    QTest::newRow("share") << u"successRate>=0.7"_s << u"success rate ≥ 70.0 %"_s;
    QTest::newRow("time") << u"detectTime <= 2s"_s << u"detect time ≤ 2 s"_s;
    QTest::newRow("count") << u"rejected < 100"_s << u"rejected < 100"_s;
    QTest::newRow("factor") << u"amplification <= 1.3"_s << u"amplification ≤ 1.3"_s;
}

void TestWindowLayout::objectivesInWords()
{
    QFETCH(QString, expression);
    QFETCH(QString, text);
    const QString said = objectiveText(*Objective::parse(expression));
    QVERIFY2(said.startsWith(text), qPrintable(said));
}

void TestWindowLayout::figuresInTheirWords_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("window");
    QTest::newRow("change") << u"It gains: successRate 0.6289 instead of 0.5 (+0.1289 ± 0.004)."_s
                            << u"It gains: success rate 62.9 % instead of 50.0 % (+12.9 ± 0.4 points)."_s;
    QTest::newRow("several") << u"Now: successRate 0.629 and latencyP95 1.2s (mean of 32 seeds)."_s
                             << u"Now: success rate 62.9 % and p95 1.2s (mean of 32 seeds)."_s;
    QTest::newRow("missed") << u"successRate >= 0.8 is not met: it is 0.2"_s
                            << u"success rate >= 80.0 % is not met: it is 20.0 %"_s;
    QTest::newRow("no share") << u"amplification stays 1.3; wastedAttempts 0 instead of 20"_s
                              << u"amplification stays 1.3; wasted attempts 0 instead of 20"_s;
}

void TestWindowLayout::figuresInTheirWords()
{
    QFETCH(QString, engine);
    QFETCH(QString, window);
    QString said = figuresInWords(engine);
    // What a latency is called does not matter here.
    said.replace(QRegularExpression(u"latency p95|p95 latency|latencyP95"_s), u"p95"_s);
    QCOMPARE(said, window);
}

void TestWindowLayout::elidedLabelShowsWhatFits()
{
    const QString text = u"the quick brown fox jumps over the lazy dog and runs away"_s;
    ElidedLabel label(text, 2);
    label.resize(150, 40);
    QVERIFY(label.shownText().endsWith(u"…"_s));
    QVERIFY(label.shownText().startsWith(u"the quick brown"_s));
    QCOMPARE(label.text(), text);
    QVERIFY(label.minimumSizeHint().width() < 60);
    label.resize(2000, 40);
    QCOMPARE(label.shownText(), text);
    label.show();
    QCOMPARE(label.height(), label.fontMetrics().lineSpacing());
    label.resize(200, 40);
    QCOMPARE(label.height(), 2 * label.fontMetrics().lineSpacing());
    // A word that is wider than the label breaks, and markup is text.
    ElidedLabel one(u"<b>"_s + QString(300, u'x'));
    one.resize(100, 20);
    QVERIFY(one.shownText().startsWith(u"<b>xx"_s));
    QVERIFY(one.shownText().size() < 40);
}

QTEST_MAIN(TestWindowLayout)
#include "tst_windowlayout.moc"
