// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointoverride.h"
#include "lab/fault/phasemodel.h"
#include "lab/run/breakerboard.h"
#include "lab/run/endpointload.h"
#include "lab/run/eventbatch.h"
#include "lab/run/livehealth.h"
#include "lab/run/pausablescheduler.h"
#include "lab/scenario/scenario.h"
#include "lab/workload/arrivals.h"
#include "lab/workload/callnumbers.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Fuseboard {

class FaultServer;

/// The clients' half of a live run, on a thread of its own: makes the calls when they are due, moves the endpoints through
/// their phases, and records all of it.
///
/// The phases are moved here and not by the server, so that one thread stamps all events and their order is that of time.
class LoadDriver : public QObject
{
    Q_OBJECT

public:
    struct Setup
    {
        Scenario scenario;
        bool isEndless = false;
        QList<QList<quint16>> ports; ///< by endpoint
        std::shared_ptr<Recording> recording;
        std::shared_ptr<BreakerBoard> board;
        FaultServer *server = nullptr; ///< on another thread; outlives this
    };

    explicit LoadDriver(Setup setup);
    ~LoadDriver() override;

    void begin();

    /// Ends the load and gives up the calls under way, also in a pause; finished() follows.
    void end();

    /// Time stands still: no call is made, no phase, wait, limit or open period moves on. What is on the wire still comes.
    void pause();
    void resume();

    /// Goes on for @p time of the run's, then pauses.
    void step(Duration time);

    void setPolicies(const QMap<QString, PolicyConfig> &policies);
    void setBreakerState(int endpoint, BreakerState state);
    void setOverride(int endpoint, const EndpointOverride &byHand);

Q_SIGNALS:
    /// Paused, or no longer; also at the end of a step.
    void pausedChanged(bool isPaused);

    /// Once: the scenario's time is over or end() was called, no call is under way, and the recording is complete.
    void finished();

private:
    struct Endpoint
    {
        EndpointConfig config;
        std::unique_ptr<LiveHealth> health;
        std::unique_ptr<EndpointLoad> load;
        PhaseModel phase;
        TimePoint phaseBegan;
        Scheduler::TimerId healthTimer = 0;
    };

    /// Calls that follow one another: an open workload, or one user of a closed one.
    struct Source
    {
        qsizetype workload = 0; ///< in the scenario
        int user = -1;          ///< of a closed workload
        EndpointLoad *target = nullptr;
        CallNumbers numbers;
        std::optional<Arrivals> arrivals; ///< of an open workload
        TimePoint start;                  ///< of the workload in this cycle
        TimePoint end;                    ///< calls that are due from here on are not made
        TimePoint due;                    ///< of the next call
    };

    void beginCycle(TimePoint start);
    void beginSource(std::size_t source, TimePoint cycleStart);
    void enterPhase(int endpoint, qsizetype phase, TimePoint began);
    void tellServerPhase(int endpoint);
    void watchHealth(int endpoint);
    void scheduleCall(std::size_t source);
    void makeCalls(std::size_t source);
    void callOfUser(std::size_t source);
    bool isDue(const Source &source) const { return !m_isLoadOver && source.due < source.end; }
    void endLoad();
    void cancelCalls(EndpointLoad::Reason reason);
    void finishWhenIdle();
    void tellServer(std::function<void(FaultServer &)> what);

    Setup m_setup;
    PausableScheduler m_scheduler;
    EventBatch m_events;
    std::vector<Endpoint> m_endpoints;
    std::vector<Source> m_sources;
    QList<CounterRandom> m_arrivalLuck; ///< by workload
    Scheduler::TimerId m_stepTimer = 0;
    QTimer m_flushTimer;
    QTimer m_tickTimer;
    quint64 m_cycle = 0;
    bool m_isLoadOver = false;
    bool m_isFinished = false;
};

} // namespace Fuseboard
