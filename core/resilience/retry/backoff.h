// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/random.h"
#include "resilience/retry/retryconfig.h"

namespace Fuseboard {

/// The waits of one call, one after the other. A plain value; one thread.
///
/// With b = baseDelay, m = maxDelay, e = b * factor^(n-1), the wait before retry n is
///
///     none            min(m, e)
///     proportional    U(u * (1 - j) / (1 + j), u), u = min(m, e * (1 + j)), j = jitterFactor
///     full            U(0, min(m, e))
///     equal           c/2 + U(0, c/2), c = min(m, e)
///     decorrelated    min(m, U(b, 3 * previous wait)), the previous wait starting at b
///
/// Full, equal and decorrelated jitter: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
class Backoff
{
public:
    /// @p config must be valid and outlive this.
    explicit Backoff(const RetryConfig &config) noexcept;

    /// The next wait, 0 to maxDelay; @p uniform is in [0, 1) and places it in its range.
    Duration next(double uniform) noexcept;

    /// What is added to a wait of @p asked, at least 0, that somebody else asks for, so that clients that were told the
    /// same do not come back together: as wide as next() would spread that wait, with e = @p asked. Its bounds are
    ///
    ///     none            0
    ///     proportional    0 to u * 2j / (1 + j), u = min(m, asked * (1 + j))
    ///     full            0 to min(m, asked)
    ///     equal           0 to min(m, asked) / 2
    ///     decorrelated    0 to min(m, asked) - b, where that is more than 0
    Duration widthFor(Duration asked) const noexcept;

private:
    const RetryConfig *m_config;
    double m_exponential; ///< ns; e of the next wait, not yet capped
    double m_previous;    ///< ns; for Decorrelated
};

} // namespace Fuseboard
