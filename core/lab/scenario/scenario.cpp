// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenario.h"

#include "lab/fault/luck.h"
#include "resilience/base/durationtext.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// Beyond these a scenario is a slip of the finger, and its arithmetic would not fit.
constexpr double HighestRate = 1e6;
constexpr int MostUsers = 100'000;
constexpr Duration LongestTime = std::chrono::hours(24 * 366);

/// Checks one level of a scenario; fields are named as files name them.
class Check
{
public:
    Check(QString path, ConfigIssues &issues)
        : m_path(std::move(path))
        , m_issues(issues)
    {
    }

    Check at(const QString &name) const { return {m_path.isEmpty() ? name : m_path + u'.' + name, m_issues}; }
    Check at(const QString &name, qsizetype index) const { return at(name).at(QString::number(index)); }

    void fail(const QString &name, const QString &message) const
    {
        m_issues.append({m_path.isEmpty() ? name : m_path + u'.' + name, message});
    }
    void require(bool isGood, const QString &name, const QString &message) const
    {
        if (!isGood)
            fail(name, message);
    }

    void time(const QString &name, Duration value, bool mayBeZero) const
    {
        if (value < Duration::zero() || (value == Duration::zero() && !mayBeZero))
            fail(name, mayBeZero ? u"must not be negative"_s : u"must be longer than 0"_s);
        else if (value > LongestTime)
            fail(name, u"must be at most %1"_s.arg(formatDuration(LongestTime)));
    }

    void latency(const LatencyConfig &latency) const
    {
        if (const auto *fixed = std::get_if<FixedLatency>(&latency)) {
            time(u"fixed"_s, fixed->value, true);
        } else if (const auto *uniform = std::get_if<UniformLatency>(&latency)) {
            time(u"min"_s, uniform->min, true);
            time(u"max"_s, uniform->max, true);
            require(uniform->max >= uniform->min, u"max"_s, u"must be at least min"_s);
        } else if (const auto *logNormal = std::get_if<LogNormalLatency>(&latency)) {
            time(u"median"_s, logNormal->median, false);
            time(u"p99"_s, logNormal->p99, false);
            require(logNormal->p99 >= logNormal->median, u"p99"_s, u"must be at least the median"_s);
        } else {
            time(u"mean"_s, std::get<ExponentialLatency>(latency).mean, false);
        }
    }

    void rate(const QString &name, double rate, bool mayBeZero) const
    {
        require((mayBeZero ? rate >= 0 : rate > 0) && rate <= HighestRate, name,
                (mayBeZero ? u"must be at least 0 and at most %1 calls a second, not %2"_s
                           : u"must be more than 0 and at most %1 calls a second, not %2"_s)
                    .arg(HighestRate)
                    .arg(rate));
    }

    void arrivals(const ArrivalsConfig &arrivals) const
    {
        if (const auto *constant = std::get_if<ConstantArrivals>(&arrivals)) {
            rate(u"rate"_s, constant->rate, false);
        } else if (const auto *poisson = std::get_if<PoissonArrivals>(&arrivals)) {
            rate(u"rate"_s, poisson->rate, false);
        } else if (const auto *ramp = std::get_if<RampArrivals>(&arrivals)) {
            rate(u"from"_s, ramp->from, true);
            rate(u"to"_s, ramp->to, ramp->from > 0);
        } else if (const auto *burst = std::get_if<BurstArrivals>(&arrivals)) {
            rate(u"rate"_s, burst->rate, true);
            rate(u"burstRate"_s, burst->burstRate, false);
            time(u"every"_s, burst->every, false);
            time(u"for"_s, burst->length, false);
            require(burst->length <= burst->every, u"for"_s, u"must be at most every"_s);
        } else {
            const auto &closed = std::get<ClosedArrivals>(arrivals);
            require(closed.users >= 1 && closed.users <= MostUsers, u"users"_s,
                    u"must be from 1 to %1, not %2"_s.arg(MostUsers).arg(closed.users));
            time(u"thinkTime"_s, closed.thinkTime, true);
        }
    }

    void fault(const FaultConfig &fault) const
    {
        require(fault.share >= 0 && fault.share <= 1, u"share"_s, u"must be from 0 to 1, not %1"_s.arg(fault.share));
        if (fault.kind != FaultConfig::Kind::Status)
            return;
        require(fault.status >= 100 && fault.status <= 599, u"status"_s,
                u"must be an HTTP status from 100 to 599, not %1"_s.arg(fault.status));
        if (fault.retryAfter)
            time(u"retryAfter"_s, *fault.retryAfter, true);
    }

    void phase(const PhaseConfig &phase) const
    {
        time(u"for"_s, phase.length, false);
        at(u"latency"_s).latency(phase.latency);
        double shares = 0;
        for (qsizetype i = 0; i < phase.faults.size(); ++i) {
            at(u"faults"_s, i).fault(phase.faults[i]);
            shares += phase.faults[i].share;
        }
        require(!(shares > 1 + 1e-9), u"faults"_s, u"their shares must add up to at most 1, not %1"_s.arg(shares));
    }

    void endpoint(const EndpointConfig &endpoint) const
    {
        require(!endpoint.name.isEmpty(), u"name"_s, u"must not be empty"_s);
        require(isToken(endpoint.method), u"method"_s,
                u"must be an HTTP method such as GET, not \"%1\""_s.arg(QString::fromUtf8(endpoint.method)));
        require(endpoint.path.startsWith(u'/'), u"path"_s, u"must begin with '/', not be \"%1\""_s.arg(endpoint.path));
        require(!endpoint.path.contains(u'?') && !endpoint.path.contains(u'#'), u"path"_s,
                u"must be a path only, without '?' or '#'"_s);
        require(!endpoint.phases.isEmpty(), u"phases"_s, u"must name at least one phase"_s);
        for (qsizetype i = 0; i < endpoint.phases.size(); ++i)
            at(u"phases"_s, i).phase(endpoint.phases[i]);
    }

private:
    /// RFC 9110, 5.6.2.
    static bool isToken(const QByteArray &text)
    {
        return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
        });
    }

    QString m_path;
    ConfigIssues &m_issues;
};

} // namespace

ConfigIssues Scenario::validate() const
{
    ConfigIssues issues;
    const Check check({}, issues);
    check.require(!name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.time(u"duration"_s, duration, false);

    check.require(!endpoints.isEmpty(), u"endpoints"_s, u"must name at least one endpoint"_s);
    QSet<QString> names;
    QSet<QPair<QByteArray, QString>> targets;
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const EndpointConfig &endpoint = endpoints[i];
        const Check here = check.at(u"endpoints"_s, i);
        here.endpoint(endpoint);
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
        const Check here = check.at(u"workload"_s, i);
        here.require(names.contains(workload[i].endpoint), u"endpoint"_s,
                     u"must be the name of an endpoint, not \"%1\""_s.arg(workload[i].endpoint));
        here.time(u"start"_s, workload[i].start, true);
        if (workload[i].length)
            here.time(u"for"_s, *workload[i].length, false);
        here.at(u"arrivals"_s).arrivals(workload[i].arrivals);
    }

    for (auto entry = policies.begin(); entry != policies.end(); ++entry) {
        const Check here = check.at(u"policies"_s);
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
    // Whose luck it has may itself have another one's; a ring of them ends at the first.
    for (qsizetype steps = 0; steps < endpoints.size() && !endpoints[index].sameLuckAs.isEmpty(); ++steps) {
        const auto other = std::ranges::find(endpoints, endpoints[index].sameLuckAs, &EndpointConfig::name);
        index = other - endpoints.begin();
    }
    return static_cast<quint64>(index);
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
