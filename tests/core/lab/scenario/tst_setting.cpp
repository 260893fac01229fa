// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"
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

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("error");

        const auto row = [](const char *setting, const char *error) {
            QTest::newRow(setting) << QString::fromLatin1(setting) << QString::fromLatin1(error);
        };
        row("", "\"\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3");
        row("x", "\"x\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3");
        row("=3", "\"=3\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3");
        row("seed=3",
            "seed: only fields of the policies can be set so far, as in policies.*.breaker.failureThreshold=3");
        row("policies.*.=3", "policies.*.: a name is missing beside a dot");
        row("policies.*.breaker..x=3", "policies.*.breaker..x: a name is missing beside a dot");
        row("policies.*.breaker.failureTreshold=3",
            "policies.*.breaker.failureTreshold: is not a field here; did you mean \"failureThreshold\"?");
        row("policies.*.breaker.failureThreshold=many",
            "policies.*.breaker.failureThreshold: must be a whole number, not a string");
        row("policies.*.breaker.failureThreshold=0", "policies.*.breaker.failureThreshold: must be at least 1, not 0");
        row("policies.*.breaker.failureThreshold.x=0",
            "policies.*.breaker.failureThreshold: must be a whole number, not an object");
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
