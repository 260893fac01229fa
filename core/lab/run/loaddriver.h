// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/run/breakerboard.h"
#include "lab/run/endpointload.h"
#include "lab/run/eventbatch.h"
#include "lab/scenario/scenario.h"
#include "lab/workload/arrivals.h"
#include "resilience/base/eventloopscheduler.h"

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

    /// Ends the load and gives up the calls under way; finished() follows.
    void end();

    void setPolicy(const PolicyConfig &policy);
    void setBreakerState(int endpoint, BreakerState state);
    void breakEndpoint(int endpoint, const FaultConfig &fault);
    void heal(int endpoint);

Q_SIGNALS:
    /// Once: the scenario's time is over or end() was called, no call is under way, and the recording is complete.
    void finished();

private:
    struct Endpoint
    {
        EndpointConfig config;
        std::unique_ptr<EndpointLoad> load;
        PhaseConfig phase;
        std::optional<FaultConfig> breakage;
    };

    struct Workload
    {
        EndpointLoad *target = nullptr;
        Arrivals arrivals;
        Duration due{}; ///< of the next call, since the start
    };

    void beginCycle(TimePoint start);
    void enterPhase(int endpoint, qsizetype phase, TimePoint due);
    void recordHealth(int endpoint);
    bool isDue(const Workload &load) const;
    void scheduleCall(std::size_t workload);
    void makeCalls(std::size_t workload);
    void endLoad();
    void cancelCalls();
    void finishWhenIdle();
    void tellServer(std::function<void(FaultServer &)> what);

    const Setup m_setup;
    EventLoopScheduler m_scheduler;
    EventBatch m_events;
    std::vector<Endpoint> m_endpoints;
    std::vector<Workload> m_workloads;
    QTimer m_flushTimer;
    QTimer m_tickTimer;
    TimePoint m_start;
    bool m_isLoadOver = false;
    bool m_isFinished = false;
};

} // namespace Fuseboard
