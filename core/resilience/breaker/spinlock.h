// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <atomic>
#include <chrono>
#include <thread>

namespace Fuseboard {

/// A lock for sections of a few nanoseconds: taking it is one atomic operation, letting it go a plain store.
///
/// QMutex needs an atomic operation for both, which is what a breaker's decision costs altogether. Who has to wait
/// spins for a moment, then lets others run, then sleeps, so that a holder that was put off the processor gets back to
/// it. Not recursive.
class SpinLock
{
public:
    void lock() noexcept
    {
        if (m_isLocked.exchange(true, std::memory_order_acquire)) [[unlikely]]
            wait();
    }
    bool try_lock() noexcept { return !m_isLocked.exchange(true, std::memory_order_acquire); }
    void unlock() noexcept { m_isLocked.store(false, std::memory_order_release); }

private:
    void wait() noexcept
    {
        // Ever longer pauses: the holder gets some sections done before the cache line moves to another processor.
        for (int pauses = 8;; pauses *= 2) {
            if (pauses <= MaxPauses) {
                for (int i = 0; i < pauses; ++i)
                    pause();
            } else if (pauses <= MaxPauses << Yields) {
                std::this_thread::yield();
            } else {
                std::this_thread::sleep_for(std::chrono::microseconds(50));
                pauses /= 2;
            }
            if (!m_isLocked.load(std::memory_order_relaxed) && try_lock())
                return;
        }
    }

    static void pause() noexcept
    {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }

    static constexpr int MaxPauses = 64;
    static constexpr int Yields = 16;

    std::atomic<bool> m_isLocked = false;
};

} // namespace Fuseboard
