// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/fillbar.h"
#include "panels/whypanel.h"
#include "panels/whytext.h"
#include "panels/windowcells.h"
#include "theme/palettes.h"
#include "warnings.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Cause = StateChange::Cause;
using Cell = WindowCells::Cell;

namespace {

CircuitBreakerConfig countRule(int threshold = 5)
{
    CircuitBreakerConfig breaker;
    breaker.failureThreshold = threshold;
    return breaker;
}

CircuitBreakerConfig rowRule(int threshold = 5)
{
    CircuitBreakerConfig breaker = countRule(threshold);
    breaker.rule = TripRule::ConsecutiveFailures;
    return breaker;
}

CircuitBreakerConfig rateRule(const WindowConfig &window = CountWindowConfig{20}, int minimum = 10)
{
    CircuitBreakerConfig breaker;
    breaker.rule = TripRule::FailureRate;
    breaker.window = window;
    breaker.minimumCalls = minimum;
    return breaker;
}

CircuitBreakerConfig slowRule()
{
    CircuitBreakerConfig breaker = rateRule();
    breaker.slowCallDuration = 500ms;
    breaker.slowCallRateThreshold = 0.6;
    return breaker;
}

/// One result for each letter: s success, l slow success, f failure, F slow failure, e excluded; oldest first, one a second.
RuleWindow windowOf(const QString &letters, const CircuitBreakerConfig &breaker,
                    BreakerState state = BreakerState::Closed)
{
    using Counted = RuleResult::Counted;
    RuleWindow window;
    window.state = state;
    window.since = 2s;
    for (const QChar letter : letters) {
        RuleResult result;
        result.call = window.results.size() + 1;
        result.at = 10s + std::chrono::seconds(result.call);
        result.isSlow = letter == u'l' || letter == u'F';
        result.ending = letter == u's' || letter == u'l' ? Ending::success(200)
            : letter == u'e'                             ? Ending::failure(ErrorKind::Authentication, 401)
                                                         : Ending::failure(ErrorKind::Server, 503);
        result.counted = result.ending.isSuccess ? Counted::Success
            : letter == u'e'                     ? Counted::Excluded
                                                 : Counted::Failure;
        window.excluded += letter == u'e';
        window.figures.results += letter != u'e';
        window.figures.failures += result.counted == Counted::Failure;
        window.figures.slow += result.isSlow;
        window.results.push_back(result);
    }
    window.at = 10s + std::chrono::seconds(letters.size());
    if (state == BreakerState::HalfOpen)
        window.figures.capacity = breaker.halfOpenMaxCalls;
    else if (const CountWindowConfig *const count = breaker.countWindow())
        window.figures.capacity = count->size;
    if (breaker.rule == TripRule::FailureRate) {
        window.figures.resultsNeeded = window.figures.capacity > 0
            ? std::min(breaker.minimumCalls, window.figures.capacity)
            : breaker.minimumCalls;
    }
    return window;
}

StateChange change(Cause cause, int count, int outOf, double threshold, BreakerState from = BreakerState::Closed,
                   BreakerState to = BreakerState::Open)
{
    StateChange change;
    change.from = from;
    change.to = to;
    change.cause = cause;
    change.count = count;
    change.outOf = outOf;
    change.threshold = threshold;
    change.hasError = cause != Cause::SlowCallRate && cause != Cause::TrialsSucceeded;
    change.lastError = ErrorKind::Server;
    change.lastStatus = 503;
    change.period = 5s;
    return change;
}

/// A percent sign stays with its number.
QString plain(QString text)
{
    return text.replace(QChar(QChar::Nbsp), QChar(u' '));
}

} // namespace

class TestWhy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void saysWhyItChanged_data();
    void saysWhyItChanged();
    void saysWhyItStays_data();
    void saysWhyItStays();
    void countsFailuresToOpen_data();
    void countsFailuresToOpen();
    void saysWhatAResultWas();
    void cellsStandForResults();
    void cellsOfFiguresHaveNoOrder();
    void excludedCellsAreNotShownByTheHundred();
    void manyCellsAreCondensed();
    void cellsArePaintedWithTheirMarks();
    void cellsAreChosenByMouseAndKeyboard();
    void panelTellsOfAChange();
    void panelTellsOfAMoment();
    void emptyPanelSaysWhatToDo();
};

