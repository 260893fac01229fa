// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedrun.h"

#include "lab/record/recording.h"
#include "lab/run/simulation.h"

namespace Fuseboard {

SimulatedRun::SimulatedRun(const Scenario &scenario, EventSink sink)
    : d(std::make_unique<Simulation>(scenario, std::move(sink)))
{
    Q_ASSERT_X(scenario.validate().isEmpty(), "SimulatedRun", "the scenario is not valid");
}

SimulatedRun::~SimulatedRun() = default;

bool SimulatedRun::advanceTo(Duration moment, const std::stop_token &stop)
{
    return d->advanceTo(TimePoint(moment), stop);
}

bool SimulatedRun::isFinished() const
{
    return d->isFinished();
}

QString SimulatedRun::failure() const
{
    return d->failure();
}

Duration SimulatedRun::now() const
{
    return d->shownNow();
}

void SimulatedRun::cancel()
{
    d->cancel();
}

void SimulatedRun::setWireDelay(const LatencyConfig &delay, Duration longest, quint64 seed)
{
    d->setWireDelay(delay, longest, seed);
}

ConfigIssues SimulatedRun::setPolicy(int endpoint, const PolicyConfig &policy)
{
    ConfigIssues issues = policy.validate();
    if (issues.isEmpty())
        d->setPolicy(endpoint, policy);
    return issues;
}

void SimulatedRun::setBreakerState(int endpoint, BreakerState state)
{
    d->setBreakerState(endpoint, state);
}

void SimulatedRun::setOverride(int endpoint, const EndpointOverride &byHand)
{
    d->setOverride(endpoint, byHand);
}

void SimulatedRun::breakEndpoint(int endpoint, const FaultConfig &fault)
{
    EndpointOverride byHand;
    byHand.faults = {fault};
    setOverride(endpoint, byHand);
}

void SimulatedRun::heal(int endpoint)
{
    setOverride(endpoint, {});
}

BreakerMetrics SimulatedRun::breakerMetrics(int endpoint) const
{
    return d->breakerMetrics(endpoint);
}

bool simulate(const Scenario &scenario, Recording &recording, const std::stop_token &stop, QString *failure)
{
    recording.endLoad(scenario.duration);
    SimulatedRun run(scenario, [&recording](std::span<const RunEvent> events) { recording.apply(events); });
    const bool isComplete = run.run(stop);
    if (!isComplete)
        run.cancel();
    recording.finish(run.now());
    if (failure)
        *failure = run.failure();
    return isComplete;
}

} // namespace Fuseboard
