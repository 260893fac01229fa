// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QMutex>

namespace Fuseboard {

/// A mutex that tries for a moment before it sleeps: what it guards takes nanoseconds, sleeping takes microseconds.
class SpinLock
{
public:
    void lock() noexcept
    {
        for (int i = 0; i < Spins; ++i) {
            if (m_mutex.tryLock())
                return;
            pause();
        }
        m_mutex.lock();
    }
    bool try_lock() noexcept { return m_mutex.tryLock(); }
    void unlock() noexcept { m_mutex.unlock(); }

private:
    static constexpr int Spins = 64;

    static void pause() noexcept
    {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }

    QBasicMutex m_mutex;
};

} // namespace Fuseboard
