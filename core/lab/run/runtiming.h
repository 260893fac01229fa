// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

namespace Fuseboard {

// What runs in virtual time and on real sockets have in common.

/// How long a call that is under way at the scenario's end may still take on real sockets. Without this every run would end
/// in a few calls that are cut off; but one may hang, so it is not for ever.
inline constexpr Duration GraceTime = std::chrono::seconds(5);

/// The same in virtual time, where calls run out by their own limits. This is for those that have none worth the name, as
/// with millions of retries.
inline constexpr Duration RunOutTime = std::chrono::hours(24);

/// Between two looks at a breaker.
inline constexpr std::chrono::milliseconds BreakerSampleInterval{100};

} // namespace Fuseboard
