// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/axisladder.h"
#include "charts/decimation.h"
#include "charts/timegeometry.h"
#include "charts/timenavigation.h"
#include "warnings.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void geometryGoesBothWays();
    void geometryStaysWithinTheRun();
    void zoomKeepsTheMomentUnderTheMouse();
    void panMovesByPixels();
    void ticks_data();
    void ticks();
    void decimationKeepsSpikes();
    void decimationKeepsNeighboursAndGaps();
    void steps();
    void largestSeesWhatRunsIn();
    void ladder_data();
    void ladder();
    void ladderDoesNotJump();
    void navigationFollowsAndStops();
    void navigationBringsASelectionIntoSight();
};

void TestCharts::geometryGoesBothWays()
{
    const TimeGeometry g(10s, 60s, 100, 700);
    QCOMPARE(g.x(10s), 100.0);
    QCOMPARE(g.x(70s), 700.0);
    QCOMPARE(g.x(40s), 400.0);
    QCOMPARE(g.at(400.0), Duration(40s));
    QCOMPARE(g.perPixel(), Duration(100ms));
    for (double x = 100; x <= 700; x += 37.5)
        QVERIFY(std::abs(g.x(g.at(x)) - x) < 1e-6);
}

void TestCharts::geometryStaysWithinTheRun()
{
    QCOMPARE(TimeGeometry(-5s, 60s, 0, 100).begin(), Duration(0s));
    QCOMPARE(TimeGeometry(0s, 1ns, 0, 100).span(), TimeGeometry::ShortestSpan);
    QCOMPARE(TimeGeometry(0s, 9000h, 0, 100).span(), TimeGeometry::LongestSpan);
    QCOMPARE(TimeGeometry(0s, 60s, 0, 100).until(20s).begin(), Duration(0s));
    QCOMPARE(TimeGeometry(0s, 60s, 0, 100).until(90s).begin(), Duration(30s));
    QVERIFY(TimeGeometry(0s, 60s, 50, 10).width() > 0);
}

void TestCharts::zoomKeepsTheMomentUnderTheMouse()
{
    const TimeGeometry g(20s, 60s, 100, 700);
    for (const double factor : {2.0, 1.25, 0.8}) {
        const TimeGeometry zoomed = g.zoomed(factor, 250);
        QVERIFY(std::abs(zoomed.x(g.at(250)) - 250) < 1e-3);
        QVERIFY(std::abs(double(zoomed.span().count()) * factor / double(g.span().count()) - 1) < 1e-9);
    }
    QCOMPARE(g.zoomed(1e12, 250).span(), TimeGeometry::ShortestSpan);
    QCOMPARE(g.zoomed(1e-12, 250).span(), TimeGeometry::LongestSpan);
    QCOMPARE(g.zoomed(0, 250).span(), TimeGeometry::LongestSpan);
}

void TestCharts::panMovesByPixels()
{
    const TimeGeometry g(20s, 60s, 100, 700);
    QCOMPARE(g.panned(100).begin(), Duration(10s));
    QCOMPARE(g.panned(-100).begin(), Duration(30s));
    QCOMPARE(g.panned(1e6).begin(), Duration(0s));
}

void TestCharts::ticks_data()
{
    QTest::addColumn<qint64>("beginMs");
    QTest::addColumn<qint64>("spanMs");
    QTest::addColumn<QStringList>("labels");
    QTest::newRow("a second") << qint64(0) << qint64(1000)
                              << QStringList{u"0.0 s"_s, u"0.2 s"_s, u"0.4 s"_s, u"0.6 s"_s, u"0.8 s"_s, u"1.0 s"_s};
    QTest::newRow("two") << qint64(0) << qint64(2000)
                         << QStringList{u"0.0 s"_s, u"0.5 s"_s, u"1.0 s"_s, u"1.5 s"_s, u"2.0 s"_s};
    QTest::newRow("a minute") << qint64(0) << qint64(60000) << QStringList{u"0 s"_s,  u"10 s"_s, u"20 s"_s, u"30 s"_s,
                                                                           u"40 s"_s, u"50 s"_s, u"60 s"_s};
    QTest::newRow("between") << qint64(3500) << qint64(20000) << QStringList{u"5 s"_s, u"10 s"_s, u"15 s"_s, u"20 s"_s};
    QTest::newRow("past the minute") << qint64(60000) << qint64(60000)
                                     << QStringList{u"1:00"_s, u"1:10"_s, u"1:20"_s, u"1:30"_s,
                                                    u"1:40"_s, u"1:50"_s, u"2:00"_s};
    QTest::newRow("ten minutes") << qint64(0) << qint64(600000)
                                 << QStringList{u"0:00"_s, u"2:00"_s, u"4:00"_s, u"6:00"_s, u"8:00"_s, u"10:00"_s};
    QTest::newRow("two hours") << qint64(0) << qint64(7200000)
                               << QStringList{u"0:00"_s,    u"20:00"_s,   u"40:00"_s,  u"1:00:00"_s,
                                              u"1:20:00"_s, u"1:40:00"_s, u"2:00:00"_s};
}

