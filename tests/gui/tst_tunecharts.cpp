// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/axisticks.h"
#include "charts/heatgeometry.h"
#include "charts/heatmap.h"
#include "charts/paretoplot.h"
#include "charts/sensitivitybars.h"
#include "document/goaltext.h"
#include "document/sweepresults.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/setting.h"
#include "panels/sweepmodel.h"
#include "panels/sweepwords.h"
#include "panels/tunefield.h"
#include "theme/colourscale.h"
#include "theme/palettes.h"
#include "theme/theme.h"
#include "theme/tints.h"
#include "warnings.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

/// Charts and tables of a sweep, with results that are made up.
class TestTuneCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Choice::Light); }
    void init() { failOnAnyWarning(); }

    void ticksAreRoundAndWithin_data();
    void ticksAreRoundAndWithin();
    void geometryGoesBothWays();
    void hatchStaysWithin();
    void scaleRisesInLightness();
    void mapIsPainted();
    void mapIsUsedByMouse();
    void mapIsUsedByKeyboard();
    void mapWithoutCellsSaysWhatToDo();
    void mapOfThousandsIsQuick();
    void paretoIsUsedByMouseAndKeyboard();
    void paretoOfOnePoint();
    void paretoIsPainted();
    void paretoOfManyIsThinnedOut();
    void paretoHasATable();
    void barsSayWhatTheyShow();
    void barsAreAsLongAsTheirShare();
    void modelIsSound();
    void modelSorts();
    void resultsConclude();
    void cellOfAScenario();
    void outdatedByOtherFieldsOnly();
    void csvHasAllCells();
    void goalsAreSaid();
    void proposalsHaveThePresentValue();
    void proposalsCanBeRun();
    void valuesAreReadable();

private:
    SweepPlan plan() const;
    SweepResults results(bool isWhole = true) const;
    HeatMap::Picture picture() const;
};

/// Failure thresholds 3..5 across, three recovery times.
SweepPlan TestTuneCharts::plan() const
{
    SweepPlan plan;
    plan.scenarios = {*findBuiltinScenario(u"hard-outage"_s)};
    plan.vary = {*Variation::parse(u"policies.*.breaker.failureThreshold=3..5"),
                 *Variation::parse(u"policies.*.breaker.recoveryTime=1s,5s,10s")};
    plan.seeds = 4;
    plan.goals = {*Goal::parse(u"min wastedAttempts"), *Goal::parse(u"max successRate"),
                  *Goal::parse(u"min detectTime")};
    return plan;
}

/// The higher the cell's number the more attempts, the more successes; the last but one misses a limit, the last cannot be. Where
/// they are not whole, the second half is still to come.
SweepResults TestTuneCharts::results(bool isWhole) const
{
    SweepResults results;
    results.plan = plan();
    results.isWhole = isWhole;
    for (int i = 0; i < 9; ++i) {
        CellScore score;
        score.cell = i;
        if (isWhole || i < 4) {
            score.seeds = 4;
            const std::optional<double> detect = i == 2 ? std::nullopt : std::optional(1.5e9 + i * 1e8);
            score.goals = {Estimate{4, 100.0 + i, 2.5}, Estimate{4, 0.5 + i * 0.01, 0.004},
                           Estimate{detect ? 4 : 0, detect, std::numeric_limits<double>::infinity()}};
            if (i == 7)
                score.missed = {u"successRate >= 0.9 is not met: it is 0.57"_s};
            if (i == 8)
                score = {8, u"must be another one"_s, 0, {}, {}};
        }
        results.scores.append(score);
    }
    results.conclude();
    return results;
}

