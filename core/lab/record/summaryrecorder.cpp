// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/summaryrecorder.h"

namespace Fuseboard {

SummaryRecorder::SummaryRecorder(qsizetype endpoints)
    : m_endpoints(static_cast<std::size_t>(endpoints))
{
}

void SummaryRecorder::apply(std::span<const RunEvent> events)
{
    for (const RunEvent &event : events) {
        Endpoint &endpoint = m_endpoints[static_cast<std::size_t>(event.endpoint)];
        if (const auto *due = std::get_if<RunEvent::CallDue>(&event.what)) {
            m_counts.callDue(*due);
        } else if (const auto *attempt = std::get_if<RunEvent::AttemptStarted>(&event.what)) {
            m_counts.attemptStarted(*attempt, endpoint.health == Health::Down);
        } else if (const auto *end = std::get_if<RunEvent::CallEnded>(&event.what)) {
            const CallCounts::End kind = m_counts.callEnded(*end, endpoint.health == Health::Healthy);
            if (kind != CallCounts::End::Rejected)
                m_latencies.record(end->latency);
        } else if (const auto *change = std::get_if<RunEvent::StateChanged>(&event.what)) {
            endpoint.outages.stateChanged(change->change.to, event.at);
        } else if (const auto *phase = std::get_if<RunEvent::PhaseChanged>(&event.what)) {
            endpoint.health = phase->health;
            endpoint.outages.healthChanged(phase->health, event.at);
        }
    }
    if (!events.empty())
        m_newest = std::max(m_newest, events.back().at);
}

RunSummary SummaryRecorder::summary(Duration now) const
{
    OutageWatch::Figures outages;
    for (const Endpoint &endpoint : m_endpoints)
        outages.add(endpoint.outages.figures());
    return m_counts.summary(outages, m_latencies, std::min(std::max(now, m_newest), m_load));
}

} // namespace Fuseboard
