// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/random.h"

namespace Fuseboard {

/// What a draw decides. Each purpose has numbers of its own, so that asking for one moves no other.
enum class Luck : quint8 {
    Fault = 1,      ///< which fault a request meets; by call and attempt
    Latency = 2,    ///< how long its answer takes; by call and attempt
    Arrival = 3,    ///< when a call is due; by its number in the workload
    Backoff = 4,    ///< how long a retry waits; by call and retry
    OpenPeriod = 5, ///< how long a breaker stays open, if that is jittered; by its episode
};

/// The numbers for @p purpose of stream @p stream: of an endpoint, or of a workload for Arrival.
///
/// Live and simulated runs both draw from here: with one seed, one call has one fate.
constexpr CounterRandom luckOf(quint64 seed, quint64 stream, Luck purpose) noexcept
{
    return CounterRandom(seed, stream).stream(static_cast<quint64>(purpose));
}

} // namespace Fuseboard
