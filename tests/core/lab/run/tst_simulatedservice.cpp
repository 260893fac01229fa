// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace SimulationFixture;

/// What a simulated service does to requests: its faults, and its capacity.
class SimulatedServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void faults_data();
    void faults();
    void retryAfterIsWholeSeconds();
    void redirectsFollowThePhase();
    void redirectsLeadToOtherEndpoints();
    void policySaysWhatIsAnError();
    void requestsQueueForAWorker();
    void refusedOnesTakeNoWorker();
    void abandonedWorkKeepsItsWorker();
    void limitRunsWhileWaitingForAWorker();
    void lateAnswerIsNobodys();
    void concurrencyTakesTime();
    void abandonedWorkStillCounts();
    void shutDoorResetsWhatIsOpen();
    void latencyFollowsARamp();
    void concurrencyFollowsARampFromNothing();
};

namespace {

QStringList endsOf(const Scenario &config)
{
    return textOf(config).filter(QRegularExpression(u"attempts$"_s));
}

/// @p count calls at 0 s, and no more.
Scenario together(int count, PhaseConfig phase)
{
    Scenario config = scenario(5s, {std::move(phase)}, ClosedArrivals{count, 0s});
    config.workload.first().length = 1ms;
    return config;
}

} // namespace

void SimulatedServiceTest::faults_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<FaultConfig>("fault");
    QTest::addColumn<QString>("end"); // with 20 ms latency and a limit of 2 s
    const auto row = [](const char *name, const FaultConfig &fault, const char *end, const char *method = "GET") {
        QTest::newRow(name) << QByteArray(method) << fault << QString::fromLatin1(end);
    };
    using Kind = FaultConfig::Kind;
    row("503", statusFault(503), "server 503 after 20ms");
    row("404", statusFault(404), "notFound 404 after 20ms");
    row("408", statusFault(408), "timeout 408 after 20ms");
    row("204 is none", statusFault(204), "ok 204 after 20ms");
    row("hang", fault(Kind::Hang), "timeout after 2s");
    FaultConfig reset = fault(Kind::Reset);
    row("reset at the headers", reset, "connection after 20ms");
    reset.resetAt = FaultConfig::ResetAt::Connect;
    row("reset at connect", reset, "connection after 0s");
    reset.resetAt = FaultConfig::ResetAt::Body;
    row("reset in the body", reset, "protocol 200 after 20ms");
    row("close", fault(Kind::Close), "connection after 20ms");
    row("truncate", fault(Kind::Truncate), "protocol 200 after 20ms");
    row("malformed", fault(Kind::Malformed), "connection after 20ms");
    FaultConfig slow = fault(Kind::Slow);
    slow.bytes = 1000;
    slow.bytesPerSecond = 1000;
    row("slow", slow, "ok 200 after 1.02s");
    slow.bytesPerSecond = 100;
    row("too slow", slow, "timeout after 2s");
    row("redirect loop", fault(Kind::RedirectLoop), "redirect 302 after 220ms"); // ten are followed
    row("redirect loop, PUT", fault(Kind::RedirectLoop), "redirect 307 after 220ms", "PUT");
    row("redirect loop, POST", fault(Kind::RedirectLoop), "ok 307 after 20ms", "POST");

    // No answer to HEAD has a body, so there is nothing to cut, and nothing that drips.
    row("truncate, HEAD", fault(Kind::Truncate), "ok 200 after 20ms", "HEAD");
    reset.resetAt = FaultConfig::ResetAt::Body;
    row("reset in the body, HEAD", reset, "ok 200 after 20ms", "HEAD");
    row("slow, HEAD", slow, "ok 200 after 20ms", "HEAD");
    row("reset at the headers, HEAD", fault(Kind::Reset), "connection after 20ms", "HEAD");

    const auto answer = [](int status, FaultConfig::Headers headers, const QByteArray &body = {}) {
        FaultConfig config = statusFault(status);
        config.headers = std::move(headers);
        config.body = body;
        return config;
    };
    row("100 is waited behind", answer(100, {}), "timeout after 2s");
    row("101 is no final answer", answer(101, {}), "protocol 101 after 20ms");
    row("103 is no final answer", answer(103, {}), "protocol 103 after 20ms");
    row("204 with a body", answer(204, {}, "text"), "ok 204 after 20ms");
    row("304 with an encoding", answer(304, {{"Content-Encoding", "gzip"}}, "text"), "ok 304 after 20ms");
    row("gzip over plain text", answer(200, {{"Content-Encoding", "gzip"}}, "plain"), "encoding 200 after 20ms");
    row("gzip over nothing", answer(200, {{"content-encoding", "gzip"}}), "ok 200 after 20ms");
    row("identity", answer(200, {{"Content-Encoding", "identity"}}, "plain"), "ok 200 after 20ms");
    row("an unknown encoding", answer(200, {{"Content-Encoding", "br"}}, "plain"), "encoding 200 after 20ms");
    row("gzip over plain text, HEAD", answer(200, {{"Content-Encoding", "gzip"}}, "plain"), "ok 200 after 20ms",
        "HEAD");
    row("an encoding of an error", answer(503, {{"Content-Encoding", "gzip"}}, "plain"), "server 503 after 20ms");
    row("302 to nowhere", answer(302, {{"Location", "/nowhere"}}), "notFound 404 after 20ms");
    row("302 to itself", answer(302, {{"Location", "/orders"}}), "redirect 302 after 220ms");
    row("302 to itself, spelled otherwise", answer(302, {{"Location", "/./%6Frders?a=b"}}), "redirect 302 after 220ms");
    row("302 without a Location", answer(302, {}), "ok 302 after 20ms");
    row("302 to no address", answer(302, {{"Location", "mailto:a@b"}}), "redirect 302 after 20ms");
    row("302 to another server", answer(302, {{"Location", "http://other.example/"}}), "connection after 20ms");
    row("303 after POST", answer(303, {{"Location", "/orders"}}), "client 405 after 20ms", "POST");
    row("302 after POST", answer(302, {{"Location", "/nowhere"}}), "notFound 404 after 20ms", "POST");
    row("307 after POST", answer(307, {{"Location", "/nowhere"}}), "ok 307 after 20ms", "POST");
    row("307 after PUT", answer(307, {{"Location", "/nowhere"}}), "notFound 404 after 20ms", "PUT");
    row("300 is an answer", answer(300, {{"Location", "/nowhere"}}), "ok 300 after 20ms");
    row("304 is an answer", answer(304, {{"Location", "/nowhere"}}), "ok 304 after 20ms");
    row("201 is an answer", answer(201, {{"Location", "/nowhere"}}), "ok 201 after 20ms");
}

