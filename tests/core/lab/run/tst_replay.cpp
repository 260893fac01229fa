// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/replay.h"
#include "resilience/base/random.h"

#include <QTest>

#include <algorithm>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

CallLog log(const QByteArray &rows, const QByteArray &header = "start_ms,duration_ms,outcome\n")
{
    auto parsed = CallLog::parse(header + rows);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().describe(u"rows"_s)));
    return *parsed;
}

/// Opens on the second failure, for 100 ms.
CircuitBreakerConfig twoFailures()
{
    CircuitBreakerConfig config;
    config.failureThreshold = 2;
    config.recoveryTime = 100ms;
    return config;
}

QString decisions(const CircuitBreakerConfig &config, const CallLog &calls)
{
    const QByteArray csv = replay(config, calls).decisionsToCsv();
    return QString::fromLatin1(csv.sliced(csv.indexOf('\n') + 1)).trimmed();
}

QString transitions(const CircuitBreakerConfig &config, const CallLog &calls)
{
    QStringList list;
    const ReplayResult result = replay(config, calls);
    for (const ReplayTransition &transition : result.transitions) {
        const double ms = std::chrono::duration<double, std::milli>(transition.change.at.time_since_epoch()).count();
        list.append(u"%1 %2"_s.arg(ms).arg(breakerStateName(transition.change.to)));
    }
    return list.join(u", "_s);
}

} // namespace

class ReplayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void breaksAndHeals()
    {
        const CallLog calls = log("0,10,server\n20,10,503\n40,10,success\n200,10,success\n220,10,success\n");
        QCOMPARE(decisions(twoFailures(), calls),
                 u"0,permitted,closed\n1,permitted,closed\n2,rejected,open\n"
                 "3,permitted,half_open\n4,permitted,closed"_s);
        const ReplayResult result = replay(twoFailures(), calls);
        QCOMPARE(result.transitions.size(), 3u);
        const auto reason = [&result](std::size_t i) { return result.transitions[i].change.reason().toUtf8(); };
        QVERIFY(reason(0).contains("503") && reason(0).contains(',')); // so it goes into quotes
        QVERIFY(!reason(1).contains(','));
        QCOMPARE(result.transitionsToCsv(calls),
                 "time_ms,from,to,reason\n30,closed,open,\"" + reason(0) + "\"\n200,open,half_open," + reason(1)
                     + "\n210,half_open,closed,\"" + reason(2) + "\"\n");
    }

    void atOneMomentEndsComeBeforeStarts()
    {
        // The second failure ends just when the third call begins.
        QCOMPARE(decisions(twoFailures(), log("0,10,server\n0,20,server\n20,5,success\n")),
                 u"0,permitted,closed\n1,permitted,closed\n2,rejected,open"_s);
        // A call that takes no time has ended before the next one of that moment starts.
        QCOMPARE(decisions(twoFailures(), log("0,0,server\n0,0,server\n0,0,server\n")),
                 u"0,permitted,closed\n1,permitted,closed\n2,rejected,open"_s);
    }

    void rowsMayComeInAnyOrder()
    {
        QCOMPARE(decisions(twoFailures(), log("40,10,success\n20,10,server\n0,10,server\n")),
                 u"0,rejected,open\n1,permitted,closed\n2,permitted,closed"_s);
        // By row where nothing else tells them apart: it is the first success that closes, then the failure is late.
        CircuitBreakerConfig config = twoFailures();
        config.failureThreshold = 1;
        config.halfOpenMaxCalls = 2;
        const QByteArray trip = "0,0,server\n";
        QCOMPARE(transitions(config, log(trip + "100,10,success\n100,10,server\n")),
                 u"0 open, 100 half_open, 110 closed"_s);
        QCOMPARE(transitions(config, log(trip + "100,10,server\n100,10,success\n")),
                 u"0 open, 100 half_open, 110 open"_s);
    }

    void aRejectedCallHasNoEnd()
    {
        // The failure that the log has for it would be a third one.
        CircuitBreakerConfig config = twoFailures();
        config.recoveryTime = 30ms;
        QCOMPARE(
            decisions(config, log("0,10,server\n5,5,server\n15,30,server\n41,1,success\n46,1,success\n")),
            u"0,permitted,closed\n1,permitted,closed\n2,rejected,open\n3,permitted,half_open\n4,permitted,closed"_s);
    }

    void timersRunWhenTheyAreDue()
    {
        CircuitBreakerConfig config = twoFailures();
        config.automaticHalfOpen = true;
        config.halfOpenTimeout = 50ms;
        // Open at 10, half-open at 110, open at 160, half-open at 260, and so on, though nobody calls.
        QCOMPARE(transitions(config, log("0,10,server\n0,10,server\n270,1,success\n")),
                 u"10 open, 110 half_open, 160 open, 260 half_open, 271 closed"_s);
    }

    void aTrialThatEndsAtItsLimitIsInTime()
    {
        CircuitBreakerConfig config = twoFailures();
        config.failureThreshold = 1;
        config.halfOpenTimeout = 50ms;
        QCOMPARE(transitions(config, log("0,0,server\n100,50,success\n")), u"0 open, 100 half_open, 150 closed"_s);
        QCOMPARE(transitions(config, log("0,0,server\n100,50.000001,success\n")), u"0 open, 100 half_open, 150 open"_s);
    }

    void slownessIsTheLogsDuration()
    {
        CircuitBreakerConfig config;
        config.rule = TripRule::FailureRate;
        config.minimumCalls = 2;
        config.slowCallDuration = 10ms;
        QCOMPARE(transitions(config, log("0,10,success\n20,10,success\n40,10.000001,success\n60,11,success\n")),
                 QString());
        QCOMPARE(transitions(config, log("0,11,success\n20,10.000001,success\n")), u"30 open"_s);
    }

    void whatIsNoResultCountsForNothing()
    {
        CircuitBreakerConfig config = twoFailures();
        config.failureThreshold = 1;
        QCOMPARE(transitions(config, log("0,1,cancelled\n2,1,circuitOpen\n4,1,overload\n6,1,rejected\n")), QString());
        // A trial that brings none makes place for the next.
        QCOMPARE(transitions(config, log("0,1,other\n101,1,cancelled\n103,1,success\n")),
                 u"1 open, 101 half_open, 104 closed"_s);
    }

    void eachEndpointHasItsBreaker()
    {
        const CallLog calls = log("0,10,server,a\n0,10,success,b\n20,10,server,a\n20,10,server,\"b, "
                                  "too\"\n40,10,success,a\n40,10,success,b\n",
                                  "start_ms,duration_ms,outcome,endpoint\n");
        QCOMPARE(decisions(twoFailures(), calls),
                 u"0,permitted,closed\n1,permitted,closed\n2,permitted,closed\n"
                 "3,permitted,closed\n4,rejected,open\n5,permitted,closed"_s);
        CircuitBreakerConfig one = twoFailures();
        one.failureThreshold = 1;
        const QByteArray csv = replay(one, calls).transitionsToCsv(calls);
        QCOMPARE(csv.count('\n'), 3);
        QVERIFY(csv.startsWith("time_ms,from,to,reason,endpoint\n10,closed,open,\""));
        QVERIFY(csv.contains("\",a\n30,closed,open,\""));
        QVERIFY(csv.endsWith("\",\"b, too\"\n"));
    }

    void transitionsComeInTheOrderOfTime()
    {
        CircuitBreakerConfig config = twoFailures();
        config.failureThreshold = 1;
        config.automaticHalfOpen = true;
        const CallLog calls = log("0,0,server,a\n50,0,server,b\n400,0,success,b\n",
                                  "start_ms,duration_ms,outcome,endpoint\n");
        QCOMPARE(transitions(config, calls), u"0 open, 50 open, 100 half_open, 150 half_open, 400 closed"_s);
    }

    void anEmptyLogGivesHeaders()
    {
        const ReplayResult result = replay(twoFailures(), log(""));
        QCOMPARE(result.decisionsToCsv(), "call,decision,state\n");
        QCOMPARE(result.transitionsToCsv(log("")), "time_ms,from,to,reason\n");
    }

    /// Rows of calls that a breaker or a bulkhead had rejected, as in the calls.csv of a run.
    void whatWasNeverSentIsNoAttempt()
    {
        Recording recording({QString()});
        const CallLog calls = log("0,10,success\n20,0,circuitOpen\n40,5,overload\n60,10,timeout\n");
        const ReplayResult result = replay(twoFailures(), calls, [&](const RunEvent &event) {
            recording.apply({&event, 1});
        });
        QVERIFY(std::ranges::all_of(result.decisions, &ReplayDecision::isPermitted));
        const RunSummary summary = recording.snapshot().summary;
        QCOMPARE(summary.calls, 4u);
        QCOMPARE(summary.rejected, 2u);
        QCOMPARE(summary.failed, 1u);
        QCOMPARE(summary.attempts, 2u);
        QCOMPARE(summary.amplification(), 1.0);
        for (const RecordedCall &call : recording.calls())
            QCOMPARE(call.attempts.size(), call.number == 2 || call.number == 3 ? 0u : 1u);
    }

    void sameEventsAsAnyRun()
    {
        Recording recording({QString()});
        const CallLog calls = log("0,10,server\n20,10,503\n40,10,success\n200,10,success\n220,10,cancelled\n");
        replay(twoFailures(), calls, [&](const RunEvent &event) { recording.apply({&event, 1}); });
        const RunSummary summary = recording.snapshot().summary;
        QCOMPARE(summary.calls, 5u);
        QCOMPARE(summary.succeeded, 1u);
        QCOMPARE(summary.failed, 2u);
        QCOMPARE(summary.rejected, 1u);
        QCOMPARE(summary.cancelled, 1u);
        QCOMPARE(summary.attempts, 4u);
        QCOMPARE(summary.opens, 1u);
        QCOMPARE(summary.falseRejections, 0u); // what the service really was, nobody knows
        QCOMPARE(recording.snapshot().endpoints[0].changes.size(), 3);
    }

    void whatTheRuleLooksAtIsRecorded()
    {
        Recording recording({QString()});
        CircuitBreakerConfig config = twoFailures();
        config.recoveryTime = 100ms;
        const CallLog calls = log("0,10,server\n20,10,503\n200,10,success\n300,10,server\n320,10,success\n");
        const ReplayResult result = replay(config, calls, recording);
        QList<std::pair<Duration, int>> failures;
        const RunSnapshot recorded = recording.snapshot();
        for (const RuleSample &sample : recorded.endpoints.first().samples)
            failures.append({sample.at, sample.window.failures});
        // Opens at 30 ms, half-open at 200 ms, closed at 210 ms, where the count begins anew.
        const QList<std::pair<Duration, int>> expected{{0ms, 0},   {10ms, 1},  {30ms, 2},  {30ms, 0},
                                                       {200ms, 0}, {210ms, 0}, {210ms, 0}, {310ms, 1}};
        QCOMPARE(failures, expected);
        QCOMPARE(result.metrics.size(), 1u);
        QCOMPARE(result.metrics.front().state, BreakerState::Closed);
        QCOMPARE(result.metrics.front().since, TimePoint(210ms));
        QCOMPARE(result.metrics.front().totals.opens, 1u);
    }

    void aMillionRowsAreReadAndReplayed()
    {
        QByteArray rows;
        const CounterRandom random(5);
        for (quint64 i = 0; i < 1'000'000; ++i) {
            rows += QByteArray::number(i * 3) + ',' + QByteArray::number(random.bits(i) % 200)
                + (random.uniform(i, 1) < 0.1 ? ",timeout\n" : ",success\n");
        }
        const CallLog calls = log(rows);
        CircuitBreakerConfig config;
        config.rule = TripRule::FailureRate;
        config.failureRateThreshold = 0.2;
        const ReplayResult result = replay(config, calls);
        QCOMPARE(result.decisions.size(), 1'000'000u);
        QCOMPARE(result.decisionsToCsv().count('\n'), 1'000'001);
    }
};

QTEST_APPLESS_MAIN(ReplayTest)
#include "tst_replay.moc"
