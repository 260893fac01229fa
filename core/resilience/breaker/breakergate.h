// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"
#include "resilience/breaker/breakerstate.h"
#include "resilience/breaker/permit.h"

#include <memory>
#include <optional>

namespace Fuseboard {

/// Why there is no permit. A plain value.
struct Rejection
{
    BreakerState state = BreakerState::Open; ///< Open, HalfOpen (and full) or ForcedOpen
    std::optional<Duration> retryAfter{};    ///< 0 or more; none if nobody can know (half-open and full, forced open)
};

/// Where permits come from: what a pipeline needs to know of a breaker.
///
/// Behind it stands a CircuitBreaker in a program, a bare BreakerMachine in a simulation; that says from which threads
/// it may be used. Held by std::shared_ptr. An implementation stays alive as long as one of its permits is out.
class BreakerGate
{
public:
    virtual ~BreakerGate();

    /// Asks for leave to make a call: a permit, or why there is none and how long to wait.
    virtual Expected<Permit, Rejection> tryAcquire() = 0;

    /// The breaker's name, for messages.
    virtual QString gateName() const = 0;

    /// Until when it surely refuses, as far as is known: the end of the open period. The clock's zero where nothing is.
    virtual TimePoint refusesUntil() const { return {}; }

    /// Why the breaker opened the last time, for messages: "5 failures in a row; last: server 503". Empty if it never did.
    virtual QString whyOpened() const { return {}; }

protected:
    BreakerGate() = default;
    Q_DISABLE_COPY_MOVE(BreakerGate)

    /// @p start: from when the call is measured; TimePoint::min() if nobody needs it.
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

    /// What a permit of @p episode is worth now; does what is due first. Cheap while the breaker stays closed.
    virtual PermitStanding standingOf(quint64 episode) = 0;

    /// One of these, once for each permit. @p start is as makePermit() got it; @p error may be null.
    virtual void settleSuccess(quint64 episode, TimePoint start) = 0;
    virtual void settleFailure(quint64 episode, TimePoint start, ErrorKind kind, const Error *error) = 0;
    virtual void settleGivenBack(quint64 episode) noexcept = 0;
};

/// The error of kind `circuitOpen` that a caller sees who is refused by the breaker named @p name, with the rejection's
/// retryAfter. @p why says why it opened; empty where that is not known. Its duration is for the caller to fill in.
Error toError(const Rejection &rejection, const QString &name, const QString &why = {});

} // namespace Fuseboard
