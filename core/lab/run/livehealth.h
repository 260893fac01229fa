// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "lab/fault/endpointhealth.h"
#include "lab/fault/endpointoverride.h"
#include "lab/run/eventbatch.h"
#include "resilience/pipeline/policyconfig.h"

namespace Fuseboard {

/// The health of an endpoint in a live run: EndpointHealth, told what the load meets, and telling the run's recording. What a
/// request meets is drawn here as the server draws it. One thread, that of the load.
class LiveHealth
{
public:
    /// The endpoint has this @p index in the run; @p sources as for EndpointHealth. @p events outlives it.
    LiveHealth(int index, const EndpointConfig &config, quint64 sources, FaultLuck luck, EventBatch &events);

    /// It is in @p phase since @p began, which is now.
    void setPhase(const PhaseConfig &phase, TimePoint began);
    void setOverride(const EndpointOverride &byHand, TimePoint now);
    void setPolicy(const PolicyConfig &policy, TimePoint now);

    /// Looks at the moment @p now, and tells it if it is something else.
    void judge(TimePoint now);

    /// When to judge again, if nothing happens; TimePoint::max() for never.
    TimePoint until(TimePoint now) const { return m_health.until(now); }

    void callDue(quint64 number, TimePoint due);

    /// A request under way.
    struct Request
    {
        TimePoint began;
        Duration latency{}; ///< that its answer takes by itself
        bool isFaulty = false;
    };

    Request requestBegins(quint64 call, int attempt, TimePoint now) const;

    /// @p request has ended at @p now, as @p attempt of its call.
    void requestEnded(const Request &request, int attempt, const Ending &ending, TimePoint now);

private:
    void settle();
    void tell(TimePoint now);

    const int m_index;
    const FaultLuck m_luck;
    EventBatch &m_events;
    bool m_hasCapacity = false;
    bool m_hasPhase = false; ///< the run has begun
    PhaseConfig m_phase;
    TimePoint m_began;
    EndpointOverride m_byHand;
    PhaseModel m_model; ///< the phase with what was set by hand
    EndpointHealth m_health;
};

} // namespace Fuseboard
