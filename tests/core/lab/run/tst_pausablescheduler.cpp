// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/pausablescheduler.h"

#include <QStringList>
#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class PausableSchedulerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theClockStandsAndGoesOnFromThere()
    {
        PausableScheduler scheduler;
        const TimePoint steadyBefore = Clock::steady().now();
        scheduler.pause();
        const TimePoint paused = scheduler.clock().now();
        QVERIFY(paused >= steadyBefore);
        letTimePass();
        QVERIFY(scheduler.clock().now() == paused);
        const TimePoint steadyAfter = Clock::steady().now();
        scheduler.resume();
        QVERIFY(scheduler.clock().now() >= paused);
        // What it has lost lies between the two, so the two clocks are apart by at least that.
        QVERIFY(Clock::steady().now() - scheduler.clock().now() >= steadyAfter - paused - 1ms);
    }

    void whatIsDueWaitsForTheClock()
    {
        PausableScheduler scheduler;
        QStringList ran;
        const TimePoint now = scheduler.clock().now();
        scheduler.at(now + 2ms, [&] { ran.append(u"b"_s); });
        scheduler.at(now + 1ms, [&] { ran.append(u"a"_s); });
        const auto cancelled = scheduler.at(now + 1ms, [&] { ran.append(u"cancelled"_s); });
        scheduler.pause();
        scheduler.at(now, [&] { ran.append(u"asked for in the pause"_s); });
        letTimePass();
        QCOMPARE(ran, QStringList());
        scheduler.cancel(cancelled);
        scheduler.resume();
        QTRY_COMPARE(ran.size(), 3);
        QVERIFY(ran.indexOf(u"a"_s) < ran.indexOf(u"b"_s));
    }

    void aFunctionMayPauseItsScheduler()
    {
        PausableScheduler scheduler;
        QStringList ran;
        const TimePoint now = scheduler.clock().now();
        scheduler.at(now + 1ms, [&] {
            ran.append(u"pauses"_s);
            scheduler.pause();
        });
        scheduler.at(now + 1ms, [&] { ran.append(u"later"_s); });
        QTRY_COMPARE(ran, QStringList(u"pauses"_s));
        letTimePass();
        QCOMPARE(ran, QStringList(u"pauses"_s));
        scheduler.resume();
        QTRY_COMPARE(ran, QStringList({u"pauses"_s, u"later"_s}));
    }

private:
    /// Until another scheduler has run something that was asked for 20 ms ago.
    static void letTimePass()
    {
        bool hasPassed = false;
        EventLoopScheduler other;
        other.at(Clock::steady().now() + 20ms, [&] { hasPassed = true; });
        QTRY_VERIFY(hasPassed);
    }
};

QTEST_GUILESS_MAIN(PausableSchedulerTest)
#include "tst_pausablescheduler.moc"
