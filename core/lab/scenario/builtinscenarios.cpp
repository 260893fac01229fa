// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"

#include "resilience/base/jsonreader.h"

#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Scenario hardOutage()
{
    const LatencyConfig usual = LogNormalLatency{40ms, 200ms};

    PhaseConfig healthy;
    healthy.name = u"healthy"_s;
    healthy.length = 10s;
    healthy.latency = usual;

    FaultConfig unavailable;
    unavailable.status = 503;
    unavailable.body = "The service is down.\n";
    PhaseConfig outage;
    outage.name = u"outage"_s;
    outage.length = 20s;
    outage.latency = usual;
    outage.faults = {unavailable};

    PhaseConfig recovered = healthy;
    recovered.name = u"recovered"_s;
    recovered.length = 30s;

    EndpointConfig orders;
    orders.name = u"orders"_s;
    orders.path = u"/orders"_s;
    orders.phases = {healthy, outage, recovered};

    WorkloadConfig load;
    load.endpoint = orders.name;
    load.arrivals = PoissonArrivals{50};

    CircuitBreakerConfig breaker = CircuitBreakerConfig::forHttp();
    breaker.name = orders.name;
    breaker.rule = TripRule::ConsecutiveFailures;
    breaker.failureThreshold = 10;
    breaker.recoveryTime = 5s;

    RetryConfig retry = RetryConfig::forHttp();
    retry.maxRetries = 2;
    retry.baseDelay = 100ms;
    retry.maxDelay = 1s;

    Scenario scenario;
    scenario.id = u"hard-outage"_s;
    scenario.name = u"Hard outage"_s;
    scenario.description = u"Healthy, then 20 s of nothing but 503, then healthy again. The breaker stops the "
                           "hammering after half a second, tries again every five, and closes soon after the "
                           "service is back."_s;
    scenario.duration = 60s;
    scenario.endpoints = {orders};
    scenario.workload = {load};
    PolicyConfig &policy = scenario.policies[u"*"_s];
    policy.breaker = breaker;
    policy.retry = retry;
    policy.timeout.perAttempt = 2s;
    return scenario;
}

} // namespace

const QList<Scenario> &builtinScenarios()
{
    static const QList<Scenario> all{hardOutage()};
    return all;
}

Expected<Scenario, QString> findBuiltinScenario(QStringView name)
{
    QStringList ids;
    for (const Scenario &scenario : builtinScenarios()) {
        if (name.compare(scenario.id, Qt::CaseInsensitive) == 0
            || name.compare(scenario.name, Qt::CaseInsensitive) == 0)
            return scenario;
        ids.append(scenario.id);
    }
    int index = 0;
    ConfigIssues issues;
    const QJsonObject json{{u"scenario"_s, name.toString()}};
    JsonReader(json, {}, issues).readWord(u"scenario"_s, ids, index);
    return Unexpected{u"the scenario "_s + issues.first().message};
}

} // namespace Fuseboard
