// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/endpointconfig.h"

#include <QHash>

namespace Fuseboard {

namespace {

/// By endpoint the index of the endpoint that its sameLuckAs names; -1 where there is none.
QList<qsizetype> luckSources(const QList<EndpointConfig> &endpoints)
{
    QHash<QString, qsizetype> indexes;
    for (qsizetype i = endpoints.size() - 1; i >= 0; --i)
        indexes.insert(endpoints[i].name, i); // of two with one name the first
    QList<qsizetype> sources;
    for (const EndpointConfig &endpoint : endpoints)
        sources.append(endpoint.sameLuckAs.isEmpty() ? -1 : indexes.value(endpoint.sameLuckAs, -1));
    return sources;
}

/// Where the chain that begins at each endpoint ends, and the rings that have no end.
struct Chains
{
    QList<qsizetype> ends; ///< by endpoint; in a ring each is its own end
    QList<QList<qsizetype>> rings;
};

Chains follow(const QList<qsizetype> &sources)
{
    Chains chains;
    chains.ends.fill(-1, sources.size());
    QList<qsizetype> placeOnWay(sources.size(), -1);
    for (qsizetype first = 0; first < sources.size(); ++first) {
        QList<qsizetype> way;
        qsizetype at = first;
        while (chains.ends[at] < 0 && placeOnWay[at] < 0) {
            placeOnWay[at] = way.size();
            way.append(at);
            if (sources[at] >= 0)
                at = sources[at];
            else
                chains.ends[at] = at;
        }
        if (chains.ends[at] < 0) {
            chains.rings.append(way.sliced(placeOnWay[at]));
            for (const qsizetype member : std::as_const(chains.rings.last()))
                chains.ends[member] = member;
        }
        for (auto step = way.rbegin(); step != way.rend(); ++step) {
            if (chains.ends[*step] < 0)
                chains.ends[*step] = chains.ends[sources[*step]];
        }
    }
    return chains;
}

} // namespace

QList<quint64> luckStreamsOf(const QList<EndpointConfig> &endpoints)
{
    QList<quint64> streams;
    for (const qsizetype end : follow(luckSources(endpoints)).ends)
        streams.append(static_cast<quint64>(end));
    return streams;
}

QList<QList<qsizetype>> luckRingsOf(const QList<EndpointConfig> &endpoints)
{
    return follow(luckSources(endpoints)).rings;
}

} // namespace Fuseboard
