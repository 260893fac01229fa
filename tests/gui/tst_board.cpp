// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "charts/decimation.h"
#include "charts/lanegeometry.h"
#include "charts/laneview.h"
#include "charts/livechart.h"
#include "charts/timebins.h"
#include "charts/timenavigation.h"
#include "theme/marks.h"
#include "theme/theme.h"
#include "theme/tints.h"
#include "warnings.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QColor P50Colour(0x56, 0xb4, 0xe9);

/// @p endpoints endpoints, each with a steady load of @p rate calls a second that all take @p latency, for @p length.
RunSnapshot steadyRun(int endpoints, int rate, std::chrono::seconds length, Duration latency = 40ms)
{
    static quint64 revision = 0;
    RunSnapshot snapshot;
    snapshot.now = length;
    snapshot.revision = ++revision;
    snapshot.isFinished = true;
    for (int i = 0; i < endpoints; ++i) {
        EndpointSnapshot endpoint;
        endpoint.name = u"endpoint %1"_s.arg(i);
        for (int second = 0; second < length.count(); ++second) {
            SecondFigures figures;
            figures.second = second;
            figures.calls = figures.succeeded = figures.attempts = rate;
            figures.p50 = figures.p95 = figures.p99 = latency;
            endpoint.seconds.append(figures);
        }
        endpoint.health.append({0s, length, Health::Healthy, u"healthy"_s});
        endpoint.states.append({0s, length, BreakerState::Closed});
        snapshot.endpoints.append(endpoint);
    }
    return snapshot;
}

PolicyConfig policyWith(TripRule rule)
{
    PolicyConfig policy;
    policy.breaker.emplace();
    policy.breaker->rule = rule;
    return policy;
}

QImage pictureOf(QWidget &widget)
{
    return widget.grab().toImage();
}

bool isNear(const QColor &a, const QColor &b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 24;
}

/// Whether @p colour is within a pixel of @p y in column @p x.
bool isAt(const QImage &image, double x, double y, const QColor &colour)
{
    for (int row = int(std::floor(y)) - 1; row <= int(std::ceil(y)) + 1; ++row) {
        if (isNear(image.pixelColor(int(x), row), colour))
            return true;
    }
    return false;
}

QString textOf(const QList<QPointF> &points)
{
    QStringList texts;
    for (const QPointF &point : points)
        texts.append(u"%1:%2"_s.arg(point.x()).arg(point.y()));
    return texts.join(u' ');
}

} // namespace

/// The centre of the window: that what is drawn is what was recorded.
class TestBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Choice::Light); }
    void init();
    void cleanup() { m_board.reset(); }

    void scaleFitsWhateverChanges_data();
    void scaleFitsWhateverChanges();
    void axisFollowsItsThreshold();
    void axisStartsAnewWithARun();
    void twoThresholdsAreToldApart();
    void slowCallsHaveTheirLine();
    void verdictOfOneMomentIsASpike();
    void noCallIsAGap();
    void gapsOfLines();
    void clippedLinesEndAtTheEdges();
    void narrowStretchesAreOnePiece();
    void manyChangesShowTheirShare();
    void noBreakerIsHatched();
    void unknownHealthIsHatched();
    void clickInALaneChoosesItsEndpoint();
    void nothingBeyondNowIsChosen();
    void legendStaysAtTheSelection();
    void oneResolutionOverTheAxis();
    void lastStepOfAFinishedRun();
    void callsGiveFinerSteps();
    void shortRunsFillTheAxis();
    void roundsAreMarked();
    void runALittleLongerStartsAtZero();

private:
    void showRun(const RunSnapshot &snapshot, const PolicyConfig &policy, const RunSnapshot &compared = {})
    {
        m_board->show(snapshot, policy, 0, compared, u"before"_s);
    }
    void verifyScale() const;
    TimeNavigation *navigation() const { return m_board->navigation(); }
    double x(Duration at) const { return navigation()->geometry().x(at); }

    std::unique_ptr<BoardView> m_board;
};

