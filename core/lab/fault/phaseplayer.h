// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/scheduler.h"

#include <QObject>

#include <functional>
#include <vector>

namespace Fuseboard {

class FaultServer;

/// Moves the endpoints of a FaultServer through their phases, each when its time has come; after the last one an
/// endpoint stays as it is. Lives on the server's thread, and not longer than it.
class PhasePlayer : public QObject
{
    Q_OBJECT

public:
    explicit PhasePlayer(FaultServer &server, QObject *parent = nullptr);
    ~PhasePlayer() override;

    /// All endpoints enter their first phase now. With a @p cycle longer than 0 all begin anew each time it is over.
    /// Begins from the beginning if it is already playing.
    void play(Duration cycle = {});

Q_SIGNALS:
    /// After the server has been told, once for each phase; those of one moment in the order of the endpoints.
    void phaseEntered(int endpoint, qsizetype phase);

private:
    void playFrom(TimePoint start, Duration cycle);
    void enter(int endpoint, qsizetype phase, TimePoint began);
    void schedule(TimePoint moment, std::function<void()> function);
    void forgetTimers();

    FaultServer &m_server;
    std::vector<Scheduler::TimerId> m_timers;
};

} // namespace Fuseboard
