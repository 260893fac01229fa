// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenario.h"

#include "lab/fault/faultcheck.h"
#include "lab/fault/luck.h"
#include "resilience/http/headerrules.h"

#include <QSet>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// Beyond these a scenario is a slip of the finger.
constexpr double HighestRate = 1e6;
constexpr int MostUsers = 100'000;

void checkRate(const ConfigCheck &check, const QString &name, double rate, bool mayBeZero)
{
    check.require((mayBeZero ? rate >= 0 : rate > 0) && rate <= HighestRate, name,
                  (mayBeZero ? u"must be at least 0 and at most %1 calls a second, not %2"_s
                             : u"must be more than 0 and at most %1 calls a second, not %2"_s)
                      .arg(HighestRate)
                      .arg(rate));
}

void checkArrivals(const ArrivalsConfig &arrivals, const ConfigCheck &check)
{
    if (const auto *constant = std::get_if<ConstantArrivals>(&arrivals)) {
        checkRate(check, u"rate"_s, constant->rate, false);
    } else if (const auto *poisson = std::get_if<PoissonArrivals>(&arrivals)) {
        checkRate(check, u"rate"_s, poisson->rate, false);
    } else if (const auto *ramp = std::get_if<RampArrivals>(&arrivals)) {
        checkRate(check, u"from"_s, ramp->from, true);
        checkRate(check, u"to"_s, ramp->to, ramp->from > 0);
    } else if (const auto *burst = std::get_if<BurstArrivals>(&arrivals)) {
        checkRate(check, u"rate"_s, burst->rate, true);
        checkRate(check, u"burstRate"_s, burst->burstRate, false);
        check.time(u"every"_s, burst->every, false);
        check.time(u"for"_s, burst->length, false);
        check.require(burst->length <= burst->every, u"for"_s, u"must be at most every"_s);
    } else {
        const auto &closed = std::get<ClosedArrivals>(arrivals);
        check.require(closed.users >= 1 && closed.users <= MostUsers, u"users"_s,
                      u"must be from 1 to %1, not %2"_s.arg(MostUsers).arg(closed.users));
        check.time(u"thinkTime"_s, closed.thinkTime, true);
    }
}

void checkPhase(const PhaseConfig &phase, const ConfigCheck &check)
{
    check.time(u"for"_s, phase.length, false);
    checkLatency(phase.latency, check.at(u"latency"_s));
    check.at(u"latency"_s).time(u"perConcurrent"_s, phase.perConcurrent, true);
    checkFaults(phase.faults, check);
}

void checkEndpoint(const EndpointConfig &endpoint, const ConfigCheck &check)
{
    check.require(!endpoint.name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.require(isHttpToken(endpoint.method), u"method"_s,
                  u"must be an HTTP method such as GET, not \"%1\""_s.arg(QString::fromUtf8(endpoint.method)));
    check.require(endpoint.path.startsWith(u'/'), u"path"_s,
                  u"must begin with '/', not be \"%1\""_s.arg(endpoint.path));
    check.require(!endpoint.path.contains(u'?') && !endpoint.path.contains(u'#'), u"path"_s,
                  u"must be a path only, without '?' or '#'"_s);
    if (endpoint.capacity)
        checkCapacity(*endpoint.capacity, check.at(u"capacity"_s));
    check.require(!endpoint.phases.isEmpty(), u"phases"_s, u"must name at least one phase"_s);
    for (qsizetype i = 0; i < endpoint.phases.size(); ++i)
        checkPhase(endpoint.phases[i], check.at(u"phases"_s, i));
}

} // namespace

ConfigIssues Scenario::validate() const
{
    ConfigIssues issues;
    const ConfigCheck check({}, issues);
    check.require(!name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.time(u"duration"_s, duration, false);

    check.require(!endpoints.isEmpty(), u"endpoints"_s, u"must name at least one endpoint"_s);
    QSet<QString> names;
    QSet<QPair<QByteArray, QString>> targets;
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const EndpointConfig &endpoint = endpoints[i];
        const ConfigCheck here = check.at(u"endpoints"_s, i);
        checkEndpoint(endpoint, here);
        here.require(!names.contains(endpoint.name), u"name"_s,
                     u"must be another one: \"%1\" is taken"_s.arg(endpoint.name));
        here.require(!targets.contains({endpoint.method, endpoint.path}), u"path"_s,
                     u"must be another one: an endpoint above has the same method and path"_s);
        names.insert(endpoint.name);
        targets.insert({endpoint.method, endpoint.path});
    }

    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const QString &other = endpoints[i].sameLuckAs;
        const bool isKnown = other.isEmpty() || (names.contains(other) && other != endpoints[i].name);
        check.at(u"endpoints"_s, i)
            .require(isKnown, u"sameLuckAs"_s, u"must be the name of another endpoint, not \"%1\""_s.arg(other));
    }

    for (qsizetype i = 0; i < workload.size(); ++i) {
        const ConfigCheck here = check.at(u"workload"_s, i);
        here.require(names.contains(workload[i].endpoint), u"endpoint"_s,
                     u"must be the name of an endpoint, not \"%1\""_s.arg(workload[i].endpoint));
        here.time(u"start"_s, workload[i].start, true);
        if (workload[i].length)
            here.time(u"for"_s, *workload[i].length, false);
        checkArrivals(workload[i].arrivals, here.at(u"arrivals"_s));
    }

    for (auto entry = policies.begin(); entry != policies.end(); ++entry) {
        const ConfigCheck here = check.at(u"policies"_s);
        here.require(entry.key() == "*"_L1 || names.contains(entry.key()), entry.key(),
                     u"must be \"*\" or the name of an endpoint"_s);
        const ConfigIssues ofPolicy = entry->validate();
        for (const ConfigIssue &issue : ofPolicy)
            here.at(entry.key()).fail(issue.field, issue.message);
    }
    return issues;
}

PolicyConfig Scenario::policyOf(const QString &endpoint) const
{
    const auto own = policies.find(endpoint);
    return own != policies.end() ? *own : policies.value(u"*"_s);
}

quint64 Scenario::luckStreamOf(qsizetype index) const
{
    return Fuseboard::luckStreamOf(endpoints, index);
}

CounterRandom Scenario::arrivalLuckOf(qsizetype index) const
{
    const auto target = std::ranges::find(endpoints, workload[index].endpoint, &EndpointConfig::name);
    const auto before = std::count_if(workload.begin(), workload.begin() + index, [&](const WorkloadConfig &other) {
        return other.endpoint == workload[index].endpoint;
    });
    const CounterRandom random = Fuseboard::luckOf(seed, luckStreamOf(target - endpoints.begin()), Luck::Arrival);
    return random.stream(static_cast<quint64>(before));
}

} // namespace Fuseboard