HeatMap::Picture TestTuneCharts::picture() const
{
    HeatMap::Picture picture;
    picture.title = u"Lowest wasted attempts"_s;
    picture.isLowBetter = true;
    picture.columns = {u"Failure threshold"_s, {u"3"_s, u"4"_s, u"5"_s}};
    picture.rows = {u"Recovery time"_s, {u"1 s"_s, u"5 s"_s}};
    for (int i = 0; i < 6; ++i)
        picture.cells.append({10 + i, HeatMap::State::Done, i != 4, 100.0 + i});
    picture.cells[5] = {15, HeatMap::State::Impossible, false, std::nullopt};
    picture.cells[3].state = HeatMap::State::Waiting;
    picture.cells[3].value.reset();
    picture.present = 11;
    picture.best = 10;
    return picture;
}

void TestTuneCharts::ticksAreRoundAndWithin_data()
{
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<double>>("ticks");
    QTest::newRow("whole") << 0.0 << 10.0 << 6 << QList<double>{0, 2, 4, 6, 8, 10};
    QTest::newRow("not from zero") << 62.0 << 97.0 << 5 << QList<double>{70, 80, 90};
    QTest::newRow("shares") << 0.61 << 0.67 << 4 << QList<double>{0.62, 0.64, 0.66};
    QTest::newRow("below zero") << -1.0 << 1.0 << 5 << QList<double>{-1, -0.5, 0, 0.5, 1};
    QTest::newRow("one value") << 3.0 << 3.0 << 5 << QList<double>{3};
    QTest::newRow("out of order") << 3.0 << 2.0 << 5 << QList<double>{};
    QTest::newRow("not finite") << 3.0 << std::numeric_limits<double>::infinity() << 5 << QList<double>{};
    QTest::newRow("no room") << 0.0 << 1.0 << 0 << QList<double>{};
}

void TestTuneCharts::ticksAreRoundAndWithin()
{
    QFETCH(double, least);
    QFETCH(double, most);
    QFETCH(int, count);
    QFETCH(QList<double>, ticks);
    const QList<double> found = axisTicks(least, most, count);
    QCOMPARE(found.size(), ticks.size());
    for (qsizetype i = 0; i < ticks.size(); ++i)
        QVERIFY(std::abs(found.at(i) - ticks.at(i)) < 1e-9);
}

void TestTuneCharts::geometryGoesBothWays()
{
    const HeatGeometry geometry(QRectF(10, 20, 300, 90), 6, 3, 64);
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 6; ++column)
            QCOMPARE(geometry.cellAt(geometry.cell(column, row).center()), std::optional(QPoint(column, row)));
    }
    QCOMPARE(geometry.cell(0, 0).bottomLeft(), QPointF(10, 110)); // rows count upwards
    QVERIFY(!geometry.cellAt({9, 50}));
    QVERIFY(!geometry.cellAt({311, 50}));
    QVERIFY(!geometry.cellAt({50, 111}));
    QVERIFY(!HeatGeometry().cellAt({0, 0}));
    QCOMPARE(HeatGeometry(QRectF(0, 0, 100, 400), 5, 1, 64).area().height(), 64.0);
    QCOMPARE(HeatGeometry::labelStep(30, 10), 3);
    QCOMPARE(HeatGeometry::labelStep(8, 10), 1);
}

void TestTuneCharts::hatchStaysWithin()
{
    const QRectF rect(13.5, 7, 40, 21);
    const QList<QLineF> lines = hatchLines(rect, 7);
    QVERIFY(lines.size() >= 8);
    const QRectF around = rect.adjusted(-1e-6, -1e-6, 1e-6, 1e-6);
    for (const QLineF &line : lines)
        QVERIFY(around.contains(line.p1()) && around.contains(line.p2()));
    QVERIFY(hatchLines({}, 7).isEmpty());
}

void TestTuneCharts::scaleRisesInLightness()
{
    for (int i = 0; i < 100; ++i) {
        QVERIFY(contrast(scaleColour((i + 1) / 100.0), Qt::black) > contrast(scaleColour(i / 100.0), Qt::black));
        const QColor ground = scaleColour(i / 100.0);
        QVERIFY2(contrast(ground, readableOn(ground)) >= 4.0, qPrintable(ground.name())); // values stand on it
    }
    QCOMPARE(scaleColour(-1), scaleColour(0));
    QCOMPARE(scaleColour(2), scaleColour(1));
}

