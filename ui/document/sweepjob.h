// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/backgroundtask.h"
#include "document/sweepresults.h"
#include "lab/tune/sweep.h"

#include <QObject>

#include <memory>
#include <optional>

namespace Fuseboard {

/// Runs a sweep in the background, and keeps what comes of it: a line for each cell, whatever the number of runs. GUI thread.
///
/// Results are fetched by refresh(), not sent: they may come by the thousand.
class SweepJob : public QObject
{
    Q_OBJECT

public:
    /// More belong on a machine of their own, with `fuseboard-cli sweep`.
    static constexpr qint64 MostCells = 20'000;

    enum class Method : quint8 {
        Grid,   ///< every cell with all seeds
        Search, ///< all cells with a few seeds, the better half with more, and so on
    };

    explicit SweepJob(QObject *parent = nullptr);

    /// Ends the sweep, and waits for that.
    ~SweepJob() override;

    /// @p plan is valid, with one scenario and at most MostCells cells. What was there before is forgotten.
    void start(const SweepPlan &plan, Method method);

    /// The sweep ends soon; what it has found stays.
    void cancel();

    /// Ends the sweep and forgets it.
    void clear();

    bool isRunning() const;
    Method method() const { return m_method; }
    Sweep::Progress progress() const;

    /// Fetches what has come since; false: nothing.
    bool refresh();

    /// As refresh() found them, and at the end of the sweep.
    const SweepResults &results() const { return m_results; }

    /// What one run took on one core, of the latest sweep that ended; none before.
    std::optional<Duration> timePerRun() const { return m_timePerRun; }

Q_SIGNALS:
    /// The results are all there are: it is done, or was cancelled.
    void finished();

private:
    struct Shared;
    static void work(Shared &shared, Sweep &sweep, Method method, const std::stop_token &stop);

    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Sweep> m_sweep;
    SweepResults m_results;
    quint64 m_fetched = 0;
    Method m_method = Method::Grid;
    std::optional<Duration> m_timePerRun;
    BackgroundTask m_task; // the last: its thread uses what is shared
};

} // namespace Fuseboard
