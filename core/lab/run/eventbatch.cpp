// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/eventbatch.h"

namespace Fuseboard {

EventBatch::EventBatch(std::shared_ptr<Recording> recording, qsizetype endpoints)
    : m_recording(std::move(recording))
    , m_latest(static_cast<std::size_t>(endpoints))
{
    m_events.reserve(MostEvents);
}

void EventBatch::flush(TimePoint now)
{
    m_recording->apply(m_events, runTime(now));
    m_events.clear();
}

void EventBatch::finish(TimePoint now)
{
    flush(now);
    m_recording->finish(runTime(now));
}

} // namespace Fuseboard
