// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "tunefixture.h"

#include <QTest>

#include <limits>

using namespace TuneFixture;

namespace {

RunSummary run(quint64 succeeded, std::optional<Duration> detectTime = std::nullopt, quint64 opens = 0)
{
    RunSummary summary;
    summary.calls = 10;
    summary.succeeded = succeeded;
    summary.detectTime = detectTime;
    summary.opens = opens;
    summary.latencyP95 = 0s;
    return summary;
}

/// "max successRate", "min opens".
SweepPlan twoGoals()
{
    SweepPlan p = plan({u"failureThreshold=1..100"_s}, 2);
    p.goals = {goal(u"max successRate"_s), goal(u"min opens"_s)};
    return p;
}

} // namespace

class CellScoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meanOverSeeds()
    {
        SweepPlan p = plan({}, 3);
        p.goals = {goal(u"max successRate"_s), goal(u"min detectTime"_s), goal(u"min recoverTime"_s)};
        const CellScore score = scoreOf(p, {0, {}, {{run(5, 1s), run(7, 3s), run(9)}}});
        QCOMPARE(score.seeds, 3);
        QCOMPARE(score.goals.at(0).mean, std::optional(0.7));
        QCOMPARE(score.goals.at(0).count, 3);
        QCOMPARE(score.goals.at(1).mean, std::optional(2e9)); // the run without one counts in no mean
        QCOMPARE(score.goals.at(1).count, 2);
        QVERIFY(!score.goals.at(2).mean);
        QVERIFY(score.isAllowed());
    }

    /// However good the others are.
    void aRunWithoutTheFigureIsTheWorst()
    {
        SweepPlan p = plan({u"failureThreshold=1..3"_s}, 2);
        p.goals = {goal(u"min detectTime"_s)};
        const QList<CellScore> scores{scoreOf(p, {0, {}, {{run(5, 1ms), run(5)}}}),
                                      scoreOf(p, {1, {}, {{run(5, 9s), run(5, 9s)}}}),
                                      scoreOf(p, {2, {}, {{run(5), run(5)}}})};
        QCOMPARE(paretoFront(p, scores), QList<qsizetype>{1});
        QCOMPARE(bestOf(p, scores), 1);
        QCOMPARE(rankingOf(p, scores), (QList<qsizetype>{1, 0, 2}));
    }

    void scenariosWeighTheSame()
    {
        SweepPlan p = plan({}, 2);
        p.scenarios.append(p.scenarios.first());
        p.goals = {goal(u"max successRate"_s), goal(u"min detectTime"_s)};
        const CellScore score = scoreOf(p, {0, {}, {{run(2, 1s), run(4)}, {run(8), run(8)}}});
        QCOMPARE(score.goals.at(0).mean, std::optional((0.3 + 0.8) / 2));
        QCOMPARE(score.goals.at(0).halfWidth, Estimate::of(std::array{0.2, 0.4}).halfWidth / 2);
        QCOMPARE(score.goals.at(1).mean, std::optional(1e9)); // a scenario without one neither
    }

    void limits_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("missed");
        QTest::newRow("the mean holds, one run does not") << u"successRate >= 0.6"_s << QString();
        QTest::newRow("the mean does not") << u"successRate >= 0.7"_s << u"successRate >= 0.7 is not met: it is 0.6"_s;
        QTest::newRow("one run has none")
            << u"detectTime <= 5s"_s << u"detectTime <= 5s is not met: 1 of 2 runs had none"_s;
        QTest::newRow("a count's mean") << u"opens <= 1"_s << u"opens <= 1 is not met: it is 1.5"_s;
        QTest::newRow("a time") << u"latencyP95 < 0s"_s << u"latencyP95 < 0s is not met: it is 0 s"_s;
    }
    void limits()
    {
        QFETCH(QString, expression);
        QFETCH(QString, missed);
        SweepPlan p = plan({}, 2);
        p.limits = {limit(expression)};
        const QList<RunSummary> runs{run(5, 1s, 1), run(7, std::nullopt, 2)};
        CellScore score = scoreOf(p, {0, {}, {runs}});
        QCOMPARE(score.missed.join(u'\n'), missed);
        QCOMPARE(score.isAllowed(), missed.isEmpty());

        // In each scenario, which is named.
        p.scenarios.append(p.scenarios.first());
        p.scenarios.last().name = u"other"_s;
        score = scoreOf(p, {0, {}, {{run(9, 1s), run(9, 1s)}, runs}});
        if (!missed.isEmpty() && !missed.contains(u"latency"_s))
            QCOMPARE(score.missed.join(u'\n'), u"other: "_s + missed);
    }

    void anImpossibleCellHasNoFigures()
    {
        SweepPlan p = twoGoals();
        const CellScore score = scoreOf(p, {3, u"must be less"_s, {}});
        QCOMPARE(score.cell, 3);
        QCOMPARE(score.error, u"must be less"_s);
        QVERIFY(!score.isAllowed());
        QCOMPARE(paretoFront(p, {score}), QList<qsizetype>());
        QCOMPARE(bestOf(p, {score}), -1);
        QCOMPARE(rankingOf(p, {score}), QList<qsizetype>());
    }

    void pareto_data()
    {
        QTest::addColumn<QList<CellScore>>("scores");
        QTest::addColumn<QList<qsizetype>>("front");
        QTest::addColumn<QList<qsizetype>>("ranking");
        using Indices = QList<qsizetype>;
        QTest::newRow("none") << QList<CellScore>() << Indices() << Indices();
        QTest::newRow("a trade-off") << QList{score(0, {0.5, 1}), score(1, {0.9, 3}), score(2, {0.7, 2}),
                                              score(3, {0.6, 2})}
                                     << Indices{1, 2, 0} << Indices{1, 2, 0, 3};
        QTest::newRow("duplicates") << QList{score(0, {0.5, 1}), score(1, {0.4, 1}), score(2, {0.5, 1})}
                                    << Indices{0, 2} << Indices{0, 2, 1};
        QTest::newRow("absent is worse than any")
            << QList{score(0, {0.5, std::nullopt}), score(1, {0.5, 9}), score(2, {0.6, std::nullopt})} << Indices{2, 1}
            << Indices{2, 1, 0};
        QTest::newRow("three layers") << QList{score(0, {0.1, 9}), score(1, {0.2, 8}), score(2, {0.3, 7}),
                                               score(3, {0.3, 6})}
                                      << Indices{3} << Indices{3, 2, 1, 0};
        CellScore missing = score(0, {1, 0});
        missing.missed = QStringList{u"opens <= 1"_s};
        QTest::newRow("what misses a limit") << QList{missing, score(1, {0.5, 5})} << Indices{1} << Indices{1, 0};
    }
    void pareto()
    {
        QFETCH(QList<CellScore>, scores);
        QFETCH(QList<qsizetype>, front);
        QFETCH(QList<qsizetype>, ranking);
        SweepPlan p = twoGoals();
        p.limits = {limit(u"opens <= 1"_s)};
        QCOMPARE(paretoFront(p, scores), front);
        QCOMPARE(rankingOf(p, scores), ranking);
    }

    /// Against the definition, on many.
    void paretoOfMany()
    {
        SweepPlan p = twoGoals();
        p.goals.append(goal(u"min flaps"_s));
        QList<CellScore> scores;
        const CounterRandom random(1, 2);
        for (int i = 0; i < 300; ++i) {
            const auto level = [&](int which) { return double(random.bits(quint64(3 * i + which)) % 12); };
            scores.append(score(i, {level(0), level(1), level(2)}));
        }
        const auto dominates = [&](const CellScore &a, const CellScore &b) {
            const auto mean = [](const CellScore &s, int g) { return *s.goals.at(g).mean; };
            const bool isWorse = mean(a, 0) < mean(b, 0) || mean(a, 1) > mean(b, 1) || mean(a, 2) > mean(b, 2);
            const bool isBetter = mean(a, 0) > mean(b, 0) || mean(a, 1) < mean(b, 1) || mean(a, 2) < mean(b, 2);
            return isBetter && !isWorse;
        };
        QSet<qsizetype> left;
        for (qsizetype i = 0; i < scores.size(); ++i)
            left.insert(i);
        const QList<qsizetype> ranking = rankingOf(p, scores);
        QCOMPARE(ranking.size(), scores.size());
        qsizetype next = 0;
        while (!left.isEmpty()) {
            QSet<qsizetype> layer;
            for (const qsizetype i : left) {
                if (std::none_of(left.begin(), left.end(),
                                 [&](qsizetype other) { return dominates(scores.at(other), scores.at(i)); }))
                    layer.insert(i);
            }
            const QList<qsizetype> ranked = ranking.sliced(next, layer.size());
            QCOMPARE(QSet<qsizetype>(ranked.begin(), ranked.end()), layer);
            if (next == 0)
                QCOMPARE(paretoFront(p, scores), ranked);
            next += layer.size();
            left -= layer;
        }
    }

    void best_data()
    {
        QTest::addColumn<QList<CellScore>>("scores");
        QTest::addColumn<int>("best");
        const double inf = std::numeric_limits<double>::infinity();
        QTest::newRow("none") << QList<CellScore>() << -1;
        QTest::newRow("the first goal decides") << QList{score(0, {0.5, 0}, 0.1), score(1, {0.9, 9}, 0.1)} << 1;
        QTest::newRow("as good: the second") << QList{score(0, {0.85, 0}, 0.1), score(1, {0.9, 9}, 0.1)} << 0;
        QTest::newRow("one run is taken as it is") << QList{score(0, {0.85, 0}, inf), score(1, {0.9, 9}, inf)} << 1;
        QTest::newRow("alike: the lower number") << QList{score(7, {0.9, 1}), score(5, {0.9, 1})} << 1;
        QTest::newRow("absent") << QList{score(0, {std::nullopt, 0}), score(1, {0.1, 9})} << 1;
        QTest::newRow("all absent") << QList{score(0, {std::nullopt, 3}), score(1, {std::nullopt, 2})} << 1;
        CellScore missing = score(0, {1, 0});
        missing.missed = QStringList{u"opens <= 1"_s};
        QTest::newRow("what misses a limit") << QList{missing, score(1, {0.5, 5})} << 1;
    }
    void best()
    {
        QFETCH(QList<CellScore>, scores);
        QFETCH(int, best);
        QCOMPARE(bestOf(twoGoals(), scores), best);
    }

    void withoutGoalsTheFirstAllowedOne()
    {
        SweepPlan p = plan({u"failureThreshold=1..3"_s}, 1);
        QCOMPARE(bestOf(p, {score(2, {}), score(1, {})}), 1);
        QCOMPARE(paretoFront(p, {score(2, {}), score(1, {})}), (QList<qsizetype>{1, 0}));
    }
};

QTEST_GUILESS_MAIN(CellScoreTest)
#include "tst_cellscore.moc"
