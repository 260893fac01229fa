// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/health.h"
#include "resilience/base/timepoint.h"
#include "resilience/breaker/breakerstate.h"

#include <QtGlobal>

#include <optional>

namespace Fuseboard {

/// Holds what an endpoint really was against what its breaker made of it: RunSummary's detectTime, recoverTime, opens and
/// flaps. A plain value, told in the order of time; one thread.
class OutageWatch
{
public:
    /// Sums and counts, so that several endpoints can be added up.
    struct Figures
    {
        quint64 opens = 0;
        quint64 flaps = 0;
        Duration detecting{};
        quint64 detected = 0;
        Duration recovering{};
        quint64 recovered = 0;

        void add(const Figures &other);
        std::optional<Duration> meanDetectTime() const;
        std::optional<Duration> meanRecoverTime() const;
    };

    void healthChanged(Health health, Duration at);
    void stateChanged(BreakerState to, Duration at);

    const Figures &figures() const { return m_figures; }

private:
    bool isDown() const { return m_downSince.has_value(); }
    void detected(Duration at);

    Figures m_figures;
    BreakerState m_state = BreakerState::Closed;
    std::optional<Duration> m_closedAt;  ///< the latest closing
    std::optional<Duration> m_downSince; ///< the present outage's begin
    std::optional<Duration> m_upSince;   ///< the end of a detected outage that is not recovered from yet
    bool m_isDetected = false;           ///< the present outage
};

} // namespace Fuseboard
