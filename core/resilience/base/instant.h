// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/clock.h"

namespace Fuseboard {

/// The moment of one question, read from the clock only if the answer depends on it.
///
/// A policy takes an Instant where it *may* need the time. Reading the clock costs more than most decisions, so it is
/// put off until a rule asks; from then on every reader of this Instant sees the same moment. One thread.
class Instant
{
public:
    /// A moment that is known already.
    Instant(TimePoint moment) noexcept // NOLINT(google-explicit-constructor): a moment is an instant
        : m_moment(moment)
    {
    }

    /// The moment at which @p clock is first asked; @p clock must outlive this.
    explicit Instant(const Clock &clock) noexcept
        : m_clock(&clock)
    {
    }

    TimePoint now() const noexcept
    {
        if (m_clock) {
            m_moment = m_clock->now();
            m_clock = nullptr;
        }
        return m_moment;
    }

private:
    mutable TimePoint m_moment{};
    mutable const Clock *m_clock = nullptr;
};

} // namespace Fuseboard
