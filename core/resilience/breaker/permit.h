// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/instant.h"

#include <QtGlobal>

#include <utility>

namespace Fuseboard {

class BreakerGate;

/// Leave to make one call. Used up once: by success, by failure, or by being given back.
///
/// Move-only. A permit that is dropped unused gives itself back, so an abandoned call never blocks recovery. It remembers
/// the episode of its breaker; a result that comes after the breaker has changed state is counted and decides nothing. May
/// be used up on another thread than it was taken on, and after its breaker is gone. Using it twice is asserted; without
/// assertions the second use does nothing.
class [[nodiscard]] Permit
{
public:
    Permit() noexcept = default; ///< no permit: isValid() is false
    Permit(Permit &&other) noexcept
        : m_gate(std::exchange(other.m_gate, nullptr))
        , m_episode(other.m_episode)
        , m_start(other.m_start)
    {
    }
    Permit &operator=(Permit &&other) noexcept
    {
        if (this != &other) {
            if (m_gate)
                giveBack();
            m_gate = std::exchange(other.m_gate, nullptr);
            m_episode = other.m_episode;
            m_start = other.m_start;
        }
        return *this;
    }
    Permit(const Permit &) = delete;
    Permit &operator=(const Permit &) = delete;
    ~Permit()
    {
        if (m_gate)
            giveBack();
    }

    /// False once it is used up or moved from.
    bool isValid() const noexcept { return m_gate != nullptr; }

    /// The breaker's episode in which it was granted.
    quint64 episode() const noexcept { return m_episode; }

    /// The call succeeded, now.
    void success();

    /// The call failed, now. What the error's kind means is the config's business: it may count as failure or success, or
    /// give the permit back (excluded, rejected, cancelled).
    void failure(const Error &error);

    /// The same where there is nothing to say but the kind. Cheaper.
    void failure(ErrorKind kind);

    /// There is no result. Also what happens when a permit is dropped.
    void giveBack() noexcept;

private:
    friend class BreakerGate;

    BreakerGate *m_gate = nullptr;
    quint64 m_episode = 0;
    TimePoint m_start = TimePoint::min(); ///< min() if nobody needs it
};

} // namespace Fuseboard