void TestCharts::ticks()
{
    QFETCH(qint64, beginMs);
    QFETCH(qint64, spanMs);
    QFETCH(QStringList, labels);
    const TimeGeometry g(std::chrono::milliseconds(beginMs), std::chrono::milliseconds(spanMs), 50, 650);
    QStringList found;
    double before = -1e9;
    for (const TimeGeometry::Tick &tick : g.ticks(90)) {
        found.append(tick.label);
        QVERIFY(g.x(tick.at) - before >= 90);
        QVERIFY(tick.at >= g.begin() && tick.at <= g.end());
        before = g.x(tick.at);
    }
    QCOMPARE(found, labels);
}

void TestCharts::decimationKeepsSpikes()
{
    QList<QPointF> points;
    for (int i = 0; i < 100000; ++i)
        points.append(QPointF(i / 1000.0, std::sin(i * 0.1)));
    points[54321].setY(40);
    points[12345].setY(-40);
    const QList<QPointF> thin = decimated(points, 0, 100, 600);
    QVERIFY(thin.size() <= 2 * 600 + 4);
    QVERIFY(
        std::is_sorted(thin.cbegin(), thin.cend(), [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
    QVERIFY(thin.contains(points.at(54321)));
    QVERIFY(thin.contains(points.at(12345)));
}

void TestCharts::decimationKeepsNeighboursAndGaps()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    const QList<QPointF> points{{0, 1}, {1, 2}, {2, nan}, {3, infinite}, {4, 5}, {5, 6}, {6, 7}, {7, 8}};
    QCOMPARE(decimated(points, 4.5, 5.5, 100), (QList<QPointF>{{4, 5}, {5, 6}, {6, 7}}));
    const QList<QPointF> whole = decimated(points, 0, 7, 100);
    QCOMPARE(whole.size(), 7);                      // without the infinite one
    QVERIFY(std::isnan(whole.at(2).y()));           // a gap
    QCOMPARE(decimated(points, 0, 7, 1).size(), 3); // the lowest and highest of the column, and the one on its edge
    QVERIFY(decimated({}, 0, 1, 10).isEmpty());
    QCOMPARE(decimated({{2, nan}, {3, nan}, {4, nan}}, 0, 10, 1).size(), 1); // one gap
}

void TestCharts::steps()
{
    QCOMPARE(stepped({{0, 1}, {1, 3}}, 2), (QList<QPointF>{{0, 1}, {1, 1}, {1, 3}, {2, 3}}));
    QCOMPARE(stepped({{0, 1}, {1, 1}, {2, 1}, {3, 2}}, 3), (QList<QPointF>{{0, 1}, {3, 1}, {3, 2}, {3, 2}}));
    QVERIFY(stepped({}, 5).isEmpty());
}

void TestCharts::largestSeesWhatRunsIn()
{
    const QList<QPointF> points{{0, 9}, {1, 2}, {2, 5}, {3, 20}};
    QCOMPARE(largest(points, 0.5, 2.5), 9.0);
    QCOMPARE(largest(points, 1, 2.5), 9.0); // the tread before ends there
    QCOMPARE(largest(points, 1.5, 9), 20.0);
    QCOMPARE(largest({}, 0, 1), 0.0);
}

void TestCharts::ladder_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("rung");
    QTest::newRow("nothing") << 0.0 << 1.0;
    QTest::newRow("negative") << -3.0 << 1.0;
    QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN() << 1.0;
    QTest::newRow("1") << 1.0 << 1.0;
    QTest::newRow("1.01") << 1.01 << 2.0;
    QTest::newRow("3") << 3.0 << 5.0;
    QTest::newRow("5") << 5.0 << 5.0;
    QTest::newRow("0.3") << 0.3 << 0.5;
    QTest::newRow("99") << 99.0 << 100.0;
    QTest::newRow("1234") << 1234.0 << 2000.0;
}

void TestCharts::ladder()
{
    QFETCH(double, value);
    QFETCH(double, rung);
    QVERIFY(std::abs(AxisLadder::rungFor(value) - rung) < 1e-9);
}

void TestCharts::ladderDoesNotJump()
{
    AxisLadder ladder(10);
    QCOMPARE(ladder.top(), 10.0);
    QVERIFY(ladder.update(48));
    QCOMPARE(ladder.top(), 50.0);
    QVERIFY(!ladder.update(53)); // within reach()
    QCOMPARE_GT(ladder.reach(), 53.0);
    QVERIFY(ladder.update(60));
    QCOMPARE(ladder.top(), 100.0);
    for (const double wavering : {49.0, 52.0, 45.0, 41.0})
        QVERIFY(!ladder.update(wavering));
    QVERIFY(ladder.update(30));
    QCOMPARE(ladder.top(), 50.0);
    QVERIFY(ladder.update(0));
    QCOMPARE(ladder.top(), 10.0);
    // Several rungs are no wavering, nor is a threshold.
    QVERIFY(ladder.update(45));
    QVERIFY(ladder.update(10));
    QCOMPARE(ladder.top(), 10.0);
    QVERIFY(ladder.update(0, 26));
    QCOMPARE(ladder.top(), 50.0);
    QVERIFY(ladder.update(0, 20));
    QCOMPARE(ladder.top(), 20.0);
    for (const double top : {1.0, 2.0, 5.0, 10.0, 200.0}) {
        const AxisLadder other(top);
        const double lines = other.top() / other.step();
        QVERIFY(lines == 4 || lines == 5);
    }
}

void TestCharts::navigationFollowsAndStops()
{
    TimeNavigation navigation;
    navigation.setEdges(0, 600);
    QSignalSpy following(&navigation, &TimeNavigation::followingChanged);
    navigation.setNow(30s);
    QCOMPARE(navigation.geometry().begin(), Duration(0s)); // grows from the left
    navigation.setNow(90s);
    QCOMPARE(navigation.geometry().end(), Duration(90s));
    navigation.pan(100);
    QCOMPARE(following.size(), 1);
    QVERIFY(!navigation.isFollowing());
    navigation.setNow(100s);
    QCOMPARE(navigation.geometry().end(), Duration(80s));
    navigation.setFollowing(true);
    QCOMPARE(navigation.geometry().end(), Duration(100s));
    navigation.zoom(2);
    QCOMPARE(navigation.geometry().end(), Duration(100s));
    QCOMPARE(navigation.geometry().span(), Duration(30s));
    navigation.showAll();
    QCOMPARE(navigation.geometry().begin(), Duration(0s));
    QCOMPARE(navigation.geometry().span(), Duration(100s));
    navigation.restart();
    QVERIFY(navigation.isFollowing());
    QCOMPARE(navigation.geometry().span(), Duration(60s));
}

void TestCharts::navigationBringsASelectionIntoSight()
{
    TimeNavigation navigation;
    navigation.setEdges(0, 600);
    navigation.setNow(300s);
    navigation.select(250s);
    QVERIFY(navigation.isFollowing());
    navigation.select(20s);
    QVERIFY(!navigation.isFollowing());
    QVERIFY(navigation.geometry().begin() <= 20s && navigation.geometry().end() >= 20s);
    QCOMPARE(navigation.selection(), std::optional<Duration>(20s));
    navigation.select(std::nullopt);
    QVERIFY(!navigation.selection());
}

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
