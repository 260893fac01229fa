// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "charts/paretoplot.h"
#include "charts/sensitivitybars.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/fieldspin.h"
#include "panels/sweepmodel.h"
#include "panels/tuneform.h"
#include "theme/theme.h"
#include "tunetest.h"
#include "window/cellview.h"
#include "window/recommendationbar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The page Tune: what is computed there, and what a person does with it.
class TestTune : public TuneTest
{
    Q_OBJECT

private Q_SLOTS:
    void pageIsShownAndLeft();
    void pageFitsASmallScreen();
    void layoutIsKept();
    void triesAll();
    void searches();
    void cancels();
    void everyViewChoosesTheSameCell();
    void mapByKeyboard();
    void comparesAndApplies();
    void oneFieldIsALine();
    void slicesOfThreeFields();
    void impossibleCellsAreSaid();
    void resultsOfAnotherScenarioAreSaid();
    void anotherScenarioEndsIt();
    void recommends();
    void recommendationIsCancelled();
    void exportsCells();
    void exportsPictures_data();
    void exportsPictures();
    void closesWhileComputing();
    void windowStaysAlive();
    void inTheDark();
    void everythingHasAName();
};

void TestTune::pageIsShownAndLeft()
{
    QVERIFY(m_window->showsTune());
    QVERIFY(!m_window->board()->isVisible());
    QVERIFY(!child<QDockWidget>(u"policiesDock"_s)->isVisible()); // all the width is the page's
    QVERIFY(!child<QAction>(u"zoomIn"_s)->isEnabled());
    QVERIFY(child<QAction>(u"runSweep"_s)->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(!m_window->showsTune());
    QVERIFY(m_window->board()->isVisible());
    QVERIFY(child<QDockWidget>(u"policiesDock"_s)->isVisible());
    QVERIFY(child<QAction>(u"zoomIn"_s)->isEnabled());
    QVERIFY(!child<QAction>(u"runSweep"_s)->isEnabled()); // what nobody sees
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(m_window->showsTune());
    QCOMPARE(m_window->size(), QSize(1440, 900));
}

void TestTune::pageFitsASmallScreen()
{
    const QSize least = m_window->minimumSizeHint();
    QVERIFY2(least.width() <= 1024 && least.height() <= 700,
             qPrintable(u"%1x%2"_s.arg(least.width()).arg(least.height())));
    m_window->showTune(false);
    const QSize board = m_window->minimumSizeHint();
    QVERIFY2(board.width() <= 1024 && board.height() <= 700,
             qPrintable(u"%1x%2"_s.arg(board.width()).arg(board.height())));
}

void TestTune::layoutIsKept()
{
    child<QDockWidget>(u"policiesDock"_s)->show();
    m_window->showTune(false);
    child<QDockWidget>(u"eventsDock"_s)->hide();
    m_window->close();
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->show();
    QVERIFY(!m_window->showsTune());
    QVERIFY(child<QDockWidget>(u"eventsDock"_s)->isHidden());
    QVERIFY(!child<QDockWidget>(u"endpointsDock"_s)->isHidden());
    m_window->showTune(true);
    QVERIFY(!child<QDockWidget>(u"policiesDock"_s)->isHidden());
    QVERIFY(child<QDockWidget>(u"endpointsDock"_s)->isHidden());
    m_window->close(); // on this page
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->show();
    QVERIFY(!child<QDockWidget>(u"endpointsDock"_s)->isHidden());
}

void TestTune::triesAll()
{
    chooseSmall();
    QVERIFY(map()->picture().cells.isEmpty());
    QSignalSpy finished(&page()->job(), &SweepJob::finished);
    press(u"tuneRun"_s);
    QVERIFY(child<QPushButton>(u"tuneCancel"_s)->isVisible());
    QVERIFY(child<QProgressBar>(u"tuneProgress"_s)->isVisible());
    QCOMPARE(map()->picture().cells.size(), 8); // waiting
    QVERIFY(finished.wait(60000));
    for (const HeatMap::Cell &cell : map()->picture().cells) {
        QCOMPARE(cell.state, HeatMap::State::Done);
        QVERIFY(cell.value);
    }
    QVERIFY(!child<QPushButton>(u"tuneCancel"_s)->isVisible());
    QCOMPARE(child<QLabel>(u"tuneProgressText"_s)->text().left(13), u"Done: 8 cells"_s);
    QCOMPARE(map()->picture().present, 2 * 2 + 1); // 10 failures, 5 s
    QVERIFY(map()->picture().best >= 0);
    // The best one is looked at without being asked for.
    QCOMPARE(page()->selectedCell(), results().best);
    QTRY_VERIFY(page()->cellView()->isSettled());
    QVERIFY(page()->cellView()->snapshot().isFinished);
    QVERIFY(child<QLabel>(u"cellTitle"_s)->toolTip().contains(u"ailure threshold"_s));
    // More failures are needed, more attempts are wasted.
    const qsizetype wasted = 1;
    QCOMPARE(results().plan.goals.at(wasted).expression(), u"min wastedAttempts"_s);
    QVERIFY(results().scores.at(1).goals.at(wasted).mean < results().scores.at(7).goals.at(wasted).mean);
    QVERIFY(page()->job().timePerRun());
}

void TestTune::searches()
{
    chooseSmall(u"2..9"_s);
    QSignalSpy finished(&page()->job(), &SweepJob::finished);
    press(u"tuneSearch"_s);
    QCOMPARE(page()->job().method(), SweepJob::Method::Search);
    QVERIFY(finished.wait(60000));
    QVERIFY(results().isWhole && results().best >= 0);
    QCOMPARE(results().scores.at(results().best).seeds, 3);
    QVERIFY(std::ranges::any_of(results().scores, [](const CellScore &score) { return score.seeds < 3; }));
}

void TestTune::cancels()
{
    type(u"tuneField.0.values"_s, u"1..100"_s);
    type(u"tuneField.1.values"_s, u"1s..50s:1s"_s);
    QSignalSpy finished(&page()->job(), &SweepJob::finished);
    press(u"tuneRun"_s);
    QTRY_VERIFY(page()->job().progress().cellsDone > 0);
    QTRY_VERIFY(std::ranges::any_of(map()->picture().cells, [](const HeatMap::Cell &cell) {
        return cell.state == HeatMap::State::Done;
    })); // it grows while it computes
    QVERIFY(child<QLabel>(u"tuneProgressText"_s)->text().startsWith(u"Trying all: "_s));
    QTRY_VERIFY(child<QLabel>(u"tuneProgressText"_s)->text().endsWith(u"left"_s));
    QElapsedTimer time;
    time.start();
    press(u"tuneCancel"_s);
    QVERIFY(finished.wait(5000));
    QVERIFY(time.elapsed() < 2000);
    QVERIFY(!results().isWhole);
    QVERIFY(child<QLabel>(u"tuneProgressText"_s)->text().startsWith(u"Cancelled after "_s));
    QVERIFY(results().best >= 0); // of what was found
    QVERIFY(child<QPushButton>(u"tuneRun"_s)->isEnabled());
    // Again, from the beginning, and by the keyboard.
    chooseSmall();
    QTest::keyClick(page(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(page()->job().isRunning());
    QTest::keyClick(page(), Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(finished.wait(60000));
}

void TestTune::everyViewChoosesTheSameCell()
{
    chooseSmall();
    tryAll();
    clickCell(5);
    QCOMPARE(page()->selectedCell(), 5);
    QCOMPARE(child<QLabel>(u"cellTitle"_s)->toolTip().left(37), u"Failure threshold 10, recovery time 5"_s);
    QTRY_VERIFY(page()->cellView()->isSettled());
    const RunSummary there = page()->cellView()->snapshot().summary;

    auto *tabs = child<QTabWidget>(u"sweepTabs"_s);
    tabs->setCurrentIndex(2);
    QTableView *table = page()->views()->table();
    QCOMPARE(page()->views()->model()->cellAt(table->currentIndex().row()), 5);
    table->sortByColumn(2, Qt::DescendingOrder);
    const int row = page()->views()->model()->rowOf(0);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(page()->views()->model()->index(row, 0)).center());
    QCOMPARE(page()->selectedCell(), 0);
    QCOMPARE(map()->selected(), 0);
    QTRY_VERIFY(page()->cellView()->isSettled());
    QVERIFY(page()->cellView()->snapshot().summary != there);

    tabs->setCurrentIndex(0);
    const auto &points = page()->views()->pareto()->picture().points;
    QCOMPARE(points.size(), 8);
    const auto front = std::ranges::find_if(points, &ParetoPlot::Point::isFront);
    QVERIFY(front != points.end());
    QTest::mouseClick(page()->views()->pareto(), Qt::LeftButton, {},
                      page()->views()->pareto()->placeOf(*front).toPoint());
    QVERIFY(std::ranges::any_of(
        points, [&](const ParetoPlot::Point &point) { return point.isFront && point.id == page()->selectedCell(); }));
    tabs->setCurrentIndex(1);
    QCOMPARE(page()->views()->sensitivity()->bars().size(), 2);

    // Another goal on the map.
    const auto before = map()->picture().cells;
    choose(u"mapGoal"_s, 1);
    QVERIFY(map()->picture().cells != before);
    QVERIFY(map()->picture().title.contains(u"asted attempts"_s));
}

void TestTune::mapByKeyboard()
{
    chooseSmall();
    tryAll();
    map()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(map(), Qt::Key_Home);
    QTest::keyClick(map(), Qt::Key_PageDown);
    QTest::keyClick(map(), Qt::Key_Return);
    QCOMPARE(page()->selectedCell(), 0);
    QTest::keyClick(map(), Qt::Key_Right);
    QTest::keyClick(map(), Qt::Key_Up);
    QVERIFY(map()->accessibleDescription().contains(u"95 % interval"_s));
    QTest::keyClick(map(), Qt::Key_Return);
    QCOMPARE(page()->selectedCell(), 3);
}

void TestTune::comparesAndApplies()
{
    chooseSmall();
    tryAll();
    clickCell(0);
    QVERIFY(page()->cellView()->differenceText().isEmpty());
    press(u"cellCompare"_s);
    QVERIFY(child<QAction>(u"compareCell"_s)->isChecked());
    QTRY_VERIFY(page()->cellView()->isSettled());
    QTRY_VERIFY2(page()->cellView()->differenceText().contains(u"sooner"_s),
                 qPrintable(page()->cellView()->differenceText()));
    QCOMPARE(threshold(), 10); // as yet
    const int edits = document()->undoStack()->count();
    press(u"cellApply"_s);
    QCOMPARE(threshold(), 3);
    QCOMPARE(document()->policy().breaker->recoveryTime, Duration(2s));
    QCOMPARE(document()->undoStack()->count(), edits + 1);
    QCOMPARE(map()->picture().present, 0);
    QTRY_VERIFY(page()->cellView()->differenceText().startsWith(u"The same"_s));
    QVERIFY(!child<QLabel>(u"sweepWarning"_s)->isVisible()); // the cells are the same ones
    child<QAction>(u"undo"_s)->trigger();
    QCOMPARE(threshold(), 10);
    QCOMPARE(map()->picture().present, 5);
    child<QAction>(u"compareCell"_s)->trigger();
    QVERIFY(!page()->cellView()->isCompared());
    clickCell(2);
    child<QAction>(u"applyCell"_s)->trigger();
    QCOMPARE(threshold(), 5);
}

void TestTune::oneFieldIsALine()
{
    QTest::mouseClick(child<QToolButton>(u"tuneField.1.remove"_s), Qt::LeftButton);
    type(u"tuneField.0.values"_s, u"2..9"_s);
    child<FieldSpin>(u"tuneSeeds"_s)->stepBy(-8);
    tryAll();
    QCOMPARE(map()->picture().cells.size(), 8);
    QCOMPARE(map()->picture().rows.labels, QStringList{QString()});
    clickCell(7);
    QCOMPARE(page()->selectedCell(), 7);
    QVERIFY(!child<QComboBox>(u"mapAcross"_s)->isVisible());
}

void TestTune::slicesOfThreeFields()
{
    chooseSmall(u"3,10"_s, u"2s,5s"_s);
    press(u"tuneAddField"_s);
    choose(u"tuneField.2.choice"_s, child<QComboBox>(u"tuneField.2.choice"_s)->findText(u"Retries"_s));
    type(u"tuneField.2.values"_s, u"0,1,2"_s);
    tryAll();
    QCOMPARE(results().scores.size(), 12);
    QCOMPARE(map()->picture().cells.size(), 4);
    QVERIFY(child<QComboBox>(u"mapAcross"_s)->isVisible());
    auto *slice = child<QComboBox>(u"mapSlice.2"_s);
    QCOMPARE(slice->currentIndex(), int(results().best % 3)); // where the best one is
    QVERIFY(!map()->rectOf(results().best).isEmpty());
    for (const int retries : {2, 0}) {
        choose(u"mapSlice.2"_s, retries);
        QCOMPARE(map()->picture().cells.first().id, retries);
    }
    QVERIFY(map()->rectOf(results().cellOf(document()->scenario())).isEmpty());
    // Chosen elsewhere, a cell brings its slice along.
    child<QTabWidget>(u"sweepTabs"_s)->setCurrentIndex(2);
    Q_EMIT page()->views()->table()->clicked(page()->views()->model()->index(4, 0));
    QCOMPARE(page()->selectedCell(), 4);
    QCOMPARE(child<QComboBox>(u"mapSlice.2"_s)->currentText(), u"Retries: 1"_s);
    // Retries across: what was there becomes the slice.
    choose(u"mapAcross"_s, 2);
    QCOMPARE(map()->picture().columns.labels, QStringList({u"0"_s, u"1"_s, u"2"_s}));
    QCOMPARE(child<QComboBox>(u"mapSlice.0"_s)->count(), 2);
    // Both axes cannot be the same.
    choose(u"mapUp"_s, 2);
    QVERIFY(child<QComboBox>(u"mapAcross"_s)->currentIndex() != 2);
    QCOMPARE(map()->picture().rows.title, u"Retries"_s);
}

void TestTune::impossibleCellsAreSaid()
{
    // Each of the values can be, not all of them together: no retry waits for less than the first one.
    QTest::mouseClick(child<QToolButton>(u"tuneField.1.remove"_s), Qt::LeftButton);
    auto *choice = child<QComboBox>(u"tuneField.0.choice"_s);
    choose(u"tuneField.0.choice"_s, choice->findText(u"Base delay"_s));
    type(u"tuneField.0.values"_s, u"50ms,900ms"_s);
    press(u"tuneAddField"_s);
    choose(u"tuneField.1.choice"_s, child<QComboBox>(u"tuneField.1.choice"_s)->findText(u"Longest delay"_s));
    type(u"tuneField.1.values"_s, u"200ms,2s"_s);
    child<FieldSpin>(u"tuneSeeds"_s)->stepBy(-8);
    QVERIFY(page()->form()->plan());
    tryAll();
    if (results().scores.at(2).error.isEmpty())
        QSKIP("these settings can be together after all");
    QCOMPARE(map()->picture().cells.at(1).state, HeatMap::State::Impossible);
    clickCell(2);
    QVERIFY(page()->cellView()->isEmpty());
    QVERIFY(child<QLabel>(u"cellHint"_s)->text().contains(u"There is no run"_s));
    press(u"cellApply"_s);
    QVERIFY(!child<QPushButton>(u"cellApply"_s)->isEnabled());
}

void TestTune::resultsOfAnotherScenarioAreSaid()
{
    chooseSmall();
    tryAll();
    auto *warning = child<QLabel>(u"sweepWarning"_s);
    QVERIFY(!warning->isVisible());
    PolicyConfig policy = document()->policy();
    policy.retry->maxRetries = 0;
    QVERIFY(document()->setPolicy(policy).isEmpty());
    QVERIFY(warning->isVisible());
    QVERIFY(warning->text().contains(u"before a change"_s));
    document()->undoStack()->undo();
    QVERIFY(!warning->isVisible());
    // Also when it happens on the other page.
    m_window->showTune(false);
    QVERIFY(document()->setPolicy(policy).isEmpty());
    m_window->showTune(true);
    QVERIFY(warning->isVisible());
    tryAll();
    QVERIFY(!warning->isVisible());
}

void TestTune::anotherScenarioEndsIt()
{
    type(u"tuneField.0.values"_s, u"1..100"_s);
    type(u"tuneField.1.values"_s, u"1s..50s:1s"_s);
    QSignalSpy finished(&page()->job(), &SweepJob::finished);
    press(u"tuneRun"_s);
    QTRY_VERIFY(page()->job().progress().cellsDone > 0);
    m_window->openScenario(*findBuiltinScenario(u"retry-storm"_s));
    QVERIFY(!page()->job().isRunning());
    QVERIFY(map()->picture().cells.isEmpty());
    QVERIFY(page()->cellView()->isEmpty());
    QVERIFY(child<QPushButton>(u"tuneRun"_s)->isVisible());
    QCOMPARE(child<QComboBox>(u"tuneField.0.choice"_s)->currentText(), u"Retries"_s);
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 0);
}

void TestTune::recommends()
{
    m_window->openScenario(*findBuiltinScenario(u"retry-storm"_s));
    QSignalSpy finished(&page()->recommendation(), &RecommendationJob::finished);
    press(u"tuneRecommend"_s);
    QVERIFY(page()->recommendation().isRunning());
    QVERIFY(!child<QAction>(u"runSweep"_s)->isEnabled());
    QVERIFY(finished.wait(120000));
    auto *bar = child<RecommendationBar>(u"recommendation"_s);
    QVERIFY(bar->isVisible());
    QVERIFY2(bar->text().contains(u"retries"_s) && !bar->text().contains(u"maxRetries"_s), qPrintable(bar->text()));
    // Its run is shown at once.
    QVERIFY(child<QLabel>(u"cellTitle"_s)->toolTip().startsWith(u"Recommended: Retries: "_s));
    QTRY_VERIFY(page()->cellView()->isSettled());
    QVERIFY(page()->cellView()->snapshot().summary.calls > 0);
    const int before = document()->policy().retry->maxRetries;
    press(u"recommendationApply"_s);
    QVERIFY(document()->policy().retry->maxRetries != before);
    document()->undoStack()->undo();
    QCOMPARE(document()->policy().retry->maxRetries, before);
    press(u"recommendationShow"_s);
    press(u"recommendationPlan"_s);
    QCOMPARE(document()->scenario().tune->vary, page()->recommendation().result()->plan.vary);
    QCOMPARE(page()->form()->plan()->vary, page()->recommendation().result()->plan.vary);
    press(u"recommendationClose"_s);
    QVERIFY(!bar->isVisible());
}

void TestTune::recommendationIsCancelled()
{
    QSignalSpy finished(&page()->recommendation(), &RecommendationJob::finished);
    press(u"tuneRecommend"_s);
    press(u"tuneCancel"_s);
    QVERIFY(finished.wait(30000));
    QVERIFY(!page()->recommendation().result());
    QVERIFY(!child<RecommendationBar>(u"recommendation"_s)->isVisible());
    QVERIFY(child<QLabel>(u"tuneProgressText"_s)->text().startsWith(u"Cancelled"_s));
}

void TestTune::exportsCells()
{
    QVERIFY(!child<QAction>(u"saveCells"_s)->isEnabled());
    chooseSmall();
    tryAll();
    const QString path = filePath(u"cells.csv"_s);
    answerDialog(path);
    child<QAction>(u"saveCells"_s)->trigger();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 9);
    QVERIFY(
        lines.first().startsWith("cell,policies.*.breaker.failureThreshold,policies.*.breaker.recoveryTime,seeds,"));
    QVERIFY(lines.at(6).startsWith("5,10,5s,3,"));
    child<QAction>(u"copyMap"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->image().size(), map()->size() * 2);
}

void TestTune::exportsPictures_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("map, PNG") << u"saveMap"_s << u"map.png"_s << QByteArray("\x89PNG");
    QTest::newRow("map, SVG") << u"saveMap"_s << u"map.svg"_s << QByteArray("<?xml");
    QTest::newRow("map, PDF") << u"saveMap"_s << u"map.pdf"_s << QByteArray("%PDF");
    QTest::newRow("trade-off, SVG") << u"saveTradeOff"_s << u"front.svg"_s << QByteArray("<?xml");
}