void TestBoard::init()
{
    failOnAnyWarning();
    m_board = std::make_unique<BoardView>();
    m_board->resize(900, 640);
    static_cast<QWidget &>(*m_board).show();
    QVERIFY(QTest::qWaitForWindowExposed(m_board.get()));
}

/// Of a steady run at 20 calls a second: the area's edge and the line of the p50 stand where the axis says.
void TestBoard::verifyScale() const
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    LiveChart &calls = *m_board->callsChart();
    const Tints t = Tints::of(calls.palette());
    const QColor area = mixed(t.card, markOf(Outcome::Succeeded).colour, 0.78);
    const double column = x(30s) + 0.5;
    const QImage callsPicture = pictureOf(calls);
    const double edge = calls.yOf(20);
    QVERIFY(edge > 0 && edge < calls.yOf(0));
    QVERIFY2(isNear(callsPicture.pixelColor(int(column), int(edge + 4)), area), "below the edge");
    QVERIFY2(isNear(callsPicture.pixelColor(int(column), int(calls.yOf(0) - 3)), area), "above the floor");
    QVERIFY2(!isNear(callsPicture.pixelColor(int(column), int(edge - 4)), area), "above the edge");

    LiveChart &latency = *m_board->latencyChart();
    if (latency.isHidden())
        return;
    // The three quantiles lie upon one another: the last one is seen.
    const QColor line(0xd5, 0x5e, 0x00);
    QVERIFY2(isAt(pictureOf(latency), column, latency.yOf(0.04), line), "latency");
}

void TestBoard::scaleFitsWhateverChanges_data()
{
    QTest::addColumn<std::function<void(BoardView &)>>("change");
    using Change = std::function<void(BoardView &)>;
    const PolicyConfig policy = policyWith(TripRule::ConsecutiveFailures);
    QTest::newRow("nothing") << Change([](BoardView &) {});
    QTest::newRow("the window's height") << Change([](BoardView &board) { board.resize(900, 900); });
    QTest::newRow("the window's width") << Change([](BoardView &board) { board.resize(1300, 500); });
    QTest::newRow("more lanes") << Change([policy](BoardView &board) { board.show(steadyRun(3, 20, 60s), policy, 0); });
    QTest::newRow("a compared run") << Change([policy](BoardView &board) {
        board.show(steadyRun(1, 20, 60s), policy, 0, steadyRun(1, 10, 60s, 20ms), u"before"_s);
    });
    QTest::newRow("a compared run that goes") << Change([policy](BoardView &board) {
        board.show(steadyRun(2, 20, 60s), policy, 0, steadyRun(2, 10, 60s, 20ms), u"before"_s);
        QCoreApplication::processEvents();
        board.show(steadyRun(1, 20, 60s), policy, 0);
    });
    QTest::newRow("a chart that is hidden") << Change([](BoardView &board) { board.ruleChart()->hide(); });
    QTest::newRow("two charts that are hidden") << Change([](BoardView &board) {
        board.ruleChart()->hide();
        board.latencyChart()->hide();
    });
    QTest::newRow("another font") << Change([](BoardView &board) {
        QFont font = board.font();
        font.setPixelSize(QFontInfo(font).pixelSize() * 3 / 2);
        board.setFont(font);
    });
    QTest::newRow("a legend on its own line") << Change([](BoardView &board) { board.resize(420, 640); });
    QTest::newRow("a long title") << Change([](BoardView &board) {
        board.callsChart()->setTitle(
            u"Calls per second of an endpoint whose name is so long that the legend goes below it"_s);
    });
}

void TestBoard::scaleFitsWhateverChanges()
{
    QFETCH(std::function<void(BoardView &)>, change);
    showRun(steadyRun(1, 20, 60s), policyWith(TripRule::ConsecutiveFailures));
    verifyScale();
    if (QTest::currentTestFailed())
        return;
    change(*m_board);
    verifyScale();
}

