// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/record/rulewindow.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/builtinscenarios.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Counted = RuleResult::Counted;

/// A run, with each figure that the breakers themselves gave.
struct Observed
{
    struct Sample
    {
        Duration at{};
        RunEvent::BreakerSampled seen;
    };

    Scenario scenario;
    RunSnapshot snapshot;
    std::vector<RecordedCall> calls;
    QList<QList<Sample>> samples; ///< by endpoint

    BreakerRecord recordOf(int endpoint) const
    {
        return {calls, endpoint, scenario.policyOf(scenario.endpoints.at(endpoint).name),
                snapshot.endpoints.at(endpoint).changes, 0};
    }
};

Observed observed(const Scenario &scenario, const std::function<void(SimulatedRun &)> &drive = {})
{
    Observed result;
    result.scenario = scenario;
    QStringList names;
    for (const EndpointConfig &endpoint : scenario.endpoints)
        names.append(endpoint.name);
    result.samples.resize(names.size());
    Recording recording(names);
    SimulatedRun run(scenario, [&](std::span<const RunEvent> events) {
        recording.apply(events);
        for (const RunEvent &event : events) {
            if (const auto *sample = std::get_if<RunEvent::BreakerSampled>(&event.what))
                result.samples[event.endpoint].append({event.at, *sample});
        }
    });
    if (drive)
        drive(run);
    run.run();
    recording.finish(run.now());
    result.snapshot = recording.snapshot();
    result.calls = recording.calls();
    if (recording.callsDropped() > 0)
        qWarning("calls were dropped");
    return result;
}

QByteArray textOf(const WindowFigures &f)
{
    return u"%1 results, %2 failures, %3 slow, of %4, needs %5"_s.arg(f.results)
        .arg(f.failures)
        .arg(f.slow)
        .arg(f.capacity)
        .arg(f.resultsNeeded)
        .toUtf8();
}

/// Holds every derived window against what the breaker itself said at that moment, and every change against its reason.
void compareAll(const Observed &run)
{
    for (int i = 0; i < run.snapshot.endpoints.size(); ++i) {
        const BreakerRecord record = run.recordOf(i);
        const auto &samples = run.samples.at(i);
        for (qsizetype s = 0; s < samples.size(); ++s) {
            // Of several at one moment the last one has seen all of it.
            if (s + 1 < samples.size() && samples.at(s + 1).at == samples.at(s).at)
                continue;
            const RuleWindow window = windowAt(record, samples.at(s).at);
            const QByteArray where = QByteArray::number(double(samples.at(s).at.count()) / 1e9) + " s: ";
            QVERIFY2(window.state == samples.at(s).seen.state, where.constData());
            QVERIFY2(
                window.figures == samples.at(s).seen.window,
                (where + textOf(window.figures) + "; the breaker: " + textOf(samples.at(s).seen.window)).constData());
            QVERIFY(window.isWhole);
        }
        for (qsizetype c = 0; c < record.changes.size(); ++c) {
            const StateChange &change = record.changes.at(c).change;
            const RuleWindow window = windowOfChange(record, c);
            const QByteArray where = change.reason().toUtf8() + " at "
                + QByteArray::number(double(record.changes.at(c).at.count()) / 1e9) + " s: " + textOf(window.figures);
            QVERIFY2(window.state == change.from, where.constData());
            switch (change.cause) {
            case StateChange::Cause::FailureCount:
            case StateChange::Cause::ConsecutiveFailures:
            case StateChange::Cause::TrialFailed:
                QVERIFY2(window.figures.failures == change.count, where.constData());
                break;
            case StateChange::Cause::FailureRate:
                QVERIFY2(window.figures.failures == change.count, where.constData());
                QVERIFY2(window.figures.results == change.outOf, where.constData());
                break;
            case StateChange::Cause::SlowCallRate:
                QVERIFY2(window.figures.slow == change.count, where.constData());
                QVERIFY2(window.figures.results == change.outOf, where.constData());
                break;
            default:
                continue;
            }
            QVERIFY(!window.results.empty());
            const RuleResult &tip = window.results.back();
            QVERIFY2(tip.at == record.changes.at(c).at, where.constData());
            QVERIFY2(tip.ending.isSuccess != change.hasError, where.constData());
            if (change.hasError) {
                QCOMPARE(tip.ending.kind, change.lastError);
                QCOMPARE(tip.ending.status, change.lastStatus);
            }
        }
    }
}