void TestTune::exportsPictures()
{
    QFETCH(QString, action);
    QFETCH(QString, name);
    QFETCH(QByteArray, begins);
    chooseSmall();
    tryAll();
    answerDialog(filePath(name));
    child<QAction>(action)->trigger();
    QFile file(filePath(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.startsWith(begins));
    QVERIFY(content.size() > 2000);
    if (name.endsWith(u"svg"_s))
        QVERIFY(content.contains("uccess rate")); // text is text
    if (name.endsWith(u"png"_s)) {
        QImage image;
        QVERIFY(image.loadFromData(content));
        QCOMPARE(image.size(), map()->size() * 2);
    }
}

void TestTune::closesWhileComputing()
{
    type(u"tuneField.0.values"_s, u"1..100"_s);
    type(u"tuneField.1.values"_s, u"1s..50s:1s"_s);
    press(u"tuneRun"_s);
    QTRY_VERIFY(page()->job().progress().cellsDone > 0);
    document()->undoStack()->setClean();
    QElapsedTimer time;
    time.start();
    m_window->close();
    m_window.reset();
    QVERIFY2(time.elapsed() < 2000, qPrintable(QString::number(time.elapsed())));
}

/// No turn of the event loop takes long while all cores compute: what is typed and clicked meanwhile is done. How long the longest
/// took is printed; with FUSEBOARD_LONGEST_TURN_MS it must not be longer than that.
void TestTune::windowStaysAlive()
{
    type(u"tuneField.0.values"_s, u"1..60"_s);
    type(u"tuneField.1.values"_s, u"1s..40s:1s"_s);
    page()->form()->plan();
    qint64 longest = 0;
    QSignalSpy finished(&page()->job(), &SweepJob::finished);
    press(u"tuneRun"_s);
    QElapsedTimer whole;
    whole.start();
    int turns = 0;
    auto *tabs = child<QTabWidget>(u"sweepTabs"_s);
    QElapsedTimer turn;
    while (page()->job().isRunning() && whole.elapsed() < 4000) {
        turn.start();
        if (++turns % 40 == 0)
            tabs->setCurrentIndex(turns / 40 % tabs->count());
        if (turns % 40 == 20 && results().isDone(0))
            clickCell(turns % 60);
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        longest = std::max(longest, turn.elapsed());
        QTest::qSleep(1); // or the loop itself would be what keeps a core busy
    }
    child<QAction>(u"cancelSweep"_s)->trigger();
    QVERIFY(finished.size() == 1 || finished.wait(10000));
    QVERIFY(page()->job().progress().cellsDone > 0);
    qInfo("%d turns, the longest took %lld ms", turns, static_cast<long long>(longest));
    const int most = qEnvironmentVariableIntValue("FUSEBOARD_LONGEST_TURN_MS");
    QVERIFY(most <= 0 || longest <= most);
}

void TestTune::inTheDark()
{
    chooseSmall();
    tryAll();
    const auto lightness = [this] {
        return page()->views()->pareto()->grab().toImage().pixelColor(6, 150).lightnessF();
    };
    QVERIFY(lightness() > 0.8);
    child<QAction>(u"theme.dark"_s)->trigger();
    QTRY_VERIFY(lightness() < 0.3);
    QVERIFY(map()->grab().toImage().pixelColor(4, 20).lightnessF() < 0.3);
    child<QAction>(u"theme.light"_s)->trigger();
}

void TestTune::everythingHasAName()
{
    chooseSmall();
    tryAll();
    QStringList without;
    for (const QWidget *widget : page()->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->inherits("QScrollArea")
            || widget->inherits("QLineEdit"))
            continue;
        const QVariant text = widget->property("text").isValid() ? widget->property("text") : widget->property("title");
        if (widget->accessibleName().isEmpty() && text.toString().isEmpty())
            without.append(widget->objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className()));
    }
    QVERIFY2(without.isEmpty(), qPrintable(without.join(u", "_s)));
}

QTEST_MAIN(TestTune)
#include "tst_tune.moc"
