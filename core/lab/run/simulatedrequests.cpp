// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedrequests.h"

#include "lab/fault/requestpath.h"
#include "resilience/http/hostslots.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// Where the endpoints of @p group are: an address of which no scenario speaks.
QUrl urlOfGroup(std::size_t group)
{
    QUrl url(u"http://simulation.invalid"_s);
    url.setPort(static_cast<int>(group) + 1);
    return url;
}

} // namespace

SimulatedRequests::SimulatedRequests(const QList<EndpointConfig> &endpoints)
    : m_routes(endpoints)
{
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const std::size_t group = m_routes.groupOf(static_cast<std::size_t>(i));
        Request request;
        if (auto plan = RequestBuilder(ApiClientConfig::forService(urlOfGroup(group)))
                            .build(endpoints[i].method, endpoints[i].path, {}))
            request.plan = *std::move(plan);
        request.group = group;
        settle(request);
        request.endpoint = static_cast<int>(i);
        m_requests.push_back(std::move(request));
    }
}

void SimulatedRequests::settle(Request &request) const
{
    const QUrl url = request.plan.request.url();
    request.target = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    if (request.target.isEmpty() || request.target.startsWith('?'))
        request.target.prepend('/');
    request.path = normalPath(pathOfTarget(request.target));
    const RequestRoutes::Route route = m_routes.find(request.group, request.plan.method, request.path);
    request.endpoint = route.endpoint;
    request.status = route.endpoint < 0 ? route.status() : 0;
}

quint32 SimulatedRequests::follow(quint32 from, const Redirect &redirect)
{
    Request next = m_requests[from];
    if (redirect.becomesGet)
        RequestBuilder::makeGet(next.plan);
    next.plan.request.setUrl(redirect.url);
    const auto same = std::ranges::find_if(m_requests, [&next](const Request &other) {
        return other.plan.method == next.plan.method && other.plan.isIdempotent == next.plan.isIdempotent
            && other.plan.request.url() == next.plan.request.url();
    });
    if (same != m_requests.end())
        return static_cast<quint32>(same - m_requests.begin());

    if (redirect.leavesOrigin) {
        next.plan.origin = Origin::of(redirect.url);
        next.endpoint = -1;
        next.status = 0;
        for (std::size_t group = 0; group < m_routes.groupCount(); ++group) {
            if (Origin::of(urlOfGroup(group)) == next.plan.origin)
                next.group = group;
        }
    }
    if (!redirect.leavesOrigin || Origin::of(urlOfGroup(next.group)) == next.plan.origin)
        settle(next);
    m_requests.push_back(std::move(next));
    return static_cast<quint32>(m_requests.size() - 1);
}

} // namespace Fuseboard
