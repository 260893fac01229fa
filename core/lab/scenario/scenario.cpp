// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenario.h"

#include "lab/fault/luck.h"
#include "lab/fault/requestpath.h"
#include "lab/scenario/endpointcheck.h"
#include "lab/scenario/wirewarnings.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"
#include "resilience/base/issuelimit.h"
#include "resilience/base/suggestion.h"
#include "resilience/http/headerrules.h"

#include <QHash>
#include <QLocale>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <utility>

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
    return u"must be the name of an endpoint, not %1"_s.arg(quotedWord(name));
}

/// What is wrong with @p path, which is @p normal in a request, below an endpoint that has @p above.
QString samePath(const QString &above, const QString &path, const QByteArray &normal)
{
    if (path == above)
        return u"must be another one: an endpoint above has the same method and path"_s;
    return u"must be another one: in a request it is %1, as %2 of an endpoint above with the same method is"_s.arg(
        quotedWord(QString::fromUtf8(normal)), quotedWord(above));
}

/// What is wrong with endpoints whose sameLuckAs leads around @p ring.
QString ringMessage(const QList<EndpointConfig> &endpoints, const QList<qsizetype> &ring)
{
    constexpr qsizetype most = 8;
    QStringList names;
    for (const qsizetype index : ring.first(std::min(ring.size(), most)))
        names.append(quotedWord(endpoints[index].name));
    if (ring.size() > most)
        names.append(u"%1 more"_s.arg(ring.size() - most));
    names.append(quotedWord(endpoints[ring.first()].name));
    return u"must not lead back to this endpoint: the ring is %1; leave it out at one of them"_s.arg(
        names.join(", then "_L1));
}

} // namespace

