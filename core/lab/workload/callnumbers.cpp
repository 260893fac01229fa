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

quint64 CallNumbers::sourcesOf(const QList<WorkloadConfig> &workload, const QString &endpoint)
{
    quint64 sources = 0;
    for (const WorkloadConfig &config : workload)
        sources += config.endpoint == endpoint ? sourcesIn(config) : 0;
    return sources;
}

quint64 CallNumbers::firstSourceOf(const QList<WorkloadConfig> &workload, qsizetype index)
{
    return sourcesOf(workload.first(index), workload[index].endpoint);
}

} // namespace Fuseboard
