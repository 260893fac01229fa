// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/playhead.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

PlayHead::PlayHead(const Clock &clock)
    : m_clock(clock)
    , m_since(clock.now())
{
}

void PlayHead::start(Duration end)
{
    m_end = end;
    m_position = {};
    m_since = m_clock.now();
    m_isMoving = true;
}

void PlayHead::setEnd(Duration end)
{
    settle();
    m_end = end;
    m_position = std::min(m_position, end);
}

void PlayHead::setSpeed(double speed)
{
    settle();
    m_speed = speed;
}

void PlayHead::pause()
{
    settle();
    m_isMoving = false;
}

void PlayHead::standAt(Duration position)
{
    settle();
    m_isMoving = false;
    m_position = std::clamp(position, Duration::zero(), m_end);
}

void PlayHead::resume()
{
    settle();
    m_isMoving = true;
}

void PlayHead::step(Duration time)
{
    settle();
    m_isMoving = false;
    m_position = std::min(m_end, m_position + time);
}

Duration PlayHead::now() const
{
    if (!m_isMoving)
        return m_position;
    if (std::isinf(m_speed))
        return m_end;
    const double passed = double((m_clock.now() - m_since).count()) * m_speed;
    const double left = double((m_end - m_position).count());
    return passed >= left ? m_end : m_position + Duration(std::llround(passed));
}

/// What has passed until now stays, whatever changes.
void PlayHead::settle()
{
    m_position = now();
    m_since = m_clock.now();
}

} // namespace Fuseboard
