// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/virtualclock.h"

#include <QtGlobal>

#include <algorithm>

namespace Fuseboard {

void VirtualClock::advance(Duration by) noexcept
{
    Q_ASSERT(by >= Duration::zero());
    setNow(m_now + by);
}

void VirtualClock::setNow(TimePoint moment) noexcept
{
    m_now = std::max(m_now, moment);
}

} // namespace Fuseboard