void TestBoard::axisFollowsItsThreshold()
{
    PolicyConfig policy = policyWith(TripRule::ConsecutiveFailures);
    const RunSnapshot run = steadyRun(1, 20, 60s);
    for (const auto &[threshold, top] : {std::pair{5, 5.0}, {26, 50.0}, {10, 10.0}, {5, 5.0}}) {
        policy.breaker->failureThreshold = threshold;
        showRun(run, policy);
        QCOMPARE(m_board->ruleChart()->top(), top);
    }
}

void TestBoard::axisStartsAnewWithARun()
{
    const PolicyConfig policy = policyWith(TripRule::ConsecutiveFailures);
    showRun(steadyRun(1, 90, 60s), policy);
    QCOMPARE(m_board->callsChart()->top(), 100.0);
    showRun(steadyRun(1, 50, 40s), policy);
    QCOMPARE(m_board->callsChart()->top(), 50.0);
}

void TestBoard::twoThresholdsAreToldApart()
{
    PolicyConfig policy = policyWith(TripRule::FailureRate);
    policy.breaker->slowCallDuration = 1s;
    policy.breaker->slowCallRateThreshold = policy.breaker->failureRateThreshold = 0.5;
    m_board->setThresholdMovable(true);
    showRun(steadyRun(1, 20, 60s), policy);
    LiveChart *chart = m_board->ruleChart();
    QCOMPARE(chart->thresholds().size(), 2);
    QVERIFY(chart->thresholds().at(0).label.contains(u"failed"_s));
    QVERIFY(chart->thresholds().at(1).label.contains(u"slow"_s));
    QVERIFY(!chart->gripRect(0).intersects(chart->gripRect(1)));
    QSignalSpy dragged(m_board.get(), &BoardView::thresholdDragged);
    for (const int grip : {0, 1}) {
        const QPoint from = chart->gripRect(grip).center().toPoint();
        QTest::mousePress(chart, Qt::LeftButton, {}, from);
        QTest::mouseMove(chart, from - QPoint(0, 10));
        QTest::mouseRelease(chart, Qt::LeftButton, {}, from - QPoint(0, 10));
        QVERIFY(!dragged.isEmpty());
        QCOMPARE(dragged.last().at(0).value<BoardView::RuleThreshold>(),
                 grip == 0 ? BoardView::RuleThreshold::Failures : BoardView::RuleThreshold::SlowCalls);
        QVERIFY(dragged.last().at(1).toDouble() > 0.5);
        dragged.clear();
    }
}

void TestBoard::slowCallsHaveTheirLine()
{
    PolicyConfig policy = policyWith(TripRule::FailureRate);
    policy.breaker->slowCallDuration = 1s;
    policy.breaker->slowCallRateThreshold = 0.7;
    RunSnapshot run = steadyRun(1, 20, 60s);
    RuleSample sample;
    sample.at = 1s;
    sample.window.results = sample.window.capacity = 50;
    sample.window.slow = 20;
    run.endpoints.first().samples = {sample};
    showRun(run, policy);
    LiveChart &chart = *m_board->ruleChart();
    QCOMPARE(chart.valueAt(0, 30s), std::optional(0.0)); // the failure rate
    QCOMPARE(chart.valueAt(1, 30s), std::optional(0.4));
    const QImage picture = pictureOf(chart);
    // It is dashed: somewhere along it.
    bool isFound = false;
    for (int column = int(x(20s)); column < int(x(30s)); ++column)
        isFound |= isAt(picture, column, chart.yOf(0.4), QColor(0xe6, 0x9f, 0x00));
    QVERIFY(isFound);
    policy.breaker->slowCallDuration.reset();
    showRun(run, policy);
    QCOMPARE(chart.thresholds().size(), 1);
    QVERIFY(!chart.valueAt(1, 30s));
}

