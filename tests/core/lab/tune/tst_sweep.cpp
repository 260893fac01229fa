// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/setting.h"
#include "lab/tune/sweep.h"
#include "tunefixture.h"

#include <QSet>
#include <QTest>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace TuneFixture;

namespace {

/// Short, so that there can be many.
SweepPlan small(const QStringList &fields, int seeds)
{
    SweepPlan p = plan(fields, seeds);
    p.scenarios.first().duration = 15s;
    return p;
}

QList<CellResult> swept(const SweepPlan &p, int threads, qint64 first = 0, qint64 stride = 1)
{
    QList<CellResult> results;
    if (!Sweep(p, threads).run([&](const CellResult &result) { results.append(result); }, {}, first, stride))
        throw std::runtime_error("stopped");
    return results;
}

QList<CellResult> searched(const SweepPlan &p, int threads, Sweep::Progress *progress = nullptr)
{
    QList<CellResult> results;
    Sweep sweep(p, threads);
    if (!sweep.search([&](const CellResult &result) { results.append(result); }))
        throw std::runtime_error("stopped");
    if (progress)
        *progress = sweep.progress();
    return results;
}

/// Of somebody who wanted it to stop.
std::stop_token stopped()
{
    // On the stack g++ 12 takes it for something uninitialised that is used.
    const auto source = std::make_unique<std::stop_source>();
    source->request_stop();
    return source->get_token();
}

QList<qint64> cellsOf(const QList<CellResult> &results)
{
    QList<qint64> cells;
    for (const CellResult &result : results)
        cells.append(result.cell);
    return cells;
}

} // namespace

class SweepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sameResultsWithAnyThreads()
    {
        SweepPlan p = small({u"failureThreshold=3..9"_s, u"recoveryTime=1s,2s,4s"_s}, 3);
        p.scenarios.append(p.scenarios.first());
        p.scenarios.last().name = u"other"_s;
        p.scenarios.last().seed = 7;
        const QList<CellResult> one = swept(p, 1);
        QCOMPARE(one.size(), 21);
        for (qint64 cell = 0; cell < one.size(); ++cell) {
            QCOMPARE(one.at(cell).cell, cell);
            QCOMPARE(one.at(cell).runs.size(), 2);
            QCOMPARE(one.at(cell).runs.at(1).size(), 3);
        }
        QVERIFY(one.first().runs != one.last().runs);
        QVERIFY(swept(p, 2) == one);
        QVERIFY(swept(p, 5) == one);
        QVERIFY(swept(p, 0) == one);
        QVERIFY(*runCell(p, 20, 3) == one.last());
    }

    void searchIsTheSameWithAnyThreads()
    {
        SweepPlan p = small({u"failureThreshold=1..16"_s}, 8);
        p.goals = {goal(u"min wastedAttempts"_s), goal(u"max successRate"_s)};
        const QList<CellResult> one = searched(p, 1);
        QVERIFY(searched(p, 2) == one);
        QVERIFY(searched(p, 5) == one);
    }

    void aCellIsWhatItsSettingsAndSeedsAre()
    {
        const SweepPlan p = small({u"failureThreshold=4"_s}, 3);
        const CellResult result = swept(p, 1).first();
        Scenario scenario = *withSettings(p.scenarios.first(), p.settingsOf(0));
        for (int run = 0; run < 3; ++run) {
            scenario.seed = SweepPlan::seedOf(p.scenarios.first(), run);
            SweepPlan alone;
            alone.scenarios = {scenario};
            QVERIFY(runCell(alone, 0, 1)->runs.first().first() == result.runs.first().at(run));
        }
    }

    /// Which seed they have got: two cells whose settings come to the same differ in nothing.
    void cellsShareTheirLuck()
    {
        const SweepPlan p = small({u"failureRateThreshold=0.4,0.5"_s, u"failureThreshold=5,6"_s}, 4);
        const QList<CellResult> results = swept(p, 2);
        // Consecutive failures are counted: nobody looks at the rate.
        QVERIFY(results.at(0).runs == results.at(2).runs);
        QVERIFY(results.at(1).runs == results.at(3).runs);
        QVERIFY(results.at(0).runs != results.at(1).runs);
        for (int run = 0; run < 4; ++run)
            QCOMPARE(results.at(0).runs.first().at(run).offered, results.at(1).runs.first().at(run).offered);
    }

    void shardsCoverEachCellOnce_data()
    {
        QTest::addColumn<int>("shards");
        QTest::newRow("1") << 1;
        QTest::newRow("3") << 3;
        QTest::newRow("5") << 5;
        QTest::newRow("more than cells") << 11;
    }
    void shardsCoverEachCellOnce()
    {
        QFETCH(int, shards);
        const SweepPlan p = small({u"failureThreshold=1..8"_s}, 1);
        QMap<qint64, CellResult> all;
        for (int shard = 0; shard < shards; ++shard) {
            qint64 expected = shard;
            for (const CellResult &result : swept(p, 2, shard, shards)) {
                QCOMPARE(result.cell, expected);
                expected += shards;
                QVERIFY(!all.contains(result.cell));
                all.insert(result.cell, result);
            }
        }
        QVERIFY(all.values() == swept(p, 1));
    }

    void cancelledAtOnce_data()
    {
        QTest::addColumn<bool>("isSearch");
        QTest::newRow("grid") << false;
        QTest::newRow("search") << true;
    }
    void cancelledAtOnce()
    {
        QFETCH(bool, isSearch);
        // Hours of work, each run of which takes long.
        SweepPlan p = plan({u"failureThreshold=1..1000"_s}, 100);
        p.scenarios.first().duration = 2h;
        p.goals = {goal(u"max successRate"_s)};
        std::stop_source stop;
        Sweep sweep(p, 2);
        int results = 0;
        std::jthread canceller([&] {
            while (sweep.progress().runsDone < 1)
                std::this_thread::yield();
            stop.request_stop();
        });
        const auto sink = [&](const CellResult &) { ++results; };
        QVERIFY(!(isSearch ? sweep.search(sink, stop.get_token()) : sweep.run(sink, stop.get_token())));
        canceller.join();
        QCOMPARE(results, 0);
        QVERIFY2(sweep.progress().runsDone < 10, qPrintable(QString::number(sweep.progress().runsDone)));
    }

    void cancelledBetweenCellsDeliversWholeOnes()
    {
        const SweepPlan p = small({u"failureThreshold=1..100"_s}, 2);
        std::stop_source stop;
        QList<CellResult> results;
        Sweep sweep(p, 3);
        const auto sink = [&](const CellResult &result) {
            results.append(result);
            if (results.size() == 7)
                stop.request_stop();
        };
        QVERIFY(!sweep.run(sink, stop.get_token()));
        QCOMPARE(results.size(), 7);
        for (qint64 cell = 0; cell < 7; ++cell)
            QVERIFY(results.at(cell) == *runCell(p, cell, 2));
    }

    void stoppedBeforeItBegan()
    {
        const SweepPlan p = small({u"failureThreshold=1..4"_s}, 1);
        QVERIFY(!Sweep(p, 2).run([](const CellResult &) { QFAIL("a result"); }, stopped()));
        QVERIFY(!runCell(p, 0, 1, stopped()));
    }

    void whatTheSinkThrowsComesOut()
    {
        Sweep sweep(small({u"failureThreshold=1..50"_s}, 1), 2);
        int results = 0;
        const auto sink = [&](const CellResult &) {
            if (++results == 3)
                throw std::runtime_error("full");
        };
        QVERIFY_EXCEPTION_THROWN(sweep.run(sink), std::runtime_error);
        QCOMPARE(results, 3);
    }

    void resultsComeOnTheCallersThread()
    {
        const auto here = std::this_thread::get_id();
        QVERIFY(Sweep(small({u"failureThreshold=1..20"_s}, 1), 4).run([here](const CellResult &) {
            QCOMPARE(std::this_thread::get_id(), here);
        }));
    }

    /// Each value is possible, not all together: more than halfOpenMaxCalls successes never come.
    void anImpossibleCellStopsNothing()
    {
        SweepPlan p = small({u"halfOpenMaxCalls=1..4"_s, u"successThreshold=1..4"_s}, 2);
        p.scenarios.first().policies[u"*"_s].breaker->halfOpenMaxCalls = 4;
        const QList<CellResult> results = swept(p, 2);
        QCOMPARE(results.size(), 16);
        for (const CellResult &result : results) {
            const QList<qsizetype> at = p.coordinatesOf(result.cell);
            QCOMPARE(result.error.isEmpty(), at.at(1) <= at.at(0));
            QCOMPARE(result.runs.isEmpty(), !result.error.isEmpty());
        }
        QVERIFY2(results.at(1).error.startsWith(u"policies.*.breaker.successThreshold: "_s),
                 qPrintable(results.at(1).error));

        p.goals = {goal(u"max successRate"_s)};
        p.seeds = 8;
        Sweep::Progress progress;
        const QList<CellResult> found = searched(p, 2, &progress);
        // 16 with 2 seeds; of the ten possible ones 5 with 4, then 3 with all.
        QCOMPARE(cellsOf(found).size(), 16 + 5 + 3);
        QCOMPARE(progress.cellsDone, 24);
        QCOMPARE(progress.cellsPlanned, 24);
        QCOMPARE(progress.runsDone, progress.runsPlanned);
    }

    void nothingButImpossibleCells()
    {
        SweepPlan p = small({u"halfOpenMaxCalls=1"_s, u"successThreshold=2,3"_s}, 4);
        p.scenarios.first().policies[u"*"_s].breaker->halfOpenMaxCalls = 3;
        p.goals = {goal(u"max successRate"_s)};
        QCOMPARE(cellsOf(searched(p, 2)), (QList<qint64>{0, 1}));
    }

    void rounds_data()
    {
        QTest::addColumn<int>("seeds");
        QTest::addColumn<QList<int>>("rounds");
        QTest::newRow("1") << 1 << QList<int>{1};
        QTest::newRow("2") << 2 << QList<int>{2};
        QTest::newRow("3") << 3 << QList<int>{2, 3};
        QTest::newRow("10") << 10 << QList<int>{2, 4, 8, 10};
        QTest::newRow("64") << 64 << QList<int>{8, 16, 32, 64};
        QTest::newRow("100") << 100 << QList<int>{12, 24, 48, 96, 100};
    }
    void rounds()
    {
        QFETCH(int, seeds);
        QFETCH(QList<int>, rounds);
        QCOMPARE(Sweep::roundsOf(seeds), rounds);
    }

    /// The fewer failures it takes, the fewer attempts are wasted: the grid and the search find the lowest threshold.
    void searchFindsTheSameForLess()
    {
        SweepPlan p = small({u"failureThreshold=2..33"_s}, 16);
        p.goals = {goal(u"min wastedAttempts"_s)};
        const auto best = [&p](const QList<CellResult> &results) {
            QMap<qint64, CellScore> latest;
            for (const CellResult &result : results)
                latest.insert(result.cell, scoreOf(p, result));
            QList<CellScore> whole;
            for (const CellScore &score : latest) {
                if (score.seeds == p.seeds)
                    whole.append(score);
            }
            return whole.at(bestOf(p, whole)).cell;
        };
        Sweep::Progress progress;
        const QList<CellResult> found = searched(p, 2, &progress);
        const QList<CellResult> all = swept(p, 2);
        QCOMPARE(best(all), 0);
        QCOMPARE(best(found), 0);
        // 32 cells with 2 seeds, 16 with 2 more, 8 with 4 more, 4 with 8 more: 160 runs in place of 512.
        QCOMPARE(progress.runsDone, 160);
        QCOMPARE(progress.runsPlanned, 160);
        QCOMPARE(p.runCount(), 512);
        QCOMPARE(cellsOf(found).last(), 3);

        // Who has gone through all rounds has what the grid gives.
        for (const CellResult &result : found.last(4))
            QVERIFY(result == all.at(result.cell));
    }

    void progressGoesOn()
    {
        Sweep sweep(small({u"failureThreshold=1..10"_s}, 3), 2);
        QCOMPARE(sweep.progress().runsPlanned, 0);
        QVERIFY(!sweep.progress().left);
        qint64 cells = 0;
        qint64 runs = 0;
        QVERIFY(sweep.run([&](const CellResult &) {
            const Sweep::Progress progress = sweep.progress();
            QCOMPARE(progress.cellsDone, ++cells);
            QCOMPARE(progress.cellsPlanned, 10);
            QCOMPARE(progress.runsPlanned, 30);
            QVERIFY(progress.runsDone >= 3 * cells && progress.runsDone >= runs && progress.runsDone <= 30);
            runs = progress.runsDone;
        }));
        QCOMPARE(sweep.progress().runsDone, 30);
    }

    /// Where the sink is slow results do not pile up, so that memory does not grow with the number of cells.
    void threadsDoNotGetFarAhead()
    {
        constexpr qint64 most = 2 * 8; // for each thread
        Sweep sweep(small({u"failureThreshold=1..200"_s}, 1), 2);
        qint64 taken = 0;
        QVERIFY(sweep.run([&](const CellResult &) {
            ++taken;
            while (taken == 1 && sweep.progress().runsDone < taken + most)
                std::this_thread::yield();
            QVERIFY(sweep.progress().runsDone <= taken + most);
        }));
        QCOMPARE(taken, 200);
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "tst_sweep.moc"