/// A call of one attempt.
RecordedCall call(quint64 number, Duration due, Duration took, const Ending &ending)
{
    RecordedCall call;
    call.number = number;
    call.due = due;
    call.latency = took;
    call.ending = ending;
    if (!isA(ending.kind, ErrorKind::Rejected) || ending.isSuccess)
        call.attempts = {{due, took, ending}};
    return call;
}

const Ending Good = Ending::success(200);
const Ending Bad = Ending::failure(ErrorKind::Server, 503);
const Ending Denied = Ending::failure(ErrorKind::Authentication, 401);

/// One letter for each result: success, failure, excluded.
QString lettersOf(const RuleWindow &window)
{
    QString letters;
    for (const RuleResult &result : window.results)
        letters += result.counted == Counted::Success ? u's' : result.counted == Counted::Failure ? u'f' : u'e';
    return letters;
}

} // namespace

class RuleWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isWhatTheBreakerSaw_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const Scenario &scenario : builtinScenarios()) {
            QTest::addRow("%s", qPrintable(scenario.id)) << scenario;

            // The same with the breaker where it was not.
            Scenario turned = scenario;
            bool isOther = false;
            for (PolicyConfig &policy : turned.policies) {
                if (policy.breaker && policy.retry) {
                    std::reverse(policy.order.begin(), policy.order.begin() + 2);
                    isOther = true;
                }
            }
            if (isOther)
                QTest::addRow("%s, turned", qPrintable(scenario.id)) << turned;
        }
        const auto withBreaker = [&](const char *name, const QString &id, auto edit) {
            Scenario scenario = *findBuiltinScenario(id);
            for (PolicyConfig &policy : scenario.policies)
                edit(policy);
            QTest::addRow("%s", name) << scenario;
        };
        withBreaker("failures of a time window", u"flapping"_s, [](PolicyConfig &policy) {
            policy.breaker->rule = TripRule::FailureCount;
            policy.breaker->window = TimeWindowConfig{4s, 500ms};
            policy.breaker->failureThreshold = 12;
        });
        withBreaker("several trials", u"hard-outage"_s, [](PolicyConfig &policy) {
            policy.breaker->halfOpenMaxCalls = 4;
            policy.breaker->successThreshold = 3;
        });
        withBreaker("only some errors", u"broken-proxy"_s, [](PolicyConfig &policy) {
            policy.breaker->recordedErrors = {ErrorKind::Server, ErrorKind::Connection};
        });
        withBreaker("a limit outside", u"hanging-service"_s, [](PolicyConfig &policy) {
            policy.order = {PolicyLayer::Timeout, PolicyLayer::Breaker, PolicyLayer::Retry};
        });
        withBreaker("an overall limit outside", u"hard-outage"_s, [](PolicyConfig &policy) {
            policy.timeout.overall = 700ms;
            policy.order = {PolicyLayer::Overall, PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
        });
    }
    void isWhatTheBreakerSaw()
    {
        QFETCH(Scenario, scenario);
        QVERIFY(scenario.validate().isEmpty());
        const Observed run = observed(scenario);
        compareAll(run);
        for (int i = 0; i < run.samples.size(); ++i)
            QCOMPARE(run.samples.at(i).size() > 20, run.recordOf(i).policy.breaker.has_value());
    }

    void isWhatAWatchingBreakerSaw()
    {
        Scenario scenario = *findBuiltinScenario(u"partial-failure"_s);
        compareAll(observed(scenario, [](SimulatedRun &run) {
            run.advanceTo(3s);
            run.setBreakerState(0, BreakerState::MetricsOnly);
            run.advanceTo(40s);
            run.setBreakerState(0, BreakerState::Disabled);
            run.advanceTo(42s);
            run.setBreakerState(0, BreakerState::Closed);
        }));
    }

    void looksByRule_data()
    {
        QTest::addColumn<TripRule>("rule");
        QTest::addColumn<WindowConfig>("window"); // a size of 0: none
        QTest::addColumn<QString>("letters");
        QTest::addColumn<int>("excluded");
        QTest::addColumn<int>("passedOver");
        // What came, one result a second: s f s f e f e (at 1 s to 7 s)
        QTest::newRow("count") << TripRule::FailureCount << WindowConfig(CountWindowConfig{0}) << u"ffefe"_s << 2 << 2;
        QTest::newRow("count of the newest three")
            << TripRule::FailureCount << WindowConfig(CountWindowConfig{3}) << u"sfefe"_s << 2 << 0;
        QTest::newRow("count in time") << TripRule::FailureCount << WindowConfig(TimeWindowConfig{4s, 1s}) << u"fefe"_s
                                       << 2 << 2;
        QTest::newRow("in a row") << TripRule::ConsecutiveFailures << WindowConfig(CountWindowConfig{}) << u"fefe"_s
                                  << 2 << 2;
        QTest::newRow("rate") << TripRule::FailureRate << WindowConfig(CountWindowConfig{100}) << u"sfsfefe"_s << 2
                              << 0;
        QTest::newRow("rate of three") << TripRule::FailureRate << WindowConfig(CountWindowConfig{3}) << u"sfefe"_s << 2
                                       << 0;
        QTest::newRow("rate of one") << TripRule::FailureRate << WindowConfig(CountWindowConfig{1}) << u"fe"_s << 1
                                     << 0;
        QTest::newRow("rate in time") << TripRule::FailureRate << WindowConfig(TimeWindowConfig{2s, 1s}) << u"fe"_s << 1
                                      << 0;
    }
    void looksByRule()
    {
        QFETCH(TripRule, rule);
        QFETCH(WindowConfig, window);
        const std::vector<RecordedCall> calls{
            call(1, 1s, 10ms, Good),   call(2, 2s, 10ms, Bad), call(3, 3s, 10ms, Good),   call(4, 4s, 10ms, Bad),
            call(5, 5s, 10ms, Denied), call(6, 6s, 10ms, Bad), call(7, 7s, 10ms, Denied),
        };
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker = CircuitBreakerConfig::forHttp();
        record.policy.breaker->rule = rule;
        if (window != WindowConfig(CountWindowConfig{0}))
            record.policy.breaker->window = window;
        const RuleWindow seen = windowAt(record, 7500ms);
        QTEST(lettersOf(seen), "letters");
        QTEST(seen.excluded, "excluded");
        QTEST(seen.passedOver, "passedOver");
        QCOMPARE(seen.results.back().call, 7u);
        QCOMPARE(seen.results.back().at, Duration(7010ms));
    }

    void ofManyAtOneMomentOnlyTheFirstTip()
    {
        const std::vector<RecordedCall> calls{call(1, 1s, 2s, Bad), call(2, 2s, 1s, Bad), call(3, 2500ms, 500ms, Bad)};
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker.emplace();
        record.policy.breaker->failureThreshold = 2;
        StateChange opened;
        opened.to = BreakerState::Open;
        opened.cause = StateChange::Cause::FailureCount;
        opened.at = TimePoint(3s);
        record.changes = {{3s, opened}};
        QCOMPARE(lettersOf(windowOfChange(record, 0)), u"ff"_s);
        QCOMPARE(windowOfChange(record, 0).results.back().call, 2u);
        QCOMPARE(windowAt(record, 3s).state, BreakerState::Open);
        QVERIFY(windowAt(record, 3s).results.empty());
    }

    void whatTippedALiveBreakerIsNotedALittleLater()
    {
        const std::vector<RecordedCall> calls{call(1, 1s, 1s, Bad), call(2, 2s, 1001ms, Bad), call(3, 2s, 1002ms, Bad)};
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker.emplace();
        record.policy.breaker->failureThreshold = 2;
        StateChange opened;
        opened.to = BreakerState::Open;
        opened.cause = StateChange::Cause::FailureCount;
        opened.at = TimePoint(3s);
        record.changes = {{3s, opened}};
        QCOMPARE(lettersOf(windowOfChange(record, 0)), u"ff"_s);
        QCOMPARE(windowOfChange(record, 0).results.back().call, 2u);
        QVERIFY(windowAt(record, 4s).results.empty());

        // A policy by which it would not have opened: what there was at that moment, and no more.
        record.policy.breaker->failureThreshold = 5;
        QCOMPARE(lettersOf(windowOfChange(record, 0)), u"f"_s);
    }

    void aTrialThatTookNoTimeBelongsToTheTrial()
    {
        const std::vector<RecordedCall> calls{call(1, 5s, 0s, Good), call(2, 5s, 0s, Bad), call(3, 6s, 0s, Bad)};
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker.emplace();
        StateChange closed;
        closed.from = BreakerState::HalfOpen;
        closed.cause = StateChange::Cause::TrialsSucceeded;
        closed.at = TimePoint(5s);
        record.changes = {{5s, closed}};
        const RuleWindow seen = windowAt(record, 7s);
        QCOMPARE(lettersOf(seen), u"ff"_s);
        QCOMPARE(seen.passedOver, 0);
    }

    void slowIsSaid()
    {
        const std::vector<RecordedCall> calls{call(1, 1s, 100ms, Good), call(2, 2s, 101ms, Good), call(3, 3s, 2s, Bad)};
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker.emplace();
        record.policy.breaker->rule = TripRule::FailureRate;
        record.policy.breaker->slowCallDuration = 100ms;
        const RuleWindow seen = windowAt(record, 10s);
        QVERIFY(!seen.results[0].isSlow);
        QVERIFY(seen.results[1].isSlow);
        QVERIFY(seen.results[2].isSlow);
        QCOMPARE(seen.figures.slow, 2);
    }

    void saysWhatIsMissing()
    {
        const std::vector<RecordedCall> calls{call(11, 11s, 10ms, Good), call(12, 12s, 10ms, Bad)};
        BreakerRecord record{calls, 0, {}, {}, 10};
        record.policy.breaker.emplace();
        record.policy.breaker->rule = TripRule::FailureRate;
        QVERIFY(!windowAt(record, 13s).isWhole);
        record.policy.breaker->window = CountWindowConfig{2};
        QVERIFY(windowAt(record, 13s).isWhole); // two are all it looks at
        record.policy.breaker->window = TimeWindowConfig{1s, 500ms};
        QVERIFY(windowAt(record, 13s).isWhole);
        record.policy.breaker.reset();
        QVERIFY(windowAt(record, 13s).results.empty());
    }

    /// A live call is noted as due, and its attempt as started, a little before it asks the breaker.
    void aLiveProbeBeganAsItWasDue_data()
    {
        QTest::addColumn<std::vector<PolicyLayer>>("order");
        QTest::newRow("breaker around the retry") << std::vector<PolicyLayer>{PolicyLayer::Breaker, PolicyLayer::Retry};
        QTest::newRow("breaker within the retry") << std::vector<PolicyLayer>{PolicyLayer::Retry, PolicyLayer::Breaker};
        QTest::newRow("breaker alone") << std::vector<PolicyLayer>{PolicyLayer::Breaker};
    }

    void aLiveProbeBeganAsItWasDue()
    {
        QFETCH(std::vector<PolicyLayer>, order);
        const auto change = [](Duration at, BreakerState from, BreakerState to, StateChange::Cause cause) {
            RecordedChange made{at, {}};
            made.change.from = from;
            made.change.to = to;
            made.change.cause = cause;
            return made;
        };
        // Call 2 was let through before it opened, and failed while it was half-open: it decides nothing. Calls 3 and 4 were due
        // while it was open, and call 4 was made a moment later, as the probe.
        const std::vector<RecordedCall> calls{call(1, 9'990ms, 10ms, Bad),
                                              call(3, 14'000ms, 0ms, Ending::failure(ErrorKind::CircuitOpen)),
                                              call(2, 9'000ms, 6'002ms, Bad), call(4, 14'998ms, 30ms, Bad)};
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker.emplace();
        record.policy.breaker->rule = TripRule::ConsecutiveFailures;
        record.policy.breaker->failureThreshold = 1;
        record.policy.order = order;
        if (std::ranges::find(order, PolicyLayer::Retry) != order.end())
            record.policy.retry.emplace();
        record.changes = {
            change(10s, BreakerState::Closed, BreakerState::Open, StateChange::Cause::ConsecutiveFailures),
            change(15s, BreakerState::Open, BreakerState::HalfOpen, StateChange::Cause::RecoveryTimeOver),
            change(15'028ms, BreakerState::HalfOpen, BreakerState::Open, StateChange::Cause::TrialFailed)};
        const RuleWindow seen = windowOfChange(record, 2);
        QCOMPARE(lettersOf(seen), u"f"_s);
        QCOMPARE(seen.results.front().call, 4u);
        QCOMPARE(seen.figures.failures, 1);
    }

    void onlyTheNewestExcludedAreListed()
    {
        std::vector<RecordedCall> calls{call(1, 0s, 1ms, Bad)};
        for (quint64 i = 2; i < 3000; ++i)
            calls.push_back(call(i, i * 10ms, 1ms, Denied));
        BreakerRecord record{calls, 0, {}, {}, 0};
        record.policy.breaker = CircuitBreakerConfig::forHttp();
        const RuleWindow seen = windowAt(record, 60s);
        QCOMPARE(seen.excluded, 2998);
        QCOMPARE(int(seen.results.size()), RuleWindow::MostExcludedListed + 1);
        QCOMPARE(seen.results.front().call, 1u);
        QCOMPARE(seen.results.back().call, 2999u);
    }
};

QTEST_GUILESS_MAIN(RuleWindowTest)
#include "tst_rulewindow.moc"
