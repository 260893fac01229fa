// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <optional>
#include <variant>

namespace Fuseboard {

/// The newest results, by number. For FailureRate and FailureCount; ConsecutiveFailures does not look at it.
struct CountWindowConfig
{
    int size = 100; ///< 1 to 1,000,000

    friend bool operator==(const CountWindowConfig &, const CountWindowConfig &) = default;
};

/// The results of the newest stretch of time, counted in buckets that are aligned to whole multiples of their width on
/// the breaker's clock. The bucket that is being filled is one of them, so the window reaches back by length - bucket
/// to length. For FailureRate and FailureCount; ConsecutiveFailures does not look at it.
struct TimeWindowConfig
{
    Duration length = std::chrono::seconds(60); ///< > 0, a whole number of buckets, at most 10,000 of them
    std::optional<Duration> bucket{};           ///< > 0; a tenth of length where absent

    /// bucket, or what stands for it.
    Duration effectiveBucket() const { return bucket ? *bucket : length / 10; }

    friend bool operator==(const TimeWindowConfig &, const TimeWindowConfig &) = default;
};

using WindowConfig = std::variant<CountWindowConfig, TimeWindowConfig>;

} // namespace Fuseboard
