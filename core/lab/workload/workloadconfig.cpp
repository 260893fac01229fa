// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/workload/workloadconfig.h"

#include <algorithm>

namespace Fuseboard {

namespace {

struct PeakRate
{
    double operator()(const ConstantArrivals &load) const { return load.rate; }
    double operator()(const PoissonArrivals &load) const { return load.rate; }
    double operator()(const RampArrivals &load) const { return std::max(load.from, load.to); }
    double operator()(const BurstArrivals &load) const { return std::max(load.rate, load.burstRate); }
    double operator()(const ClosedArrivals &) const { return 0; }
};

} // namespace

double peakRate(const ArrivalsConfig &arrivals)
{
    return std::visit(PeakRate(), arrivals);
}

Duration WorkloadConfig::lengthIn(Duration run) const
{
    return length.value_or(std::max(Duration(1), run - start));
}

Duration WorkloadConfig::endIn(Duration run) const
{
    return length && *length < run - start ? start + *length : run;
}

} // namespace Fuseboard
