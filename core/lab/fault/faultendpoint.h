// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointhealth.h"
#include "lab/fault/endpointstate.h"
#include "lab/fault/phasemodel.h"
#include "lab/fault/serviceplaces.h"
#include "resilience/base/scheduler.h"

#include <QPointer>

#include <deque>
#include <memory>
#include <unordered_map>
#include <utility>

namespace Fuseboard {

class FaultConnection;
struct FaultAnswer;
struct FaultRequest;

/// One endpoint of a FaultServer: decides what becomes of its requests, and when.
///
/// Which fault a request meets is decided when it comes, how long it takes when work on it begins. Work goes on when
/// the client has gone. One thread.
class FaultEndpoint
{
public:
    /// Is in the first phase of @p config from now on. @p scheduler outlives it.
    FaultEndpoint(const EndpointConfig &config, FaultLuck luck, Scheduler &scheduler);
    ~FaultEndpoint();
    Q_DISABLE_COPY_MOVE(FaultEndpoint)

    const QByteArray &path() const { return m_path; } ///< its normal form

    /// Sees to it that @p connection carries out an answer to @p request, at once or later.
    void take(const FaultRequest &request, FaultConnection &connection);

    /// @p began is the moment at which its ramps begin.
    void setPhase(const PhaseConfig &phase, TimePoint began);
    void setOverride(const EndpointOverride &byHand);

    /// Whether at this moment nobody is to get as far as a request.
    bool refusesConnections() const;

    EndpointState state() const;

private:
    /// A request that takes its time.
    struct Work;

    Duration into() const { return m_scheduler.clock().now() - m_phaseBegan; }
    void settle();
    void begin(quint64 id);
    bool isSentAgain(const FaultRequest &request, const FaultDraw &fate);
    void startTimer(quint64 id, Work &work, Duration latency);
    void end(quint64 id);
    void deliver(const FaultRequest &request, const FaultDraw &draw, Duration latency, FaultConnection &connection);

    const QByteArray m_path;
    const std::optional<CapacityConfig> m_capacity;
    const FaultLuck m_luck;
    Scheduler &m_scheduler;
    PhaseConfig m_phase;
    TimePoint m_phaseBegan;
    EndpointOverride m_byHand;
    std::shared_ptr<const PhaseModel> m_model; ///< the phase with what was set by hand
    EndpointHealth m_health;                   ///< as far as requests come; it knows of no client's limits
    ServicePlaces m_places;
    std::unordered_map<quint64, Work> m_works;
    std::deque<std::pair<quint64, quint64>> m_unanswered; ///< the newest calls and attempts whose connection just ended
    quint64 m_lastWork = 0;
    quint64 m_counted = 0; ///< requests that came without a number
    RequestCounts m_counts;
};

} // namespace Fuseboard
