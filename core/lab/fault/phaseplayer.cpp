// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phaseplayer.h"

#include "lab/fault/faultserver.h"

#include <utility>

namespace Fuseboard {

PhasePlayer::PhasePlayer(FaultServer &server, QObject *parent)
    : QObject(parent)
    , m_server(server)
{
}

PhasePlayer::~PhasePlayer()
{
    forgetTimers();
}

void PhasePlayer::play(Duration cycle)
{
    playFrom(m_server.scheduler().clock().now(), cycle);
}

void PhasePlayer::playFrom(TimePoint start, Duration cycle)
{
    forgetTimers();
    for (int i = 0; i < m_server.endpoints().size(); ++i) {
        TimePoint began = start;
        const QList<PhaseConfig> &phases = m_server.endpoints()[i].phases;
        for (qsizetype phase = 0; phase < phases.size(); ++phase) {
            if (phase == 0)
                enter(i, phase, began);
            else if (cycle <= Duration::zero() || began < start + cycle)
                schedule(began, [this, i, phase, began] { enter(i, phase, began); });
            began += phases[phase].length;
        }
    }
    if (cycle > Duration::zero())
        schedule(start + cycle, [this, start, cycle] { playFrom(start + cycle, cycle); });
}

void PhasePlayer::enter(int endpoint, qsizetype phase, TimePoint began)
{
    m_server.setPhase(endpoint, m_server.endpoints()[endpoint].phases[phase], began);
    Q_EMIT phaseEntered(endpoint, phase);
}

void PhasePlayer::schedule(TimePoint moment, std::function<void()> function)
{
    m_timers.push_back(m_server.scheduler().at(moment, std::move(function)));
}

void PhasePlayer::forgetTimers()
{
    for (const Scheduler::TimerId timer : std::exchange(m_timers, {}))
        m_server.scheduler().cancel(timer);
}

} // namespace Fuseboard
