// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runevent.h"
#include "lab/record/runsnapshot.h"

#include <QStringList>

#include <memory>
#include <span>
#include <vector>

namespace Fuseboard {

/// What is kept of a run's events, in memory that does not grow with its length: a series that coarsens as it ages, the
/// newest 100,000 calls in full, the newest 10,000 changes of state, and all of it in the summary.
///
/// Every member may be called from any thread. A run writes in batches, whoever draws takes snapshots.
class Recording
{
public:
    /// @p endpoints are their names, in the order of RunEvent::endpoint.
    explicit Recording(const QStringList &endpoints);
    ~Recording();
    Q_DISABLE_COPY_MOVE(Recording)

    /// Takes @p events, in their order; the run's time is now @p now, or that of the newest event if it is later. Each is of
    /// one of the endpoints (asserted).
    void apply(std::span<const RunEvent> events, Duration now = {});

    /// No more events will come; the run lasted until @p now.
    void finish(Duration now);

    /// No call is due from @p moment on, mostly a scenario's duration: rates are over the time until then, or over the run so
    /// far if that is shorter. The earliest of several holds.
    void endLoad(Duration moment);

    /// The recording as it is now. The same one again, for next to nothing, as long as nothing is added.
    RunSnapshot snapshot() const;

    /// The newest @p most calls that have ended (at most 100,000 are kept), in the order of their ends. Puts them together
    /// on the caller's time: milliseconds for each ten thousand.
    std::vector<RecordedCall> calls(quint64 most = 100'000) const;

    /// Calls that have ended and are not kept any more.
    quint64 callsDropped() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
