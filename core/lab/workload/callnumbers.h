// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/workload/workloadconfig.h"

#include <QHash>
#include <QList>
#include <QString>

#include <utility>

namespace Fuseboard {

/// The numbers that one source of calls gives to its calls: an open workload, or one user of a closed one.
///
/// The sources of an endpoint take turns: of S sources, source s (from 0) numbers its calls s + 1, s + 1 + S, s + 1 + 2 S,
/// and so on. So a number is a function of the scenario and not of which call came first, and one workload alone counts 1,
/// 2, 3. A plain value.
class CallNumbers
{
public:
    CallNumbers(quint64 source, quint64 sources)
        : m_next(source + 1)
        , m_step(sources)
    {
    }

    quint64 next() { return std::exchange(m_next, m_next + m_step); }

    /// How many sources of calls the endpoints have in @p workload, by their names.
    static QHash<QString, quint64> sourcesOf(const QList<WorkloadConfig> &workload);

    /// The first source of each workload among those of its endpoint.
    static QList<quint64> firstSourcesOf(const QList<WorkloadConfig> &workload);

private:
    quint64 m_next;
    quint64 m_step;
};

} // namespace Fuseboard