void TestWhy::saysWhyItChanged_data()
{
    using enum BreakerState;
    QTest::addColumn<StateChange>("change");
    QTest::addColumn<CircuitBreakerConfig>("breaker");
    QTest::addColumn<RuleWindow>("window");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("detail");

    CircuitBreakerConfig timed = countRule(12);
    timed.window = TimeWindowConfig{4s, 500ms};
    CircuitBreakerConfig several = rateRule();
    several.halfOpenMaxCalls = 5;

    RuleWindow passed = windowOf(u"fffff"_s, countRule());
    passed.passedOver = 1204;
    QTest::newRow("count") << change(Cause::FailureCount, 5, 0, 5) << countRule() << passed
                           << u"Opened: 5 failures since it closed"_s
                           << u"It opens at 5. What tipped it: server error (503). "
                              "1\u202f204 successes since it closed take nothing away."_s;
    QTest::newRow("count of one") << change(Cause::FailureCount, 1, 0, 1) << countRule(1)
                                  << windowOf(u"ef"_s, countRule(1)) << u"Opened: 1 failure since it closed"_s
                                  << u"It opens at 1. What tipped it: server error (503). "
                                     "1 more result counts for nothing: an error that the policy leaves out."_s;
    QTest::newRow("count in time") << change(Cause::FailureCount, 12, 12, 12) << timed
                                   << windowOf(u"ffffffffffff"_s, timed) << u"Opened: 12 failures within 4 s"_s
                                   << u"It opens at 12. What tipped it: server error (503)."_s;
    QTest::newRow("in a row") << change(Cause::ConsecutiveFailures, 5, 0, 5) << rowRule()
                              << windowOf(u"fffff"_s, rowRule()) << u"Opened: 5 failures in a row"_s
                              << u"It opens at 5; a success would have set the count to zero. "
                                 "What tipped it: server error (503)."_s;
    QTest::newRow("rate") << change(Cause::FailureRate, 6, 10, 0.5) << rateRule()
                          << windowOf(u"ssssffffff"_s, rateRule()) << u"Opened: 6 of the last 10 results failed"_s
                          << u"That is 60 %. It opens at 50 % failed, of at least 10 results. "
                             "What tipped it: server error (503)."_s;
    QTest::newRow("rate of one") << change(Cause::FailureRate, 1, 1, 0.5) << rateRule(CountWindowConfig{1})
                                 << windowOf(u"f"_s, rateRule(CountWindowConfig{1}))
                                 << u"Opened: the last result failed"_s
                                 << u"That is 100 %. It opens at 50 % failed. What tipped it: server error (503)."_s;
    QTest::newRow("rate in time") << change(Cause::FailureRate, 6, 10, 0.5) << rateRule(TimeWindowConfig{10s, 1s})
                                  << windowOf(u"ssssffffff"_s, rateRule(TimeWindowConfig{10s, 1s}))
                                  << u"Opened: 6 of 10 results within 10 s failed"_s
                                  << u"That is 60 %. It opens at 50 % failed, of at least 10 results. "
                                     "What tipped it: server error (503)."_s;
    QTest::newRow("slow") << change(Cause::SlowCallRate, 6, 10, 0.6) << slowRule()
                          << windowOf(u"ssssllllll"_s, slowRule()) << u"Opened: 6 of the last 10 results were slow"_s
                          << u"That is 60 %. It opens at 60 % slow, of at least 10 results. "
                             "Slow is what takes longer than 500 ms. What tipped it was a success."_s;
    QTest::newRow("rate in the trial") << change(Cause::FailureRate, 3, 5, 0.5, HalfOpen) << several
                                       << windowOf(u"sffsf"_s, several, HalfOpen)
                                       << u"Open again: 3 of 5 trial calls failed"_s
                                       << u"That is 60 %. It opens at 50 % failed, of at least 5 results. "
                                          "What tipped it: server error (503)."_s;
    QTest::newRow("would have") << change(Cause::ConsecutiveFailures, 5, 0, 5, MetricsOnly, MetricsOnly) << rowRule()
                                << windowOf(u"fffff"_s, rowRule(), MetricsOnly)
                                << u"Would have opened: 5 failures in a row"_s
                                << u"It opens at 5; a success would have set the count to zero. "
                                   "What tipped it: server error (503)."_s;
    QTest::newRow("half-open") << change(Cause::RecoveryTimeOver, 0, 0, 0, Open, HalfOpen) << rowRule()
                               << windowOf({}, rowRule(), Open) << u"Half-open: the open period of 5 s was over"_s
                               << u"A call came, and is the first trial. One call may try."_s;
    several.automaticHalfOpen = true;
    QTest::newRow("half-open by itself") << change(Cause::RecoveryTimeOver, 0, 0, 0, Open, HalfOpen) << several
                                         << windowOf({}, several, Open)
                                         << u"Half-open: the open period of 5 s was over"_s
                                         << u"Its timer said so. 5 calls may try."_s;
    QTest::newRow("closed") << change(Cause::TrialsSucceeded, 2, 0, 2, HalfOpen, Closed) << rowRule()
                            << windowOf(u"ss"_s, rowRule(), HalfOpen) << u"Closed: 2 trial calls succeeded"_s
                            << u"It closes at 2."_s;
    QTest::newRow("closed by rate") << change(Cause::TrialsSucceeded, 1, 5, 0.5, HalfOpen, Closed) << several
                                    << windowOf(u"ssfss"_s, several, HalfOpen) << u"Closed: 1 of 5 trial calls failed"_s
                                    << u"That is 20 %, and less than 50 %."_s;
    QTest::newRow("trial failed") << change(Cause::TrialFailed, 1, 0, 1, HalfOpen) << rowRule()
                                  << windowOf(u"f"_s, rowRule(), HalfOpen) << u"Open again: a trial call failed"_s
                                  << u"It ended with: server error (503). It stays open for 5 s."_s;
    QTest::newRow("timeout") << change(Cause::HalfOpenTimeout, 0, 0, 10, HalfOpen) << rowRule()
                             << windowOf({}, rowRule(), HalfOpen) << u"Open again: half-open for longer than 10 s"_s
                             << u"No trial call had ended."_s;
    QTest::newRow("by hand") << change(Cause::Operator, 0, 0, 0, Closed, ForcedOpen) << rowRule()
                             << windowOf(u"f"_s, rowRule()) << u"Set by hand: forced open"_s << QString();
}

