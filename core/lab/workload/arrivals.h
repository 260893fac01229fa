// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/workload/workloadconfig.h"
#include "resilience/base/random.h"
#include "resilience/base/timepoint.h"

#include <array>

namespace Fuseboard {

/// The moments at which the calls of one open workload are due, one after the other, since the workload's beginning.
///
/// A slow answer moves no later arrival. The k-th moment is a function of the config and of @p random alone: k/rate where
/// calls are evenly spaced, else the moment by which as many are expected as k exponential draws of mean 1 add up to (the
/// inverse of the integrated rate), so the same draws give the same moments, closer or wider apart. A plain value; one
/// thread.
class Arrivals
{
public:
    /// @p config is not ClosedArrivals (asserted) and valid; @p length is how long the workload lasts, for a ramp.
    Arrivals(const ArrivalsConfig &config, Duration length, CounterRandom random);

    /// When the next call is due; never before the one before it. Duration::max() if there is none any more.
    Duration next()
    {
        if (m_nextAhead == m_ahead.size())
            drawAhead();
        return m_ahead[m_nextAhead++];
    }

private:
    void drawAhead();
    Duration momentOf(double expected) const;

    CounterRandom m_random;
    ArrivalsConfig m_config;
    Duration m_length;
    double m_expected = 0; ///< calls by the latest moment, on average
    quint64 m_count = 0;

    /// Drawn together, as the steps of one draw wait for each other and not for those of the next.
    std::array<Duration, 16> m_ahead;
    std::size_t m_nextAhead = 16;
};

/// When the first call of @p user (from 0) is due, since the workload's beginning.
Duration firstCallOf(const ClosedArrivals &load, int user);

/// When a user calls again whose call was due at @p due and ended at @p ended: after the thinkTime, but at least 1 us after
/// @p due. A user without a thinkTime whose call took no time at all, as a rejected one, calls again 1 ms after it, or it would
/// call for ever at one and the same moment.
Duration nextCallOf(const ClosedArrivals &load, Duration due, Duration ended);

} // namespace Fuseboard
