// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/callsmodel.h"
#include "panels/callspanel.h"
#include "panels/waterfall.h"
#include "panels/waterfalldelegate.h"
#include "theme/palettes.h"
#include "warnings.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Calls = std::vector<RecordedCall>;

namespace {

const Ending Good = Ending::success(200);
const Ending Bad = Ending::failure(ErrorKind::Server, 503);
const Ending Late = Ending::failure(ErrorKind::Timeout);
const Ending Open = Ending::failure(ErrorKind::CircuitOpen);
const Ending GivenUp = Ending::failure(ErrorKind::Cancelled);

/// A call whose attempts begin and end at these moments since it was due.
RecordedCall call(quint64 number, Duration due, Duration latency, const Ending &ending,
                  std::initializer_list<std::tuple<Duration, Duration, std::optional<Ending>>> attempts = {})
{
    RecordedCall call;
    call.number = number;
    call.due = due;
    call.latency = latency;
    call.ending = ending;
    for (const auto &[begin, end, how] : attempts)
        call.attempts.push_back({due + begin, end - begin, how});
    return call;
}

/// 100 ms queued, 200 ms until a 503, 300 ms of waiting, 400 ms until it succeeds.
RecordedCall repeated(quint64 number = 7, Duration due = 12s)
{
    return call(number, due, 1s, Good, {{100ms, 300ms, Bad}, {600ms, 1s, Good}});
}

std::shared_ptr<const Calls> someCalls()
{
    return std::make_shared<Calls>(Calls{
        call(1, 1s, 40ms, Good, {{0ms, 40ms, Good}}),
        call(2, 2s, 30ms, Bad, {{0ms, 30ms, Bad}}),
        repeated(3, 3s),
        call(4, 5s, 0ms, Open),
        call(5, 6s, 2s, Late, {{0ms, 2s, Late}}),
        call(503, 7s, 20ms, GivenUp, {{0ms, 20ms, std::nullopt}}),
    });
}

std::shared_ptr<const Calls> manyCalls(int count)
{
    Calls calls;
    calls.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i) {
        const auto number = quint64(calls.size() + 1);
        if (i % 10 == 0)
            calls.push_back(call(number, i * 1ms, 1s, Bad, {{0ms, 300ms, Bad}, {600ms, 1s, Bad}}));
        else
            calls.push_back(call(number, i * 1ms, 20ms, Good, {{0ms, 20ms, Good}}));
    }
    return std::make_shared<Calls>(std::move(calls));
}

QList<quint64> numbers(const CallsModel &model)
{
    QList<quint64> list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.append(model.callAt(row).number);
    return list;
}

} // namespace

class TestCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void waterfallHasNoGaps();
    void scaleFitsTheLongest();
    void outcomesAreThoseOfTheSummary();
    void newestStandFirst();
    void textFilters_data();
    void textFilters();
    void outcomesFilterAndAreCounted();
    void spanFilters();
    void toolTipTellsEveryAttempt();
    void rowsAreText();
    void everyPartIsPainted();
    void marksAreTheSameInTheDark();
    void buttonsFilterByMouseAndKeyboard();
    void emptyPlacesSayWhatToDo();
    void choosingTellsWhenItWasDue();
    void placeStaysWithNewCalls();
    void scaleIsThatOfTheLongestInView();
    void rowsAreCopiedByKeyboard();
    void hundredThousandCallsDoNotBlock();
};

void TestCalls::waterfallHasNoGaps()
{
    using Part = WaterfallPart;
    using enum WaterfallPart::Kind;
    const std::vector<Part> parts{{Part::Kind::Late, 0ms, 100ms, 0},
                                  {Part::Kind::Attempt, 100ms, 300ms, 0},
                                  {Part::Kind::Wait, 300ms, 600ms, 0},
                                  {Part::Kind::Attempt, 600ms, 1s, 1}};
    QVERIFY(waterfallParts(repeated()) == parts);

    const std::vector<Part> givenUp{{Part::Kind::Attempt, 0ms, 30ms, 0}, {Part::Kind::Wait, 30ms, 500ms, 0}};
    QVERIFY(waterfallParts(call(1, 1s, 500ms, GivenUp, {{0ms, 30ms, Bad}})) == givenUp);
    QVERIFY(waterfallParts(call(1, 1s, 0ms, Open)).empty());
}

void TestCalls::scaleFitsTheLongest()
{
    QCOMPARE(waterfallScale(0ms), Duration(1ms));
    QCOMPARE(waterfallScale(17ms), Duration(20ms));
    QCOMPARE(waterfallScale(20ms), Duration(20ms));
    QCOMPARE(waterfallScale(1100ms), Duration(2s));
    QCOMPARE(waterfallScale(31s), Duration(50s));
}