void SimulatedServiceTest::faults()
{
    QFETCH(QByteArray, method);
    QFETCH(FaultConfig, fault);
    QFETCH(QString, end);
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms}, {fault})}, ConstantArrivals{1});
    config.endpoints.first().method = method;
    config.policies[u"*"_s].timeout.perAttempt = 2s;
    QCOMPARE(endsOf(config), QStringList({end.section(u"after "_s, 1) + u" 0 #1: "_s + end + u", 1 attempts"_s}));
    // The same where work is counted.
    config.endpoints.first().capacity = CapacityConfig{1, 0};
    QCOMPARE(endsOf(config), QStringList({end.section(u"after "_s, 1) + u" 0 #1: "_s + end + u", 1 attempts"_s}));
}

void SimulatedServiceTest::retryAfterIsWholeSeconds()
{
    FaultConfig limited = statusFault(429);
    limited.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
    limited.retryAfter = 1200ms;
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms}, {limited})}, ConstantArrivals{1});
    config.policies[u"*"_s].retry = retry(1, 10ms);
    QCOMPARE(endsOf(config), QStringList({u"2.04s 0 #1: ok 200 after 2.04s, 2 attempts"_s}));
    limited.retryAfter.reset();
    // A date is held against that of the answer, and counts as over where there is none.
    limited.headers = {{"Date", "Sun, 01 Nov 2026 00:00:00 GMT"}, {"Retry-After", "Sun, 01 Nov 2026 00:00:02 GMT"}};
    config.endpoints.first().phases.first().faults = {limited};
    QCOMPARE(endsOf(config), QStringList({u"2.04s 0 #1: ok 200 after 2.04s, 2 attempts"_s}));
    limited.headers.removeFirst();
    config.endpoints.first().phases.first().faults = {limited};
    QCOMPARE(endsOf(config), QStringList({u"50ms 0 #1: ok 200 after 50ms, 2 attempts"_s}));
    limited.headers = {{"retry-after", "3"}};
    config.endpoints.first().phases.first().faults = {limited};
    QCOMPARE(endsOf(config), QStringList({u"3.04s 0 #1: ok 200 after 3.04s, 2 attempts"_s}));
}