void TestBoard::verdictOfOneMomentIsASpike()
{
    RunSnapshot run = steadyRun(1, 20, 60s);
    RuleSample verdict;
    verdict.at = 30s;
    verdict.window.results = verdict.window.failures = 3;
    run.endpoints.first().samples = {{10s, {}}, verdict, {30s, {}}, {40s, {}}};
    showRun(run, policyWith(TripRule::FailureRate));
    LiveChart &chart = *m_board->ruleChart();
    QVERIFY(!chart.valueAt(0, 20s)); // it looks at nothing
    const QImage picture = pictureOf(chart);
    const QColor ink = Tints::of(chart.palette()).text;
    bool isFound = false;
    for (int column = int(x(30s)) - 1; column <= int(x(30s)) + 1; ++column)
        isFound |= isNear(picture.pixelColor(column, int(chart.yOf(0.8))), ink)
            && isNear(picture.pixelColor(column, int(chart.yOf(0.2))), ink);
    QVERIFY(isFound);
}

void TestBoard::noCallIsAGap()
{
    RunSnapshot run = steadyRun(1, 20, 60s);
    for (int second = 20; second < 40; ++second) {
        SecondFigures &figures = run.endpoints.first().seconds[second];
        figures = {};
        figures.second = second;
    }
    showRun(run, policyWith(TripRule::ConsecutiveFailures));
    LiveChart &chart = *m_board->latencyChart();
    QCOMPARE(chart.valueAt(0, 10s), std::optional(0.04));
    QVERIFY(!chart.valueAt(0, 30s));
    QCOMPARE(m_board->callsChart()->valueAt(0, 30s), std::optional(0.0)); // that there was none is known
    const QImage picture = pictureOf(chart);
    const QColor line(0xd5, 0x5e, 0x00);
    QVERIFY(isAt(picture, x(10s), chart.yOf(0.04), line));
    QVERIFY(isAt(picture, x(50s), chart.yOf(0.04), line));
    for (int row = int(chart.yOf(0.05)); row <= int(chart.yOf(0)); ++row)
        QVERIFY(!isNear(picture.pixelColor(int(x(30s)), row), line));
}

void TestBoard::gapsOfLines()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QCOMPARE(textOf(stepped({{0, 1}, {1, nan}, {2, nan}, {3, 4}}, 5)), u"0:1 1:1 1:nan 3:4 5:4"_s);
    const QList<QPointF> points{{0, 1}, {1, 2}, {1.5, nan}, {2, nan}, {3, 4}};
    QCOMPARE(textOf(decimated(points, 0, 4, 100)), u"0:1 1:2 1.5:nan 2:nan 3:4"_s);
    QCOMPARE(textOf(decimated(points, 0, 4, 2)), u"0:1 1:2 1.5:nan 3:4"_s);
}

void TestBoard::clippedLinesEndAtTheEdges()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QCOMPARE(textOf(clipped({{0, 1}, {10, 1}, {10, 3}, {20, 3}}, 5, 15)), u"5:1 10:1 10:3 15:3"_s);
    QCOMPARE(textOf(clipped({{0, 0}, {10, 10}}, 2, 4)), u"2:2 4:4"_s);
    QCOMPARE(textOf(clipped({{0, 1}, {3, 1}, {3, nan}, {8, 2}, {9, 2}}, 2, 4)), u"2:1 3:1 3:nan"_s);
    QCOMPARE(textOf(clipped({{5, 1}, {6, 1}}, 0, 4)), QString());
}

