// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenario.h"

#include "lab/fault/luck.h"
#include "lab/scenario/endpointcheck.h"
#include "resilience/base/fieldpath.h"

#include <QLocale>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// Beyond these a scenario is a slip of the finger, and its arithmetic would not fit.
constexpr double HighestRate = 1e6;
constexpr int MostUsers = 100'000;

/// Without an exponent, which a person takes for something else.
QString shown(double rate)
{
    return std::abs(rate) < 1e15 ? QLocale::c().toString(rate, 'f', QLocale::FloatingPointShortest).remove(u',')
                                 : QString::number(rate);
}

/// What is wrong with the arrivals that @p check is at.
struct ArrivalsCheck
{
    ConfigCheck check;

    void operator()(const ConstantArrivals &load) const { rate(u"rate"_s, load.rate, false); }
    void operator()(const PoissonArrivals &load) const { rate(u"rate"_s, load.rate, false); }
    void operator()(const RampArrivals &load) const
    {
        rate(u"from"_s, load.from, true);
        rate(u"to"_s, load.to, load.from > 0);
    }
    void operator()(const BurstArrivals &load) const
    {
        rate(u"rate"_s, load.rate, true);
        rate(u"burstRate"_s, load.burstRate, false);
        check.time(u"every"_s, load.every, false);
        check.time(u"for"_s, load.length, false);
        check.require(load.length <= load.every || load.every <= Duration::zero(), u"for"_s,
                      u"must be at most \"every\", the time from one burst to the next"_s);
    }
    void operator()(const ClosedArrivals &load) const
    {
        check.require(load.users >= 1 && load.users <= MostUsers, u"users"_s,
                      u"must be from 1 to %1, not %2"_s.arg(MostUsers).arg(load.users));
        check.time(u"thinkTime"_s, load.thinkTime, true);
    }

private:
    void rate(const QString &name, double rate, bool mayBeZero) const
    {
        check.require((mayBeZero ? rate >= 0 : rate > 0) && rate <= HighestRate, name,
                      (mayBeZero ? u"must be at least 0 and at most %1 calls a second, not %2"_s
                                 : u"must be more than 0 and at most %1 calls a second, not %2"_s)
                          .arg(shown(HighestRate), shown(rate)));
    }
};

QString noEndpoint(const QString &name)
{
    return u"must be the name of an endpoint, not \"%1\""_s.arg(name);
}

} // namespace

ConfigIssues Scenario::validate() const
{
    ConfigIssues issues;
    const ConfigCheck check({}, issues);
    check.require(!name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.require(seed <= LargestSeed, u"seed"_s,
                  u"must be a whole number from 0 to %1, not %2"_s.arg(LargestSeed).arg(seed));
    check.time(u"duration"_s, duration, false);

    check.require(!endpoints.isEmpty(), u"endpoints"_s, u"must name at least one endpoint"_s);
    QSet<QString> names;
    QSet<QPair<QByteArray, QString>> targets;
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const EndpointConfig &endpoint = endpoints[i];
        const ConfigCheck here = check.at(u"endpoints"_s, i);
        checkEndpoint(here, endpoint);
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
        here.require(names.contains(workload[i].endpoint), u"endpoint"_s, noEndpoint(workload[i].endpoint));
        here.time(u"start"_s, workload[i].start, true);
        if (workload[i].length)
            here.time(u"for"_s, *workload[i].length, false);
        std::visit(ArrivalsCheck{here.at(u"arrivals"_s)}, workload[i].arrivals);
    }

    const ConfigCheck policyCheck = check.at(u"policies"_s);
    for (auto entry = policies.begin(); entry != policies.end(); ++entry) {
        policyCheck.require(entry.key() == "*"_L1 || names.contains(entry.key()), entry.key(),
                            u"must be \"*\" or the name of an endpoint"_s);
        const QString path = joinFieldPath({u"policies"_s, entry.key()});
        const ConfigIssues ofPolicy = entry->validate();
        for (const ConfigIssue &issue : ofPolicy)
            issues.append({path + u'.' + issue.field, issue.message});
    }

    if (tune) {
        const ConfigIssues ofTune = tune->validate();
        for (const ConfigIssue &issue : ofTune)
            issues.append({u"tune."_s + issue.field, issue.message});
    }
    return issues;
}

QStringList Scenario::endpointNames() const
{
    QStringList names;
    for (const EndpointConfig &endpoint : endpoints)
        names.append(endpoint.name);
    return names;
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
