// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recording.h"
#include "lab/record/runevent.h"

#include <memory>
#include <vector>

namespace Fuseboard {

/// Gathers a live run's events for its recording, so that the lock is taken a few times a second and not for each. One thread.
class EventBatch
{
public:
    EventBatch(std::shared_ptr<Recording> recording, qsizetype endpoints);

    /// The run begins: moments count from here.
    void begin(TimePoint start) { m_start = start; }
    Duration runTime(TimePoint moment) const { return moment - m_start; }

    /// @p moment is moved behind the endpoint's latest event where it is before it: a call that was due while the thread was
    /// busy, a change that another thread brought about.
    template<typename What>
    void add(int endpoint, quint64 call, TimePoint moment, What what)
    {
        Duration &latest = m_latest[static_cast<std::size_t>(endpoint)];
        latest = std::max(latest, runTime(moment));
        m_events.push_back({latest, endpoint, call, std::move(what)});
        if (m_events.size() >= MostEvents)
            flush(moment);
    }

    void flush(TimePoint now);

    /// Flushes, and closes the recording.
    void finish(TimePoint now);

private:
    static constexpr std::size_t MostEvents = 1024;

    std::shared_ptr<Recording> m_recording;
    std::vector<RunEvent> m_events;
    std::vector<Duration> m_latest; ///< of each endpoint
    TimePoint m_start;
};

} // namespace Fuseboard
