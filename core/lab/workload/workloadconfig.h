// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QString>

#include <optional>
#include <variant>

namespace Fuseboard {

// The kinds of arrivals. All rates are calls a second, more than 0. All but ClosedArrivals are open: a slow answer does not
// slow the arrivals.

/// One call after the other, evenly spaced, the first at once.
struct ConstantArrivals
{
    double rate = 50;
    friend bool operator==(const ConstantArrivals &, const ConstantArrivals &) = default;
};

/// Independent callers: exponential gaps.
struct PoissonArrivals
{
    double rate = 50;
    friend bool operator==(const PoissonArrivals &, const PoissonArrivals &) = default;
};

/// A Poisson load whose rate moves linearly over the time of the workload; one of both may be 0.
struct RampArrivals
{
    double from = 10;
    double to = 100;
    friend bool operator==(const RampArrivals &, const RampArrivals &) = default;
};

/// A Poisson load of `rate`, and of `burstRate` for `length` whenever another `every` is over: with 30 s and 5 s from 30 s to
/// 35 s, from 60 s to 65 s, and so on.
struct BurstArrivals
{
    double rate = 10; ///< may be 0
    double burstRate = 100;
    Duration every = std::chrono::seconds(30);
    Duration length = std::chrono::seconds(5); ///< "for" in files; > 0, at most `every`
    friend bool operator==(const BurstArrivals &, const BurstArrivals &) = default;
};

/// Users who wait for each answer, and then for as long as they think, before they call again. Their first calls come evenly
/// spread over the first thinkTime; all at once without one.
struct ClosedArrivals
{
    int users = 1;        ///< 1..100,000
    Duration thinkTime{}; ///< >= 0
    friend bool operator==(const ClosedArrivals &, const ClosedArrivals &) = default;
};

using ArrivalsConfig = std::variant<ConstantArrivals, PoissonArrivals, RampArrivals, BurstArrivals, ClosedArrivals>;

/// The highest number of calls a second that is asked for on average; none for a closed load, which asks for what it gets.
double peakRate(const ArrivalsConfig &arrivals);

/// Calls to one endpoint.
struct WorkloadConfig
{
    QString endpoint;
    ArrivalsConfig arrivals = ConstantArrivals();
    Duration start{};               ///< >= 0: when it begins, since the run's start
    std::optional<Duration> length; ///< > 0, "for" in files: how long it lasts; absent, to the end of the run

    /// How long it lasts in a run of @p run, > 0. A run that is shorter cuts it off, and makes no ramp steeper.
    Duration lengthIn(Duration run) const;

    /// When it ends in a run of @p run, since the run's start: calls that are due from there on are not made.
    Duration endIn(Duration run) const;

    friend bool operator==(const WorkloadConfig &, const WorkloadConfig &) = default;
};

} // namespace Fuseboard
