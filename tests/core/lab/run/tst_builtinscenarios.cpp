// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/setting.h"

#include <QSet>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

RunSnapshot simulated(const Scenario &scenario)
{
    Recording recording(scenario.endpointNames());
    if (!simulate(scenario, recording))
        qWarning("stopped");
    return recording.snapshot();
}

/// Those that @p summary does not meet, with what it has instead.
QStringList unmet(const QList<Objective> &objectives, const RunSummary &summary)
{
    QStringList lines;
    for (const Objective &objective : objectives) {
        if (!objective.isMet(summary)) {
            const QString value = objective.figure(summary).toJson().toVariant().toString();
            lines.append(u"%1 (it is %2)"_s.arg(objective.expression(), value));
        }
    }
    return lines;
}

QList<Objective> parsed(const QStringList &expressions)
{
    QList<Objective> objectives;
    for (const QString &expression : expressions)
        objectives.append(*Objective::parse(expression));
    return objectives;
}

} // namespace

/// That each built-in scenario shows what it says it teaches: under its own policies, and with what its description names,
/// or what is left out, changed.
class BuiltinScenariosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void meetsItsObjectives_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const Scenario &scenario : builtinScenarios())
            QTest::newRow(qPrintable(scenario.id)) << scenario;
    }

    /// Whatever the luck: an objective that holds by chance alone would be no lesson.
    void meetsItsObjectives()
    {
        QFETCH(Scenario, scenario);

        static const QSet<QString> failing{u"low-traffic"_s, u"retry-storm"_s};
        const bool missesOnPurpose = scenario.description.contains(u"misses its objective on purpose"_s);
        QCOMPARE(missesOnPurpose, failing.contains(scenario.id));
        for (const quint64 seed : {scenario.seed, quint64(1), quint64(2), quint64(3), quint64(4)}) {
            scenario.seed = seed;
            const QStringList missed = unmet(scenario.objectives, simulated(scenario).summary);
            QVERIFY2(missed.isEmpty() != missesOnPurpose,
                     qPrintable(u"seed %1: %2"_s.arg(seed).arg(missed.join(u", "_s))));
        }
    }

    void teaches_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QStringList>("figures");

        const auto row = [](const char *name, const QString &id, const QStringList &settings,
                            const QStringList &figures) { QTest::newRow(name) << id << settings << figures; };
        const QString noBreaker = u"policies.*.breaker=null"_s;
        const QString noRetry = u"policies.*.retry=null"_s;
        const QString noTimeout = u"policies.*.timeout=null"_s;

        row("hard outage: without a breaker it is hammered", u"hard-outage"_s, {noBreaker},
            {u"wastedAttempts >= 2000"_s, u"amplification >= 1.5"_s});
        row("hard outage: with it, it is not", u"hard-outage"_s, {},
            {u"wastedAttempts <= 150"_s, u"opens == 4"_s, u"detectTime <= 1s"_s, u"recoverTime <= 5.5s"_s});
        row("hanging: without a limit nothing is noticed", u"hanging-service"_s, {noTimeout},
            {u"failed == 0"_s, u"opens == 0"_s, u"cancelled >= 450"_s});
        row("hanging: without a breaker each waits a second", u"hanging-service"_s, {noBreaker},
            {u"failed >= 450"_s, u"latencyP95 >= 900ms"_s});
        row("hanging: with both few wait", u"hanging-service"_s, {}, {u"failed <= 60"_s, u"latencyP95 <= 500ms"_s});
        row("brownout: counting errors finds nothing", u"brownout"_s, {u"policies.*.breaker.rule=failureCount"_s},
            {u"opens == 0"_s, u"failed == 0"_s, u"latencyP95 >= 1.5s"_s});
        row("brownout: nor does a rate without the slow-call rule", u"brownout"_s,
            {u"policies.*.breaker.slowCallDuration=null"_s}, {u"opens == 0"_s, u"wastedAttempts >= 1000"_s});
        row("brownout: the slow-call rule does", u"brownout"_s, {},
            {u"opens >= 1"_s, u"latencyP95 <= 500ms"_s, u"wastedAttempts <= 200"_s});
        row("drip: without a deadline each takes ten seconds", u"slow-drip"_s, {noTimeout},
            {u"opens == 0"_s, u"failed == 0"_s, u"latencyMax >= 9.9s"_s, u"latencyP95 >= 9s"_s});
        row("partial: without retries every third call fails", u"partial-failure"_s, {noRetry, noBreaker},
            {u"successRate <= 0.87"_s, u"successRate >= 0.78"_s});
        row("partial: a breaker that counts to five is open half of the time", u"partial-failure"_s,
            {u"policies.*.breaker.rule=failureCount"_s, u"policies.*.order=[\"retry\",\"breaker\",\"timeout\"]"_s},
            {u"opens >= 3"_s, u"successRate <= 0.9"_s});
        row("proxy: whoever counts only server errors counts nothing", u"broken-proxy"_s,
            {u"policies.*.breaker.recordedErrors=[\"server\"]"_s}, {u"opens == 0"_s, u"failed >= 450"_s});
        row("proxy: whoever counts all is spared most", u"broken-proxy"_s, {},
            {u"opens >= 1"_s, u"failed <= 200"_s, u"rejected >= 300"_s});
        row("restart: without retries every release is felt", u"rolling-restart"_s, {noRetry},
            {u"successRate <= 0.92"_s, u"successRate >= 0.8"_s});
        row("restart: a breaker that asks for less than what is missing opens", u"rolling-restart"_s,
            {noRetry, u"policies.*.breaker.failureRateThreshold=0.25"_s}, {u"opens >= 1"_s, u"successRate <= 0.85"_s});
        row("flapping: it goes along with every turn", u"flapping"_s, {},
            {u"flaps == 7"_s, u"falseRejections >= 80"_s, u"falseRejections <= 250"_s});
        row("flapping: three times the recovery time, twice the good calls", u"flapping"_s,
            {u"policies.*.breaker.recoveryTime=3s"_s}, {u"falseRejections >= 200"_s});
        row("limited: who does not listen fails", u"rate-limited"_s, {u"policies.*.retry.honorRetryAfter=false"_s},
            {u"failed >= 250"_s, u"amplification >= 1.5"_s, u"successRate <= 0.9"_s});
        row("limited: who does waits two seconds", u"rate-limited"_s, {},
            {u"failed == 0"_s, u"latencyP95 >= 2s"_s, u"latencyMax <= 3s"_s});
        row("token: counted, they turn away the other half", u"expired-token"_s,
            {u"policies.*.breaker.excludedErrors=[]"_s}, {u"opens >= 2"_s, u"falseRejections >= 500"_s});
        row("token: retried, they are load for nothing", u"expired-token"_s, {u"policies.*.retry.excludedErrors=[]"_s},
            {u"opens == 0"_s, u"amplification >= 1.2"_s});
        row("third: in a row they never are", u"every-third-fails"_s,
            {u"policies.*.breaker.rule=consecutiveFailures"_s},
            {u"opens == 0"_s, u"succeeded == 40"_s, u"failed == 20"_s});
        row("third: nor are they half", u"every-third-fails"_s, {u"policies.*.breaker.rule=failureRate"_s},
            {u"opens == 0"_s, u"succeeded == 40"_s});
        row("seven: bare", u"seven-in-ten-fail"_s, {noBreaker, noRetry},
            {u"successRate >= 0.25"_s, u"successRate <= 0.35"_s, u"amplification == 1"_s});
        row("seven: the retries' part", u"seven-in-ten-fail"_s, {noBreaker},
            {u"successRate >= 0.71"_s, u"successRate <= 0.81"_s, u"amplification >= 2.4"_s, u"amplification <= 2.7"_s});
        row("seven: the breaker that it says", u"seven-in-ten-fail"_s,
            {u"policies.*.breaker.rule=failureRate"_s, u"policies.*.breaker.minimumCalls=20"_s},
            {u"opens == 0"_s, u"successRate >= 0.71"_s});
        row("seven: the guide's takes most of it", u"seven-in-ten-fail"_s, {}, {u"rejected >= 300"_s});
        row("traffic: in a row it is found", u"low-traffic"_s,
            {u"policies.*.breaker.rule=consecutiveFailures"_s, u"policies.*.breaker.failureThreshold=3"_s},
            {u"detectTime <= 10s"_s, u"wastedAttempts <= 10"_s});
        row("traffic: and with a longer window, late", u"low-traffic"_s, {u"policies.*.breaker.window.length=1m"_s},
            {u"opens >= 1"_s, u"detectTime >= 10s"_s});
        row("storm: it does not end", u"retry-storm"_s, {u"duration=3m"_s},
            {u"successRate <= 0.2"_s, u"amplification >= 3.5"_s});
        row("storm: a budget ends it", u"retry-storm"_s, {u"policies.*.retry.budget.ratio=0.1"_s},
            {u"successRate >= 0.8"_s, u"amplification <= 1.15"_s});
        row("storm: a breaker ends it", u"retry-storm"_s,
            {u"policies.*.breaker={\"rule\": \"failureRate\", \"minimumCalls\": 20, \"recoveryTime\": \"3s\"}"_s},
            {u"successRate >= 0.8"_s, u"opens >= 1"_s});
        row("storm: without the hiccup there is none", u"retry-storm"_s, {u"endpoints.pricing.phases.hiccup=null"_s},
            {u"successRate >= 0.99"_s, u"amplification <= 1.05"_s});
        row("stampede: the breaker opens again", u"stampede"_s, {},
            {u"flaps >= 1"_s, u"failed <= 400"_s, u"latencyP95 <= 800ms"_s});
        row("stampede: without it most wait for nothing", u"stampede"_s, {noBreaker},
            {u"failed >= 1200"_s, u"latencyP95 >= 900ms"_s});
    }

    void teaches()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, settings);
        QFETCH(QStringList, figures);

        auto scenario = withSettings(*findBuiltinScenario(id), settings);
        QVERIFY2(scenario, qPrintable(scenario ? QString() : scenario.error()));
        for (const quint64 seed : {42u, 1u, 2u}) {
            scenario->seed = seed;
            const QStringList missed = unmet(parsed(figures), simulated(*scenario).summary);
            QVERIFY2(missed.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(missed.join(u", "_s))));
        }
    }

    void theOrderOfLayersDecides()
    {
        Scenario scenario = *findBuiltinScenario(u"breaker-or-retry-outside");
        for (const quint64 seed : {42u, 1u, 2u}) {
            scenario.seed = seed;
            const RunSnapshot run = simulated(scenario);
            const RunSummary &breakerOutside = run.endpoints[0].summary;
            const RunSummary &retryOutside = run.endpoints[1].summary;
            QCOMPARE(breakerOutside.calls, retryOutside.calls);
            QVERIFY(*breakerOutside.detectTime >= 4 * *retryOutside.detectTime);
            // Five calls of four attempts each, and those that were under way with them.
            QVERIFY(breakerOutside.wastedAttempts >= 20 + 50);
            QVERIFY(retryOutside.wastedAttempts <= 25);
            // Calls wait for the breaker with the retries that they have left.
            QVERIFY(retryOutside.latencyMax > std::chrono::seconds(5));
            QVERIFY(retryOutside.succeeded > breakerOutside.succeeded);
        }
    }
};

QTEST_APPLESS_MAIN(BuiltinScenariosTest)
#include "tst_builtinscenarios.moc"