void TestWhy::saysWhyItChanged()
{
    QFETCH(StateChange, change);
    QFETCH(CircuitBreakerConfig, breaker);
    QFETCH(RuleWindow, window);
    const WhyText why = whyChanged(change, window, breaker);
    QTEST(plain(why.headline), "headline");
    QTEST(plain(why.detail), "detail");
}

void TestWhy::saysWhyItStays_data()
{
    using enum BreakerState;
    QTest::addColumn<CircuitBreakerConfig>("breaker");
    QTest::addColumn<RuleWindow>("window");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("detail");

    RuleWindow passed = windowOf(u"fff"_s, countRule());
    passed.passedOver = 1;
    QTest::newRow("count") << countRule() << passed << u"Did not open: 3 failures since it closed, it opens at 5"_s
                           << u"2 more open it. 1 success since it closed takes nothing away."_s;
    QTest::newRow("count, none") << countRule(1) << windowOf({}, countRule(1))
                                 << u"Did not open: no failure since it closed, it opens at 1"_s
                                 << u"1 more opens it."_s;
    QTest::newRow("count, only excluded")
        << countRule() << windowOf(u"eee"_s, countRule())
        << u"Did not open: no failure since it closed, it opens at 5"_s
        << u"5 more open it. 3 more results count for nothing: errors that the policy leaves out."_s;
    CircuitBreakerConfig timed = countRule(12);
    timed.window = TimeWindowConfig{4s, 500ms};
    QTest::newRow("count in time") << timed << windowOf(u"f"_s, timed)
                                   << u"Did not open: 1 failure within 4 s, it opens at 12"_s
                                   << u"11 more open it, if they come before the old ones leave the window."_s;
    QTest::newRow("in a row") << rowRule() << windowOf(u"fff"_s, rowRule())
                              << u"Did not open: 3 failures in a row, it opens at 5"_s
                              << u"2 more open it, if no success comes between them."_s;
    QTest::newRow("in a row, one left") << rowRule(4) << windowOf(u"fff"_s, rowRule(4))
                                        << u"Did not open: 3 failures in a row, it opens at 4"_s
                                        << u"1 more opens it."_s;
    QTest::newRow("rate") << rateRule() << windowOf(u"sssssssssssssssssfff"_s, rateRule())
                          << u"Did not open: 3 of 20 results failed: 15 %, it opens at 50 %"_s
                          << u"7 failures in a row would open it."_s;
    QTest::newRow("rate, just below") << rateRule(
        CountWindowConfig{201}) << windowOf(QString(101, u's') + QString(100, u'f'), rateRule(CountWindowConfig{201}))
                                      << u"Did not open: 100 of 201 results failed: 49.75 %, it opens at 50 %"_s
                                      << u"1 more failure opens it."_s;
    QTest::newRow("rate, too few") << rateRule() << windowOf(u"sff"_s, rateRule())
                                   << u"Did not open: only 3 results, no verdict below 10"_s
                                   << u"2 of them failed. With 7 more it decides, and opens at 50 % failed."_s;
    QTest::newRow("rate, one too few") << rateRule(CountWindowConfig{20}, 2)
                                       << windowOf(u"f"_s, rateRule(CountWindowConfig{20}, 2))
                                       << u"Did not open: only 1 result, no verdict below 2"_s
                                       << u"1 of them failed. With 1 more it decides, and opens at 50 % failed."_s;
    QTest::newRow("rate, none") << rateRule(TimeWindowConfig{10s, 1s})
                                << windowOf({}, rateRule(TimeWindowConfig{10s, 1s}))
                                << u"Did not open: no result within 10 s, no verdict below 10"_s
                                << u"With 10 more it decides, and opens at 50 % failed."_s;
    QTest::newRow("rate in time") << rateRule(TimeWindowConfig{10s, 1s})
                                  << windowOf(u"sssssssssf"_s, rateRule(TimeWindowConfig{10s, 1s}))
                                  << u"Did not open: 1 of 10 results failed within 10 s: 10 %, it opens at 50 %"_s
                                  << u"8 failures in a row would open it."_s;
    CircuitBreakerConfig all = rateRule(TimeWindowConfig{10s, 1s});
    all.failureRateThreshold = 1;
    QTest::newRow("rate of all") << all << windowOf(u"sfffffffff"_s, all)
                                 << u"Did not open: 9 of 10 results failed within 10 s: 90 %, it opens at 100 %"_s
                                 << u"No failure opens it as long as a success is in the window."_s;
    QTest::newRow("slow")
        << slowRule() << windowOf(u"ssssssssll"_s, slowRule())
        << u"Did not open: 0 of 10 results failed: 0 %, it opens at 50 %"_s
        << u"10 failures in a row would open it. 2 of 10 took longer than 500 ms: 20 %, it opens at 60 %."_s;
    RuleWindow part = windowOf(u"f"_s, countRule());
    part.isWhole = false;
    QTest::newRow("not whole")
        << countRule() << part << u"Did not open: 1 failure since it closed, it opens at 5"_s
        << u"4 more open it. Older results are not recorded any more; it may have seen more than this."_s;
    QTest::newRow("watching") << rowRule() << windowOf(u"f"_s, rowRule(), MetricsOnly)
                              << u"Would not have opened: 1 failure in a row, it opens at 5"_s
                              << u"4 more open it, if no success comes between them."_s;
    CircuitBreakerConfig several = rateRule();
    several.halfOpenMaxCalls = 5;
    QTest::newRow("half-open, rate") << several << windowOf(u"sf"_s, several, HalfOpen)
                                     << u"Half-open: 2 of 5 trial calls ended, 1 failed"_s
                                     << u"With 5 results it decides: open again at 50 % failed, else closed."_s;
    QTest::newRow("half-open") << rowRule() << windowOf({}, rowRule(), HalfOpen)
                               << u"Half-open: 0 of 1 trial call ended, 0 failed"_s
                               << u"A success closes it, a failure opens it again."_s;
    QTest::newRow("open") << rowRule() << windowOf({}, rowRule(), Open)
                          << u"Open: it rejects calls, and looks at no results"_s
                          << u"It opened at 0:02.000; when its open period is over a call may try."_s;
    QTest::newRow("forced open") << rowRule() << windowOf({}, rowRule(), ForcedOpen)
                                 << u"Forced open by hand: it rejects every call"_s << u"Reset closes it."_s;
    QTest::newRow("disabled") << rowRule() << windowOf({}, rowRule(), Disabled)
                              << u"Disabled by hand: it admits every call, and looks at no results"_s
                              << u"Reset closes it."_s;
}

