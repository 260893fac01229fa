// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/clock.h"

namespace Fuseboard {

/// A clock that stands still until it is moved. Starts at the monotonic clock's zero. One thread.
class VirtualClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return m_now; }

    /// Moves forward; @p by must not be negative (asserted).
    void advance(Duration by) noexcept;

    /// Moves forward to @p moment; a moment in the past is ignored, so that time never runs backwards.
    void setNow(TimePoint moment) noexcept;

private:
    TimePoint m_now{};
};

} // namespace Fuseboard