void TestCalls::outcomesAreThoseOfTheSummary()
{
    QCOMPARE(outcomeOf(call(1, 0s, 0s, Good)), CallOutcome::Succeeded);
    QCOMPARE(outcomeOf(call(1, 0s, 0s, Late)), CallOutcome::Failed);
    QCOMPARE(outcomeOf(call(1, 0s, 0s, Open)), CallOutcome::Rejected);
    QCOMPARE(outcomeOf(call(1, 0s, 1s, Open, {{0s, 1s, Bad}})), CallOutcome::Failed);
    QCOMPARE(outcomeOf(call(1, 0s, 0s, GivenUp)), CallOutcome::Cancelled);
    QSet<QString> letters;
    for (int i = 0; i < CallOutcomeCount; ++i)
        letters.insert(markOf(static_cast<CallOutcome>(i)).letter);
    QCOMPARE(letters.size(), CallOutcomeCount);
}

void TestCalls::newestStandFirst()
{
    CallsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.show(someCalls());
    QCOMPARE(numbers(model), (QList<quint64>{503, 5, 4, 3, 2, 1}));
    const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(4, CallsModel::Due), u"0:02.000"_s);
    QCOMPARE(text(4, CallsModel::Number), u"2"_s);
    QCOMPARE(text(4, CallsModel::Outcome), u"failed"_s);
    QCOMPARE(text(4, CallsModel::Kind), u"503"_s);
    QCOMPARE(text(3, CallsModel::Attempts), u"2"_s);
    QCOMPARE(text(3, CallsModel::Latency), u"1 s"_s);
    QCOMPARE(text(1, CallsModel::Kind), u"timeout"_s);
    QCOMPARE(model.rowOf(0, 503), 0);
    QCOMPARE(model.rowOf(0, 1), 5);
    QCOMPARE(model.rowOf(1, 1), -1);
    model.show(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestCalls::textFilters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<quint64>>("shown");
    QTest::newRow("nothing") << u"  "_s << QList<quint64>{503, 5, 4, 3, 2, 1};
    QTest::newRow("status, of an attempt too") << u"503"_s << QList<quint64>{3, 2};
    QTest::newRow("call that could be a status") << u"#503"_s << QList<quint64>{503};
    QTest::newRow("statuses") << u"2"_s << QList<quint64>{3, 1};
    QTest::newRow("statuses of a hundred") << u"5xx"_s << QList<quint64>{3, 2};
    QTest::newRow("statuses of ten") << u"50X"_s << QList<quint64>{3, 2};
    QTest::newRow("no status") << u"999"_s << QList<quint64>{};
    QTest::newRow("number") << u"#4"_s << QList<quint64>{4};
    QTest::newRow("kind") << u"TimeOut"_s << QList<quint64>{5};
    QTest::newRow("kind in words") << u"breaker"_s << QList<quint64>{4};
    QTest::newRow("kind that the status says") << u"server"_s << QList<quint64>{3, 2};
    QTest::newRow("both words") << u"server success"_s << QList<quint64>{3};
    QTest::newRow("endpoint") << u"order"_s << QList<quint64>{503, 5, 4, 3, 2, 1};
    QTest::newRow("nowhere") << u"teapot"_s << QList<quint64>{};
}

void TestCalls::textFilters()
{
    QFETCH(QString, text);
    CallsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setEndpoints({u"orders"_s});
    model.show(someCalls());
    model.setText(text);
    QTEST(numbers(model), "shown");
}

void TestCalls::outcomesFilterAndAreCounted()
{
    CallsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show(someCalls());
    const std::array<int, 4> counts{2, 2, 1, 1};
    QCOMPARE(model.counts(), counts);
    model.setOutcomes({false, true, false, true});
    QCOMPARE(numbers(model), (QList<quint64>{503, 5, 2}));
    QCOMPARE(model.counts(), counts); // what a button would bring back is counted
    QCOMPARE(model.total(), 6);
}

void TestCalls::spanFilters()
{
    CallsModel model;
    model.show(someCalls());
    model.setSpan(std::pair(Duration(3900ms), Duration(6100ms)));
    QCOMPARE(numbers(model), (QList<quint64>{5, 4, 3})); // under way at its beginning or end
    QCOMPARE(model.counts()[0], 1);
    model.setSpan(std::nullopt);
    QCOMPARE(model.rowCount(), 6);
}