void SimulatedServiceTest::redirectsFollowThePhase()
{
    const Scenario config = scenario(
        1s,
        {phase(50ms, FixedLatency{20ms}, {fault(FaultConfig::Kind::RedirectLoop)}), phase(10s, FixedLatency{100ms})},
        ConstantArrivals{1});
    QCOMPARE(endsOf(config), QStringList({u"160ms 0 #1: ok 200 after 160ms, 1 attempts"_s}));
}

/// What is sent on is a request to the endpoint that has the path: it meets its faults, takes its time and one of its workers.
void SimulatedServiceTest::redirectsLeadToOtherEndpoints()
{
    FaultConfig sentOn = statusFault(302);
    sentOn.headers = {{"Location", "stock"}};
    Scenario config = scenario(10s, {phase(10s, FixedLatency{20ms}, {sentOn})}, ConstantArrivals{1});
    config.workload.first().length = 1s;
    config.endpoints.append(endpointOf({phase(10s, FixedLatency{300ms}, {statusFault(404)})}, u"stock"_s));
    config.endpoints.last().capacity = CapacityConfig{1, 0};
    QCOMPARE(endsOf(config), QStringList({u"320ms 0 #1: notFound 404 after 320ms, 1 attempts"_s}));

    WorkloadConfig own;
    own.endpoint = u"stock"_s;
    own.arrivals = ConstantArrivals{1};
    own.length = 1s;
    config.workload.append(own); // its worker is taken then
    QCOMPARE(endsOf(config),
             QStringList({u"20ms 0 #1: server 503 after 20ms, 1 attempts"_s,
                          u"300ms 1 #1: notFound 404 after 300ms, 1 attempts"_s}));

    // An endpoint that may refuse connections has ports of its own, where the other paths are not.
    FaultConfig refused = fault(FaultConfig::Kind::Reset, 0);
    refused.resetAt = FaultConfig::ResetAt::Connect;
    config.endpoints.last().phases.first().faults.append(refused);
    QVERIFY(endsOf(config).contains(u"20ms 0 #1: notFound 404 after 20ms, 1 attempts"_s));
}

void SimulatedServiceTest::policySaysWhatIsAnError()
{
    FaultConfig moved = statusFault(304);
    moved.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
    moved.headers = {{"Retry-After", "1"}};
    Scenario config = scenario(1s, {phase(10s, FixedLatency{20ms}, {moved})}, ConstantArrivals{1});
    config.policies[u"*"_s].retry = retry(1, 10ms);
    QCOMPARE(endsOf(config), QStringList({u"20ms 0 #1: ok 304 after 20ms, 1 attempts"_s}));
    config.policies[u"*"_s].retry->retryErrors.insertStatuses(304, 304);
    QVERIFY2(endsOf(config).first().contains(u"ok 200 after 1."_s), qPrintable(endsOf(config).first()));
}

