// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/backoff.h"

#include <algorithm>

namespace Fuseboard {

namespace {

double nanoseconds(Duration duration)
{
    return static_cast<double>(duration.count());
}

} // namespace

Backoff::Backoff(const RetryConfig &config) noexcept
    : m_config(&config)
    , m_exponential(nanoseconds(config.baseDelay))
    , m_previous(m_exponential)
{
}

Duration Backoff::next(double uniform) noexcept
{
    const double base = nanoseconds(m_config->baseDelay);
    const double cap = nanoseconds(m_config->maxDelay);
    const double capped = std::min(cap, m_exponential);

    double wait = capped;
    switch (m_config->jitter) {
    case Jitter::None:
        break;
    case Jitter::Proportional: {
        const double j = m_config->jitterFactor;
        const double upper = std::min(cap, m_exponential * (1 + j));
        const double lower = upper * (1 - j) / (1 + j);
        wait = lower + (upper - lower) * uniform;
        break;
    }
    case Jitter::Full:
        wait = capped * uniform;
        break;
    case Jitter::Equal:
        wait = capped / 2 + capped / 2 * uniform;
        break;
    case Jitter::Decorrelated:
        // U(b, 3p), in the form in which a wait hangs on the one before by the fewest operations.
        wait = std::min(cap, base * (1 - uniform) + m_previous * (3 * uniform));
        m_previous = wait;
        break;
    }

    // Grown from the capped value: what lies beyond the cap never shows. An infinity is harmless, since only its minimum with
    // the cap is used.
    m_exponential = capped * m_config->backoffFactor;

    // The comparison also keeps the cast in range: a cap of centuries is no exact double, and may round up to 2^63.
    const double rounded = wait + 0.5;
    return rounded >= cap ? m_config->maxDelay : Duration(static_cast<qint64>(rounded));
}

Duration Backoff::widthFor(Duration asked) const noexcept
{
    const double cap = nanoseconds(m_config->maxDelay);
    const double capped = std::min(cap, nanoseconds(asked));
    double width = 0;
    switch (m_config->jitter) {
    case Jitter::None:
        break;
    case Jitter::Proportional: {
        const double j = m_config->jitterFactor;
        width = std::min(cap, nanoseconds(asked) * (1 + j)) * 2 * j / (1 + j);
        break;
    }
    case Jitter::Full:
        width = capped;
        break;
    case Jitter::Equal:
        width = capped / 2;
        break;
    case Jitter::Decorrelated:
        width = std::max(0.0, capped - nanoseconds(m_config->baseDelay));
        break;
    }
    return width >= cap ? m_config->maxDelay : Duration(static_cast<qint64>(width));
}

} // namespace Fuseboard
