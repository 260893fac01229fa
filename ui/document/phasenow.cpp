// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/phasenow.h"

#include "lab/fault/phasemodel.h"

namespace Fuseboard {

PhaseConfig phaseNow(const Scenario &scenario, int endpoint, Duration now)
{
    if (scenario.duration > Duration::zero())
        now %= scenario.duration;
    const QList<PhaseConfig> &phases = scenario.endpoints.at(endpoint).phases;
    Duration begin{};
    qsizetype index = 0;
    while (index + 1 < phases.size() && now >= begin + phases.at(index).length)
        begin += phases.at(index++).length;
    const PhaseModel model(phases.at(index));
    PhaseConfig present = phases.at(index);
    present.latency = model.latencyAt(now - begin);
    present.perConcurrent = model.perConcurrentAt(now - begin);
    present.faults = model.faultsAt(now - begin);
    present.health = model.healthAt(now - begin).health;
    present.rampTo.reset();
    return present;
}

EndpointOverride healingOverride(const Scenario &scenario, int endpoint, Duration now)
{
    const PhaseConfig present = phaseNow(scenario, endpoint, now);
    if (present.health == Health::Healthy)
        return {};
    EndpointOverride healing;
    healing.faults = QList<FaultConfig>();
    for (const PhaseConfig &phase : scenario.endpoints.at(endpoint).phases) {
        const PhaseModel model(phase);
        if (model.healthAt({}).health != Health::Healthy)
            continue;
        if (model.latencyAt({}) != present.latency)
            healing.latency = model.latencyAt({});
        if (model.perConcurrentAt({}) != present.perConcurrent)
            healing.perConcurrent = model.perConcurrentAt({});
        break;
    }
    return healing;
}

} // namespace Fuseboard