void TestCalls::toolTipTellsEveryAttempt()
{
    CallsModel model;
    model.show(std::make_shared<Calls>(
        Calls{repeated(), call(8, 13s, 0s, Open), call(9, 14s, 500ms, GivenUp, {{0ms, 500ms, std::nullopt}})}));
    const auto tip = [&](int row) { return model.index(row, CallsModel::Waterfall).data(Qt::ToolTipRole).toString(); };
    QCOMPARE(tip(2),
             u"Call 7, due at 0:12.000: succeeded after 1 s\n"
             "100 ms late, or queued in the client\n"
             "Attempt 1 at +100 ms: 200 ms, server error (503)\n"
             "waited 300 ms\n"
             "Attempt 2 at +600 ms: 400 ms, succeeded (200)"_s);
    QCOMPARE(tip(1), u"Call 8, due at 0:13.000: rejected after 0 s, rejected by the breaker\nNothing was sent"_s);
    QVERIFY(tip(0).contains(u"Attempt 1 at +0 s: 500 ms, the call was over before"_s));
}

void TestCalls::rowsAreText()
{
    CallsModel model;
    model.setEndpoints({u"orders"_s});
    model.show(std::make_shared<Calls>(Calls{repeated()}));
    QCOMPARE(model.asText({0}),
             u"Due\tCall\tOutcome\tStatus or error\tAttempts\tLatency\tAttempts and waits\n"
             "0:12.000\t7\tsucceeded\tsuccess 200\t2\t1 s\t100 ms late, or queued in the client; "
             "Attempt 1 at +100 ms: 200 ms, server error (503); waited 300 ms; "
             "Attempt 2 at +600 ms: 400 ms, succeeded (200)\n"_s);
    model.setEndpoints({u"orders"_s, u"payments"_s});
    QVERIFY(model.asText({0}).contains(u"0:12.000\torders\t7"_s));
}

namespace {

/// A cell of 1,016 pixels: one for each millisecond, from 8 on.
QImage paintedWaterfall(const CallsModel &model, const QPalette &palette)
{
    QImage image(1016, 26, QImage::Format_RGB32);
    image.fill(palette.color(QPalette::Base));
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.rect = image.rect();
    option.palette = palette;
    option.state = QStyle::State_Enabled;
    WaterfallDelegate().paint(&painter, option, model.index(0, CallsModel::Waterfall));
    return image;
}

/// How many pixels of the column at @p x have the colour.
int countOf(const QImage &image, int x, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        count += image.pixelColor(x, y) == colour;
    return count;
}

} // namespace

void TestCalls::everyPartIsPainted()
{
    CallsModel model;
    model.show(std::make_shared<Calls>(Calls{repeated()}));
    model.setScale(1s);
    const QImage image = paintedWaterfall(model, lightPalette());
    const QColor ground = lightPalette().color(QPalette::Base);
    const auto isBlank = [&](int x) { return countOf(image, x, ground) == image.height(); };

    // Late: a hatch, neither blank nor full, without a colour.
    int hatched = 0;
    for (int x = 8; x < 108; ++x)
        hatched += countOf(image, x, ground) < image.height();
    QCOMPARE_GT(hatched, 90);
    QCOMPARE_GT(countOf(image, 50, ground), 14);

    // The attempts: bars in their colours, and in the failed one its pattern.
    const QColor failed = markOf(CallOutcome::Failed).colour;
    const QColor succeeded = markOf(CallOutcome::Succeeded).colour;
    int plain = 0;
    int patterned = 0;
    for (int x = 130; x < 300; ++x) {
        plain += countOf(image, x, failed);
        patterned += 12 - countOf(image, x, failed);
    }
    QCOMPARE_GT(plain, 600);
    QCOMPARE_GT(patterned, 150);
    for (int x = 630; x < 1000; ++x)
        QCOMPARE(countOf(image, x, succeeded), 12);

    // The wait: one thin line.
    for (int x = 312; x < 600; x += 20) {
        QVERIFY(!isBlank(x));
        QCOMPARE_GE(countOf(image, x, ground), image.height() - 2);
    }
    QVERIFY(isBlank(2));
    QVERIFY(isBlank(1012));

    // At twice the scale it is half as wide.
    model.setScale(2s);
    const QImage half = paintedWaterfall(model, lightPalette());
    QCOMPARE(countOf(half, 450, succeeded), 12);
    QCOMPARE(countOf(half, 600, ground), half.height());
}