void TestTuneCharts::mapIsPainted()
{
    HeatMap map;
    map.resize(500, 400);
    map.setValueText([](double value) { return QString::number(value); });
    map.show(picture());
    const auto colourAt = [&](const QImage &image, qint64 id) {
        // Beside the value, which stands in the middle.
        const QPointF at = map.rectOf(id).center() + QPointF(0, map.rectOf(id).height() * 0.3);
        return image.pixelColor(at.toPoint());
    };
    const QImage light = map.grab().toImage();
    QCOMPARE(colourAt(light, 10), scaleColour(1)); // the least, which is the best
    QVERIFY(contrast(colourAt(light, 10), Qt::black) > contrast(colourAt(light, 12), Qt::black));
    QVERIFY(contrast(colourAt(light, 13), Qt::white) < 1.3); // nothing yet
    QCOMPARE(map.rectOf(99), QRectF());
    map.setPalette(darkPalette());
    const QImage dark = map.grab().toImage();
    QCOMPARE(colourAt(dark, 10), scaleColour(1));
    QVERIFY(contrast(colourAt(dark, 13), Qt::black) < 1.8);
    // The one that is looked at has a frame.
    map.setSelected(12);
    QVERIFY(map.grab().toImage() != dark);
}

void TestTuneCharts::mapIsUsedByMouse()
{
    HeatMap map;
    map.resize(500, 400);
    map.setDescription([](qint64 id) { return u"cell %1"_s.arg(id); });
    map.show(picture());
    QSignalSpy spy(&map, &HeatMap::chosen);
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.rectOf(14).center().toPoint());
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy.first().first().toLongLong(), 14);
    QCOMPARE(map.accessibleDescription(), u"cell 14"_s);
    QTest::mouseClick(&map, Qt::LeftButton, {}, {2, 2});
    QTest::mouseClick(&map, Qt::RightButton, {}, map.rectOf(10).center().toPoint());
    QCOMPARE(spy.size(), 1);
}

void TestTuneCharts::mapIsUsedByKeyboard()
{
    HeatMap map;
    map.resize(500, 400);
    map.setDescription([](qint64 id) { return u"cell %1"_s.arg(id); });
    map.show(picture());
    QSignalSpy spy(&map, &HeatMap::chosen);
    const auto at = [&](Qt::Key key) {
        QTest::keyClick(&map, key);
        return map.accessibleDescription();
    };
    QCOMPARE(at(Qt::Key_Right), u"cell 11"_s);
    QCOMPARE(at(Qt::Key_Up), u"cell 14"_s);
    QCOMPARE(at(Qt::Key_Up), u"cell 14"_s); // no further
    QCOMPARE(at(Qt::Key_End), u"cell 15"_s);
    QCOMPARE(at(Qt::Key_Home), u"cell 13"_s);
    QCOMPARE(at(Qt::Key_PageDown), u"cell 10"_s);
    QCOMPARE(at(Qt::Key_PageUp), u"cell 13"_s);
    QCOMPARE(at(Qt::Key_Down), u"cell 10"_s);
    QCOMPARE(at(Qt::Key_Left), u"cell 10"_s);
    QTest::keyClick(&map, Qt::Key_Return);
    QTest::keyClick(&map, Qt::Key_Space);
    QCOMPARE(spy.size(), 2);
    QCOMPARE(spy.first().first().toLongLong(), 10);
}

void TestTuneCharts::mapWithoutCellsSaysWhatToDo()
{
    HeatMap map;
    map.resize(300, 200);
    const QImage empty = map.grab().toImage();
    map.setEmptyText(u"Press Try all."_s);
    QVERIFY(map.grab().toImage() != empty);
    QTest::mouseClick(&map, Qt::LeftButton, {}, {150, 100});
    QTest::keyClick(&map, Qt::Key_Right);
    QTest::keyClick(&map, Qt::Key_Return);
    map.show(picture());
    map.show({});
    QTest::keyClick(&map, Qt::Key_Return);
}

