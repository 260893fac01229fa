// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runevent.h"
#include "lab/record/runsnapshot.h"

#include <QStringList>

#include <memory>
#include <span>

namespace Fuseboard {

/// What is kept of a run's events, in memory that does not grow with its length: the newest hour by the second, the newest
/// 10,000 changes of state, and all of it in the summary.
///
/// Every member may be called from any thread. A run writes in batches, whoever draws takes snapshots.
class Recording
{
public:
    /// @p endpoints are their names, in the order of RunEvent::endpoint.
    explicit Recording(const QStringList &endpoints);
    ~Recording();
    Q_DISABLE_COPY_MOVE(Recording)

    /// Takes @p events, in their order; the run's time is now @p now, or that of the newest event if it is later.
    void apply(std::span<const RunEvent> events, Duration now = {});

    /// No more events will come; the run lasted until @p now.
    void finish(Duration now);

    /// The recording as it is now. The same one again, for next to nothing, as long as nothing is added.
    RunSnapshot snapshot() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
