// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/scheduler.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTest>
#include <QThread>

#include <memory>
#include <thread>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

TimePoint now()
{
    return Clock::steady().now();
}

/// Runs this thread's event loop until @p isDone. Asks nothing of the scheduler, which might be what sets it going.
template<typename Condition>
bool spinUntil(Condition isDone)
{
    const QEventLoop loop; // gives a thread that is no QThread its event dispatcher
    return QTest::qWaitFor(isDone, 20'000);
}

/// What a policy with static lifetime does when the program ends: main() has returned, the application is gone.
struct LateComer
{
    Scheduler *scheduler = nullptr;
    Scheduler::TimerId id = 0;
    ~LateComer()
    {
        if (scheduler) {
            scheduler->cancel(id);
            scheduler->at(scheduler->clock().now(), [] {});
        }
    }
};
LateComer lateComer;

// A static of another file may ask before anything else has run.
Scheduler &askedByAStatic = Scheduler::ofThread();

} // namespace

// Without a QCoreApplication of its own, so that the tests can make and destroy some.
class SchedulerOfThreadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void worksBeforeAndAfterAnApplication()
    {
        QVERIFY(!QCoreApplication::instance());
        Scheduler &scheduler = Scheduler::ofThread();
        QCOMPARE(&scheduler, &askedByAStatic);

        QString log;
        scheduler.at(now() + 2ms, [&log] { log += u'a'; });
        const auto cancelled = scheduler.at(now() + 2ms, [&log] { log += u'x'; });
        scheduler.cancel(cancelled);
        {
            int argc = 0;
            QCoreApplication app(argc, nullptr);
            QCOMPARE(&Scheduler::ofThread(), &scheduler);
            spinUntil([&log] { return !log.isEmpty(); });
            QCOMPARE(log, u"a"_s); // what was scheduled before there was an event loop has run

            // This one's timer is set when its event dispatcher goes.
            scheduler.at(now() + 10ms, [&log] { log += u'b'; });
        }
        QCOMPARE(&Scheduler::ofThread(), &scheduler);
        scheduler.at(now() + 11ms, [&log] { log += u'c'; });
        {
            int argc = 0;
            QCoreApplication app(argc, nullptr);
            spinUntil([&log] { return log.size() == 3; });
            QCOMPARE(log, u"abc"_s);
        }
        lateComer = {&scheduler, scheduler.at(now() + 1h, [] {})};
    }

    void eachThreadHasItsOwn()
    {
        int argc = 0;
        const QCoreApplication app(argc, nullptr);
        Scheduler *theirs = nullptr;
        Scheduler *theirsAgain = nullptr;
        bool hasRun = false;
        auto owned = std::make_shared<int>(0);
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            Scheduler &scheduler = Scheduler::ofThread();
            theirs = &scheduler;
            theirsAgain = &Scheduler::ofThread();
            scheduler.at(now() + 1ms, [&hasRun] { hasRun = true; });
            spinUntil([&hasRun] { return hasRun; });
            scheduler.at(now() + 1h, [owned] {}); // still waiting when the thread ends
        }));
        thread->start();
        QVERIFY(thread->wait());
        QVERIFY(theirs);
        QCOMPARE(theirs, theirsAgain);
        QVERIFY(theirs != &Scheduler::ofThread());
        QVERIFY(hasRun);
        QCOMPARE(owned.use_count(), 1L); // gone with the thread
    }

    void aThreadThatIsNoQThread()
    {
        int argc = 0;
        const QCoreApplication app(argc, nullptr);
        Scheduler *theirs = nullptr;
        bool hasRun = false;
        auto owned = std::make_shared<int>(0);
        std::thread([&] {
            Scheduler &scheduler = Scheduler::ofThread();
            theirs = &scheduler;
            scheduler.at(now() + 1ms, [&hasRun] { hasRun = true; }); // before there is an event loop
            spinUntil([&hasRun] { return hasRun; });
            scheduler.at(now() + 1h, [owned] {});
        }).join();
        QVERIFY(theirs);
        QVERIFY(theirs != &Scheduler::ofThread());
        QVERIFY(hasRun);
        QCOMPARE(owned.use_count(), 1L);
    }

    void manyThreadsComeAndGo()
    {
        for (int i = 0; i < 50; ++i) {
            std::thread([] {
                Scheduler &scheduler = Scheduler::ofThread();
                scheduler.cancel(scheduler.at(now(), [] {}));
                scheduler.at(now() + 1h, [] {});
            }).join();
        }
    }
};

QTEST_APPLESS_MAIN(SchedulerOfThreadTest)
#include "tst_schedulerofthread.moc"
