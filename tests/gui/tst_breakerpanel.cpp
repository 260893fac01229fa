// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/rundocument.h"
#include "panels/breakerpanel.h"
#include "panels/eventsmodel.h"
#include "panels/eventspanel.h"
#include "panels/fillbar.h"
#include "panels/statediagram.h"
#include "panels/windowcells.h"
#include "syntheticrun.h"
#include "theme/marks.h"
#include "theme/palettes.h"
#include "warnings.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Cell = WindowCells::Cell;

namespace {

BreakerMetrics metricsOf(BreakerState state)
{
    BreakerMetrics metrics;
    metrics.state = state;
    metrics.at = TimePoint(20s);
    metrics.since = TimePoint(18s);
    metrics.openPeriod = 8s;
    if (state == BreakerState::Open)
        metrics.retryAfter = 6s;
    return metrics;
}

/// The colour of a disc or pill near its left rim, where nothing is written on it.
QColor fillOf(const StateDiagram &diagram, const QImage &image, BreakerState state)
{
    const QRectF rect = diagram.nodeRect(state);
    return image.pixelColor(QPointF(rect.left() + (rect.height() > 40 ? 6 : 2), rect.center().y()).toPoint());
}

bool isNear(const QColor &a, const QColor &b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 40;
}

/// A document that shows a breaker of @p metrics in a hard outage, at 20 s.
std::unique_ptr<RunDocument> documentOf(const BreakerMetrics &metrics, const CircuitBreakerConfig &breaker)
{
    Scenario scenario = SyntheticRun().scenario();
    for (PolicyConfig &policy : scenario.policies)
        policy.breaker = breaker;
    auto document = std::make_unique<RunDocument>();
    document->setScenario(scenario);
    document->showRecording(SyntheticRun().snapshot(20s), {metrics});
    return document;
}

} // namespace

class TestBreakerPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void arrowsSayWhatLeadsAlongThem_data();
    void arrowsSayWhatLeadsAlongThem();
    void presentStateIsLit_data();
    void presentStateIsLit();
    void ringRunsOut();
    void withoutBreakerNothingIsLit();
    void nodesLieApart();
    void panelFallsBackOnFigures();
    void openPanelShowsWhatOpenedIt();
    void panelSaysWhatItLooksAt();
    void panelKeepsItsHeight();
    void resultsCanBeChosen();
    void eventsTellWhichChangeWasChosen();
};

void TestBreakerPanel::arrowsSayWhatLeadsAlongThem_data()
{
    QTest::addColumn<CircuitBreakerConfig>("breaker");
    QTest::addColumn<QStringList>("labels");

    CircuitBreakerConfig breaker;
    breaker.recoveryTime = 5s;
    QTest::newRow("count") << breaker
                           << QStringList{u"5 failures"_s, u"after 5 s"_s, u"a trial fails"_s, u"a trial succeeds"_s};
    breaker.failureThreshold = 1;
    breaker.window = TimeWindowConfig{4s, 1s};
    QTest::newRow("count in time") << breaker
                                   << QStringList{u"1 failure within 4 s"_s, u"after 5 s"_s, u"a trial fails"_s,
                                                  u"a trial succeeds"_s};
    breaker.rule = TripRule::ConsecutiveFailures;
    breaker.failureThreshold = 3;
    breaker.halfOpenMaxCalls = breaker.successThreshold = 2;
    breaker.recoveryBackoffFactor = 2;
    QTest::newRow("in a row") << breaker
                              << QStringList{u"3 failures in a row"_s, u"after 5 s or more"_s, u"a trial fails"_s,
                                             u"2 trials succeed"_s};
    breaker.rule = TripRule::FailureRate;
    breaker.recoveryJitter = 0.2;
    breaker.failureRateThreshold = 0.25;
    QTest::newRow("rate") << breaker
                          << QStringList{u"25 % fail"_s, u"after about 5 s"_s, u"25 % of the trials fail"_s,
                                         u"fewer fail"_s};
    breaker.slowCallDuration = 1s;
    breaker.halfOpenMaxCalls = 1;
    QTest::newRow("slow") << breaker
                          << QStringList{u"25 % fail, or 100 % are slow"_s, u"after about 5 s"_s, u"the trial fails"_s,
                                         u"it succeeds"_s};
}

void TestBreakerPanel::arrowsSayWhatLeadsAlongThem()
{
    QFETCH(CircuitBreakerConfig, breaker);
    const DiagramLabels labels = diagramLabels(breaker);
    QStringList said{labels.opens, labels.halfOpens, labels.reopens, labels.closes};
    QTEST(said.replaceInStrings(QString(QChar(QChar::Nbsp)), u" "_s), "labels");
}

void TestBreakerPanel::presentStateIsLit_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<bool>("isDark");
    for (int i = 0; i < BreakerStateCount; ++i) {
        for (const bool isDark : {false, true}) {
            QTest::addRow("%s, %s", qPrintable(breakerStateName(static_cast<BreakerState>(i))),
                          isDark ? "dark" : "light")
                << i << isDark;
        }
    }
}