ConfigIssues Scenario::validate() const
{
    ConfigIssues issues;
    const ConfigCheck check({}, issues);
    check.require(!name.isEmpty(), u"name"_s, u"must not be empty"_s);
    check.plainLine(u"name"_s, name);
    check.require(seed <= LargestSeed, u"seed"_s,
                  u"must be a whole number from 0 to %1, not %2"_s.arg(LargestSeed).arg(seed));
    check.time(u"duration"_s, duration, false);

    check.require(!endpoints.isEmpty(), u"endpoints"_s, u"must name at least one endpoint"_s);
    QSet<QString> names;
    QHash<QPair<QByteArray, QByteArray>, qsizetype> targets;
    for (qsizetype i = 0; i < endpoints.size() && !isFull(issues); ++i) {
        const EndpointConfig &endpoint = endpoints[i];
        const ConfigCheck here = check.at(u"endpoints"_s, i);
        checkEndpoint(here, endpoint);
        here.require(!names.contains(endpoint.name), u"name"_s,
                     u"must be another one: %1 is taken"_s.arg(quotedWord(endpoint.name)));
        const std::pair target(endpoint.method, normalPath(endpoint.path.toUtf8()));
        if (const auto same = targets.constFind(target); same != targets.constEnd())
            here.fail(u"path"_s, samePath(endpoints[*same].path, endpoint.path, target.second));
        else
            targets.insert(target, i);
        names.insert(endpoint.name);
    }

    for (qsizetype i = 0; i < endpoints.size() && !isFull(issues); ++i) {
        const QString &other = endpoints[i].sameLuckAs;
        const bool isKnown = other.isEmpty() || (names.contains(other) && other != endpoints[i].name);
        check.at(u"endpoints"_s, i)
            .require(isKnown, u"sameLuckAs"_s,
                     u"must be the name of another endpoint, not %1"_s.arg(quotedWord(other)));
    }
    for (const QList<qsizetype> &ring : luckRingsOf(endpoints)) {
        if (ring.size() > 1) // one that names itself is no other endpoint, which is an issue already
            check.at(u"endpoints"_s, ring.first()).fail(u"sameLuckAs"_s, ringMessage(endpoints, ring));
    }

    for (qsizetype i = 0; i < workload.size() && !isFull(issues); ++i) {
        const ConfigCheck here = check.at(u"workload"_s, i);
        here.require(names.contains(workload[i].endpoint), u"endpoint"_s, noEndpoint(workload[i].endpoint));
        here.time(u"start"_s, workload[i].start, true);
        if (workload[i].length)
            here.time(u"for"_s, *workload[i].length, false);
        std::visit(ArrivalsCheck{here.at(u"arrivals"_s)}, workload[i].arrivals);
    }

    const ConfigCheck policyCheck = check.at(u"policies"_s);
    for (auto entry = policies.begin(); entry != policies.end() && !isFull(issues); ++entry) {
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

ConfigIssues Scenario::warnings(const IsFieldWritten &isWritten) const
{
    ConfigIssues issues;
    const auto shown = [](Duration length) { return formatDuration(length); };
    QSet<QString> called;
    for (const WorkloadConfig &load : workload)
        called.insert(load.endpoint);
    QHash<QString, qsizetype> indexOf;
    for (qsizetype i = 0; i < endpoints.size() && !isFull(issues); ++i) {
        const EndpointConfig &endpoint = endpoints[i];
        indexOf.insert(endpoint.name, i);
        if (!workload.isEmpty() && !called.contains(endpoint.name)) { // without any it is made to be served
            issues.append({u"endpoints.%1"_s.arg(i),
                           u"has no effect: no workload calls %1; let one do so"_s.arg(quotedWord(endpoint.name))});
        }
        Duration begin{};
        for (qsizetype k = 0; k < endpoint.phases.size(); ++k) {
            if (begin >= duration) {
                issues.append({u"endpoints.%1.phases.%2"_s.arg(i).arg(k),
                               u"has no effect: it begins at %1, and the run ends at %2; make duration longer"_s.arg(
                                   shown(begin), shown(duration))});
            }
            begin += endpoint.phases[k].length;
        }
    }
    for (qsizetype i = 0; i < workload.size(); ++i) {
        if (workload[i].start >= duration) {
            issues.append(
                {u"workload.%1.start"_s.arg(i),
                 u"is not before the end of the run (%1), so this workload makes no calls"_s.arg(shown(duration))});
        }
    }
    for (auto entry = policies.begin(); entry != policies.end() && !isFull(issues); ++entry) {
        const QString path = joinFieldPath({u"policies"_s, entry.key()});
        QList<qsizetype> users;
        if (const auto own = indexOf.constFind(entry.key()); own != indexOf.constEnd())
            users.append(*own);
        for (qsizetype i = 0; entry.key() == "*"_L1 && i < endpoints.size(); ++i) {
            if (!policies.contains(endpoints[i].name))
                users.append(i);
        }
        if (users.isEmpty()) {
            issues.append({path, u"has no effect: every endpoint has a policy of its own; leave it out"_s});
            continue;
        }
        ConfigIssues ofPolicy = entry->warnings(isWritten ? fieldsBelow(path, isWritten) : IsFieldWritten());
        const auto mayBeRepeated = [this](qsizetype i) { return isIdempotentMethod(endpoints[i].method); };
        if (entry->retry && entry->retry->maxRetries > 0 && entry->retry->retryNonIdempotent
            && std::ranges::all_of(users, mayBeRepeated)) {
            ofPolicy.append(
                {u"retry.retryNonIdempotent"_s,
                 u"has no effect: requests of these endpoints may be repeated anyway, by their method; it is "
                 "for POST and PATCH"_s});
        }
        for (const ConfigIssue &issue : ofPolicy)
            issues.append({path + u'.' + issue.field, issue.message});
    }
    if (!isFull(issues))
        issues += wireWarnings(endpoints);
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

QList<quint64> Scenario::luckStreams() const
{
    return luckStreamsOf(endpoints);
}

QList<CounterRandom> Scenario::arrivalLuck() const
{
    const QList<quint64> streams = luckStreams();
    QHash<QString, quint64> streamOf;
    for (qsizetype i = 0; i < endpoints.size(); ++i)
        streamOf.insert(endpoints[i].name, streams[i]);
    QHash<QString, quint64> before; // workloads of the same endpoint
    QList<CounterRandom> lucks;
    for (const WorkloadConfig &config : workload) {
        const CounterRandom random = luckOf(seed, streamOf.value(config.endpoint), Luck::Arrival);
        lucks.append(random.stream(before[config.endpoint]++));
    }
    return lucks;
}

} // namespace Fuseboard
