// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/setting.h"
#include "lab/tune/recommendation.h"
#include "tunefixture.h"

#include <QTest>

#include <limits>

using namespace TuneFixture;

namespace {

Recommendation recommended(const Scenario &scenario)
{
    const auto result = recommend(scenario);
    if (!result || !*result)
        throw std::runtime_error(result ? "stopped" : result.error().toStdString());
    return **result;
}

/// Every built-in scenario; under AddressSanitizer, where each takes ten times as long, one of each kind.
QList<Scenario> searched()
{
#ifdef __SANITIZE_ADDRESS__
    QList<Scenario> some;
    for (const QString &id : {u"hard-outage"_s, u"low-traffic"_s, u"brownout"_s, u"retry-storm"_s})
        some.append(read(findBuiltinScenario(id)));
    return some;
#else
    return builtinScenarios();
#endif
}

/// The fields of a plan with their values, without what is the same for all.
QString fieldsText(const SweepPlan &plan)
{
    QStringList fields;
    for (const Variation &variation : plan.vary)
        fields.append(variation.text().remove(u"policies."_s));
    return fields.join(u'\n');
}

} // namespace

class RecommendationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void plan_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("fields");
        QTest::newRow("count rule") << u"hard-outage"_s
                                    << u"*.breaker.failureThreshold=5,7,10,14,20\n"
                                       "*.breaker.recoveryTime=1.25s,2.5s,5s,10s,20s\n"
                                       "*.retry.maxRetries=0,1,2,4\n"
                                       "*.timeout.perAttempt=1s,2s,4s"_s;
        QTest::newRow("rate rule") << u"low-traffic"_s
                                   << u"*.breaker.failureRateThreshold=0.3,0.4,0.5,0.6,0.75\n"
                                      "*.breaker.minimumCalls=3,5,10,20\n"
                                      "*.breaker.recoveryTime=3.75s,7.5s,15s,30s,1m\n"
                                      "*.timeout.perAttempt=2.5s,5s,10s"_s;
        QTest::newRow("slow calls") << u"brownout"_s
                                    << u"*.breaker.slowCallRateThreshold=0.3,0.4,0.5,0.6,0.75\n"
                                       "*.breaker.minimumCalls=5,10,20,40\n"
                                       "*.breaker.recoveryTime=1.25s,2.5s,5s,10s,20s\n"
                                       "*.timeout.perAttempt=5s,10s,20s"_s;
        QTest::newRow("what cannot be is left out: at most maxDelay")
            << u"retry-storm"_s
            << u"*.retry.maxRetries=0,2,3,5\n*.timeout.perAttempt=500ms,1s,2s\n*.retry.baseDelay=25ms,50ms"_s;
        QTest::newRow("two policies take turns") << u"breaker-or-retry-outside"_s
                                                 << u"breaker-outside.breaker.failureThreshold=3,4,5,7,10\n"
                                                    "retry-outside.breaker.failureThreshold=3,4,5,7,10\n"
                                                    "breaker-outside.breaker.recoveryTime=1.25s,2.5s,5s,10s,20s\n"
                                                    "retry-outside.breaker.recoveryTime=1.25s,2.5s,5s,10s,20s"_s;
    }
    void plan()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, fields);
        const Scenario present = read(findBuiltinScenario(scenario));
        const SweepPlan plan = recommendedPlan(present);
        QCOMPARE(fieldsText(plan), fields);
        QCOMPARE(describe(plan.validate()), QString());
        QCOMPARE(plan.limits, present.objectives);
        QVERIFY(*withSettings(present, plan.settingsOf(presentCell(plan))) == present);
    }

    void everyBuiltInScenarioHasAPlan()
    {
        for (const Scenario &scenario : builtinScenarios()) {
            const SweepPlan plan = recommendedPlan(scenario);
            QVERIFY2(!plan.vary.isEmpty(), qPrintable(scenario.id));
            QVERIFY2(plan.cellCount() <= 625, qPrintable(scenario.id));
            QVERIFY2(presentCell(plan) >= 0, qPrintable(scenario.id));
        }
    }

    void extremeValuesHaveAPlanWithThePresentOneInIt()
    {
        Scenario scenario = outage();
        PolicyConfig &policy = scenario.policies[u"*"_s];
        policy.breaker->failureThreshold = std::numeric_limits<int>::max();
        if (policy.retry)
            policy.retry->maxRetries = std::numeric_limits<int>::max();
        QVERIFY(presentCell(recommendedPlan(scenario)) >= 0);
    }

    void nothingToVary()
    {
        Scenario scenario = outage();
        scenario.policies.clear();
        QVERIFY(recommendedPlan(scenario).vary.isEmpty());
        const auto result = recommend(scenario);
        QVERIFY(!result);
        QVERIFY2(result.error().contains(u"has nothing to tune"_s), qPrintable(result.error()));
    }

    void policiesThatNoCallGoesThroughAreLeftAlone()
    {
        Scenario scenario = outage();
        scenario.endpoints.append(scenario.endpoints.first());
        scenario.endpoints.last().name = u"other"_s;
        scenario.endpoints.last().path = u"/other"_s;
        scenario.policies[u"other"_s] = scenario.policies[u"*"_s];
        QCOMPARE(recommendedPlan(scenario).vary, recommendedPlan(outage()).vary);
        scenario.policies[u"orders"_s] = scenario.policies[u"*"_s];
        QVERIFY(fieldsText(recommendedPlan(scenario)).startsWith(u"orders.breaker.failureThreshold="_s));
    }

    /// What is recommended is taken with seeds that neither the search nor the confirmation has seen.
    void neverWorseThanThePresentSetting_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const Scenario &scenario : searched())
            QTest::newRow(qPrintable(scenario.id)) << scenario;
    }
    void neverWorseThanThePresentSetting()
    {
        QFETCH(Scenario, scenario);
        constexpr int seeds = 40;
        const Recommendation what = recommended(scenario);
        QCOMPARE(what.cell < 0, what.settings.isEmpty());
        QVERIFY(*withSettings(scenario, what.settings) == what.scenario);
        QVERIFY(what.runs > 0 && what.runs < what.plan.runCount());
        if (what.cell < 0) {
            QVERIFY(what.text().startsWith(u"Keep what you have"_s));
            return;
        }

        const auto runsOf = [&](Scenario config) {
            config.seed = scenario.seed + 1'000'003;
            SweepPlan alone;
            alone.scenarios = {config};
            return runCell(alone, 0, seeds)->runs.first();
        };
        const QList<RunSummary> before = runsOf(scenario);
        const QList<RunSummary> after = runsOf(what.scenario);
        for (const Goal &goal : what.plan.goals) {
            std::vector<double> differences;
            double sum = 0;
            for (int i = 0; i < seeds; ++i) {
                sum += *goal.figure(before.at(i)).value;
                differences.push_back(*goal.figure(after.at(i)).value - *goal.figure(before.at(i)).value);
            }
            const Estimate difference = Estimate::of(differences);
            const bool isMaximised = goal.direction() == Goal::Direction::Maximise;
            const double worse = isMaximised ? -*difference.mean : *difference.mean;
            // A latency is known to within 1 %.
            const bool isTime = goal.figure(before.first()).unit == SummaryFigure::Unit::Time;
            const double resolution = isTime ? 0.01 * sum / seeds : 0;
            QVERIFY2(worse <= difference.halfWidth + resolution, qPrintable(goal.expression() + u'\n' + what.text()));
        }
        SweepPlan goals;
        goals.scenarios = {scenario};
        goals.limits = scenario.objectives;
        for (const Objective &objective : scenario.objectives) {
            goals.limits = {objective};
            if (scoreOf(goals, {0, {}, {before}}).isAllowed()) {
                QVERIFY2(scoreOf(goals, {0, {}, {after}}).isAllowed(),
                         qPrintable(objective.expression() + u'\n' + what.text()));
            }
        }
    }

    /// The built-in scenario that misses its objective on purpose.
    void findsWhatAScenarioLacks()
    {
        const Recommendation what = recommended(read(findBuiltinScenario(u"retry-storm"_s)));
        // A full queue, and answers that come too late because of it, are an outage: what a longer limit spares is seen too.
        QCOMPARE(what.settings,
                 (QStringList{u"policies.*.retry.maxRetries=0"_s, u"policies.*.timeout.perAttempt=2s"_s}));
        QCOMPARE(what.missedNow.size(), 1);
        QVERIFY(what.missedThen.isEmpty());
        QVERIFY(what.changes.first().isBetter());
        const QStringList lines = what.text().split(u'\n');
        QCOMPARE(lines.first(), u"Take maxRetries 0 instead of 3 and perAttempt 2s instead of 1s."_s);
        QVERIFY2(lines.at(1).startsWith(u"It gains: successRate 0.9"_s), qPrintable(lines.at(1)));
        QVERIFY2(lines.at(2).startsWith(u"It meets every objective; now successRate >= 0.8 is not met: it is 0.2"_s),
                 qPrintable(lines.at(2)));
        QVERIFY2(lines.at(1).contains(u"; wastedAttempts "_s), qPrintable(lines.at(1)));
        QVERIFY(lines.last().startsWith(u"Tried: maxRetries 0, 2, 3, 5; perAttempt 500ms, 1s, 2s; "_s));
    }

    /// Every run of a script has the same outages.
    void warnsThatItFitsTheScript()
    {
        Recommendation what;
        what.scenario = read(findBuiltinScenario(u"hard-outage"_s));
        what.plan = recommendedPlan(what.scenario);
        what.cell = 0;
        what.settings = {u"policies.*.breaker.recoveryTime=20s"_s};
        QVERIFY2(what.text().contains(u"whose outages last 20s in every run"_s), qPrintable(what.text()));
        QVERIFY(what.text().contains(u"recoveryTime 20s is exactly as long as an outage of the script."_s));
        what.settings = {u"policies.*.breaker.recoveryTime=5s"_s};
        QVERIFY(what.text().contains(u"whose outages last 20s in every run"_s));
        QVERIFY(!what.text().contains(u"exactly as long"_s));
        // Outages that follow one another are one; without any there is nothing to warn of.
        PhaseConfig degraded = what.scenario.endpoints.first().phases.at(1);
        degraded.length = std::chrono::seconds(5);
        what.scenario.endpoints.first().phases.insert(2, degraded);
        QVERIFY(what.text().contains(u"whose outages last 25s in every run"_s));
        for (PhaseConfig &phase : what.scenario.endpoints.first().phases)
            phase.faults.clear();
        QVERIFY(!what.text().contains(u"script"_s));
    }

    void sameAnswerWithAnyThreads()
    {
        const Scenario scenario = read(findBuiltinScenario(u"low-traffic"_s));
        const QString one = (*recommend(scenario, 1))->text();
        QCOMPARE((*recommend(scenario, 3))->text(), one);
        QVERIFY(one.contains(u"now detectTime <= 10s is not met: 32 of 32 runs had none"_s));
    }

    void tellsHowFarItIsAndCanBeStopped()
    {
        // On the stack g++ 12 takes it for something uninitialised that is used.
        const auto stop = std::make_unique<std::stop_source>();
        qint64 cells = 0;
        const auto report = [&](const Sweep::Progress &progress) {
            QCOMPARE(progress.cellsDone, ++cells);
            QVERIFY(progress.cellsPlanned > cells);
            if (cells == 5)
                stop->request_stop();
        };
        const auto result = recommend(outage(), 2, stop->get_token(), report);
        QVERIFY(result);
        QVERIFY(!*result);
        QCOMPARE(cells, 5);
    }
};

QTEST_GUILESS_MAIN(RecommendationTest)
#include "tst_recommendation.moc"