void TestWhy::saysWhyItStays()
{
    QFETCH(CircuitBreakerConfig, breaker);
    QFETCH(RuleWindow, window);
    const WhyText why = whyStill(window, breaker);
    QTEST(plain(why.headline), "headline");
    QTEST(plain(why.detail), "detail");
}

void TestWhy::countsFailuresToOpen_data()
{
    QTest::addColumn<CircuitBreakerConfig>("breaker");
    QTest::addColumn<QString>("letters");
    QTest::addColumn<int>("failures");
    QTest::newRow("count") << countRule() << u"ff"_s << 3;
    // s s s f: with 4 more, 5 of 8; in a window of four the successes leave one by one.
    QTest::newRow("room") << rateRule(CountWindowConfig{100}, 1) << u"sssf"_s << 2;
    QTest::newRow("minimum") << rateRule(CountWindowConfig{100}, 8) << u"sssf"_s << 4;
    QTest::newRow("full, a success leaves") << rateRule(CountWindowConfig{4}, 4) << u"sssf"_s << 1;
    QTest::newRow("full, a failure leaves") << rateRule(CountWindowConfig{4}, 4) << u"fsss"_s << 2;
    QTest::newRow("excluded do not count") << rateRule(CountWindowConfig{4}, 4) << u"feseses"_s << 2;
    QTest::newRow("time") << rateRule(TimeWindowConfig{10s, 1s}, 4) << u"ssss"_s << 4;
    QTest::newRow("time, minimum") << rateRule(TimeWindowConfig{10s, 1s}, 10) << u"ssss"_s << 6;
}