void TestBreakerPanel::presentStateIsLit()
{
    QFETCH(int, state);
    QFETCH(bool, isDark);
    StateDiagram diagram;
    diagram.setPalette(isDark ? darkPalette() : lightPalette());
    diagram.resize(290, 254);
    diagram.show(metricsOf(static_cast<BreakerState>(state)), CircuitBreakerConfig(), {});
    const QImage image = diagram.grab().toImage();
    for (int i = 0; i < BreakerStateCount; ++i) {
        const auto each = static_cast<BreakerState>(i);
        QCOMPARE(isNear(fillOf(diagram, image, each), markOf(each).colour), i == state);
    }
    QCOMPARE(diagram.accessibleDescription(), markOf(static_cast<BreakerState>(state)).name);
}

void TestBreakerPanel::ringRunsOut()
{
    StateDiagram diagram;
    diagram.resize(290, 254);
    diagram.show(metricsOf(BreakerState::Open), CircuitBreakerConfig(), {}); // three quarters are left
    const QRectF open = diagram.nodeRect(BreakerState::Open);
    const auto ringAt = [&](double angle) {
        const QImage image = diagram.grab().toImage();
        const double radius = open.width() / 2 + 6;
        const double radians = angle * M_PI / 180;
        const QPointF point = open.center() + QPointF(std::cos(radians), -std::sin(radians)) * radius;
        return isNear(image.pixelColor(point.toPoint()), markOf(BreakerState::Open).colour);
    };
    QVERIFY(ringAt(135)); // it goes from the top to the left, and runs out there
    QVERIFY(ringAt(225));
    QVERIFY(ringAt(315));
    QVERIFY(!ringAt(45));
    BreakerMetrics later = metricsOf(BreakerState::Open);
    later.retryAfter = 1s;
    diagram.show(later, CircuitBreakerConfig(), {});
    QVERIFY(!ringAt(225));
    diagram.show(metricsOf(BreakerState::Closed), CircuitBreakerConfig(), {});
    QVERIFY(!ringAt(135));
}

void TestBreakerPanel::withoutBreakerNothingIsLit()
{
    StateDiagram diagram;
    diagram.resize(290, 254);
    diagram.showNone(u"add one"_s);
    const QImage image = diagram.grab().toImage();
    for (int i = 0; i < BreakerStateCount; ++i) {
        const auto each = static_cast<BreakerState>(i);
        QVERIFY(!isNear(fillOf(diagram, image, each), markOf(each).colour));
    }
    QVERIFY(diagram.accessibleDescription().contains(u"add one"_s));
}

void TestBreakerPanel::nodesLieApart()
{
    StateDiagram diagram;
    for (const int width : {diagram.minimumSizeHint().width(), 290, 600}) {
        diagram.resize(width, 254);
        for (int i = 0; i < BreakerStateCount; ++i) {
            const QRectF rect = diagram.nodeRect(static_cast<BreakerState>(i));
            QVERIFY(QRectF(diagram.rect()).adjusted(-0.5, 0, 0.5, 0).contains(rect));
            for (int j = 0; j < i; ++j)
                QVERIFY(!rect.intersects(diagram.nodeRect(static_cast<BreakerState>(j))));
        }
    }
}

void TestBreakerPanel::panelFallsBackOnFigures()
{
    CircuitBreakerConfig breaker;
    breaker.rule = TripRule::FailureRate;
    breaker.window = CountWindowConfig{4};
    BreakerMetrics metrics = metricsOf(BreakerState::Closed);
    metrics.window.results = 3;
    metrics.window.failures = 1;
    metrics.window.capacity = metrics.window.resultsNeeded = 4;
    const auto document = documentOf(metrics, breaker);
    BreakerPanel panel(document.get());
    auto *cells = panel.findChild<WindowCells *>(u"windowCells"_s);
    QVERIFY((cells->cells() == std::vector{Cell::Failed, Cell::Succeeded, Cell::Succeeded, Cell::Empty}));

    RuleWindow window;
    window.figures = metrics.window;
    for (const bool isFailure : {false, true, false}) {
        RuleResult result;
        result.counted = isFailure ? RuleResult::Counted::Failure : RuleResult::Counted::Success;
        window.results.push_back(result);
    }
    panel.setWindow(window);
    const std::vector ordered{Cell::Succeeded, Cell::Failed, Cell::Succeeded, Cell::Empty};
    QVERIFY(cells->cells() == ordered);
    panel.refresh();
    QVERIFY(cells->cells() == ordered);

    // The breaker has moved on: what is known of it counts more than what was.
    metrics.window.failures = 2;
    document->showRecording(document->snapshot(), {metrics});
    panel.refresh();
    QVERIFY((cells->cells() == std::vector{Cell::Failed, Cell::Failed, Cell::Succeeded, Cell::Empty}));
    panel.setWindow(std::nullopt);
    QCOMPARE(cells->cells().size(), 4u);
}

