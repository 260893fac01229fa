// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/virtualclock.h"
#include "resilience/breaker/breakergate.h"

#include <QStringList>

#include <functional>
#include <utility>

namespace Fuseboard {

/// A breaker as simple as can be: opens after some failures, for a while. Keeps count of its permits, and a
/// log.
class FakeGate final : public BreakerGate
{
public:
    explicit FakeGate(const Clock &clock)
        : m_clock(clock)
    {
    }

    Expected<Permit, Rejection> tryAcquire() override
    {
        if (onAcquire)
            onAcquire();
        if (m_clock.now() < openUntil) {
            log.append(QStringLiteral("refused"));
            return Unexpected{Rejection{BreakerState::Open, openUntil - m_clock.now()}};
        }
        ++granted;
        log.append(QStringLiteral("granted"));
        return makePermit(episode, TimePoint::min());
    }

    QString gateName() const override { return QStringLiteral("fake"); }
    QString whyOpened() const override { return why; }
    TimePoint refusesUntil() const override { return openUntil; }

    int settled() const { return successes + failures + givenBack; }
    int out() const { return granted - settled(); }

    int failuresToOpen = 1'000'000;
    Duration openFor = std::chrono::seconds(4);
    TimePoint openUntil{};
    quint64 episode = 7; ///< of the permits to come; those of another one are stale
    bool isHalfOpen = false;
    QString why;
    std::function<void()> onAcquire;
    std::function<void()> onFailure;

    int granted = 0;
    int successes = 0;
    int failures = 0;
    int givenBack = 0;
    QStringList log;

    QStringList takeLog() { return std::exchange(log, {}); }

private:
    PermitStanding standingOf(quint64 asked) override
    {
        if (asked != episode)
            return PermitStanding::Stale;
        return isHalfOpen ? PermitStanding::Trial : PermitStanding::Current;
    }

    void settleSuccess(quint64, TimePoint) override
    {
        ++successes;
        log.append(QStringLiteral("success"));
    }

    void settleFailure(quint64, TimePoint, ErrorKind kind, const Error *) override
    {
        ++failures;
        log.append(QStringLiteral("failure(%1)").arg(errorKindName(kind)));
        if (failures % failuresToOpen == 0)
            openUntil = m_clock.now() + openFor;
        if (onFailure)
            onFailure();
    }

    void settleGivenBack(quint64) noexcept override
    {
        ++givenBack;
        log.append(QStringLiteral("back"));
    }

    const Clock &m_clock;
};

} // namespace Fuseboard
