// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"

#include "lab/record/callledger.h"
#include "lab/record/endpointrecorder.h"

#include <algorithm>
#include <mutex>
#include <vector>

namespace Fuseboard {

class Recording::Private
{
public:
    std::mutex mutex; // guards all below
    std::vector<EndpointRecorder> endpoints;
    CallFigures all; // unused where there is one endpoint
    CallLedger ledger;
    Duration now{};
    Duration load = Duration::max(); // in which calls are due
    quint64 revision = 1;
    bool isFinished = false;
    RunSnapshot latest; // as handed out last; older if its revision is
};

Recording::Recording(const QStringList &endpoints)
    : d(std::make_unique<Private>())
{
    for (const QString &name : endpoints)
        d->endpoints.emplace_back(name);
}

Recording::~Recording() = default;

void Recording::apply(std::span<const RunEvent> events, Duration now)
{
    const std::lock_guard lock(d->mutex);
    const std::span endpoints(d->endpoints);
    CallLedger &ledger = d->ledger;
    // Of one endpoint alone the figures are those of all.
    CallFigures *const all = endpoints.size() > 1 ? &d->all : nullptr;
    for (const RunEvent &event : events) {
        const auto index = static_cast<std::size_t>(event.endpoint);
        Q_ASSERT(index < endpoints.size());
        endpoints[index].apply(event, all);
        ledger.add(event);
    }
    if (!events.empty())
        now = std::max(now, events.back().at);
    d->now = std::max(d->now, now);
    ++d->revision;
}

void Recording::finish(Duration now)
{
    const std::lock_guard lock(d->mutex);
    d->now = std::max(d->now, now);
    d->isFinished = true;
    ++d->revision;
}

void Recording::endLoad(Duration moment)
{
    const std::lock_guard lock(d->mutex);
    d->load = std::min(d->load, moment);
    ++d->revision;
}

RunSnapshot Recording::snapshot() const
{
    const std::lock_guard lock(d->mutex);
    RunSnapshot &snapshot = d->latest;
    if (snapshot.revision == d->revision)
        return snapshot;

    snapshot.now = d->now;
    snapshot.revision = d->revision;
    snapshot.isFinished = d->isFinished;
    snapshot.endpoints.clear();
    const Duration duration = std::min(d->now, d->load);
    OutageWatch::Figures outages;
    for (const EndpointRecorder &endpoint : d->endpoints) {
        snapshot.endpoints.append(endpoint.snapshot(d->now, duration));
        outages.add(endpoint.outages());
    }
    if (d->endpoints.size() == 1) {
        snapshot.seconds = snapshot.endpoints.first().seconds;
        snapshot.latencies = snapshot.endpoints.first().latencies;
        snapshot.summary = snapshot.endpoints.first().summary;
    } else {
        snapshot.seconds = d->all.seconds();
        snapshot.latencies = d->all.latencies();
        snapshot.summary = d->all.summary(outages, duration);
    }
    return snapshot;
}

std::vector<RecordedCall> Recording::calls(quint64 most) const
{
    CallLedger::Pages pages;
    {
        const std::lock_guard lock(d->mutex);
        pages = d->ledger.pages();
    }
    return CallLedger::callsOf(pages, most);
}

quint64 Recording::callsDropped() const
{
    const std::lock_guard lock(d->mutex);
    return d->ledger.dropped();
}

} // namespace Fuseboard
