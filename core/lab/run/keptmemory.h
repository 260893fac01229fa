// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdlib> // says whether this is glibc
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace Fuseboard {

/// Keeps what this process has freed, up to 64 MiB, instead of giving it back to the system at once: a program that computes one
/// run after the other would be handed the same pages anew each time, emptied, which is a twentieth of a simulation. For the whole
/// process, so a program calls it once, when it starts. Does nothing without glibc.
inline void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int MiB = 1 << 20;
    // Larger blocks would go straight back, whatever is kept.
    mallopt(M_MMAP_THRESHOLD, 32 * MiB);
    mallopt(M_TRIM_THRESHOLD, 64 * MiB);
#endif
}

} // namespace Fuseboard