void TestTuneCharts::mapOfThousandsIsQuick()
{
    HeatMap map;
    map.resize(900, 700);
    map.setValueText([](double value) { return QString::number(value); });
    HeatMap::Picture picture;
    picture.title = u"Many"_s;
    for (int i = 0; i < 140; ++i) {
        picture.columns.labels.append(QString::number(i));
        picture.rows.labels.append(QString::number(i));
    }
    for (int i = 0; i < 140 * 140; ++i)
        picture.cells.append({i, HeatMap::State::Done, i % 3 != 0, double(i)});
    map.show(picture);
    QImage image(map.size(), QImage::Format_ARGB32_Premultiplied);
    QElapsedTimer time;
    time.start();
    map.render(&image);
    QVERIFY2(time.elapsed() < 1000, qPrintable(QString::number(time.elapsed()))); // some 60 ms alone on a machine
}

void TestTuneCharts::paretoIsUsedByMouseAndKeyboard()
{
    ParetoPlot plot;
    plot.resize(400, 300);
    plot.setValueTexts([](double value) { return QString::number(value); },
                       [](double value) { return QString::number(value); });
    plot.setDescription([](qint64 id) { return u"cell %1"_s.arg(id); });
    ParetoPlot::Picture picture;
    picture.x = {u"Wasted attempts"_s, true};
    picture.y = {u"Success rate"_s, false};
    picture.points = {{0, 10, 0.5, true, true},
                      {1, 20, 0.7, true, true},
                      {2, 30, 0.9, true, true},
                      {3, 30, 0.5, false, true},
                      {4, 12, 0.9, false, false}};
    picture.best = 1;
    picture.present = 3;
    plot.setPicture(picture);
    QVERIFY(plot.placeOf(picture.points.at(0)).x() < plot.placeOf(picture.points.at(2)).x());
    QVERIFY(plot.placeOf(picture.points.at(0)).y() > plot.placeOf(picture.points.at(2)).y()); // more is higher
    plot.grab();
    QSignalSpy spy(&plot, &ParetoPlot::chosen);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.placeOf(picture.points.at(3)).toPoint() + QPoint(3, -2));
    QCOMPARE(spy.takeFirst().first().toLongLong(), 3);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, {200, 295});
    QVERIFY(spy.isEmpty());
    // Along the front, from its beginning.
    QTest::keyClick(&plot, Qt::Key_Right);
    QCOMPARE(plot.accessibleDescription(), u"cell 0"_s);
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::keyClick(&plot, Qt::Key_Return);
    QCOMPARE(spy.takeFirst().first().toLongLong(), 2);
    QTest::keyClick(&plot, Qt::Key_Left);
    QTest::keyClick(&plot, Qt::Key_Space);
    QCOMPARE(spy.takeFirst().first().toLongLong(), 1);
}

void TestTuneCharts::paretoOfOnePoint()
{
    ParetoPlot plot;
    plot.resize(400, 300);
    plot.setEmptyText(u"Nothing yet."_s);
    plot.grab();
    plot.setValueTexts([](double value) { return QString::number(value); },
                       [](double value) { return QString::number(value); });
    ParetoPlot::Picture picture;
    picture.points = {{7, 0, 0, true, true}};
    plot.setPicture(picture);
    plot.grab();
    const QPointF place = plot.placeOf(picture.points.first());
    QVERIFY(std::isfinite(place.x()) && plot.rect().contains(place.toPoint()));
}

