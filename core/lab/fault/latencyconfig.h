// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <variant>

namespace Fuseboard {

struct FixedLatency
{
    Duration value{}; ///< >= 0
    friend bool operator==(const FixedLatency &, const FixedLatency &) = default;
};

struct UniformLatency
{
    Duration min{}; ///< >= 0
    Duration max{}; ///< >= min
    friend bool operator==(const UniformLatency &, const UniformLatency &) = default;
};

/// Log-normal, given by two quantiles.
struct LogNormalLatency
{
    Duration median{}; ///< > 0
    Duration p99{};    ///< >= median
    friend bool operator==(const LogNormalLatency &, const LogNormalLatency &) = default;
};

struct ExponentialLatency
{
    Duration mean{}; ///< > 0
    friend bool operator==(const ExponentialLatency &, const ExponentialLatency &) = default;
};

using LatencyConfig = std::variant<FixedLatency, UniformLatency, LogNormalLatency, ExponentialLatency>;

} // namespace Fuseboard
