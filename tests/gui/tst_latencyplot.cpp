// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/latencyplot.h"
#include "charts/plotview.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/latencypanel.h"
#include "theme/palettes.h"
#include "theme/theme.h"
#include "theme/tints.h"
#include "warnings.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The latency distribution, and with it what every chart of Qt Charts has: colours, table, export.
class TestLatencyPlot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Choice::Light); }
    void init() { failOnAnyWarning(); }

    void emptySaysWhatComes();
    void histogramAndCumulativeAreDrawn_data();
    void histogramAndCumulativeAreDrawn();
    void percentilesAreMarked();
    void comparedRunIsFaded();
    void scaleFollowsTheSize();
    void oneLatencyHasRoom();
    void tableByKeyAndButton();
    void tableIsAccessible();
    void menuHasDataAndPicture();
    void panelShowsTheRun();

private:
    static LatencyPlot::Run twoPeaks();
    static QRgb at(QWidget &widget, double x, double y);
};

/// Nine calls of ten take 1 to 2 ms, one takes 100 to 200 ms.
LatencyPlot::Run TestLatencyPlot::twoPeaks()
{
    return {u"This run"_s, {{1ms, 2ms, 90}, {2ms, 100ms, 0}, {100ms, 200ms, 10}}, 1500us, 150ms, 190ms};
}

QRgb TestLatencyPlot::at(QWidget &widget, double x, double y)
{
    return widget.grab().toImage().pixel(int(std::round(x)), int(std::round(y)));
}

void TestLatencyPlot::emptySaysWhatComes()
{
    LatencyPlot plot;
    plot.resize(500, 300);
    QVERIFY(plot.isEmpty());
    const QImage empty = plot.grab().toImage();
    plot.setEmptyText({});
    QVERIFY(plot.grab().toImage() != empty);
    QTest::keyClick(&plot, Qt::Key_T); // there is no table either
    QVERIFY(!plot.isTableShown());
}

void TestLatencyPlot::histogramAndCumulativeAreDrawn_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestLatencyPlot::histogramAndCumulativeAreDrawn()
{
    QFETCH(QPalette, palette);
    LatencyPlot plot;
    plot.setPalette(palette);
    plot.resize(600, 400);
    plot.setRuns(twoPeaks(), std::nullopt);
    const Tints tints = Tints::of(palette);
    const QRgb bar = mixed(tints.card, tints.accent, 0.35).rgb();
    const QRectF area = plot.plotArea();
    // The higher peak reaches nearly to the top, the other a ninth of that; nothing lies between.
    QCOMPARE(at(plot, plot.xOf(1200us), area.top() + area.height() * 0.2), bar);
    QCOMPARE(at(plot, plot.xOf(120ms), area.bottom() - area.height() * 0.05), bar);
    QVERIFY(at(plot, plot.xOf(120ms), area.top() + area.height() * 0.3) != bar);
    QVERIFY(at(plot, plot.xOf(15ms), area.bottom() - area.height() * 0.05) != bar);
    // The cumulative line is flat at 90 % between the peaks.
    bool isLine = false;
    for (int by = -1; by <= 1; ++by)
        isLine |= at(plot, plot.xOf(15ms), plot.yOfCumulative(0.9) + by) == tints.text.rgb();
    QVERIFY(isLine);
    // The axis is logarithmic: each decade is as long as the other.
    const double decade = plot.xOf(10ms) - plot.xOf(1ms);
    QVERIFY(std::abs(plot.xOf(100ms) - plot.xOf(10ms) - decade) < 1e-6);
}

void TestLatencyPlot::percentilesAreMarked()
{
    LatencyPlot plot;
    plot.resize(600, 400);
    plot.setRuns(twoPeaks(), std::nullopt);
    const QColor text = Tints::of(plot.palette()).text;
    const double y = plot.plotArea().top() + plot.plotArea().height() * 0.5;
    const QImage image = plot.grab().toImage();
    for (const Duration value : {Duration(1500us), Duration(150ms), Duration(190ms)})
        QCOMPARE(image.pixel(int(std::floor(plot.xOf(value) + 0.5)), int(y)), text.rgb());
    QCOMPARE(plot.accessibleDescription(), u"This run: p50 1.5 ms, p95 150 ms, p99 190 ms"_s);
}

void TestLatencyPlot::comparedRunIsFaded()
{
    LatencyPlot plot;
    plot.resize(600, 400);
    LatencyPlot::Run other{u"Baseline"_s, {{10ms, 20ms, 50}, {20ms, 40ms, 50}}, 15ms, 35ms, 38ms};
    plot.setRuns(twoPeaks(), other);
    const Tints tints = Tints::of(plot.palette());
    const QRectF area = plot.plotArea();
    QCOMPARE(at(plot, plot.xOf(12ms), area.bottom() - area.height() * 0.1), mixed(tints.card, tints.text, 0.12).rgb());
    QCOMPARE(at(plot, std::floor(plot.xOf(35ms) + 0.5), area.top() + area.height() * 0.3),
             mixed(tints.card, tints.text, 0.35).rgb());
    QVERIFY(plot.accessibleDescription().contains(u"Baseline: p50 15 ms"_s));
    QCOMPARE(plot.table().columnCount(), 7);
    // Gone with it.
    plot.setRuns(twoPeaks(), std::nullopt);
    QVERIFY(at(plot, plot.xOf(12ms), area.bottom() - area.height() * 0.1) != mixed(tints.card, tints.text, 0.12).rgb());
    QCOMPARE(plot.table().columnCount(), 5);
}