void TestTuneCharts::paretoIsPainted()
{
    ParetoPlot plot;
    plot.resize(500, 400);
    plot.setValueTexts([](double value) { return QString::number(value); },
                       [](double value) { return QString::number(value); });
    ParetoPlot::Picture picture;
    picture.x = {u"Wasted attempts"_s, true};
    picture.y = {u"Success rate"_s, false};
    picture.points = {
        {0, 10, 0.5, true, true}, {1, 30, 0.9, true, true}, {2, 28, 0.6, false, true}, {3, 12, 0.83, false, false}};
    plot.setPicture(picture);
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        plot.setPalette(palette);
        const Tints tints = Tints::of(palette);
        const QColor pale = mixed(tints.card, tints.text, 0.38);
        const QImage image = plot.grab().toImage();
        const auto colourAt = [&](qsizetype point) {
            return image.pixel(plot.placeOf(picture.points.at(point)).toPoint());
        };
        QCOMPARE(colourAt(0), tints.accent.rgb());
        QCOMPARE(colourAt(1), tints.accent.rgb());
        QCOMPARE(colourAt(2), pale.rgb());
        QCOMPARE(colourAt(3), tints.card.rgb()); // violates a constraint: hollow
    }
    // Half way along the front there is its line.
    const QPointF middle = (plot.placeOf(picture.points.at(0)) + plot.placeOf(picture.points.at(1))) / 2;
    const QImage image = plot.grab().toImage();
    const QColor accent = Tints::of(plot.palette()).accent;
    bool isLine = false;
    for (int by = -2; by <= 2; ++by)
        isLine |= image.pixel(middle.toPoint() + QPoint(0, by)) == accent.rgb();
    QVERIFY(isLine);
    // A point keeps its place in the data when the plot has another size.
    plot.resize(300, 250);
    QCOMPARE(plot.grab().toImage().pixel(plot.placeOf(picture.points.at(0)).toPoint()), accent.rgb());
    // The one that is chosen has a ring, ten pixels around it.
    const auto hasRing = [&] {
        const QImage picked = plot.grab().toImage();
        bool found = false;
        for (int by = 9; by <= 11; ++by)
            found |= picked.pixel(plot.placeOf(picture.points.at(2)).toPoint() + QPoint(by, 0))
                == Tints::of(plot.palette()).text.rgb();
        return found;
    };
    QVERIFY(!hasRing());
    plot.setSelected(2);
    QVERIFY(hasRing());
}

