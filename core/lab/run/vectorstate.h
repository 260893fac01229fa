// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

namespace Fuseboard {

/// Says that nobody uses the upper halves of this thread's vector registers, before long arithmetic.
///
/// Qt 6.4's qHash() of a string leaves them in use wherever it can hash with AES instructions (aeshash, without the vzeroupper at
/// its end). From then on every floating-point instruction that is not of the AVX kind must keep them, and waits for the one
/// before it: a simulation takes three times as long (measured on an Intel Xeon with AVX-512).
inline void releaseVectorState()
{
#ifdef __x86_64__
    static const bool hasUpperHalves = __builtin_cpu_supports("avx") != 0;
    if (hasUpperHalves)
        asm volatile("vzeroupper");
#endif
}

} // namespace Fuseboard