void TestLatencyPlot::scaleFollowsTheSize()
{
    LatencyPlot plot;
    plot.resize(600, 400);
    plot.setRuns(twoPeaks(), std::nullopt);
    const QRgb bar = mixed(Tints::of(plot.palette()).card, Tints::of(plot.palette()).accent, 0.35).rgb();
    for (const QSize size : {QSize(900, 250), QSize(300, 500), QSize(600, 400)}) {
        plot.resize(size);
        const QRectF area = plot.plotArea();
        QVERIFY(QRectF(plot.rect()).contains(area));
        QCOMPARE(at(plot, plot.xOf(1200us), area.top() + area.height() * 0.2), bar);
        QVERIFY(at(plot, plot.xOf(15ms), area.bottom() - area.height() * 0.05) != bar);
    }
}

void TestLatencyPlot::oneLatencyHasRoom()
{
    LatencyPlot plot;
    plot.resize(600, 400);
    plot.setRuns({u"This run"_s, {{Duration(0), Duration(8), 5}}, {}, {}, {}}, std::nullopt);
    const QRectF area = plot.plotArea();
    QVERIFY(std::isfinite(plot.xOf(Duration(0))));
    QVERIFY(area.contains(QPointF(plot.xOf(Duration(0)), area.center().y())));
}

void TestLatencyPlot::tableByKeyAndButton()
{
    QWidget window;
    LatencyPlot plot(&window);
    plot.resize(600, 400);
    plot.setRuns(twoPeaks(), std::nullopt);
    QAbstractItemModelTester tester(plot.findChild<PlotTable *>(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    plot.setFocus();
    auto *view = plot.findChild<QTableView *>(u"plotTable"_s);
    QVERIFY(view->isHidden());
    QTest::keyClick(&plot, Qt::Key_T);
    QVERIFY(view->isVisible());
    QCOMPARE(QApplication::focusWidget(), view);
    QCOMPARE(plot.table().rowCount(), 3);
    const auto row = [&](int number) { return plot.table().content().rows.at(number).join(u' '); };
    QCOMPARE(row(0), u"1 ms 2 ms 90 90.0 % 90.0 %"_s);
    QCOMPARE(row(2), u"100 ms 200 ms 10 10.0 % 100 %"_s);
    QTest::keySequence(view, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text().split(u'\n').first(), u"From,To,Calls,Share,Cumulative"_s);
    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(view->isHidden());
    QCOMPARE(QApplication::focusWidget(), &plot);
    QTest::mouseClick(plot.findChild<QToolButton *>(u"plotTableButton"_s), Qt::LeftButton);
    QVERIFY(view->isVisible());
    // The numbers follow the run while the table is shown.
    LatencyPlot::Run run = twoPeaks();
    run.bins[0].count = 190;
    plot.setRuns(run, std::nullopt);
    QCOMPARE(row(0), u"1 ms 2 ms 190 95.0 % 95.0 %"_s);
}

void TestLatencyPlot::tableIsAccessible()
{
    LatencyPlot plot;
    plot.resize(600, 400);
    plot.setRuns(twoPeaks(), std::nullopt);
    plot.setTableShown(true);
    plot.show();
    QAccessibleInterface *view = QAccessible::queryAccessibleInterface(plot.findChild<QTableView *>(u"plotTable"_s));
    QVERIFY(view != nullptr && view->tableInterface() != nullptr);
    QCOMPARE(view->text(QAccessible::Name), u"Latency distribution"_s);
    QCOMPARE(view->tableInterface()->rowCount(), 3);
    QCOMPARE(view->tableInterface()->cellAt(0, 2)->text(QAccessible::Name), u"90"_s);
}

void TestLatencyPlot::menuHasDataAndPicture()
{
    QWidget window;
    LatencyPlot plot(&window);
    plot.resize(600, 400);
    plot.setRuns(twoPeaks(), std::nullopt);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy saves(&plot, &PlotView::savePictureRequested);
    QSignalSpy copies(&plot, &PlotView::copyPictureRequested);
    const auto choose = [&](int entry) {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {50, 50}, plot.mapToGlobal(QPoint(50, 50)));
        QApplication::sendEvent(&plot, &event);
        auto *menu = plot.findChild<QMenu *>(u"plotMenu"_s);
        for (int i = 0; i <= entry; ++i)
            QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_VERIFY(plot.findChild<QMenu *>(u"plotMenu"_s) == nullptr);
    };
    choose(0);
    QVERIFY(plot.isTableShown());
    QGuiApplication::clipboard()->clear();
    choose(1);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"1 ms,2 ms,90"_s));
    choose(2);
    QCOMPARE(copies.takeFirst().first().value<QWidget *>(), &plot);
    choose(3);
    QCOMPARE(saves.takeFirst().first().value<QWidget *>(), &plot);
}

void TestLatencyPlot::panelShowsTheRun()
{
    RunDocument document;
    document.setScenario(*findBuiltinScenario(u"hard-outage"_s));
    document.setSpeed(PlayHead::AtOnce);
    LatencyPanel panel(&document);
    panel.resize(500, 300);
    QVERIFY(panel.findChild<LatencyPlot *>() == nullptr); // not before it is seen
    panel.show();
    auto *plot = panel.findChild<LatencyPlot *>();
    QVERIFY(plot != nullptr && plot->isEmpty());
    document.start();
    QTRY_VERIFY(document.snapshot().isFinished);
    panel.refresh();
    QVERIFY(!plot->isEmpty());
    const RunSnapshot &snapshot = document.snapshot();
    quint64 calls = 0;
    for (const LatencyBin &bin : snapshot.latencies)
        calls += bin.count;
    QCOMPARE(calls, snapshot.summary.succeeded + snapshot.summary.failed);
    QCOMPARE(plot->table().rowCount(), snapshot.latencies.size());
}

QTEST_MAIN(TestLatencyPlot)
#include "tst_latencyplot.moc"