void TestTuneCharts::paretoOfManyIsThinnedOut()
{
    ParetoPlot plot;
    plot.resize(700, 500);
    plot.setValueTexts([](double value) { return QString::number(value); },
                       [](double value) { return QString::number(value); });
    ParetoPlot::Picture picture;
    for (int i = 0; i < 20'000; ++i)
        picture.points.append({i, double(i % 141), double(i / 141), false, true});
    plot.setPicture(picture);
    plot.grab();
    // A click reaches also what is not drawn.
    QSignalSpy spy(&plot, &ParetoPlot::chosen);
    for (const qsizetype id : {qsizetype(0), qsizetype(7070), qsizetype(19'999)}) {
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.placeOf(picture.points.at(id)).toPoint());
        QCOMPARE(spy.takeFirst().first().toLongLong(), id);
    }
}

void TestTuneCharts::paretoHasATable()
{
    ParetoPlot plot;
    plot.resize(500, 400);
    plot.setValueTexts([](double value) { return QString::number(value) + u" x"_s; },
                       [](double value) { return QString::number(value) + u" y"_s; });
    ParetoPlot::Picture picture;
    picture.x = {u"Wasted attempts"_s, true};
    picture.y = {u"Success rate"_s, false};
    picture.points = {{0, 10, 0.5, false, true}, {1, 30, 0.9, true, true}, {2, 28, 0.6, false, false}};
    picture.best = 1;
    picture.present = 2;
    plot.setPicture(picture);
    QCOMPARE(plot.table().toCsv(),
             "Configuration,Wasted attempts,Success rate,Pareto front,Constraints\n"
             "1 (best),30 x,0.9 y,yes,met\n"
             "0,10 x,0.5 y,no,met\n"
             "2 (current),28 x,0.6 y,no,violated\n");
}

void TestTuneCharts::barsSayWhatTheyShow()
{
    SensitivityBars bars;
    bars.resize(400, 200);
    bars.setEmptyText(u"Nothing yet."_s);
    bars.grab();
    bars.setBars(u"What decides"_s,
                 {{u"Failure threshold"_s, 0.7, {1.0, 2.0, std::nullopt}, u"decides 70 %"_s},
                  {u"Recovery time"_s, 0.1, {}, u"decides 10 %"_s}});
    QVERIFY(bars.accessibleDescription().contains(u"70 %"_s));
    bars.grab();
    QVERIFY(bars.minimumSizeHint().height() > 80);
}

void TestTuneCharts::barsAreAsLongAsTheirShare()
{
    SensitivityBars bars;
    bars.resize(500, 240);
    bars.setBars(u"What decides"_s,
                 {{u"Failure threshold"_s, 0.7, {1.0, 2.0}, u"decides 70 %"_s},
                  {u"Recovery time"_s, 0.2, {}, u"decides 20 %"_s}});
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        bars.setPalette(palette);
        const Tints tints = Tints::of(palette);
        const QImage image = bars.grab().toImage();
        const auto colourAt = [&](qsizetype bar, double share) {
            const QRectF row = bars.rowOf(bar);
            return image.pixel(QPointF(row.left() + share * row.width(), row.center().y()).toPoint());
        };
        // The first bar stands at the top.
        QCOMPARE(colourAt(0, 0.1), tints.accent.rgb());
        QCOMPARE(colourAt(0, 0.67), tints.accent.rgb());
        QCOMPARE(colourAt(0, 0.73), tints.card.rgb());
        QCOMPARE(colourAt(1, 0.17), tints.accent.rgb());
        QCOMPARE(colourAt(1, 0.23), tints.card.rgb());
    }
    QVERIFY(bars.rowOf(0).bottom() <= bars.rowOf(1).top() + 0.01);
}

void TestTuneCharts::modelIsSound()
{
    SweepModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    const SweepResults half = results(false);
    const SweepWords words(half.plan);
    model.show(half, words);
    QCOMPARE(model.rowCount(), 9);
    QCOMPARE(model.columnCount(), 2 + 3 + 2);
    QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), u"Failure threshold"_s);
    QCOMPARE(model.index(0, 2).data().toString(), u"100 ± 2.5"_s);
    QVERIFY(model.index(8, 2).data().toString().isEmpty());
    model.show(results(), words);
    QCOMPARE(model.index(8, 0).data().toString(), u"5"_s);
    QCOMPARE(model.index(8, 1).data().toString(), u"10 s"_s);
    QVERIFY(model.index(8, 6).data().toString().startsWith(u"cannot be"_s));
    QVERIFY(model.index(7, 6).data().toString().contains(u"successRate >= 0.9"_s));
    QCOMPARE(model.index(2, 4).data().toString(), u"–"_s);
    QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"4 seeds"_s));
    model.show({}, {});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 0);
}

void TestTuneCharts::modelSorts()
{
    SweepModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const SweepResults shown = results();
    model.show(shown, SweepWords(shown.plan));
    const QPersistentModelIndex kept = model.index(2, 0);
    model.sort(2, Qt::DescendingOrder);
    QCOMPARE(model.cellAt(0), 7);
    QCOMPARE(model.cellAt(8), 8); // it has none
    QCOMPARE(model.cellAt(kept.row()), 2);
    model.sort(2, Qt::AscendingOrder);
    QCOMPARE(model.cellAt(0), 0);
    QCOMPARE(model.cellAt(8), 8);
    model.sort(4, Qt::DescendingOrder);
    QCOMPARE(model.cellAt(0), 7);
    QCOMPARE(model.rowOf(2), 7);                        // nothing was detected
    model.show(results(false), SweepWords(shown.plan)); // stays sorted
    QCOMPARE(model.cellAt(0), 3);
    model.sort(-1);
    QCOMPARE(model.cellAt(5), 5);
    QCOMPARE(model.rowOf(77), -1);
}

