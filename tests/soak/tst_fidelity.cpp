// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/liverun.h"
#include "lab/run/runcomparison.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/builtinscenarios.h"
#include "randomlivescenario.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <tuple>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr double MostCallsPerSecond = 100;

bool isFull()
{
    return qEnvironmentVariable("FUSEBOARD_SOAK") == "full"_L1;
}

double greatestRate(const ArrivalsConfig &arrivals)
{
    if (const auto *constant = std::get_if<ConstantArrivals>(&arrivals))
        return constant->rate;
    if (const auto *poisson = std::get_if<PoissonArrivals>(&arrivals))
        return poisson->rate;
    if (const auto *ramp = std::get_if<RampArrivals>(&arrivals))
        return std::max(ramp->from, ramp->to);
    if (const auto *burst = std::get_if<BurstArrivals>(&arrivals))
        return std::max(burst->rate, burst->burstRate);
    return MostCallsPerSecond + 1; // a closed load is as fast as the answers
}

/// Where requests queue, or come faster than a busy machine sends them, a little delay of one moves all behind it.
bool isPromised(const Scenario &scenario)
{
    double rate = 0;
    for (const WorkloadConfig &load : scenario.workload)
        rate += greatestRate(load.arrivals);
    return rate <= MostCallsPerSecond && std::ranges::none_of(scenario.endpoints, [](const EndpointConfig &each) {
               return each.capacity.has_value();
           });
}

/// @p wire: answers come unevenly late, mostly by some milliseconds, at most by 40; 0: they do not.
RunOutline simulated(const Scenario &scenario, quint64 wire = 0)
{
    RunOutline outline;
    SimulatedRun run(scenario, [&outline](std::span<const RunEvent> events) { outline.add(events); });
    if (wire > 0)
        run.setWireDelay(LogNormalLatency{4ms, 40ms}, 40ms, wire);
    run.run();
    return outline;
}

/// How many calls of @p one succeed, fail or are refused otherwise in @p other, or take another number of attempts. Which error a
/// call fails with is nothing that the policies decide: where a queue is full, that depends on who came first.
quint64 flippedDecisions(const RunOutline &one, const RunOutline &other)
{
    const auto sorted = [](std::vector<RunOutline::Call> calls) {
        std::ranges::sort(calls, {},
                          [](const RunOutline::Call &call) { return std::pair(call.endpoint, call.number); });
        return calls;
    };
    const auto decision = [](const RunOutline::Call &call) {
        const bool isRefused = !call.ending.isSuccess && isA(call.ending.kind, ErrorKind::Rejected);
        return std::tuple(call.endpoint, call.number, call.ending.isSuccess, isRefused, call.attempts);
    };
    const std::vector<RunOutline::Call> ones = sorted(one.calls);
    const std::vector<RunOutline::Call> others = sorted(other.calls);
    if (ones.size() != others.size())
        return std::max(ones.size(), others.size());
    quint64 flips = 0;
    for (std::size_t i = 0; i < ones.size(); ++i)
        flips += decision(ones[i]) != decision(others[i]);
    return flips;
}

/// What is wrong with @p scenario if delays decide something in it; empty if nothing is.
QString whatHangsOnAThread(const Scenario &scenario, quint64 wires)
{
    const RunOutline exact = simulated(scenario);
    for (quint64 wire = 1; wire <= wires; ++wire) {
        const RunOutline delayed = simulated(scenario, wire);
        const RunComparison comparison = compareRuns(delayed, exact);
        if (flippedDecisions(delayed, exact) * 100 > comparison.calls || !comparison.areTransitionsSame()
            || comparison.farthestTransition() > RunComparison::LongestDistance)
            return u"delays %1: "_s.arg(wire) + comparison.describe(scenario.endpointNames()).join(u'\n');
    }
    return {};
}

/// Whether such delays also leave durations as they are: not where each step of a redirect, or each call in a queue, adds its own.
bool isFaithfulInSpiteOfDelays(const Scenario &scenario, quint64 wires)
{
    const RunOutline exact = simulated(scenario);
    for (quint64 wire = 1; wire <= wires; ++wire) {
        if (!compareRuns(simulated(scenario, wire), exact).isFaithful())
            return false;
    }
    return true;
}

/// Every status, method and fault, each alone at an endpoint that is called once.
QList<EndpointConfig> everyAnswer()
{
    using Kind = FaultConfig::Kind;
    QList<FaultConfig> faults;
    const auto add = [&faults](const FaultConfig &fault) { faults.append(fault); };
    for (const int status :
         {100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 226, 300, 301, 302, 303, 304,
          305, 306, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413,
          415, 417, 421, 422, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 511, 599}) {
        FaultConfig fault;
        fault.status = status;
        add(fault);
        fault.body = "text";
        fault.headers = {{"Content-Encoding", "gzip"}};
        add(fault);
        if (status / 100 == 3) {
            for (const char *const location : {"/nowhere", "/healthy", "?again", "mailto:a@b"}) {
                fault.body.clear();
                fault.headers = {{"Location", location}};
                add(fault);
            }
        }
    }
    for (const Kind kind : {Kind::Hang, Kind::Close, Kind::Truncate, Kind::Malformed, Kind::Slow, Kind::RedirectLoop}) {
        FaultConfig fault;
        fault.kind = kind;
        fault.bytesPerSecond = 10'000;
        add(fault);
    }
    for (const auto at : {FaultConfig::ResetAt::Connect, FaultConfig::ResetAt::Headers, FaultConfig::ResetAt::Body}) {
        FaultConfig fault;
        fault.kind = Kind::Reset;
        fault.resetAt = at;
        add(fault);
    }
    QList<EndpointConfig> endpoints;
    for (const char *const method : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
        for (const FaultConfig &fault : std::as_const(faults)) {
            EndpointConfig endpoint;
            endpoint.method = method;
            endpoint.name = u"%1 %2"_s.arg(QString::fromLatin1(method)).arg(endpoints.size());
            endpoint.path = u"/%1"_s.arg(endpoints.size());
            PhaseConfig phase;
            phase.length = 1min;
            phase.latency = FixedLatency{20ms};
            phase.faults = {fault};
            endpoint.phases = {phase};
            endpoints.append(endpoint);
        }
    }
    return endpoints;
}

