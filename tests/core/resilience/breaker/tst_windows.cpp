// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/countwindow.h"
#include "resilience/breaker/timewindow.h"

#include <QtTest>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

constexpr CallResult ok{false, false};
constexpr CallResult failed{true, false};
constexpr CallResult slow{false, true};

TimePoint at(Duration since)
{
    return TimePoint{} + since;
}

} // namespace

class WindowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void countWindowForgetsTheOldest()
    {
        CountWindow window(3);
        QCOMPARE(window.results(), 0);
        window.record(failed);
        window.record(slow);
        window.record(ok);
        QCOMPARE(window.results(), 3);
        QCOMPARE(window.failures(), 1);
        QCOMPARE(window.slow(), 1);
        QCOMPARE(window.at(0), failed);
        QCOMPARE(window.at(2), ok);

        window.record({true, true}); // pushes the failure out
        QCOMPARE(window.results(), 3);
        QCOMPARE(window.failures(), 1);
        QCOMPARE(window.slow(), 2);
        QCOMPARE(window.at(0), slow);
        QCOMPARE(window.at(2), (CallResult{true, true}));

        window.clear();
        QCOMPARE(window.results(), 0);
        QCOMPARE(window.failures(), 0);
        QCOMPARE(window.slow(), 0);
    }

    void countWindowOfOne()
    {
        CountWindow window(1);
        window.record(failed);
        window.record(ok);
        QCOMPARE(window.results(), 1);
        QCOMPARE(window.failures(), 0);
    }

    void resizingKeepsTheNewest()
    {
        CountWindow window(4);
        for (const CallResult result : {failed, failed, ok, slow, ok}) // the first failure is gone already
            window.record(result);
        window.resize(2);
        QCOMPARE(window.results(), 2);
        QCOMPARE(window.at(0), slow);
        QCOMPARE(window.at(1), ok);
        QCOMPARE(window.failures(), 0);

        window.resize(5);
        QCOMPARE(window.size(), 5);
        QCOMPARE(window.results(), 2);
        window.record(failed);
        QCOMPARE(window.results(), 3);
        QCOMPARE(window.at(2), failed);
    }

    void timeWindowIsAlignedToTheClock()
    {
        // 3 buckets of 1 s. What comes at 0.9 s is in bucket 0, which falls out when bucket 3 begins, at 3.0 s.
        TimeWindow window(1s, 3);
        window.record(failed, at(900ms));
        window.record(ok, at(1s));
        QCOMPARE(window.results(), 2);
        window.advance(at(2999ms));
        QCOMPARE(window.failures(), 1);
        window.advance(at(3s));
        QCOMPARE(window.failures(), 0);
        QCOMPARE(window.results(), 1);
        window.advance(at(4s));
        QCOMPARE(window.results(), 0);
    }

    void timeWindowAfterLongSilence()
    {
        TimeWindow window(1s, 3);
        window.record(failed, at(1s));
        window.record(ok, at(24h));
        QCOMPARE(window.results(), 1);
        QCOMPARE(window.failures(), 0);
        QCOMPARE(window.at(2), (TimeWindow::Counts{1, 0, 0}));
    }

    void timeWindowTakesALateMomentAsNew()
    {
        TimeWindow window(1s, 3);
        window.record(ok, at(5s));
        window.record(failed, at(4s));
        QCOMPARE(window.at(2), (TimeWindow::Counts{2, 1, 0}));
    }

    void timeWindowBeforeItIsFull()
    {
        TimeWindow window(1s, 4);
        window.record(slow, at(1500ms));
        QCOMPARE(window.at(0), TimeWindow::Counts{}); // before the clock's zero
        QCOMPARE(window.at(3), (TimeWindow::Counts{1, 0, 1}));
    }

    void reshapingKeepsCountsInTheirPlace()
    {
        TimeWindow window(1s, 4);
        window.record(failed, at(10s));
        window.record(ok, at(11s));
        window.record(ok, at(13s));
        window.reshape(2s, 2, at(13s)); // buckets 10..12 and 12..14
        QCOMPARE(window.results(), 3);
        QCOMPARE(window.at(0), (TimeWindow::Counts{2, 1, 0}));
        QCOMPARE(window.at(1), (TimeWindow::Counts{1, 0, 0}));
        window.advance(at(14s));
        QCOMPARE(window.results(), 1);

        window.reshape(1s, 2, at(14s)); // the middle of 12..14 is in 13..14
        QCOMPARE(window.results(), 1);
        window.advance(at(15s));
        QCOMPARE(window.results(), 0);
    }
};

QTEST_GUILESS_MAIN(WindowsTest)
#include "tst_windows.moc"