void TestWhy::countsFailuresToOpen()
{
    QFETCH(CircuitBreakerConfig, breaker);
    QFETCH(QString, letters);
    QTEST(failuresToOpen(windowOf(letters, breaker), breaker).value_or(-1), "failures");
}

void TestWhy::saysWhatAResultWas()
{
    const RuleWindow window = windowOf(u"Fse"_s, slowRule());
    QCOMPARE(resultWords(window.results[0]),
             u"Call 1, attempt 1: server error (503) at 0:11.000; counts as failure, slow"_s);
    QCOMPARE(resultWords(window.results[1]), u"Call 2, attempt 1: succeeded (200) at 0:12.000; counts as success"_s);
    QCOMPARE(resultWords(window.results[2]),
             u"Call 3, attempt 1: not authorised (401) at 0:13.000; counts for nothing"_s);
}

void TestWhy::cellsStandForResults()
{
    using enum WindowCells::Cell;
    WindowCells cells;
    cells.setWindow(windowOf(u"slfFe"_s, slowRule()), slowRule());
    QCOMPARE(cells.cells().size(), 21u); // four of twenty, and one that does not count
    QVERIFY(std::equal(cells.cells().begin(), cells.cells().begin() + 6,
                       std::vector{Succeeded, Slow, Failed, Failed, Excluded, Empty}.begin()));
    QCOMPARE(cells.accessibleDescription(), u"2 failed, 1 slow, 1 succeeded, 1 excluded, 16 empty"_s);

    cells.setWindow(windowOf(u"ff"_s, rowRule()), rowRule());
    QVERIFY((cells.cells() == std::vector{Failed, Failed, Empty, Empty, Empty}));
    CircuitBreakerConfig endless = rowRule();
    endless.failureThreshold = 1'000'000'000;
    cells.setWindow(windowOf(u"ff"_s, endless), endless);
    QCOMPARE(cells.cells().size(), 100'002u); // the others are a number
    QVERIFY2(cells.accessibleDescription().startsWith(u"2 failed, 999"_s), qPrintable(cells.accessibleDescription()));
    cells.setWindow(windowOf({}, rowRule(), BreakerState::Open), rowRule());
    QVERIFY(cells.cells().empty());
    CircuitBreakerConfig breaker = rowRule();
    breaker.halfOpenMaxCalls = 3;
    cells.setWindow(windowOf(u"s"_s, breaker, BreakerState::HalfOpen), breaker);
    QVERIFY((cells.cells() == std::vector{Succeeded, Empty, Empty}));
    // As many as the verdict needs, where the window has no number.
    const CircuitBreakerConfig timed = rateRule(TimeWindowConfig{10s, 1s}, 4);
    cells.setWindow(windowOf(u"s"_s, timed), timed);
    QVERIFY((cells.cells() == std::vector{Succeeded, Empty, Empty, Empty}));
}

void TestWhy::cellsOfFiguresHaveNoOrder()
{
    using enum WindowCells::Cell;
    WindowCells cells;
    WindowFigures figures;
    figures.results = 5;
    figures.failures = 2;
    figures.slow = 1;
    figures.capacity = 6;
    cells.setFigures(figures, BreakerState::Closed, slowRule());
    QVERIFY((cells.cells() == std::vector{Failed, Failed, Slow, Succeeded, Succeeded, Empty}));
    figures = {};
    figures.results = figures.failures = 1;
    cells.setFigures(figures, BreakerState::Closed, countRule(3));
    QVERIFY((cells.cells() == std::vector{Failed, Empty, Empty}));
    cells.setFigures({}, BreakerState::Open, countRule(3));
    QVERIFY(cells.cells().empty());
}

void TestWhy::excludedCellsAreNotShownByTheHundred()
{
    WindowCells cells;
    RuleWindow window = windowOf(QString(400, u'e') + u"f"_s, countRule());
    window.excluded = 4000; // listed are the newest
    cells.setWindow(window, countRule());
    QCOMPARE(cells.cells().size(), 24u + 5u);
    QVERIFY(cells.accessibleDescription().contains(u"4\u202f000 excluded"_s));
}

void TestWhy::manyCellsAreCondensed()
{
    WindowCells cells;
    const CircuitBreakerConfig breaker = rateRule(CountWindowConfig{1000});
    cells.setWindow(windowOf(QString(600, u's') + QString(200, u'f'), breaker), breaker);
    cells.resize(300, cells.heightForWidth(300));
    QVERIFY(cells.isCondensed());
    QCOMPARE(cells.cellAt({10, 10}), -1);
    QVERIFY(cells.cellRect(999).right() <= 300.5);
    const QImage image = cells.grab().toImage();
    const auto column = cells.cellRect(700);
    QCOMPARE(image.pixelColor(column.center().toPoint()).hue() / 10,
             WindowCells::markOf(Cell::Failed).colour.hue() / 10);
    QCOMPARE(cells.toolTipAt(cells.cellRect(0).center()), u"0:11.000 to 0:27.000: 17 succeeded"_s);
    QCOMPARE(cells.toolTipAt(cells.cellRect(999).center()), u"14 empty"_s);
    QCOMPARE(cells.toolTipAt({10, double(cells.height() - 4)}), u"200 failed, 600 succeeded, 200 empty"_s);
    QCOMPARE(image.pixelColor(cells.cellRect(10).center().toPoint()), WindowCells::markOf(Cell::Succeeded).colour);

    const CircuitBreakerConfig fifty = rateRule(CountWindowConfig{50});
    cells.setWindow(windowOf(u"s"_s, fifty), fifty);
    QVERIFY(!cells.isCondensed());
    QVERIFY(cells.cellRect(49).bottom() <= cells.height());
}

void TestWhy::cellsArePaintedWithTheirMarks()
{
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        WindowCells cells;
        cells.setPalette(palette);
        cells.setWindow(windowOf(u"slfe"_s, slowRule()), slowRule());
        cells.resize(300, cells.heightForWidth(300));
        const QImage image = cells.grab().toImage();
        const std::array shown{Cell::Succeeded, Cell::Slow, Cell::Failed, Cell::Excluded};
        for (int i = 0; i < 4; ++i) {
            const QRect rect = cells.cellRect(i).toRect().adjusted(2, 2, -2, -2);
            const Mark mark = WindowCells::markOf(shown[std::size_t(i)]);
            int letter = 0;
            for (int y = rect.top(); y <= rect.bottom(); ++y) {
                for (int x = rect.left(); x <= rect.right(); ++x)
                    letter += image.pixelColor(x, y) != mark.colour;
            }
            QCOMPARE(image.pixelColor(rect.topLeft()), mark.colour);
            QCOMPARE_GT(letter, 8);
        }
    }
}