void TestCalls::marksAreTheSameInTheDark()
{
    CallsModel model;
    model.show(std::make_shared<Calls>(Calls{call(1, 0s, 1s, Late, {{0ms, 400ms, Late}, {500ms, 1s, std::nullopt}})}));
    const QImage image = paintedWaterfall(model, darkPalette());
    const QColor timedOut = markOf(model.callAt(0).attempts[0]).colour;
    const QColor givenUp = markOf(model.callAt(0).attempts[1]).colour;
    QVERIFY(timedOut != givenUp);
    int first = 0;
    int second = 0;
    for (int x = 30; x < 400; ++x)
        first += countOf(image, x, timedOut);
    for (int x = 530; x < 1000; ++x)
        second += countOf(image, x, givenUp);
    QCOMPARE_GT(first, 1000);
    QCOMPARE_GT(second, 1000);
    QVERIFY(markOf(model.callAt(0).attempts[0]).pattern != markOf(model.callAt(0).attempts[1]).pattern);

    // What was never sent is there all the same.
    model.show(std::make_shared<Calls>(Calls{call(1, 0s, 0s, Open)}));
    QCOMPARE(countOf(paintedWaterfall(model, darkPalette()), 9, markOf(CallOutcome::Rejected).colour), 12);
}

void TestCalls::buttonsFilterByMouseAndKeyboard()
{
    CallsPanel panel;
    panel.resize(1000, 300);
    panel.show(someCalls(), 0);
    panel.show();
    auto *succeeded = panel.findChild<QPushButton *>(u"showSucceeded"_s);
    auto *failed = panel.findChild<QPushButton *>(u"showFailed"_s);
    QCOMPARE(succeeded->text(), u"Succeeded  2"_s);
    QTest::mouseClick(succeeded, Qt::LeftButton);
    QCOMPARE(panel.model()->rowCount(), 4);
    QTest::keyClick(failed, Qt::Key_Space);
    QCOMPARE(panel.model()->rowCount(), 2);
    QCOMPARE(failed->text(), u"Failed  2"_s);
    QTest::keyClick(failed, Qt::Key_Space);
    QTest::mouseClick(succeeded, Qt::LeftButton);

    auto *filter = panel.findChild<QLineEdit *>(u"callFilter"_s);
    QTest::keyClicks(filter, u"503"_s);
    QCOMPARE(panel.model()->rowCount(), 2);
    QCOMPARE(succeeded->text(), u"Succeeded  1"_s);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(filter->text(), QString());
    QCOMPARE(panel.model()->rowCount(), 6);
    QTest::keyClick(filter, Qt::Key_Down);
    QCOMPARE(panel.table()->currentIndex().row(), 0);
}

void TestCalls::emptyPlacesSayWhatToDo()
{
    CallsPanel panel;
    panel.resize(900, 300);
    panel.show();
    auto *empty = panel.findChild<QLabel *>(u"noCalls"_s);
    QVERIFY(empty->isVisible());
    QVERIFY(empty->text().contains(u"Press Run"_s));
    panel.show(someCalls(), 0);
    QVERIFY(!empty->isVisible());
    panel.setSpan(std::pair(Duration(20s), Duration(30s)));
    QVERIFY(empty->text().contains(u"0:20.0 to 0:30.0"_s));
    QVERIFY(empty->text().contains(u"In view"_s));
    auto *inView = panel.findChild<QPushButton *>(u"inView"_s);
    QSignalSpy toggled(&panel, &CallsPanel::inViewToggled);
    QTest::mouseClick(inView, Qt::LeftButton);
    QTest::mouseClick(inView, Qt::LeftButton);
    QCOMPARE(toggled.size(), 2);
    QVERIFY(!toggled.last().first().toBool());
    panel.setSpan(std::nullopt);
    QVERIFY(!empty->isVisible());
    panel.findChild<QLineEdit *>(u"callFilter"_s)->setText(u"teapot"_s);
    QVERIFY(empty->text().contains(u"clear the text"_s));

    auto *dropped = panel.findChild<QLabel *>(u"callsDropped"_s);
    QVERIFY(!dropped->isVisible());
    panel.show(someCalls(), 1234);
    QVERIFY(dropped->isVisible());
    QVERIFY(dropped->text().contains(u"6 of 1\u202f240 calls"_s));
    QVERIFY(dropped->text().contains(u"1\u202f234"_s));

    // Another scenario begins with every call.
    QTest::mouseClick(panel.findChild<QPushButton *>(u"showFailed"_s), Qt::LeftButton);
    QTest::mouseClick(inView, Qt::LeftButton);
    panel.resetFilter();
    QCOMPARE(panel.model()->rowCount(), 6);
    QVERIFY(!inView->isChecked());
}

