// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/instant.h"
#include "resilience/base/virtualscheduler.h"

#include <QTest>

#include <memory>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// Counts how often it is asked.
class CountingClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return TimePoint(++m_asked * 1s); }
    int asked() const { return m_asked; }

private:
    mutable int m_asked = 0;
};

} // namespace

class VirtualSchedulerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void clockStandsStillUntilMoved()
    {
        VirtualClock clock;
        QVERIFY(clock.now() == TimePoint());
        clock.advance(3s);
        clock.advance(0s);
        QVERIFY(clock.now() == TimePoint(3s));
        clock.setNow(TimePoint(10s));
        QVERIFY(clock.now() == TimePoint(10s));
    }

    void clockNeverRunsBackwards()
    {
        VirtualClock clock;
        clock.advance(3s);
        clock.setNow(TimePoint(2s));
        QVERIFY(clock.now() == TimePoint(3s));
    }

    void instantAsksTheClockAtMostOnce()
    {
        const CountingClock clock;
        const Instant unused(clock);
        QCOMPARE(clock.asked(), 0);
        const Instant instant(clock);
        QVERIFY(instant.now() == TimePoint(1s));
        QVERIFY(instant.now() == TimePoint(1s));
        QCOMPARE(clock.asked(), 1);
        QVERIFY(Instant(TimePoint(5s)).now() == TimePoint(5s));
    }

    void steadyClockNeverRunsBackwards()
    {
        TimePoint last = Clock::steady().now();
        for (int i = 0; i < 1000; ++i) {
            const TimePoint now = Clock::steady().now();
            QVERIFY(now >= last);
            last = now;
        }
    }

    void eachRunsAtItsOwnMoment()
    {
        QStringList log;
        VirtualScheduler scheduler;
        const auto note = [&](const QString &name) {
            return [&log, &scheduler, name] {
                log.append(u"%1@%2"_s.arg(name).arg(scheduler.clock().now().time_since_epoch() / 1ms));
            };
        };
        scheduler.at(TimePoint(30ms), note(u"c"_s));
        scheduler.at(TimePoint(10ms), note(u"a"_s));
        scheduler.at(TimePoint(20ms), note(u"b"_s));
        scheduler.at(TimePoint(40ms), note(u"d"_s));
        QVERIFY(log.isEmpty());
        QVERIFY(scheduler.nextDue() == TimePoint(10ms));

        scheduler.advance(30ms); // the last moment included
        QCOMPARE(log.join(u' '), u"a@10 b@20 c@30"_s);
        QVERIFY(scheduler.clock().now() == TimePoint(30ms));
        QCOMPARE(scheduler.pending(), std::size_t(1));

        scheduler.advance(9ms);
        QCOMPARE(log.size(), 3);
        scheduler.advance(1ms);
        QCOMPARE(log.last(), u"d@40"_s);
        QVERIFY(!scheduler.nextDue());
    }

    void sameMomentInSchedulingOrder()
    {
        QString log;
        VirtualScheduler scheduler;
        for (const QChar c : u"abcdef"_s)
            scheduler.at(TimePoint(10ms), [&log, c] { log += c; });
        scheduler.advance(10ms);
        QCOMPARE(log, u"abcdef"_s);
    }

    void pastMomentRunsAtTheNextTurn()
    {
        QString log;
        VirtualScheduler scheduler;
        scheduler.advance(10ms);
        scheduler.at(TimePoint(10ms), [&log] { log += u'a'; });
        scheduler.at(TimePoint(5ms), [&log] { log += u'b'; });
        QVERIFY2(log.isEmpty(), "must not run inside at()");
        QVERIFY(scheduler.nextDue() == TimePoint(10ms));

        scheduler.advance(0ms);
        QCOMPARE(log, u"ab"_s); // both due now, so in scheduling order
        QVERIFY(scheduler.clock().now() == TimePoint(10ms));
    }

    void runUntilThePastRunsNothing()
    {
        bool hasRun = false;
        VirtualScheduler scheduler;
        scheduler.advance(10ms);
        scheduler.at(TimePoint(10ms), [&hasRun] { hasRun = true; });
        scheduler.runUntil(TimePoint(9ms));
        QVERIFY(!hasRun);
        QVERIFY(scheduler.clock().now() == TimePoint(10ms));
    }

    void functionsMayScheduleMore()
    {
        int ticks = 0;
        VirtualScheduler scheduler;
        std::function<void()> tick = [&] {
            ++ticks;
            scheduler.at(scheduler.clock().now() + 10ms, tick);
        };
        scheduler.at(TimePoint(10ms), tick);
        scheduler.advance(100ms);
        QCOMPARE(ticks, 10);
        QVERIFY(scheduler.nextDue() == TimePoint(110ms));
    }

    void runNextJumps()
    {
        QString log;
        VirtualScheduler scheduler;
        scheduler.at(TimePoint(1h), [&log] { log += u'a'; });
        scheduler.at(TimePoint(2h), [&log] { log += u'b'; });
        QVERIFY(scheduler.runNext());
        QCOMPARE(log, u"a"_s);
        QVERIFY(scheduler.clock().now() == TimePoint(1h));
        QVERIFY(scheduler.runNext());
        QVERIFY(!scheduler.runNext());
        QVERIFY(scheduler.clock().now() == TimePoint(2h));
    }

    void cancelForgets()
    {
        QString log;
        VirtualScheduler scheduler;
        const auto a = scheduler.at(TimePoint(10ms), [&log] { log += u'a'; });
        const auto b = scheduler.at(TimePoint(10ms), [&log] { log += u'b'; });
        QVERIFY(a != 0 && b != 0 && a != b);
        scheduler.cancel(a);
        scheduler.cancel(a);
        scheduler.cancel(0);
        scheduler.cancel(12345);
        QCOMPARE(scheduler.pending(), std::size_t(1));
        scheduler.advance(10ms);
        QCOMPARE(log, u"b"_s);
        scheduler.cancel(b);
    }

    void functionsMayCancel()
    {
        QString log;
        VirtualScheduler scheduler;
        Scheduler::TimerId own = 0;
        Scheduler::TimerId other = 0;
        own = scheduler.at(TimePoint(10ms), [&] {
            log += u'a';
            scheduler.cancel(own);
            scheduler.cancel(other);
        });
        other = scheduler.at(TimePoint(10ms), [&log] { log += u'b'; });
        scheduler.at(TimePoint(10ms), [&log] { log += u'c'; });
        scheduler.advance(10ms);
        QCOMPARE(log, u"ac"_s);
    }

    void functionsThatOwnTimersMayBeForgotten()
    {
        // What goes away with a forgotten function cancels a timer of its own, as a call's clean-up does.
        struct Owner
        {
            Scheduler &scheduler;
            Scheduler::TimerId id = 0;
            ~Owner() { scheduler.cancel(id); }
        };
        int runs = 0;
        {
            VirtualScheduler scheduler;
            const auto owned = scheduler.at(TimePoint(10ms), [&runs] { ++runs; });
            const auto id = scheduler.at(TimePoint(10ms), [o = std::shared_ptr<Owner>(new Owner{scheduler, owned})] {});
            scheduler.cancel(id);
            QCOMPARE(scheduler.pending(), std::size_t(0));

            const auto another = scheduler.at(TimePoint(10ms), [&runs] { ++runs; });
            scheduler.at(TimePoint(5ms), [o = std::shared_ptr<Owner>(new Owner{scheduler, another})] {});
        }
        QCOMPARE(runs, 0);
    }
};

QTEST_APPLESS_MAIN(VirtualSchedulerTest)
#include "tst_virtualscheduler.moc"
