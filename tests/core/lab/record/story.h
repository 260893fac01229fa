// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recording.h"

#include <utility>
#include <vector>

/// What the tests of Recording share.
namespace RecordStory {

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Events of endpoint 0, one after the other.
class Story
{
public:
    explicit Story(int endpoint = 0)
        : m_endpoint(endpoint)
    {
    }

    Story &health(Duration at, Health health, const QString &phase = u"phase"_s)
    {
        return add(at, 0, RunEvent::PhaseChanged{phase, health});
    }
    Story &state(Duration at, BreakerState to)
    {
        StateChange change;
        change.from = std::exchange(m_state, to);
        change.to = to;
        return add(at, 0, RunEvent::StateChanged{change});
    }
    Story &attempt(Duration at) { return add(at, 1, RunEvent::AttemptStarted()); }
    Story &call(Duration due, Duration latency, Ending ending, int attempts = 1)
    {
        ++m_call;
        add(due, m_call, RunEvent::CallDue());
        for (int i = 1; i <= attempts; ++i)
            add(due, m_call, RunEvent::AttemptStarted{i});
        return add(due + latency, m_call, RunEvent::CallEnded{ending, attempts, latency});
    }
    Story &success(Duration due, Duration latency = 10ms) { return call(due, latency, Ending::success(200)); }
    Story &rejected(Duration due) { return call(due, 0ms, Ending::failure(ErrorKind::CircuitOpen), 0); }

    const std::vector<RunEvent> &events() const { return m_events; }

private:
    template<typename What>
    Story &add(Duration at, quint64 call, What what)
    {
        RunEvent &event = m_events.emplace_back();
        event.at = at;
        event.endpoint = m_endpoint;
        event.call = call;
        event.what.emplace<What>(std::move(what));
        return *this;
    }

    int m_endpoint;
    quint64 m_call = 0;
    BreakerState m_state = BreakerState::Closed;
    std::vector<RunEvent> m_events;
};

inline RunSnapshot recorded(const Story &story, Duration now = {})
{
    Recording recording({u"orders"_s});
    recording.apply(story.events(), now);
    return recording.snapshot();
}

} // namespace RecordStory