void TestTuneCharts::resultsConclude()
{
    SweepResults whole = results();
    QCOMPARE(whole.best, 3); // as few attempts as cell 0 for all one knows, and more calls succeed
    QCOMPARE(whole.front.first(), 0);
    QVERIFY(!whole.front.contains(7)); // misses a limit
    QCOMPARE(whole.sensitivities.size(), 6);
    QCOMPARE(whole.frontOf(0, 2), QList<qint64>{0}); // the lowest in both
    // With fewer seeds it may only have been lucky.
    whole.scores[5].seeds = 8;
    whole.conclude();
    QCOMPARE(whole.best, 5);
    QCOMPARE(whole.front, QList<qint64>{5});
}

void TestTuneCharts::cellOfAScenario()
{
    const SweepResults shown = results();
    Scenario scenario = shown.plan.scenarios.first();
    QCOMPARE(shown.cellOf(scenario), -1); // its threshold is 10
    scenario = *withSettings(scenario, {u"policies.*.breaker.failureThreshold=4"_s});
    QCOMPARE(shown.cellOf(scenario), 4); // 5 s stay
    scenario = *withSettings(scenario, {u"policies.*.breaker.recoveryTime=1000ms"_s});
    QCOMPARE(shown.cellOf(scenario), 3);
    for (qint64 cell = 0; cell < 9; ++cell)
        QCOMPARE(shown.cellOf(*withSettings(scenario, shown.plan.settingsOf(cell))), cell);
}

void TestTuneCharts::outdatedByOtherFieldsOnly()
{
    const SweepResults shown = results();
    Scenario scenario = shown.plan.scenarios.first();
    QVERIFY(!shown.isOutdatedBy(scenario));
    scenario.tune = TuneConfig();
    QVERIFY(!shown.isOutdatedBy(scenario));
    scenario = *withSettings(scenario, {u"policies.*.breaker.failureThreshold=40"_s});
    QVERIFY(!shown.isOutdatedBy(scenario)); // every cell has another one
    scenario = *withSettings(scenario, {u"policies.*.retry.maxRetries=0"_s});
    QVERIFY(shown.isOutdatedBy(scenario));
}

void TestTuneCharts::csvHasAllCells()
{
    const QList<QByteArray> lines = results().toCsv().trimmed().split('\n');
    QCOMPARE(lines.size(), 10);
    QCOMPARE(lines.first(),
             "cell,policies.*.breaker.failureThreshold,policies.*.breaker.recoveryTime,seeds,wastedAttempts,"
             "wastedAttempts_halfwidth95,successRate,successRate_halfwidth95,detectTime_ms,detectTime_ms_halfwidth95,"
             "allowed,missed");
    QCOMPARE(lines.at(1), "0,3,1s,4,100,2.5,0.5,0.004,1500,,yes,");
    QCOMPARE(lines.at(3), "2,3,10s,4,102,2.5,0.52,0.004,,,yes,");
    QVERIFY(lines.at(8).endsWith(",no,successRate >= 0.9 is not met: it is 0.57"));
    QCOMPARE(lines.at(9), "8,5,10s,0,,,,,,,no,must be another one");
    QCOMPARE(results(false).toCsv().trimmed().split('\n').size(), 5);
}

void TestTuneCharts::goalsAreSaid()
{
    const Goal wasted = *Goal::parse(u"min wastedAttempts");
    const Goal rate = *Goal::parse(u"max successRate");
    const Goal time = *Goal::parse(u"min detectTime");
    QCOMPARE(goalLabel(wasted), u"Lowest wasted attempts"_s);
    QCOMPARE(goalLabel(rate), u"Highest success rate"_s);
    QCOMPARE(estimateText(wasted, {4, 12.53, 0.81}), u"12.5 ± 0.8"_s);
    QCOMPARE(estimateText(wasted, {4, 12345.2, 12}), u"12\u202f345 ± 12"_s);
    QCOMPARE(estimateText(rate, {4, 0.974, 0.003}), u"97.4 % ± 0.3 %"_s);
    QCOMPARE(estimateText(time, {4, 1.38e9, 2e7}), u"1.38 s ± 20 ms"_s);
    QCOMPARE(estimateText(time, {1, 1.38e9, std::numeric_limits<double>::infinity()}), u"1.38 s"_s);
    QCOMPARE(estimateText(time, {}), u"–"_s);
}

