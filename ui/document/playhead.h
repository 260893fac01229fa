// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/clock.h"

#include <limits>

namespace Fuseboard {

/// Where the present is in a simulated run that is played: it moves with a clock, faster or slower, or stands. One
/// thread.
class PlayHead
{
public:
    /// As fast as it goes: the head is at the end at once.
    static constexpr double AtOnce = std::numeric_limits<double>::infinity();

    /// @p clock must live as long.
    explicit PlayHead(const Clock &clock = Clock::steady());

    /// From the beginning, until @p end at the latest.
    void start(Duration end);

    /// The end may have moved. A head beyond it goes back to it.
    void setEnd(Duration end);

    /// Seconds of the run for each second of the clock, > 0; from now on.
    void setSpeed(double speed);
    double speed() const { return m_speed; }

    void pause();
    void resume();

    /// Goes to @p position, within the run, and stands there.
    void standAt(Duration position);

    /// Moves on by @p time and stands there.
    void step(Duration time);

    Duration now() const;
    Duration end() const { return m_end; }
    bool isAtEnd() const { return now() >= m_end; }
    bool isMoving() const { return m_isMoving && !isAtEnd(); }

private:
    void settle();

    const Clock &m_clock;
    double m_speed = 1;
    Duration m_end{};
    Duration m_position{}; ///< at m_since
    TimePoint m_since{};
    bool m_isMoving = false;
};

} // namespace Fuseboard
