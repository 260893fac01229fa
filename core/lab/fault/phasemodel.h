// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/faultluck.h"
#include "lab/fault/latencymodel.h"
#include "lab/fault/phaseconfig.h"

#include <vector>

namespace Fuseboard {

/// What happens to one request.
struct FaultDraw
{
    const FaultConfig *fault = nullptr; ///< in the model that was drawn from; null if it is answered well
    int status = 200;                   ///< of the answer, if it is an HTTP one
    Duration latency{};                 ///< before anything comes back

    /// Whether it fails.
    bool isError() const
    {
        return fault && (fault->kind == FaultConfig::Kind::Status ? status >= 400 : fault->isError());
    }
};

/// A phase made ready for drawing: the fate of each request, its ramp taken into account.
///
/// What is drawn is a function of the phase, the moment in it, the luck, the call and the attempt, not of what was drawn
/// before. Patterns are asked first, in the order of the phase; then faults take their shares of [0, 1) in that order. A
/// plain value.
class PhaseModel
{
public:
    PhaseModel();

    /// @p phase is valid (Scenario::validate()).
    explicit PhaseModel(const PhaseConfig &phase);

    const PhaseConfig &config() const { return m_config; }

    /// The fate of @p attempt (from 1) of @p call (from 1) at @p into the phase, with @p others requests in progress besides
    /// it. After the phase's end it is as at its end.
    FaultDraw draw(const FaultLuck &luck, quint64 call, quint64 attempt, Duration into, int others = 0) const;

    /// The share of requests that are to fail at @p into the phase.
    double errorShare(Duration into) const;

    /// What an endpoint really is from a moment on, and until which moment of the phase.
    struct HealthStretch
    {
        Health health = Health::Healthy;
        Duration until{};
    };

    /// That at @p into the phase. A ramp changes it in between; else it holds until the phase's end. Found to the
    /// millisecond.
    HealthStretch healthAt(Duration into) const;

    // What is in force at @p into the phase.

    /// Faults and their shares, patterns without one; those of both ends of a ramp.
    const std::vector<FaultConfig> &faults() const { return m_faults; }
    double shareAt(std::size_t fault, Duration into) const { return shareOf(fault, progress(into)); }
    LatencyModel latencyModelAt(Duration into) const
    {
        return m_isLatencyRamp && m_config.rampTo->latency ? LatencyModel(latencyAt(into)) : m_latency;
    }

    LatencyConfig latencyAt(Duration into) const;
    Duration perConcurrentAt(Duration into) const;

    /// Each with its share as of then, those without one left out.
    QList<FaultConfig> faultsAt(Duration into) const;

    /// Whether every request meets a reset at connect, so that connecting is refused: none is told apart by its number.
    bool refusesConnections(Duration into) const;

private:
    double progress(Duration into) const;
    double shareOf(std::size_t fault, double progress) const;

    PhaseConfig m_config;
    std::vector<FaultConfig> m_faults; ///< those of both ends of a ramp, their shares as at its beginning
    std::vector<double> m_endShares;   ///< as at its end
    LatencyModel m_latency;
    bool m_isLatencyRamp = false;
};

} // namespace Fuseboard
