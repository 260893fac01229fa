// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/wirewarnings.h"

#include "lab/fault/configcheck.h"
#include "resilience/http/headerrules.h"
#include "resilience/http/redirect.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// The statuses that the fault answers with.
QList<int> statusesOf(const FaultConfig &fault)
{
    return fault.isSequence() ? fault.pattern->sequence : QList{fault.status};
}

/// Whether a client follows @p location from @p endpoint to another server.
bool leavesServer(const EndpointConfig &endpoint, int status, const QByteArray &location)
{
    QUrl url(u"http://simulation.invalid"_s);
    url.setPath(endpoint.path, QUrl::TolerantMode);
    const Redirect redirect = Redirect::of(status, location, url, endpoint.method, isIdempotentMethod(endpoint.method),
                                           RedirectPolicy::NoLessSafe);
    return redirect.what == Redirect::What::Follow && redirect.leavesOrigin;
}

void warnOf(const FaultConfig &fault, const EndpointConfig &endpoint, const ConfigCheck &check)
{
    if (fault.kind != FaultConfig::Kind::Status)
        return;
    const QList<int> statuses = statusesOf(fault);
    const auto isAny = [&statuses](auto &&is) { return std::ranges::any_of(statuses, is); };
    const QByteArray *const location = findHeader(fault.headers, "Location");
    if (location && isAny([&](int status) { return leavesServer(endpoint, status, *location); })) {
        check.at(u"headers"_s)
            .fail(
                u"Location"_s,
                u"leads to another server, of which a simulation knows nothing: it takes it for one that refuses connections"_s);
    }
    const QByteArray *const retryAfter = findHeader(fault.headers, "Retry-After");
    const bool isDate = retryAfter && retryAfter->contains(':');
    if (isDate && !findHeader(fault.headers, "Date") && isAny([](int status) { return status >= 400; })) {
        check.at(u"headers"_s)
            .fail(u"Retry-After"_s,
                  u"is a date, and the answer has no Date header: a live run holds it against the clock, in a "
                  u"simulation the wait "
                  "counts as over"_s);
    }
    if (isAny([](int status) { return status > 0 && status < 200; })) {
        check.fail(
            fault.isSequence() ? u"pattern"_s : u"status"_s,
            u"is no final answer: a client waits for another one, or gives up the connection, and what that does to "
            "other calls a simulation does not know"_s);
    }
}

void warnOf(const QList<FaultConfig> &faults, const EndpointConfig &endpoint, const ConfigCheck &check)
{
    for (qsizetype i = 0; i < faults.size(); ++i)
        warnOf(faults[i], endpoint, check.at(u"faults"_s, i));
}

} // namespace

ConfigIssues wireWarnings(const QList<EndpointConfig> &endpoints)
{
    ConfigIssues issues;
    const ConfigCheck check({}, issues);
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const EndpointConfig &endpoint = endpoints[i];
        for (qsizetype j = 0; j < endpoint.phases.size(); ++j) {
            const PhaseConfig &phase = endpoint.phases[j];
            const ConfigCheck here = check.at(u"endpoints"_s, i).at(u"phases"_s, j);
            warnOf(phase.faults, endpoint, here);
            if (phase.rampTo && phase.rampTo->faults)
                warnOf(*phase.rampTo->faults, endpoint, here.at(u"rampTo"_s));
        }
    }
    return issues;
}

} // namespace Fuseboard
