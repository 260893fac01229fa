// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "lab/scenario/setting.h"

#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class SettingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void setsNumbersWordsDurationsAndLists()
    {
        const auto changed = withSettings(
            scenario(),
            {u"policies.*.breaker.failureThreshold=3"_s, u"policies.*.breaker.recoveryTime=750ms"_s,
             u"policies.*.breaker.automaticHalfOpen=true"_s, u"policies.*.breaker.excludedErrors=[\"timeout\"]"_s,
             u"policies.*.retry.jitter = full"_s, u"policies.*.retry.backoffFactor=\t1.5"_s,
             u"policies.*.retry.budget.ratio=0.2"_s, u"policies.*.order=[\"retry\",\"breaker\",\"timeout\"]"_s});
        QVERIFY2(changed, qPrintable(changed ? QString() : changed.error()));
        const PolicyConfig policy = changed->policyOf({});
        QCOMPARE(policy.breaker->failureThreshold, 3);
        QCOMPARE(policy.breaker->recoveryTime, Duration(750ms));
        QCOMPARE(policy.breaker->automaticHalfOpen, true);
        QCOMPARE(policy.breaker->excludedErrors, ErrorKindSet{ErrorKind::Timeout});
        QCOMPARE(policy.retry->jitter, Jitter::Full);
        QCOMPARE(policy.retry->backoffFactor, 1.5);
        QCOMPARE(policy.retry->budget->ratio, 0.2);
        QCOMPARE(policy.order.front(), PolicyLayer::Retry);
        QCOMPARE(changed->endpoints, scenario().endpoints);
    }

    void takesAPartAwayOrMakesIt()
    {
        const auto without = withSettings(scenario(), {u"policies.*.retry=null"_s});
        QVERIFY(without);
        QVERIFY(!without->policyOf({}).retry);
        const auto again = withSettings(*without, {u"policies.*.retry.maxRetries=7"_s});
        QVERIFY(again);
        QCOMPARE(again->policyOf({}).retry->maxRetries, 7);
    }

    void onlyTheEndMustBeValid()
    {
        // Three successes of one trial cannot be; of three they can.
        QVERIFY(!withSettings(scenario(), {u"policies.*.breaker.successThreshold=3"_s}));
        QVERIFY(withSettings(scenario(),
                             {u"policies.*.breaker.successThreshold=3"_s, u"policies.*.breaker.halfOpenMaxCalls=3"_s}));
    }

    void setsWhateverAScenarioHas()
    {
        const auto changed = withSettings(
            scenario(),
            {u"seed=7"_s, u"duration=2m"_s, u"name=Harder outage"_s, u"description=\"5\""_s,
             u"endpoints.orders.phases.outage.for=40s"_s, u"endpoints.0.phases.2.latency={\"fixed\": \"40ms\"}"_s,
             u"endpoints.orders.phases.outage.faults.0.share=0.5"_s, u"endpoints.orders.capacity.workers=5"_s,
             u"endpoints.orders.phases.3={\"name\": \"after\", \"for\": \"5s\"}"_s,
             u"endpoints.orders.phases.after.health=down"_s, u"workload.orders.arrivals.rate=80"_s,
             u"workload.0.arrivals.kind=constant"_s, u"objectives=[\"successRate >= 0.5\"]"_s,
             u"objectives.1=detectTime <= 2s"_s});
        QVERIFY2(changed, qPrintable(changed ? QString() : changed.error()));
        Scenario expected = scenario();
        expected.seed = 7;
        expected.duration = 2min;
        expected.name = u"Harder outage"_s;
        expected.description = u"5"_s;
        EndpointConfig &orders = expected.endpoints[0];
        orders.phases[1].length = 40s;
        orders.phases[1].faults[0].share = 0.5;
        orders.phases[2].latency = FixedLatency{40ms};
        orders.capacity = CapacityConfig{5, 0};
        PhaseConfig after;
        after.name = u"after"_s;
        after.length = 5s;
        after.health = Health::Down;
        orders.phases.append(after);
        expected.workload[0].arrivals = ConstantArrivals{80};
        expected.objectives = {*Objective::parse(u"successRate >= 0.5"), *Objective::parse(u"detectTime <= 2s")};
        QCOMPARE(writeScenario(*changed), writeScenario(expected));
        QVERIFY(*changed == expected); // the id too
    }

    void takesElementsAway()
    {
        const auto changed = withSettings(scenario(),
                                          {u"endpoints.orders.phases.outage=null"_s, u"workload.0=null"_s,
                                           u"endpoints.orders.phases.0.faults=null"_s, u"objectives=null"_s});
        QVERIFY2(changed, qPrintable(changed ? QString() : changed.error()));
        QCOMPARE(changed->endpoints[0].phases.size(), 2);
        QCOMPARE(changed->endpoints[0].phases[1].name, u"recovered"_s);
        QVERIFY(changed->workload.isEmpty());
        QVERIFY(changed->objectives.isEmpty());
    }

    void takingAwayWhatIsNotThereMakesNothing()
    {
        const auto bare = withSettings(scenario(), {u"policies.*.retry=null"_s});
        QVERIFY(bare);
        const auto still = withSettings(*bare,
                                        {u"policies.*.retry.budget=null"_s, u"policies.orders=null"_s,
                                         u"endpoints.0.capacity.queue=null"_s, u"endpoints.1=null"_s});
        QVERIFY2(still, qPrintable(still ? QString() : still.error()));
        QVERIFY(*still == *bare);
    }

    void aNewPolicyBeginsAsThatOfAllOthers()
    {
        const auto changed = withSettings(scenario(), {u"policies.orders.retry=null"_s});
        QVERIFY2(changed, qPrintable(changed ? QString() : changed.error()));
        PolicyConfig expected = scenario().policyOf({});
        expected.retry.reset();
        QCOMPARE(changed->policies.keys(), QStringList({u"*"_s, u"orders"_s}));
        QVERIFY(changed->policyOf(u"orders"_s) == expected);
        QVERIFY(changed->policyOf({}) == scenario().policyOf({}));

        // As a whole it is what was given.
        const auto whole = withSettings(scenario(), {u"policies.orders={\"retry\": {}}"_s});
        QVERIFY(whole);
        QVERIFY(!whole->policyOf(u"orders"_s).breaker);
        const auto gone = withSettings(*whole, {u"policies.orders=null"_s});
        QVERIFY(gone);
        QVERIFY(*gone == scenario());
    }

    void namesMayHaveDotsInQuotes()
    {
        Scenario dotted = scenario();
        dotted.endpoints[0].name = u"a.b=c"_s;
        dotted.workload[0].endpoint = u"a.b=c"_s;
        const auto changed = withSettings(
            dotted, {u"endpoints.\"a.b=c\".phases.0.for=1s"_s, u"policies.\"a.b=c\".retry.maxRetries=9"_s});
        QVERIFY2(changed, qPrintable(changed ? QString() : changed.error()));
        QCOMPARE(changed->endpoints[0].phases[0].length, Duration(1s));
        QCOMPARE(changed->policyOf(u"a.b=c"_s).retry->maxRetries, 9);
        const auto wrong = withSettings(dotted, {u"policies.\"a.b=c\".retry.maxRetries=-9"_s});
        QCOMPARE(wrong.error(), u"policies.\"a.b=c\".retry.maxRetries: must be at least 0, not -9"_s);
    }

    void oneOfSeveralNamesakesNeedsItsIndex()
    {
        Scenario twins = scenario();
        twins.endpoints[0].phases[2].name = u"healthy"_s;
        const auto vague = withSettings(twins, {u"endpoints.orders.phases.healthy.for=1s"_s});
        QVERIFY(!vague);
        QCOMPARE(vague.error(),
                 u"endpoints.orders.phases.healthy.for: there are 2 of this name; give the index of one, from 0"_s);
        QVERIFY(withSettings(twins, {u"endpoints.orders.phases.2.for=1s"_s}));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("error");

        const auto row = [](const char *setting, const char *error) {
            QTest::newRow(setting) << QString::fromLatin1(setting) << QString::fromLatin1(error);
        };
        row("", "\"\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3 or seed=7");
        row("x", "\"x\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3 or seed=7");
        row("=3", "\"=3\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3 or seed=7");
        row("policies.*.=3", "policies.*.: a name is missing beside a dot");
        row("policies.*.breaker..x=3", "policies.*.breaker..x: a name is missing beside a dot");
        row("policies.*.breaker.failureTreshold=3",
            "policies.*.breaker.failureTreshold: is not a field here; did you mean \"failureThreshold\"?");
        row("policies.*.breaker.failureThreshold=many",
            "policies.*.breaker.failureThreshold: must be a whole number, not a string");
        row("policies.*.breaker.failureThreshold=0", "policies.*.breaker.failureThreshold: must be at least 1, not 0");
        row("policies.*.breaker.failureThreshold.x=0",
            "policies.*.breaker.failureThreshold: must be a whole number, not an object");
        row("seed=-1", "seed: must be a whole number from 0 to 9007199254740992, not -1");
        row("duration=0", "duration: must be a duration such as \"30s\", not a number");
        row("duration=90", "duration: must be a duration such as \"30s\", not a number");
        row("duration=90sec", "duration: \"90sec\" has an unknown unit; the units are ns, us, ms, s, m and h");
        row("duration=null", "duration: is missing: it must be a duration such as \"90s\"");
        row("duraton=3s", "duraton: is not a field here; did you mean \"duration\"?");
        row("endpoints.order.path=/x", "endpoints.order.path: must not be \"order\"; did you mean \"orders\"?");
        row("endpoints.7.path=/x", "endpoints.7.path: there are 1 elements, counted from 0; 1 would add one");
        row("endpoints.orders.phases.outtage.for=4s",
            "endpoints.orders.phases.outtage.for: must not be \"outtage\"; did you mean \"outage\"?");
        row("endpoints.orders.phases.outage.for=4",
            "endpoints.orders.phases.outage.for: must be a duration such as "
            "\"30s\", not a number");
        row("endpoints.orders.phases.outage={\"for\": \"0s\"}",
            "endpoints.orders.phases.outage.for: must be longer than 0");
        row("endpoints.orders.phases.outage.faults.x.share=1",
            "endpoints.orders.phases.outage.faults.x.share: the elements of this list have no names; give an index, "
            "from 0");
        row("endpoints.orders.name=carts", "workload.0.endpoint: must be the name of an endpoint, not \"orders\"");
        row("workload.0.arrivals.rate=lots", "workload.0.arrivals.rate: must be a number, not a string");
        row("objectives=[\"speed > 3\"",
            "objectives: the value is no JSON: the text ends within a list; a ']' is "
            "missing");
        row("objectives.0=speed",
            "objectives.0: \"speed\" must be a figure, one of < <= > >= == !=, and a number or "
            "a duration, as in \"successRate >= 0.7\" or \"detectTime <= 2s\"");
        row("policies.\"a=3",
            "\"policies.\"a=3\" must be PATH=VALUE, as in "
            "policies.*.breaker.failureThreshold=3 or seed=7");
        row("policies.\"a\"b=3", "policies.\"a\"b: a dot must follow the quote behind \"a\"");
        row("policies.carts.retry={}", "policies.carts: must be \"*\" or the name of an endpoint");
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, setting);
        QFETCH(QString, error);

        const auto changed = withSettings(scenario(), {setting});
        QVERIFY(!changed);
        QCOMPARE(changed.error(), error);
    }

private:
    static Scenario scenario() { return *findBuiltinScenario(u"hard-outage"); }
};

QTEST_APPLESS_MAIN(SettingTest)
#include "tst_setting.moc"
