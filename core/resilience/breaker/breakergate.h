// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"
#include "resilience/breaker/breakerstate.h"
#include "resilience/breaker/permit.h"

#include <memory>
#include <optional>

namespace Fuseboard {

/// Why there is no permit.
struct Rejection
{
    BreakerState state = BreakerState::Open;
    std::optional<Duration> retryAfter{}; ///< 0 or more; none if nobody can know (half-open and full, forced open)
};

/// Where permits come from: what a pipeline needs to know of a breaker.
///
/// Behind it stands a CircuitBreaker in a program, a bare BreakerMachine in a simulation. Held by std::shared_ptr, and
/// alive as long as one of its permits is out.
class BreakerGate
{
public:
    virtual ~BreakerGate();

    /// Asks for leave to make a call.
    virtual Expected<Permit, Rejection> tryAcquire() = 0;

    /// The breaker's name, for messages.
    virtual QString gateName() const = 0;

protected:
    BreakerGate() = default;
    Q_DISABLE_COPY_MOVE(BreakerGate)

    Permit makePermit(quint64 episode, TimePoint start) noexcept
    {
        Permit permit;
        permit.m_gate = this;
        permit.m_episode = episode;
        permit.m_start = start;
        return permit;
    }

private:
    friend class Permit;

    virtual void settleSuccess(quint64 episode, TimePoint start) = 0;
    virtual void settleFailure(quint64 episode, TimePoint start, ErrorKind kind, const Error *error) = 0;
    virtual void settleGivenBack(quint64 episode) noexcept = 0;
};

/// The error that a caller sees who is refused by the breaker named @p name.
Error toError(const Rejection &rejection, const QString &name);

} // namespace Fuseboard
