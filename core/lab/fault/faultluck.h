// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/luck.h"
#include "lab/fault/phaseconfig.h"

namespace Fuseboard {

/// What happens to one request.
struct FaultDraw
{
    const FaultConfig *fault = nullptr; ///< of the phase that was drawn from; null if it is answered well
    Duration latency{};                 ///< before anything comes back
};

/// Draws the fate of requests at one endpoint: a function of the phase, the seed, the stream and the request's number, not
/// of what was drawn before. So a call that is sent twice meets the same fate twice, in a live run and in a simulated one.
///
/// Faults take their shares of [0, 1) in the order in which the phase names them. A plain value.
class FaultLuck
{
public:
    explicit constexpr FaultLuck(quint64 seed = 0, quint64 stream = 0) noexcept
        : m_fault(luckOf(seed, stream, Luck::Fault))
        , m_latency(luckOf(seed, stream, Luck::Latency))
    {
    }

    /// @p phase must outlive the result.
    FaultDraw draw(const PhaseConfig &phase, quint64 call, quint64 attempt) const;

private:
    CounterRandom m_fault;
    CounterRandom m_latency;
};

} // namespace Fuseboard
