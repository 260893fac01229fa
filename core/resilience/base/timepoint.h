// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <chrono>

namespace Fuseboard {

/// A length of time, in nanoseconds.
using Duration = std::chrono::nanoseconds;

/// A moment on the monotonic clock. A change of the system's date does not move it.
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

} // namespace Fuseboard