/// Some endpoints of everyAnswer(), called one after the other.
Scenario oneCallEach(const QList<EndpointConfig> &endpoints)
{
    Scenario scenario;
    scenario.name = u"One call each"_s;
    scenario.endpoints = endpoints;
    EndpointConfig healthy; // where some are sent on to
    healthy.name = u"healthy"_s;
    healthy.path = u"/healthy"_s;
    PhaseConfig phase;
    phase.length = 1min;
    phase.latency = FixedLatency{10ms};
    healthy.phases = {phase};
    scenario.endpoints.append(healthy);
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        WorkloadConfig load;
        load.endpoint = endpoints[i].name;
        load.start = i * 25ms;
        load.length = 1ms;
        load.arrivals = ConstantArrivals{1};
        scenario.workload.append(load);
    }
    scenario.duration = endpoints.size() * 25ms + 1s;
    scenario.policies[u"*"_s].timeout.perAttempt = 700ms;
    return scenario;
}

} // namespace

/// That a simulated run says what a live one does: at least 99 % of the calls are alike, breakers change alike, and each change
/// is within 100 ms of its counterpart.
class FidelityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void delaysDecideNothing_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const Scenario &each : builtinScenarios())
            QTest::newRow(qPrintable(each.id)) << each;
    }

    /// A live run is late here and there, by some milliseconds and each time by others. Where a call is due at the very moment in
    /// which a breaker turns half-open, that alone decides which call is the probe, and what comes after: a seed of which that is
    /// true would be a poor example.
    void delaysDecideNothing()
    {
        QFETCH(Scenario, scenario);
        const QString what = whatHangsOnAThread(scenario, isFull() ? 40 : 12);
        QVERIFY2(what.isEmpty(), qPrintable(what));
    }

    void answersAreAlike_data()
    {
        QTest::addColumn<QList<EndpointConfig>>("endpoints");
        const QList<EndpointConfig> all = everyAnswer();
        constexpr qsizetype batch = 30;
        if (isFull()) {
            for (qsizetype i = 0; i < all.size(); i += batch)
                QTest::addRow("from %d", static_cast<int>(i)) << all.mid(i, batch);
        } else {
            QList<EndpointConfig> some;
            for (qsizetype i = 5; i < all.size(); i += 31)
                some.append(all[i]);
            QTest::newRow("some") << some;
        }
    }

    /// What the client makes of an answer is one function, over the wire and in the simulation.
    void answersAreAlike()
    {
        QFETCH(QList<EndpointConfig>, endpoints);
        const Scenario scenario = oneCallEach(endpoints);
        QVERIFY(scenario.validate().isEmpty());
        const RunComparison comparison = runBoth(scenario);
        // How long it took depends on the machine; what came of it does not.
        const QString text = comparison.describe(scenario.endpointNames()).join(u'\n');
        QVERIFY2(comparison.calls == quint64(endpoints.size()), qPrintable(text));
        QVERIFY2(comparison.otherOutcome + comparison.otherAttempts + comparison.otherDeliveries == 0,
                 qPrintable(text));
    }

    void simulationsAreFaithful_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (Scenario each : builtinScenarios()) {
            if (isPromised(each) && (isFull() || each.id == "partial-failure"_L1 || each.id == "flapping"_L1)) {
                if (!isFull())
                    each.duration = std::min<Duration>(each.duration, 15s);
                QTest::newRow(qPrintable(each.id)) << each;
            }
        }
        // Drawn anew where delays decide something: nothing is promised there.
        const int wanted = isFull() ? 200 : 2;
        quint64 seed = 1;
        for (int found = 0; found < wanted; ++seed) {
            const Scenario each = RandomLiveScenario(seed).scenario();
            if (!each.validate().isEmpty())
                qWarning("%s", qPrintable(describe(each.validate())));
            if (!isFaithfulInSpiteOfDelays(each, 10))
                continue;
            QTest::addRow("random %d", static_cast<int>(seed)) << each;
            ++found;
        }
    }

    void simulationsAreFaithful()
    {
        QFETCH(Scenario, scenario);
        const RunComparison comparison = runBoth(scenario);
        const QString text = comparison.describe(scenario.endpointNames()).join(u'\n');
        qInfo("%s", qPrintable(text));
        QVERIFY2(comparison.isFaithful(), qPrintable(text));
    }

private:
    /// Live, and simulated.
    RunComparison runBoth(const Scenario &scenario)
    {
        LiveRun live(scenario);
        bool isOver = false;
        connect(&live, &LiveRun::finished, this, [&] { isOver = true; });
        connect(&live, &LiveRun::failed, this, [&](const QString &message) {
            isOver = true;
            QFAIL(qPrintable(message));
        });
        live.start();
        const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(scenario.duration);
        (void)QTest::qWaitFor([&] { return isOver; }, static_cast<int>(length.count()) + 60'000);
        const auto recorded = live.sharedRecording();
        return compareRuns(RunOutline::of(recorded->snapshot(), recorded->calls()), simulated(scenario));
    }
};

QTEST_GUILESS_MAIN(FidelityTest)
#include "tst_fidelity.moc"