void TestWhy::cellsAreChosenByMouseAndKeyboard()
{
    WindowCells cells;
    cells.setWindow(windowOf(u"sff"_s, rateRule()), rateRule());
    cells.resize(300, cells.heightForWidth(300));
    cells.QWidget::show();
    QSignalSpy chosen(&cells, &WindowCells::resultChosen);
    QTest::mouseClick(&cells, Qt::LeftButton, {}, cells.cellRect(1).center().toPoint());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.last().at(0).toULongLong(), 2u);
    QCOMPARE(chosen.last().at(1).value<Duration>(), Duration(12s));
    QTest::mouseClick(&cells, Qt::LeftButton, {}, cells.cellRect(10).center().toPoint()); // empty
    QCOMPARE(chosen.size(), 1);

    QTest::keyClick(&cells, Qt::Key_End);
    QVERIFY(cells.accessibleDescription().startsWith(u"Call 3,"_s));
    QTest::keyClick(&cells, Qt::Key_Left);
    QTest::keyClick(&cells, Qt::Key_Left);
    QTest::keyClick(&cells, Qt::Key_Left);
    QTest::keyClick(&cells, Qt::Key_Return);
    QCOMPARE(chosen.last().at(0).toULongLong(), 1u);

    cells.setWindow({}, rateRule());
    QTest::keyClick(&cells, Qt::Key_Left);
    QTest::keyClick(&cells, Qt::Key_Return);
    QCOMPARE(chosen.size(), 2);
}