void TestBoard::narrowStretchesAreOnePiece()
{
    const TimeGeometry time(0s, 1000s, 0, 1000); // a pixel a second
    QList<LaneStretch> stretches{{0s, 100s, 0}};
    for (Duration at = 100s; at < 200s; at += 2s) {
        stretches.append({at, at + 1500ms, 1});
        stretches.append({at + 1500ms, at + 2s, 2});
    }
    stretches.append({200s, 600s, 0});
    stretches.append({600s, 600'100ms, 2}); // one alone
    stretches.append({600'100ms, 1000s, 0});
    const QList<LanePiece> pieces = lanePieces(stretches, time, 3);
    const QList<LanePiece> expected{
        {0, 100, 0, 1}, {100, 200, 1, 100}, {200, 600, 101, 1}, {600, 603, 102, 1}, {600, 1000, 103, 1}};
    QCOMPARE(pieces, expected);
    const std::vector<double> shares = laneShares(stretches, 1, 100, 100s, 200s, 3);
    QCOMPARE(shares, (std::vector{0.0, 0.75, 0.25}));
    QCOMPARE(laneShares(stretches, 1, 100, 100s, 101s, 3), (std::vector{0.0, 1.0, 0.0}));
    QCOMPARE(laneShares(stretches, 1, 100, 0s, 50s, 3), (std::vector{0.0, 0.0, 0.0}));
    // Zoomed in, each is a piece of its own.
    QVERIFY(std::ranges::none_of(lanePieces(stretches, TimeGeometry(150s, 10s, 0, 1000), 3), &LanePiece::isMixed));
}

void TestBoard::manyChangesShowTheirShare()
{
    // A day with half an hour of outage: open for 5 s, half-open for 30 ms, again and again.
    RunSnapshot run = steadyRun(1, 1, 10s);
    run.now = 24h;
    EndpointSnapshot &endpoint = run.endpoints.first();
    endpoint.health = {
        {0s, 10h, Health::Healthy, {}}, {10h, 10h + 30min, Health::Down, {}}, {10h + 30min, 24h, Health::Healthy, {}}};
    endpoint.states = {{0s, 10h, BreakerState::Closed}};
    for (Duration at = 10h; at < 10h + 30min; at += 5030ms) {
        endpoint.states.append({at, at + 5s, BreakerState::Open});
        endpoint.states.append({at + 5s, at + 5030ms, BreakerState::HalfOpen});
    }
    endpoint.states.append({endpoint.states.last().end, 24h, BreakerState::Closed});
    showRun(run, policyWith(TripRule::ConsecutiveFailures));
    navigation()->showAll();
    LaneView &lanes = *m_board->lanes();
    const QImage picture = pictureOf(lanes);
    const QRectF rect = lanes.breakerRect(0);
    // Open nearly all the time: every column is full of its colour, or of its pattern.
    const Mark open = markOf(BreakerState::Open);
    for (int column = int(x(10h + 3min)); column < int(x(10h + 27min)); ++column) {
        int found = 0;
        for (int row = int(rect.top()) + 2; row < int(rect.bottom()) - 2; ++row)
            found += isNear(picture.pixelColor(column, row), open.colour);
        QVERIFY2(found > rect.height() / 3, qPrintable(QString::number(column)));
    }
    const QString text = lanes.textAt(QPointF(x(10h + 15min), rect.center().y()));
    QVERIFY2(text.contains(u"open 99.4 %"_s), qPrintable(text));
    QVERIFY2(text.contains(u"half-open 0.6 %"_s), qPrintable(text));
}

void TestBoard::noBreakerIsHatched()
{
    m_board->setBreakers({false});
    showRun(steadyRun(1, 20, 60s), PolicyConfig());
    LaneView &lanes = *m_board->lanes();
    QVERIFY2(lanes.accessibleDescription().contains(u"no breaker"_s), qPrintable(lanes.accessibleDescription()));
    const QRectF rect = lanes.breakerRect(0);
    QVERIFY(lanes.textAt(rect.center()).contains(u"no breaker"_s));
    const QImage picture = pictureOf(lanes);
    const QColor closed = markOf(BreakerState::Closed).colour;
    QSet<QRgb> colours;
    for (int column = int(rect.left()); column < int(rect.right()); ++column) {
        QVERIFY(!isNear(picture.pixelColor(column, int(rect.center().y())), closed));
        colours.insert(picture.pixel(column, int(rect.top()) + 2));
    }
    QVERIFY(colours.size() > 1); // a pattern
}

void TestBoard::unknownHealthIsHatched()
{
    RunSnapshot run = steadyRun(1, 20, 60s);
    run.endpoints.first().health.clear(); // as in a replay
    showRun(run, policyWith(TripRule::ConsecutiveFailures));
    LaneView &lanes = *m_board->lanes();
    QVERIFY(lanes.accessibleDescription().contains(u"not known"_s));
    const QRectF rect = lanes.healthRect(0);
    QVERIFY(lanes.textAt(rect.center()).contains(u"not known"_s));
    const QImage picture = pictureOf(lanes);
    for (int column = int(rect.left()); column < int(rect.right()); ++column)
        QVERIFY(!isNear(picture.pixelColor(column, int(rect.top()) + 3), markOf(Health::Healthy, false).colour));
}

void TestBoard::clickInALaneChoosesItsEndpoint()
{
    showRun(steadyRun(3, 20, 60s), policyWith(TripRule::ConsecutiveFailures));
    QSignalSpy chosen(m_board.get(), &BoardView::endpointChosen);
    LaneView *lanes = m_board->lanes();
    for (int endpoint = 0; endpoint < 3; ++endpoint) {
        for (const QRectF &rect : {lanes->healthRect(endpoint), lanes->breakerRect(endpoint)}) {
            chosen.clear();
            QTest::mouseClick(lanes, Qt::LeftButton, {}, QPoint(int(x(27s)), int(rect.center().y())));
            QCOMPARE(chosen.size(), 1);
            QCOMPARE(chosen.first().first().toInt(), endpoint);
            QVERIFY(navigation()->selection());
        }
    }
    chosen.clear();
    QTest::mouseClick(m_board->callsChart(), Qt::LeftButton, {}, QPoint(int(x(10s)), 60));
    QVERIFY(chosen.isEmpty()); // the chart is the current endpoint's
}

void TestBoard::nothingBeyondNowIsChosen()
{
    LaneView *lanes = m_board->lanes();
    QTest::mouseClick(lanes, Qt::LeftButton, {}, QPoint(400, 20));
    QVERIFY(!navigation()->selection()); // nothing has run
    showRun(steadyRun(1, 20, 15s), policyWith(TripRule::ConsecutiveFailures));
    const QPoint beyond(int(x(20s)), int(lanes->breakerRect(0).center().y()));
    QTest::mouseMove(lanes, beyond);
    QCOMPARE(navigation()->cursor(), std::optional(Duration(15s)));
    QTest::mouseClick(lanes, Qt::LeftButton, {}, beyond);
    QCOMPARE(navigation()->selection(), std::optional(Duration(15s)));
}

void TestBoard::legendStaysAtTheSelection()
{
    RunSnapshot run = steadyRun(1, 20, 60s);
    for (int second = 0; second < 60; ++second) {
        RuleSample sample;
        sample.at = std::chrono::seconds(second);
        sample.window.results = std::min(second, 20);
        sample.window.capacity = 20;
        run.endpoints.first().samples.append(sample);
    }
    showRun(run, policyWith(TripRule::FailureRate));
    LiveChart *chart = m_board->ruleChart();
    QCOMPARE(chart->note(), u"20 of 20 results"_s);
    navigation()->select(7s);
    QCOMPARE(chart->note(), u"7 of 20 results"_s);
    navigation()->setCursor(12s);
    QCOMPARE(chart->note(), u"12 of 20 results"_s);
    navigation()->setCursor(std::nullopt);
    QCOMPARE(chart->note(), u"7 of 20 results"_s);
}

void TestBoard::oneResolutionOverTheAxis()
{
    // As a recording keeps a long run: minutes, then tens of seconds, then seconds.
    QList<SecondFigures> steps;
    const auto append = [&](int until, int length) {
        for (int second = steps.isEmpty() ? 0 : steps.last().second + steps.last().length; second < until;
             second += length) {
            SecondFigures figures;
            figures.second = second;
            figures.length = length;
            figures.succeeded = 50 * length + (length == 1 ? (second % 2) * 20 - 10 : 0); // it wavers
            figures.p50 = figures.p95 = figures.p99 = 40ms;
            steps.append(figures);
        }
    };
    append(6000, 60);
    append(9000, 10);
    append(9600, 1);
    const QList<TimeBin> whole = binsOfSteps(steps, TimeGeometry(0s, 9600s, 0, 900), 9600s, true);
    QCOMPARE(whole.size(), 160);
    for (const TimeBin &bin : whole) {
        QCOMPARE(bin.length, Duration(60s));
        QCOMPARE(bin.perSecond(bin.succeeded), 50.0);
        QCOMPARE(bin.p99, std::optional(Duration(40ms)));
    }
    // Where only seconds are in sight they are shown as they are.
    const QList<TimeBin> end = binsOfSteps(steps, TimeGeometry(9100s, 60s, 0, 900), 9600s, true);
    QCOMPARE(end.last().length, Duration(1s));
}

void TestBoard::lastStepOfAFinishedRun()
{
    RunSnapshot run = steadyRun(1, 20, 10s);
    const QList<SecondFigures> steps = run.endpoints.first().seconds;
    const TimeGeometry time(0s, 10s, 0, 900);
    QCOMPARE(binsOfSteps(steps, time, 10s, true).size(), 10);
    QCOMPARE(binsOfSteps(steps, time, 9'500ms, false).size(), 9); // still going on
    QCOMPARE(binsOfSteps(steps, time, 9'500ms, true).size(), 10);
    QCOMPARE(binsOfSteps(steps, time, 9'500ms, true).last().length, Duration(500ms));
    QCOMPARE(binsOfSteps(steps, time, 9'950ms, true).last().length, Duration(1s)); // its last call took 50 ms less
    QCOMPARE(binsOfSteps(steps, time, 9'060ms, true).size(), 9); // too short to say anything of a second
}

void TestBoard::callsGiveFinerSteps()
{
    // A call each 10 ms; those due from 30.5 s on for 100 ms fail, after 1 ms.
    std::vector<RecordedCall> calls;
    for (int i = 0; i < 6000; ++i) {
        RecordedCall call;
        call.number = quint64(i) + 1;
        call.due = i * 10ms;
        const bool isBad = call.due >= 30'500ms && call.due < 30'600ms;
        call.ending = isBad ? Ending::failure(ErrorKind::Server, 503) : Ending::success(200);
        call.latency = isBad ? 1ms : 4ms;
        call.attempts = {{call.due, call.latency, call.ending}};
        calls.push_back(call);
    }
    showRun(steadyRun(1, 100, 60s), policyWith(TripRule::ConsecutiveFailures));
    QVERIFY(!m_board->wantsCalls());
    QSignalSpy wanted(m_board.get(), &BoardView::callsWanted);
    navigation()->setFollowing(false);
    navigation()->setCursor(30'550ms);
    navigation()->zoom(60);
    QCOMPARE(wanted.size(), 1);
    LiveChart *chart = m_board->callsChart();
    QCOMPARE(chart->valueAt(1, 30'550ms), std::optional(0.0)); // by the second, as the snapshot has it
    m_board->setCalls(std::make_shared<const std::vector<RecordedCall>>(calls), 0s);
    QCOMPARE(chart->valueAt(1, 30'550ms), std::optional(100.0));
    QCOMPARE(chart->valueAt(0, 30'550ms), std::optional(0.0));
    QCOMPARE(chart->valueAt(1, 30'450ms), std::optional(0.0));
    QCOMPARE(m_board->latencyChart()->valueAt(0, 30'550ms), std::optional(0.001));
    // Not where older calls have been let go.
    m_board->setCalls(std::make_shared<const std::vector<RecordedCall>>(calls), 40s);
    QCOMPARE(chart->valueAt(1, 30'550ms), std::optional(0.0));

    const TimeGeometry tight(30s, 50ms, 0, 900);
    QCOMPARE(binLengthFor(tight), Duration(1ms));
    QCOMPARE(binLengthFor(TimeGeometry(0s, 60s, 0, 900)), Duration(1s));
    const QList<TimeBin> bins = binsOfCalls(calls, 0, tight, 1ms, 60s);
    const auto bin = std::ranges::find(bins, Duration(30'004ms), &TimeBin::begin);
    QVERIFY(bin != bins.end());
    QCOMPARE(bin->succeeded, 1);
    QCOMPARE(std::ranges::find(bins, Duration(30'000ms), &TimeBin::begin)->attempts, 1);
    QVERIFY(!std::ranges::find(bins, Duration(30'005ms), &TimeBin::begin)->p50);
}

void TestBoard::shortRunsFillTheAxis()
{
    navigation()->restart(100ms);
    QCOMPARE(navigation()->geometry().span(), Duration(100ms));
    std::vector<RecordedCall> calls;
    for (int i = 0; i < 50; ++i) {
        RecordedCall call;
        call.number = quint64(i) + 1;
        call.due = i * 2ms;
        call.latency = 1ms;
        call.ending = Ending::success(200);
        call.attempts = {{call.due, call.latency, call.ending}};
        calls.push_back(call);
    }
    RunSnapshot run = steadyRun(1, 50, 1s);
    run.now = 100ms;
    showRun(run, policyWith(TripRule::ConsecutiveFailures));
    navigation()->showAll();
    QCOMPARE(navigation()->geometry().span(), Duration(100ms));
    QVERIFY(m_board->wantsCalls());
    m_board->setCalls(std::make_shared<const std::vector<RecordedCall>>(calls), 0s);
    QCOMPARE(m_board->callsChart()->valueAt(0, 50ms), std::optional(500.0));
    QCOMPARE(m_board->latencyChart()->valueAt(0, 50ms), std::optional(0.001));
    double before = -1e9;
    for (const TimeGeometry::Tick &tick : navigation()->geometry().ticks(90)) {
        QVERIFY(x(tick.at) - before >= 90);
        before = x(tick.at);
    }
}

void TestBoard::roundsAreMarked()
{
    m_board->setRound(25s);
    showRun(steadyRun(1, 20, 60s), policyWith(TripRule::ConsecutiveFailures));
    const TimeGeometry &time = navigation()->geometry();
    QCOMPARE(time.multiples(25s), (QList<Duration>{25s, 50s}));
    QVERIFY(time.multiples(0s).isEmpty());
    QVERIFY(time.multiples(1ms).isEmpty()); // a grey wall
    LaneView &lanes = *m_board->lanes();
    const QColor line = Tints::of(lanes.palette()).muted;
    const QImage picture = pictureOf(lanes);
    for (const Duration round : {25s, 50s}) {
        int found = 0;
        for (int row = 0; row < lanes.height(); ++row)
            found += isNear(picture.pixelColor(int(std::round(time.x(round))), row), line);
        QVERIFY(found > lanes.height() / 3);
    }
}

void TestBoard::runALittleLongerStartsAtZero()
{
    navigation()->restart(60s);
    navigation()->setNow(60'060ms);
    QCOMPARE(navigation()->geometry().begin(), Duration(0s));
    QCOMPARE(navigation()->geometry().end(), Duration(60'060ms));
    navigation()->setNow(90s);
    QCOMPARE(navigation()->geometry().end(), Duration(90s));
    QVERIFY(navigation()->geometry().begin() > 0s);
}

QTEST_MAIN(TestBoard)
#include "tst_board.moc"