void TestBreakerPanel::openPanelShowsWhatOpenedIt()
{
    CircuitBreakerConfig breaker;
    breaker.failureThreshold = 2;
    const auto document = documentOf(metricsOf(BreakerState::Open), breaker);
    const RecordedChange last = document->snapshot().endpoints.first().changes.last();
    BreakerPanel panel(document.get());
    RuleWindow window;
    window.state = last.change.from;
    window.at = last.at;
    RuleResult result;
    result.counted = RuleResult::Counted::Failure;
    window.results = {result, result};
    panel.setWindow(window);
    auto *cells = panel.findChild<WindowCells *>(u"windowCells"_s);
    QVERIFY((cells->cells() == std::vector{Cell::Failed, Cell::Failed}));
    QCOMPARE(panel.findChild<FillBar *>(u"windowBar"_s)->text(), u"What opened it"_s);

    window.at -= 1s; // an earlier change
    panel.setWindow(window);
    QVERIFY(cells->cells().empty());
    QCOMPARE(panel.findChild<FillBar *>(u"windowBar"_s)->text(), u"Looks at no results"_s);
}

void TestBreakerPanel::panelSaysWhatItLooksAt()
{
    CircuitBreakerConfig breaker;
    breaker.rule = TripRule::FailureRate;
    breaker.slowCallDuration = 1s;
    breaker.halfOpenMaxCalls = 3;
    BreakerMetrics metrics = metricsOf(BreakerState::Closed);
    metrics.window.results = 20;
    metrics.window.failures = 1;
    metrics.window.slow = 10;
    const auto document = documentOf(metrics, breaker);
    BreakerPanel panel(document.get());
    auto *bar = panel.findChild<FillBar *>(u"windowBar"_s);
    QCOMPARE(bar->text(), u"50.0 % of 100 % slow"_s); // nearer than 5 % of 50 %
    const auto show = [&](const BreakerMetrics &shown) {
        document->showRecording(document->snapshot(), {shown});
        panel.refresh();
    };
    metrics = metricsOf(BreakerState::HalfOpen);
    metrics.window.results = 1;
    metrics.window.capacity = 3;
    show(metrics);
    QCOMPARE(bar->text(), u"1 of 3 trials ended"_s);
    show(metricsOf(BreakerState::Open));
    QCOMPARE(bar->text(), u"Looks at no results"_s);
    QVERIFY(panel.findChild<QLabel *>(u"lastChange"_s)->text().contains(u"503"_s));
    for (const QString &name : {u"forceOpen"_s, u"disable"_s, u"metricsOnly"_s, u"reset"_s})
        QVERIFY(panel.findChild<QPushButton *>(name));
}

void TestBreakerPanel::panelKeepsItsHeight()
{
    CircuitBreakerConfig breaker;
    breaker.rule = TripRule::FailureRate;
    breaker.window = CountWindowConfig{50};
    BreakerMetrics metrics = metricsOf(BreakerState::Closed);
    metrics.window.capacity = 50;
    const auto document = documentOf(metrics, breaker);
    BreakerPanel panel(document.get());
    panel.resize(300, 800);
    const int height = panel.heightForWidth(300);
    for (int i = 0; i < BreakerStateCount; ++i) {
        metrics.state = static_cast<BreakerState>(i);
        metrics.window.results = i * 10;
        document->showRecording(document->snapshot(), {metrics});
        panel.refresh();
        QCOMPARE(panel.heightForWidth(300), height);
    }
}

void TestBreakerPanel::resultsCanBeChosen()
{
    BreakerMetrics metrics = metricsOf(BreakerState::Closed);
    metrics.window.results = metrics.window.failures = 1;
    const auto document = documentOf(metrics, CircuitBreakerConfig());
    BreakerPanel panel(document.get());
    RuleWindow window;
    window.figures = metrics.window;
    RuleResult result;
    result.call = 77;
    result.at = 19s;
    result.counted = RuleResult::Counted::Failure;
    window.results = {result};
    panel.setWindow(window);
    QSignalSpy chosen(&panel, &BreakerPanel::resultChosen);
    auto *cells = panel.findChild<WindowCells *>(u"windowCells"_s);
    QTest::keyClick(cells, Qt::Key_End);
    QTest::keyClick(cells, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).toULongLong(), 77u);
    QCOMPARE(chosen.first().at(1).value<Duration>(), Duration(19s));
}

void TestBreakerPanel::eventsTellWhichChangeWasChosen()
{
    EventsPanel panel;
    const RunSnapshot snapshot = SyntheticRun(2).snapshot(40s);
    panel.show(snapshot);
    QSignalSpy chosen(&panel, &EventsPanel::changeChosen);
    for (int row = 0; row < panel.model()->rowCount(); ++row) {
        panel.table()->setCurrentIndex(panel.model()->index(row, 0));
        QCOMPARE(chosen.size(), row + 1);
        const int endpoint = chosen.last().at(0).toInt();
        QVERIFY(snapshot.endpoints.at(endpoint).changes.contains(chosen.last().at(1).value<RecordedChange>()));
    }
    QCOMPARE_GT(chosen.size(), 10);
}

QTEST_MAIN(TestBreakerPanel)
#include "tst_breakerpanel.moc"
