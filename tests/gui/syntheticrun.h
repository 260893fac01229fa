// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsnapshot.h"
#include "lab/scenario/scenario.h"

namespace Fuseboard {

/// A hard outage as a run might record it, without running anything: healthy for 10 s, 503 for 20 s, healthy again; 50 calls a
/// second, a breaker that opens on 5 failures for 5 s.
class SyntheticRun
{
public:
    explicit SyntheticRun(int endpoints = 1);

    const Scenario &scenario() const { return m_scenario; }

    /// The recording at @p now.
    RunSnapshot snapshot(Duration now) const;

    /// Each endpoint's breaker at @p now.
    QList<BreakerMetrics> metrics(Duration now) const;

private:
    EndpointSnapshot endpoint(int index, Duration now) const;

    Scenario m_scenario;
};

} // namespace Fuseboard
