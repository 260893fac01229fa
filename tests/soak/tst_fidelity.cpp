// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/run/liverun.h"
#include "lab/run/runcomparison.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/builtinscenarios.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

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

RunOutline simulated(const Scenario &scenario)
{
    Recording recording(scenario.endpointNames());
    if (!simulate(scenario, recording))
        qWarning("stopped");
    return RunOutline::of(recording.snapshot(), recording.calls());
}

void delay(LatencyConfig &latency, Duration by)
{
    if (auto *fixed = std::get_if<FixedLatency>(&latency))
        fixed->value += by;
    else if (auto *logNormal = std::get_if<LogNormalLatency>(&latency))
        logNormal->median += by, logNormal->p99 += by;
    else
        qWarning("a latency that this does not know");
}

/// @p scenario where every answer takes longer.
Scenario delayed(Scenario scenario, Duration by)
{
    for (EndpointConfig &endpoint : scenario.endpoints) {
        for (PhaseConfig &phase : endpoint.phases) {
            delay(phase.latency, by);
            if (phase.rampTo && phase.rampTo->latency)
                delay(*phase.rampTo->latency, by);
        }
    }
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

    void fewMillisecondsDecideNothing_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const Scenario &each : builtinScenarios()) {
            if (isPromised(each))
                QTest::newRow(qPrintable(each.id)) << each;
        }
    }

    /// A live run is some milliseconds late here and there. Where a call is due at the very moment in which a breaker turns
    /// half-open, that alone decides which call is the trial, and what comes after: a seed with such luck would be a poor example.
    void fewMillisecondsDecideNothing()
    {
        QFETCH(Scenario, scenario);
        const RunOutline exact = simulated(scenario);
        for (const auto by : {1ms, 3ms}) {
            const RunComparison comparison = compareRuns(simulated(delayed(scenario, by)), exact);
            QVERIFY2(comparison.isFaithful(), qPrintable(comparison.describe(scenario.endpointNames()).join(u'\n')));
        }
    }

    void simulationsAreFaithful_data()
    {
        QTest::addColumn<QString>("id");
        for (const Scenario &each : builtinScenarios()) {
            if (isPromised(each) && (isFull() || each.id == "partial-failure"_L1 || each.id == "flapping"_L1))
                QTest::newRow(qPrintable(each.id)) << each.id;
        }
    }

    void simulationsAreFaithful()
    {
        QFETCH(QString, id);

        auto scenario = findBuiltinScenario(id);
        QVERIFY(scenario);
        if (!isFull())
            scenario->duration = std::min<Duration>(scenario->duration, 15s);

        LiveRun live(*scenario);
        bool isOver = false;
        connect(&live, &LiveRun::finished, this, [&] { isOver = true; });
        connect(&live, &LiveRun::failed, this, [&](const QString &message) { QFAIL(qPrintable(message)); });
        live.start();
        const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(scenario->duration);
        QTRY_VERIFY_WITH_TIMEOUT(isOver, static_cast<int>(length.count()) + 60'000);

        const auto recorded = live.sharedRecording();
        const RunComparison comparison = compareRuns(RunOutline::of(recorded->snapshot(), recorded->calls()),
                                                     simulated(*scenario));
        const QString text = comparison.describe(scenario->endpointNames()).join(u'\n');
        qInfo("%s", qPrintable(text));
        QVERIFY2(comparison.isFaithful(), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(FidelityTest)
#include "tst_fidelity.moc"
