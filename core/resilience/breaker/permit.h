// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/instant.h"

#include <QtGlobal>

#include <utility>

namespace Fuseboard {

class BreakerGate;

/// What a permit is worth at a moment.
enum class PermitStanding : quint8 {
    Current, ///< its breaker is in the state in which it was granted
    Trial,   ///< the same, and that state is half-open: its result decides
    Stale,   ///< its breaker has changed state since: its result would decide nothing
};

/// Leave to make one call. Used up once: by success, by failure, or by being given back.
///
/// Move-only. A permit that is dropped unused gives itself back, so an abandoned call never blocks recovery. It
/// remembers the episode of its breaker; a result that comes after the breaker has changed state is counted and decides
/// nothing.
///
/// A permit of a CircuitBreaker may be used up on another thread than it was taken on, and after its breaker is gone;
/// that of another gate as the gate says. Using it up sends the breaker's signals, if there are any, before the
/// function returns; a slot may delete the breaker. A result for a permit that is used up is asserted; without
/// assertions it does nothing. Giving back one that is used up does nothing.
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

    /// True until it is used up or moved from.
    bool isValid() const noexcept { return m_gate != nullptr; }

    /// The breaker's episode in which it was granted; BreakerMachine::Untracked if the breaker was disabled.
    quint64 episode() const noexcept { return m_episode; }

    /// What it is worth now. For one that waits to be used: asks the breaker, which does what is due first. Only of a
    /// valid permit (asserted).
    PermitStanding standing() const;

    /// The call succeeded, now.
    void success();

    /// The call failed, now. What the error's kind means is the config's business: it may count as failure or success,
    /// or give the permit back (excluded, rejected, cancelled). How long the call took is measured from the permit, not
    /// read from @p error.
    void failure(const Error &error);

    /// The same where there is nothing to say but the kind. Cheaper.
    void failure(ErrorKind kind);

    /// There is no result; a half-open place is free again. Also what happens when a permit is dropped.
    void giveBack() noexcept;

private:
    friend class BreakerGate;

    BreakerGate *m_gate = nullptr;
    quint64 m_episode = 0;
    TimePoint m_start = TimePoint::min(); ///< min() if nobody needs it
};

} // namespace Fuseboard
