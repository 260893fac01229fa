// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/callfigures.h"
#include "lab/record/outagewatch.h"
#include "lab/record/runevent.h"
#include "lab/record/runsnapshot.h"

namespace Fuseboard {

/// The recording of one endpoint: everything an EndpointSnapshot shows, in bounded memory. One thread.
class EndpointRecorder
{
public:
    static constexpr int MostChanges = 10'000;
    static constexpr int MostSamples = 6'000;

    explicit EndpointRecorder(const QString &name);

    /// @p all, unless it is null, is told what concerns calls.
    void apply(const RunEvent &event, CallFigures *all);

    /// As it is at @p now. @p duration: in which calls were due.
    EndpointSnapshot snapshot(Duration now, Duration duration) const;

    const OutageWatch::Figures &outages() const { return m_outages.figures(); }

private:
    void apply(const RunEvent &event, const RunEvent::StateChanged &what);
    void apply(const RunEvent &event, const RunEvent::PhaseChanged &what);
    void apply(const RunEvent &event, const RunEvent::BreakerSampled &what);
    WindowFigures latestFigures(BreakerState state) const;

    QString m_name;
    std::optional<Health> m_health; ///< none: nobody knows, as in a replay
    CallFigures m_calls;
    OutageWatch m_outages;
    QList<RuleSample> m_samples;
    BreakerState m_sampledState = BreakerState::Closed; ///< of the newest sample
    QList<HealthSpan> m_healthSpans; ///< each ends where the next begins; the last one's end is not set
    QList<StateSpan> m_stateSpans;   ///< likewise
    QList<RecordedChange> m_changes;
    quint64 m_changesDropped = 0;
};

} // namespace Fuseboard