void SimulatedServiceTest::requestsQueueForAWorker()
{
    Scenario config = together(5, phase(10s, FixedLatency{100ms}));
    config.endpoints.first().capacity = CapacityConfig{2, 2};
    QCOMPARE(
        endsOf(config),
        QStringList({u"0s 0 #5: server 503 after 0s, 1 attempts"_s, u"100ms 0 #1: ok 200 after 100ms, 1 attempts"_s,
                     u"100ms 0 #2: ok 200 after 100ms, 1 attempts"_s, u"200ms 0 #3: ok 200 after 200ms, 1 attempts"_s,
                     u"200ms 0 #4: ok 200 after 200ms, 1 attempts"_s}));
}

void SimulatedServiceTest::refusedOnesTakeNoWorker()
{
    for (const FaultConfig::Kind kind : {FaultConfig::Kind::Hang, FaultConfig::Kind::Reset}) {
        FaultConfig first = fault(kind);
        first.resetAt = FaultConfig::ResetAt::Connect;
        first.pattern = FaultPattern{FaultPattern::Kind::First, 3, {}};
        Scenario config = together(4, phase(10s, FixedLatency{100ms}, {first}));
        config.endpoints.first().capacity = CapacityConfig{1, 0};
        QVERIFY(endsOf(config).contains(u"100ms 0 #4: ok 200 after 100ms, 1 attempts"_s));
    }
}

void SimulatedServiceTest::abandonedWorkKeepsItsWorker()
{
    Scenario config = scenario(5s, {phase(10s, FixedLatency{1s})}, ConstantArrivals{2});
    config.workload.first().length = 1s;
    config.endpoints.first().capacity = CapacityConfig{1, 1};
    config.policies[u"*"_s].timeout.perAttempt = 700ms;
    // The second waits until the first is done, for nobody, and has no time left then.
    QCOMPARE(endsOf(config),
             QStringList(
                 {u"700ms 0 #1: timeout after 700ms, 1 attempts"_s, u"1.2s 0 #2: timeout after 700ms, 1 attempts"_s}));
    config.policies[u"*"_s].timeout.perAttempt = 1500ms;
    QCOMPARE(endsOf(config),
             QStringList({u"1s 0 #1: ok 200 after 1s, 1 attempts"_s, u"2s 0 #2: ok 200 after 1.5s, 1 attempts"_s}));
}

void SimulatedServiceTest::limitRunsWhileWaitingForAWorker()
{
    Scenario config = together(3, phase(10s, FixedLatency{100ms}));
    config.endpoints.first().capacity = CapacityConfig{1, 10};
    config.policies[u"*"_s].timeout.perAttempt = 150ms;
    QCOMPARE(
        endsOf(config),
        QStringList({u"100ms 0 #1: ok 200 after 100ms, 1 attempts"_s, u"150ms 0 #2: timeout after 150ms, 1 attempts"_s,
                     u"150ms 0 #3: timeout after 150ms, 1 attempts"_s}));
}

void SimulatedServiceTest::lateAnswerIsNobodys()
{
    // The first answer is ready at 500 ms, when its call waits for the second attempt.
    Scenario config = together(1, phase(10s, FixedLatency{500ms}));
    config.endpoints.first().capacity = CapacityConfig{2, 0};
    config.policies[u"*"_s].timeout.perAttempt = 300ms;
    config.policies[u"*"_s].retry = retry(1, 1s);
    QCOMPARE(textOf(config).mid(2),
             QStringList({u"300ms 0 #1: attempt 1: timeout after 300ms"_s, u"300ms 0 #1: waits 1s for attempt 2"_s,
                          u"1.3s 0 #1: attempt 2"_s, u"1.6s 0 #1: attempt 2: timeout after 300ms"_s,
                          u"1.6s 0 #1: timeout after 1.6s, 2 attempts"_s}));
}

