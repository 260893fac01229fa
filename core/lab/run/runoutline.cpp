// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/runoutline.h"

namespace Fuseboard {

void RunOutline::add(std::span<const RunEvent> events)
{
    for (const RunEvent &event : events) {
        if (const auto *end = std::get_if<RunEvent::CallEnded>(&event.what))
            calls.push_back({event.endpoint, event.call, end->ending, end->attempts, end->latency, end->deliveries});
        else if (const auto *what = std::get_if<RunEvent::StateChanged>(&event.what))
            changes.push_back({event.endpoint, event.at, what->change.from, what->change.to});
    }
}

RunOutline RunOutline::of(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls)
{
    RunOutline outline;
    outline.calls.reserve(calls.size());
    for (const RecordedCall &call : calls)
        outline.calls.push_back({call.endpoint, call.number, call.ending, static_cast<int>(call.attempts.size()),
                                 call.latency, call.deliveries});
    for (int endpoint = 0; endpoint < snapshot.endpoints.size(); ++endpoint) {
        for (const RecordedChange &recorded : snapshot.endpoints[endpoint].changes)
            outline.changes.push_back({endpoint, recorded.at, recorded.change.from, recorded.change.to});
    }
    return outline;
}

} // namespace Fuseboard
