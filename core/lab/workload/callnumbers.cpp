// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/workload/callnumbers.h"

namespace Fuseboard {

namespace {

quint64 sourcesIn(const WorkloadConfig &workload)
{
    const auto *closed = std::get_if<ClosedArrivals>(&workload.arrivals);
    return closed ? static_cast<quint64>(closed->users) : 1;
}

} // namespace

QHash<QString, quint64> CallNumbers::sourcesOf(const QList<WorkloadConfig> &workload)
{
    QHash<QString, quint64> sources;
    for (const WorkloadConfig &config : workload)
        sources[config.endpoint] += sourcesIn(config);
    return sources;
}

QList<quint64> CallNumbers::firstSourcesOf(const QList<WorkloadConfig> &workload)
{
    QList<quint64> first;
    QHash<QString, quint64> sources;
    for (const WorkloadConfig &config : workload) {
        quint64 &next = sources[config.endpoint];
        first.append(next);
        next += sourcesIn(config);
    }
    return first;
}

} // namespace Fuseboard