void TestTuneCharts::proposalsHaveThePresentValue()
{
    const Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    const QList<TuneField> fields = tuneFields(scenario);
    const auto proposal = [&](const QString &path) { return tuneFieldAt(fields, u"policies.*."_s + path).proposal; };
    QCOMPARE(proposal(u"breaker.failureThreshold"_s), u"3..20"_s);
    QCOMPARE(proposal(u"breaker.recoveryTime"_s), u"2s,3s,5s,7s,10s"_s.prepend(u"1.5s,"_s).append(u",15s"_s));
    QCOMPARE(proposal(u"retry.jitter"_s), u"none,proportional,full,equal,decorrelated"_s);
    QCOMPARE(proposal(u"retry.honorRetryAfter"_s), u"false,true"_s);
    QVERIFY(proposal(u"timeout.overall"_s).startsWith(u"null,"_s)); // there is none at present
    QVERIFY(tuneFieldAt(fields, u"policies.*.breaker.failureRateThreshold"_s).unusedBecause.contains(u"rate"_s));
    for (const TuneField &field : fields)
        QVERIFY2(Variation::parse(field.path + u'=' + field.proposal), qPrintable(field.path + u'=' + field.proposal));
    // One that nobody knows here is called by its path.
    QCOMPARE(tuneFieldAt(fields, u"workload.0.arrivals.rate"_s).label, u"workload.0.arrivals.rate"_s);
}

/// Of every field of every scenario most proposed values can be run, the present one among them.
void TestTuneCharts::proposalsCanBeRun()
{
    for (const Scenario &scenario : builtinScenarios()) {
        const QList<TuneField> fields = tuneFields(scenario);
        QVERIFY2(fields.size() > 3, qPrintable(scenario.name));
        for (const TuneField &field : fields) {
            SweepResults results;
            results.plan.scenarios = {scenario};
            results.plan.vary = {*Variation::parse(field.path + u'=' + field.proposal)};
            const qint64 present = results.cellOf(scenario);
            QVERIFY2(present >= 0, qPrintable(scenario.name + u' ' + field.path + u'=' + field.proposal));
            const auto same = withSettings(scenario, results.plan.settingsOf(present));
            QVERIFY2(same && *same == scenario, qPrintable(scenario.name + u' ' + field.path + u'=' + field.proposal));
        }
    }
}

void TestTuneCharts::valuesAreReadable()
{
    const QList<TuneField> fields = tuneFields(*findBuiltinScenario(u"hard-outage"_s));
    const auto text = [&](const QString &path, const QString &value) {
        return tuneFieldAt(fields, u"policies.*."_s + path).valueText(value);
    };
    QCOMPARE(text(u"breaker.recoveryTime"_s, u"1500ms"_s), u"1.5 s"_s);
    QCOMPARE(text(u"breaker.recoveryJitter"_s, u"0.25"_s), u"25 %"_s);
    QCOMPARE(text(u"breaker.rule"_s, u"consecutiveFailures"_s), u"failures in a row"_s);
    QCOMPARE(text(u"breaker.recoveryBackoffFactor"_s, u"2"_s), u"2 ×"_s);
    QCOMPARE(text(u"timeout.overall"_s, u"null"_s), u"off"_s);
    QCOMPARE(text(u"breaker.recoveryTime"_s, u"soon"_s), u"soon"_s);
}

QTEST_MAIN(TestTuneCharts)
#include "tst_tunecharts.moc"
