// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

namespace Fuseboard {

/// Random numbers that are a function of (seed, stream, call, attempt), not of how many were drawn before.
///
/// So the same call draws the same luck in a live run, in a simulated one, and under another policy. A plain value of
/// eight bytes; reading it from several threads is safe. Not for cryptography.
///
/// Each number is the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// 2014) over the seed, the stream, the call and the attempt in turn.
class CounterRandom
{
public:
    constexpr explicit CounterRandom(quint64 seed = 0, quint64 stream = 0) noexcept
        : m_key(mix(mix(seed + Golden) ^ mix(stream + 2 * Golden)))
    {
    }

    /// 64 random bits.
    constexpr quint64 bits(quint64 call, quint64 attempt = 0) const noexcept
    {
        return mix(mix(m_key + call * Golden) + (attempt + 1) * Golden);
    }

    /// Uniform in [0, 1).
    constexpr double uniform(quint64 call, quint64 attempt = 0) const noexcept
    {
        return static_cast<double>(bits(call, attempt) >> 11) * 0x1.0p-53;
    }

    /// Another stream of the same luck, for a further quantity of the same call.
    constexpr CounterRandom stream(quint64 number) const noexcept
    {
        CounterRandom other;
        other.m_key = mix(m_key ^ mix(number + 3 * Golden));
        return other;
    }

    /// The finaliser of SplitMix64: every bit of @p x reaches every bit of the result.
    static constexpr quint64 mix(quint64 x) noexcept
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
        return x ^ (x >> 31);
    }

private:
    static constexpr quint64 Golden = 0x9E3779B97F4A7C15ull;

    quint64 m_key = 0;
};

} // namespace Fuseboard
