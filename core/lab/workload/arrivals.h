// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/workload/workloadconfig.h"
#include "resilience/base/random.h"
#include "resilience/base/timepoint.h"

namespace Fuseboard {

/// The moments at which the calls of one workload are due, one after the other, since the run's start.
///
/// An open load: a slow answer moves no later arrival. The k-th moment is a function of the config and of @p random alone.
/// A plain value; one thread.
class Arrivals
{
public:
    Arrivals(const WorkloadConfig &config, CounterRandom random);

    /// When the next call is due; never before the one before it.
    Duration next();

private:
    CounterRandom m_random;
    WorkloadConfig::Arrivals m_kind;
    double m_gap;     ///< ns between two calls, on average
    double m_due = 0; ///< ns; of the latest Poisson arrival
    quint64 m_count = 0;
};

} // namespace Fuseboard