void TestWhy::panelTellsOfAChange()
{
    WhyPanel panel;
    panel.resize(420, 260);
    panel.show();
    panel.showChange({16s, change(Cause::FailureRate, 6, 10, 0.5)}, windowOf(u"ssssffffff"_s, rateRule()), rateRule(),
                     u"orders"_s);
    QCOMPARE(panel.findChild<QLabel *>(u"whyCaption"_s)->text(), u"orders: closed → open at 0:16.000"_s);
    QCOMPARE(panel.findChild<QLabel *>(u"whyHeadline"_s)->text(), u"Opened: 6 of the last 10 results failed"_s);
    auto *cells = panel.findChild<WindowCells *>(u"whyCells"_s);
    QVERIFY(cells->isVisible());
    QVERIFY(!panel.findChild<FillBar *>(u"whyNearness"_s)->isVisible());
    QSignalSpy chosen(&panel, &WhyPanel::resultChosen);
    QTest::keyClick(cells, Qt::Key_End);
    QTest::keyClick(cells, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
}

void TestWhy::panelTellsOfAMoment()
{
    WhyPanel panel;
    panel.resize(420, 260);
    panel.show();
    panel.showMoment(windowOf(u"sssssssssssssssssfff"_s, rateRule()), rateRule());
    QCOMPARE(panel.findChild<QLabel *>(u"whyCaption"_s)->text(), u"closed at 0:30.000, for 28 s"_s);
    auto *nearness = panel.findChild<FillBar *>(u"whyNearness"_s);
    QVERIFY(nearness->isVisible());
    QCOMPARE(nearness->text(), u"30.0 % of the way"_s);
    panel.showMoment(windowOf({}, rateRule(), BreakerState::Open), rateRule());
    QVERIFY(!nearness->isVisible());
    QVERIFY(!panel.findChild<WindowCells *>(u"whyCells"_s)->isVisible());
}

void TestWhy::emptyPanelSaysWhatToDo()
{
    WhyPanel panel;
    panel.show();
    QVERIFY(panel.findChild<QLabel *>(u"whyDetail"_s)->text().contains(u"Choose a change"_s));
    QVERIFY(!panel.findChild<WindowCells *>(u"whyCells"_s)->isVisible());
    panel.showNone(u"No breaker: switch it on under Policies."_s);
    QCOMPARE(panel.findChild<QLabel *>(u"whyHeadline"_s)->text(), u"No breaker: switch it on under Policies."_s);
}

QTEST_MAIN(TestWhy)
#include "tst_why.moc"
