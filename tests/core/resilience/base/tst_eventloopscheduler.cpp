// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/eventloopscheduler.h"

#include <QEventLoop>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <memory>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 20'000; // ms; a loaded machine is slow, and slow is right

TimePoint now()
{
    return Clock::steady().now();
}

} // namespace

// The real event loop is the point here, so these tests wait; no test says how long at most.
class EventLoopSchedulerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsTheMonotonicClock()
    {
        const EventLoopScheduler scheduler;
        QCOMPARE(&scheduler.clock(), &Clock::steady());
    }

    void neverRunsEarly()
    {
        EventLoopScheduler scheduler;
        constexpr int count = 60;
        int runs = 0;
        int early = 0;
        for (int i = 0; i < count; ++i) {
            // Odd fractions of a millisecond, which is what a timer rounds.
            const TimePoint due = now() + i * 1'337us;
            scheduler.at(due, [&, due] {
                ++runs;
                early += now() < due;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(runs, count, Patience);
        QCOMPARE(early, 0);
    }

    void runsInTheOrderOfMoments()
    {
        EventLoopScheduler scheduler;
        QString log;
        const TimePoint start = now();
        for (const auto &[name, delay] :
             {std::pair(u'd', 8ms), std::pair(u'a', 1ms), std::pair(u'c', 5ms), std::pair(u'b', 3ms)})
            scheduler.at(start + delay, [&log, letter = name] { log += letter; });
        QTRY_COMPARE_WITH_TIMEOUT(log.size(), 4, Patience);
        QCOMPARE(log, u"abcd"_s);
    }

    void sameMomentInSchedulingOrder()
    {
        EventLoopScheduler scheduler;
        QString log;
        const TimePoint due = now() + 5ms;
        for (const QChar c : u"abcdefgh"_s)
            scheduler.at(due, [&log, c] { log += c; });
        QTRY_COMPARE_WITH_TIMEOUT(log.size(), 8, Patience);
        QCOMPARE(log, u"abcdefgh"_s);
    }

    void pastMomentRunsAtTheNextTurn_data()
    {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::newRow("now") << qint64(0);
        QTest::newRow("an hour ago") << qint64(-3'600'000'000'000);
        QTest::newRow("as long ago as can be said") << std::numeric_limits<qint64>::min();
    }

    void pastMomentRunsAtTheNextTurn()
    {
        QFETCH(qint64, nanoseconds);
        const TimePoint moment = nanoseconds == std::numeric_limits<qint64>::min() ? TimePoint::min()
                                                                                   : now() + Duration(nanoseconds);
        EventLoopScheduler scheduler;
        bool hasRun = false;
        scheduler.at(moment, [&hasRun] { hasRun = true; });
        QVERIFY2(!hasRun, "must not run inside at()");
        QTRY_VERIFY_WITH_TIMEOUT(hasRun, Patience);
    }

    void pastMomentsRunInSchedulingOrder()
    {
        EventLoopScheduler scheduler;
        QString log;
        const TimePoint start = now();
        scheduler.at(start, [&log] { log += u'a'; });
        scheduler.at(start - 1h, [&log] { log += u'b'; });
        scheduler.at(start - 2h, [&log] { log += u'c'; });
        QTRY_COMPARE_WITH_TIMEOUT(log.size(), 3, Patience);
        QCOMPARE(log, u"abc"_s);
    }

    void anEarlierMomentOvertakes()
    {
        EventLoopScheduler scheduler;
        QString log;
        scheduler.at(now() + 1h, [&log] { log += u'b'; });
        scheduler.at(now() + 2ms, [&log] { log += u'a'; });
        QTRY_COMPARE_WITH_TIMEOUT(log, u"a"_s, Patience);
    }

    void aLaterMomentIsNotForgotten()
    {
        EventLoopScheduler scheduler;
        QString log;
        scheduler.at(now() + 2ms, [&log] { log += u'a'; });
        scheduler.at(now() + 30ms, [&log] { log += u'b'; });
        QTRY_COMPARE_WITH_TIMEOUT(log, u"ab"_s, Patience);
    }

    // A QTimer counts to 24.8 days and then goes wrong, which would run these at once or never.
    void farMomentsWait_data()
    {
        QTest::addColumn<TimePoint>("moment");
        QTest::newRow("in 25 days") << now() + 25 * 24h;
        QTest::newRow("in 50 days, where milliseconds wrap around to less than a day") << now() + 50 * 24h;
        QTest::newRow("in a century") << now() + 100 * 365 * 24h;
        QTest::newRow("never") << TimePoint::max();
    }

    void farMomentsWait()
    {
        QFETCH(TimePoint, moment);
        EventLoopScheduler scheduler;
        bool hasFarRun = false;
        bool hasNearRun = false;
        scheduler.at(moment, [&hasFarRun] { hasFarRun = true; });
        scheduler.at(now() + 20ms, [&hasNearRun] { hasNearRun = true; });
        QTRY_VERIFY_WITH_TIMEOUT(hasNearRun, Patience);
        QTest::qWait(5); // its timer is set again now
        QVERIFY(!hasFarRun);
    }

    void cancelForgets()
    {
        EventLoopScheduler scheduler;
        QString log;
        const TimePoint due = now() + 3ms;
        const auto a = scheduler.at(due, [&log] { log += u'a'; });
        scheduler.at(due, [&log] { log += u'b'; });
        const auto c = scheduler.at(now() + 1ms, [&log] { log += u'c'; });
        QVERIFY(a != 0 && c != 0 && a != c);
        scheduler.cancel(a);
        scheduler.cancel(a);
        scheduler.cancel(c); // the timer is set for this one
        scheduler.cancel(0);
        scheduler.cancel(99999);
        QTRY_COMPARE_WITH_TIMEOUT(log, u"b"_s, Patience);
        scheduler.cancel(a);
    }

    void functionsMayScheduleAndCancel()
    {
        EventLoopScheduler scheduler;
        QString log;
        Scheduler::TimerId own = 0;
        Scheduler::TimerId victim = 0;
        const TimePoint due = now() + 2ms;
        own = scheduler.at(due, [&] {
            log += u'a';
            scheduler.cancel(own);
            scheduler.cancel(victim);
            scheduler.at(now() - 1s, [&log] { log += u'd'; });
            log += u'b';
        });
        victim = scheduler.at(due, [&log] { log += u'x'; });
        scheduler.at(due, [&log] { log += u'c'; });
        QTRY_COMPARE_WITH_TIMEOUT(log.size(), 4, Patience);
        QCOMPARE(log, u"abcd"_s);
    }

    void reschedulingForThePastDoesNotStarveTheEventLoop()
    {
        EventLoopScheduler scheduler;
        int turns = 0;
        bool hasOtherRun = false;
        std::function<void()> again = [&] {
            if (hasOtherRun)
                return;
            if (++turns > 100'000)
                return; // starved
            scheduler.at(now() - 1s, again);
        };
        scheduler.at(now(), again);
        QTimer::singleShot(1, this, [&hasOtherRun] { hasOtherRun = true; });
        QTRY_VERIFY_WITH_TIMEOUT(hasOtherRun || turns > 100'000, Patience);
        QVERIFY(hasOtherRun);
    }

    void aFunctionMayDestroyTheScheduler()
    {
        auto scheduler = std::make_unique<EventLoopScheduler>();
        QString log;
        const TimePoint due = now() + 2ms;
        scheduler->at(due, [&] {
            log += u'a';
            scheduler.reset();
            log += u'b'; // what it captured outlives the scheduler
        });
        scheduler->at(due, [&log] { log += u'x'; });
        scheduler->at(due + 1ms, [&log] { log += u'y'; });
        QTRY_COMPARE_WITH_TIMEOUT(log, u"ab"_s, Patience);
        QTest::qWait(10);
        QCOMPARE(log, u"ab"_s);
    }

    void aNestedFunctionMayDestroyTheScheduler()
    {
        auto scheduler = std::make_unique<EventLoopScheduler>();
        QString log;
        QEventLoop loop;
        scheduler->at(now(), [&] {
            log += u'a';
            scheduler->at(now(), [&] {
                log += u'b';
                scheduler.reset();
                loop.quit();
            });
            loop.exec();
            log += u'c';
        });
        scheduler->at(now() + 1h, [&log] { log += u'x'; });
        QTRY_COMPARE_WITH_TIMEOUT(log, u"abc"_s, Patience);
    }

    void destroyingForgetsWhatHasNotRun()
    {
        QString log;
        auto owned = std::make_shared<int>(0);
        {
            EventLoopScheduler scheduler;
            scheduler.at(now(), [&log, owned] { log += u'x'; });
            scheduler.at(now() + 1h, [&log, owned] { log += u'y'; });
            QCOMPARE(owned.use_count(), 3L);
        }
        QCOMPARE(owned.use_count(), 1L);
        QTest::qWait(5);
        QCOMPARE(log, QString());
    }

    void functionsThatOwnTimersMayBeForgotten()
    {
        struct Owner
        {
            Scheduler &scheduler;
            Scheduler::TimerId id = 0;
            ~Owner() { scheduler.cancel(id); }
        };
        int runs = 0;
        {
            EventLoopScheduler scheduler;
            const auto owned = scheduler.at(now(), [&runs] { ++runs; });
            const auto id = scheduler.at(now(), [o = std::shared_ptr<Owner>(new Owner{scheduler, owned})] {});
            scheduler.cancel(id);
            const auto another = scheduler.at(now(), [&runs] { ++runs; });
            scheduler.at(now() + 1h, [o = std::shared_ptr<Owner>(new Owner{scheduler, another})] {});
        }
        QCoreApplication::processEvents();
        QCOMPARE(runs, 0);
    }

    // Qt does not activate a timer again while its event is being handled.
    void anEventLoopInAFunctionRunsTheOthers()
    {
        EventLoopScheduler scheduler;
        QString log;
        QEventLoop loop;
        const TimePoint due = now() + 2ms;
        scheduler.at(due, [&] {
            log += u'a';
            loop.exec();
            log += u'd';
        });
        scheduler.at(due, [&log] { log += u'b'; });
        scheduler.at(due + 5ms, [&] {
            log += u'c';
            loop.quit();
        });
        QTRY_COMPARE_WITH_TIMEOUT(log, u"abcd"_s, Patience);
    }

    void manyAtOnce()
    {
        EventLoopScheduler scheduler;
        constexpr int count = 20'000;
        int runs = 0;
        int disorders = 0;
        TimePoint last = TimePoint::min();
        const TimePoint start = now();
        for (int i = 0; i < count; ++i) {
            const TimePoint due = start + (i * 7919 % count) * 1us + 50ms;
            scheduler.at(due, [&, due] {
                ++runs;
                disorders += due < last;
                last = due;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(runs, count, Patience);
        // A moment that had passed already when it was scheduled takes its turn late.
        if (now() < start + 50ms)
            QCOMPARE(disorders, 0);
    }
};

QTEST_GUILESS_MAIN(EventLoopSchedulerTest)
#include "tst_eventloopscheduler.moc"
