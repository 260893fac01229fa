// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

namespace Fuseboard {

/// @p moment + @p by, or the last moment that can be counted: a config may hold lengths of centuries. @p moment is
/// not before the clock's zero.
constexpr TimePoint saturatingAdd(TimePoint moment, Duration by) noexcept
{
    return by < TimePoint::max() - moment ? moment + by : TimePoint::max();
}

} // namespace Fuseboard
