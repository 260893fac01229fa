// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

namespace Fuseboard {

/// Where the present moment comes from.
///
/// Every decision takes its time from one of these, so that a test or a simulation can move it. Implementations are
/// monotonic: now() never returns less than it returned before. The steady one may be asked from any thread, the others
/// as they say.
class Clock
{
public:
    virtual ~Clock();

    virtual TimePoint now() const noexcept = 0;

    /// The process's monotonic clock, for any thread; lives for ever.
    static const Clock &steady() noexcept;

protected:
    Clock() = default;
    Clock(const Clock &) = default;
    Clock &operator=(const Clock &) = default;
};

} // namespace Fuseboard
