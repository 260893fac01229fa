// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/liverun.h"
#include "lab/run/simulatedrun.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <malloc.h>
#include <unistd.h>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

bool isFull()
{
    return qEnvironmentVariable("FUSEBOARD_SOAK") == "full"_L1;
}

// AddressSanitizer keeps what was freed, to see who still uses it; what is leaked it tells itself.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool TellsMemory = false;
#else
constexpr bool TellsMemory = true;
#endif

/// What the process has of the machine's memory, in MiB; freed memory is given back first.
double residentMiB()
{
    ::malloc_trim(0);
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

qsizetype openFiles()
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size();
}

FaultConfig fault(FaultConfig::Kind kind, double share)
{
    FaultConfig config;
    config.kind = kind;
    config.share = share;
    return config;
}

/// Ill now and then, so that the breaker opens and closes all the time.
Scenario flapping(Duration duration, double rate)
{
    EndpointConfig endpoint;
    endpoint.name = u"orders"_s;
    endpoint.path = u"/orders"_s;
    endpoint.capacity = CapacityConfig{200, 100};
    for (Duration begun{}; begun < duration; begun += 40s) {
        PhaseConfig healthy;
        healthy.name = u"healthy"_s;
        healthy.length = 30s;
        healthy.latency = LogNormalLatency{20ms, 100ms};
        healthy.faults = {fault(FaultConfig::Kind::Reset, 0.02), fault(FaultConfig::Kind::Hang, 0.002)};
        PhaseConfig ill = healthy;
        ill.name = u"ill"_s;
        ill.length = 10s;
        ill.faults = {fault(FaultConfig::Kind::Reset, 0.3), fault(FaultConfig::Kind::Hang, 0.1),
                      fault(FaultConfig::Kind::Status, 0.4)};
        endpoint.phases += {healthy, ill};
    }
    Scenario scenario;
    scenario.name = u"Soak"_s;
    scenario.duration = duration;
    scenario.endpoints = {endpoint};
    scenario.workload = {{endpoint.name, PoissonArrivals{rate}, {}, {}}};
    PolicyConfig &policy = scenario.policies[u"*"_s];
    policy.breaker = CircuitBreakerConfig::forHttp();
    policy.breaker->rule = TripRule::FailureRate;
    policy.breaker->minimumCalls = 50;
    policy.breaker->recoveryTime = 2s;
    policy.retry = RetryConfig::forHttp();
    policy.retry->maxRetries = 2;
    policy.retry->baseDelay = 50ms;
    policy.timeout.perAttempt = 500ms;
    return scenario;
}

} // namespace

class SoakTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aSimulatedDayStaysInBounds()
    {
        const Duration day = isFull() ? Duration(24h) : Duration(20min);
        const Scenario scenario = flapping(day, 1000);
        Recording recording({u"orders"_s});
        SimulatedRun run(scenario, [&](std::span<const RunEvent> events) { recording.apply(events); });
        // By a quarter everything that is kept is full: the newest calls, the hour by the second.
        QVERIFY(run.advanceTo(day / 4));
        const double quarter = residentMiB();
        QVERIFY(run.run());
        recording.finish(run.now());
        const double whole = residentMiB();
        qInfo("%.1f MiB after a quarter, %.1f MiB at the end", quarter, whole);
        if (TellsMemory) {
            QCOMPARE_LT(whole, quarter + 32);
            QCOMPARE_LT(whole, 300);
        }

        const RunSummary summary = recording.snapshot().summary;
        const double expected = 1000 * std::chrono::duration<double>(day).count();
        QVERIFY(std::abs(double(summary.calls) / expected - 1) < 0.01);
        QCOMPARE(summary.succeeded + summary.failed + summary.rejected + summary.cancelled, summary.calls);
        QCOMPARE(summary.offered, summary.calls);
        QVERIFY(summary.opens > 10);
        QCOMPARE(run.breakerMetrics(0).permitsOut, 0u);
        QCOMPARE_LE(recording.calls().size(), 100'000u);
    }

    void aLiveRunLeaksNothing()
    {
        const Duration time = isFull() ? Duration(10min) : Duration(8s);
        Scenario scenario = flapping(time, 200);
        if (!isFull())
            scenario.endpoints[0].phases[0].length = 2s; // then it is ill
        // What the first run of a process makes for good: the resolver, the thread pool, caches.
        oneRun(flapping(500ms, 50));
        const qsizetype files = openFiles();
        const double memory = residentMiB();
        const RunSummary summary = oneRun(scenario);
        QCOMPARE(openFiles(), files);
        qInfo("%.1f MiB before, %.1f MiB after", memory, residentMiB());
        if (TellsMemory)
            QCOMPARE_LT(residentMiB(), memory + (isFull() ? 64 : 32));

        QCOMPARE(summary.succeeded + summary.failed + summary.rejected + summary.cancelled, summary.calls);
        QCOMPARE(summary.offered, summary.calls);
        QVERIFY(summary.failed > 10);
        QVERIFY(summary.opens >= 1);
    }

private:
    /// A whole run; asserts that its calls and permits are all back.
    static RunSummary oneRun(const Scenario &scenario)
    {
        LiveRun run(scenario);
        bool isOver = false;
        connect(&run, &LiveRun::finished, &run, [&] { isOver = true; });
        connect(&run, &LiveRun::failed, &run, [&](const QString &message) { QFAIL(qPrintable(message)); });
        run.start();
        const int patience = int(std::chrono::duration_cast<std::chrono::milliseconds>(scenario.duration).count())
            + 60'000;
        [&] { QTRY_VERIFY_WITH_TIMEOUT(isOver, patience); }();
        [&] { QCOMPARE(run.breakerMetrics(0).permitsOut, 0u); }();
        return run.snapshot().summary;
    }
};

QTEST_GUILESS_MAIN(SoakTest)
#include "tst_soak.moc"
