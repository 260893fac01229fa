// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <chrono>

namespace Fuseboard {

/// A length of time, in nanoseconds; at most 292 years.
using Duration = std::chrono::nanoseconds;

/// A moment on a monotonic clock: the process's, or a virtual one (Clock). A change of the system's date does not move
/// it. Moments of different clocks do not compare.
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

} // namespace Fuseboard