void SimulatedServiceTest::concurrencyTakesTime()
{
    PhaseConfig crowded = phase(10s, FixedLatency{100ms});
    crowded.perConcurrent = 10ms;
    QCOMPARE(
        endsOf(together(3, crowded)),
        QStringList({u"100ms 0 #1: ok 200 after 100ms, 1 attempts"_s, u"110ms 0 #2: ok 200 after 110ms, 1 attempts"_s,
                     u"120ms 0 #3: ok 200 after 120ms, 1 attempts"_s}));
    // Those that wait for a worker are not in the way.
    Scenario limited = together(3, crowded);
    limited.endpoints.first().capacity = CapacityConfig{2, 1};
    QCOMPARE(endsOf(limited).last(), u"210ms 0 #3: ok 200 after 210ms, 1 attempts"_s);
}

void SimulatedServiceTest::abandonedWorkStillCounts()
{
    PhaseConfig crowded = phase(10s, FixedLatency{800ms});
    crowded.perConcurrent = 100ms;
    Scenario config = scenario(5s, {crowded}, ConstantArrivals{2});
    config.workload.first().length = 1s;
    // At 1.36 s the second call's first request is still worked on, until 1.4 s, although nobody waits for it any more.
    config.policies[u"*"_s].timeout.perAttempt = 850ms;
    config.policies[u"*"_s].retry = retry(1, 10ms);
    QCOMPARE(endsOf(config),
             QStringList(
                 {u"800ms 0 #1: ok 200 after 800ms, 1 attempts"_s, u"2.21s 0 #2: timeout after 1.71s, 2 attempts"_s}));
}

void SimulatedServiceTest::shutDoorResetsWhatIsOpen()
{
    FaultConfig refused = fault(FaultConfig::Kind::Reset);
    refused.resetAt = FaultConfig::ResetAt::Connect;
    const Scenario config = scenario(2s, {phase(1200ms, FixedLatency{500ms}), phase(10s, FixedLatency{}, {refused})},
                                     ConstantArrivals{4});
    QCOMPARE(endsOf(config).mid(3),
             QStringList(
                 {u"1.2s 0 #4: connection after 450ms, 1 attempts"_s,
                  u"1.2s 0 #5: connection after 200ms, 1 attempts"_s, u"1.25s 0 #6: connection after 0s, 1 attempts"_s,
                  u"1.5s 0 #7: connection after 0s, 1 attempts"_s, u"1.75s 0 #8: connection after 0s, 1 attempts"_s}));
}

void SimulatedServiceTest::latencyFollowsARamp()
{
    PhaseConfig ramp = phase(10s, FixedLatency{100ms});
    ramp.rampTo.emplace().latency = FixedLatency{200ms};
    const Scenario config = scenario(12s, {ramp}, ConstantArrivals{0.2});
    QCOMPARE(
        endsOf(config),
        QStringList({u"100ms 0 #1: ok 200 after 100ms, 1 attempts"_s, u"5.15s 0 #2: ok 200 after 150ms, 1 attempts"_s,
                     u"10.2s 0 #3: ok 200 after 200ms, 1 attempts"_s}));
}

void SimulatedServiceTest::concurrencyFollowsARampFromNothing()
{
    PhaseConfig ramp = phase(10s, FixedLatency{150ms});
    ramp.rampTo.emplace().perConcurrent = 20ms;
    // Each comes while the one before it is worked on.
    const QStringList ends = endsOf(scenario(10s, {ramp}, ConstantArrivals{10}));
    QCOMPARE(ends.size(), 100);
    QCOMPARE(ends.first(), u"150ms 0 #1: ok 200 after 150ms, 1 attempts"_s);
    QVERIFY2(ends.last().endsWith(u"#100: ok 200 after 169.8ms, 1 attempts"_s), qPrintable(ends.last()));
}

QTEST_APPLESS_MAIN(SimulatedServiceTest)
#include "tst_simulatedservice.moc"
