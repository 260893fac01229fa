// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/luck.h"

namespace Fuseboard {

/// The luck of requests at one endpoint: numbers in [0, 1) that are a function of the seed, the stream, the call and the
/// attempt, not of what was drawn before. So a request that is sent twice meets the same fate twice, in a live run and in a
/// simulated one. A plain value.
class FaultLuck
{
public:
    explicit constexpr FaultLuck(quint64 seed = 0, quint64 stream = 0) noexcept
        : m_fault(luckOf(seed, stream, Luck::Fault))
        , m_latency(luckOf(seed, stream, Luck::Latency))
    {
    }

    /// Decides which fault it meets.
    constexpr double fault(quint64 call, quint64 attempt) const noexcept { return m_fault.uniform(call, attempt); }

    /// Decides how long its answer takes.
    constexpr double latency(quint64 call, quint64 attempt) const noexcept { return m_latency.uniform(call, attempt); }

private:
    CounterRandom m_fault;
    CounterRandom m_latency;
};

} // namespace Fuseboard
