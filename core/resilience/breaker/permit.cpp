// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/permit.h"

#include "resilience/breaker/breakergate.h"

namespace Fuseboard {

PermitStanding Permit::standing() const
{
    Q_ASSERT_X(isValid(), "Permit::standing", "the permit is used up already");
    return m_gate->standingOf(m_episode);
}

void Permit::success()
{
    Q_ASSERT_X(isValid(), "Permit::success", "the permit is used up already");
    if (BreakerGate *gate = std::exchange(m_gate, nullptr))
        gate->settleSuccess(m_episode, m_start);
}

void Permit::failure(const Error &error)
{
    Q_ASSERT_X(isValid(), "Permit::failure", "the permit is used up already");
    if (BreakerGate *gate = std::exchange(m_gate, nullptr))
        gate->settleFailure(m_episode, m_start, error.kind, &error);
}

void Permit::failure(ErrorKind kind)
{
    Q_ASSERT_X(isValid(), "Permit::failure", "the permit is used up already");
    if (BreakerGate *gate = std::exchange(m_gate, nullptr))
        gate->settleFailure(m_episode, m_start, kind, nullptr);
}

void Permit::giveBack() noexcept
{
    if (BreakerGate *gate = std::exchange(m_gate, nullptr))
        gate->settleGivenBack(m_episode);
}

} // namespace Fuseboard