void TestCalls::choosingTellsWhenItWasDue()
{
    CallsPanel panel;
    panel.resize(900, 300);
    panel.show(someCalls(), 0);
    panel.show();
    QSignalSpy chosen(&panel, &CallsPanel::callChosen);
    panel.table()->setCurrentIndex(panel.model()->index(3, 0));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.last().at(0).toInt(), 0);
    QCOMPARE(chosen.last().at(1).value<Duration>(), Duration(3s));
    QTest::keyClick(panel.table(), Qt::Key_Down);
    QCOMPARE(chosen.last().at(1).value<Duration>(), Duration(2s));
    QTest::keyClick(panel.table(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 3);

    // Nobody chose what a filter or new calls do to the current row.
    QVERIFY(panel.selectCall(0, 5));
    panel.show(std::make_shared<Calls>(*someCalls()), 0);
    panel.findChild<QLineEdit *>(u"callFilter"_s)->setText(u"success"_s);
    QCOMPARE(chosen.size(), 3);
    QVERIFY(!panel.selectCall(0, 5));
}

void TestCalls::placeStaysWithNewCalls()
{
    CallsPanel panel;
    panel.resize(900, 300);
    const auto calls = manyCalls(1000);
    panel.show(calls, 0);
    panel.show();
    QVERIFY(panel.selectCall(0, 500));
    const int top = panel.table()->rowAt(0);
    const quint64 seen = panel.model()->callAt(top).number;

    Calls more = *calls;
    for (quint64 i = 0; i < 50; ++i)
        more.push_back(call(2000 + i, 2s, 10ms, Good));
    panel.show(std::make_shared<Calls>(more), 0);
    QCOMPARE(panel.model()->callAt(panel.table()->rowAt(0)).number, seen);
    QCOMPARE(panel.model()->callAt(panel.table()->currentIndex().row()).number, 500u);
    QVERIFY(panel.table()->selectionModel()->isRowSelected(panel.table()->currentIndex().row()));

    // At the top one sees what is new.
    panel.table()->scrollToTop();
    more.push_back(call(3000, 3s, 10ms, Good));
    panel.show(std::make_shared<Calls>(more), 0);
    QCOMPARE(panel.model()->callAt(panel.table()->rowAt(0)).number, 3000u);
}

void TestCalls::scaleIsThatOfTheLongestInView()
{
    CallsPanel panel;
    panel.resize(900, 300);
    Calls calls{call(1, 0s, 40s, Late, {{0s, 40s, Late}})};
    for (quint64 i = 2; i < 200; ++i)
        calls.push_back(call(i, 1s * i, 15ms, Good, {{0ms, 15ms, Good}}));
    panel.show(std::make_shared<Calls>(calls), 0);
    panel.show();
    const auto header = [&] {
        return panel.model()->headerData(CallsModel::Waterfall, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    QCOMPARE(header(), u"0 to 20 ms: attempts and waits"_s);
    panel.table()->scrollToBottom();
    QCOMPARE(header(), u"0 to 50 s: attempts and waits"_s);
}

void TestCalls::rowsAreCopiedByKeyboard()
{
    CallsPanel panel;
    panel.resize(900, 300);
    panel.show(someCalls(), 0);
    panel.show();
    panel.activateWindow();
    panel.table()->setFocus();
    panel.table()->setCurrentIndex(panel.model()->index(0, 0));
    QTest::keyClick(panel.table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(panel.table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(1).contains(u"\t503\tcancelled"_s));
    QVERIFY(lines.at(2).contains(u"\t5\tfailed\ttimeout"_s));
}

void TestCalls::hundredThousandCallsDoNotBlock()
{
    CallsPanel panel;
    panel.resize(900, 300);
    panel.show();
    const auto calls = manyCalls(100'000);
    const auto again = std::make_shared<Calls>(*calls);
    QElapsedTimer timer;
    timer.start();
    panel.show(calls, 0);
    panel.show(again, 0);
    panel.setSpan(std::pair(Duration(10s), Duration(20s)));
    panel.setSpan(std::nullopt);
    panel.findChild<QLineEdit *>(u"callFilter"_s)->setText(u"503"_s);
    panel.selectCall(0, 1);
    panel.grab();
    // Some tens of milliseconds; the limit only tells O(n) from worse, on any machine.
    QCOMPARE_LT(timer.elapsed(), 3000);
    QCOMPARE(panel.model()->counts()[1], 10'000);
}

QTEST_MAIN(TestCalls)
#include "tst_calls.moc"
