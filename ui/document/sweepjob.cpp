// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/sweepjob.h"

#include <QElapsedTimer>

#include <algorithm>
#include <mutex>
#include <thread>

namespace Fuseboard {

namespace {

constexpr qint64 ConcludeIntervalMs = 200;
constexpr qint64 ConcludeShare = 10; // of the time at the most: conclusions on many cells take a while

} // namespace

/// What the sweep's thread writes and the GUI reads.
struct SweepJob::Shared
{
    std::mutex mutex; // guards all below
    SweepResults results;
    quint64 revision = 0;
};

SweepJob::SweepJob(QObject *parent)
    : QObject(parent)
{
}

SweepJob::~SweepJob() = default;

void SweepJob::start(const SweepPlan &plan, Method method)
{
    clear();
    m_results.plan = plan;
    m_results.scores.resize(plan.cellCount());
    for (qsizetype i = 0; i < m_results.scores.size(); ++i)
        m_results.scores[i].cell = i;
    m_method = method;
    m_shared = std::make_shared<Shared>();
    m_shared->results = m_results;
    m_sweep = std::make_shared<Sweep>(plan);
    m_task.start([this, shared = m_shared, sweep = m_sweep, method](const std::stop_token &stop) {
        QElapsedTimer time;
        time.start();
        work(*shared, *sweep, method, stop);
        const Duration took = std::chrono::nanoseconds(time.nsecsElapsed());
        const qint64 runs = sweep->progress().runsDone;
        return [this, took, runs] {
            refresh();
            if (runs > 0)
                m_timePerRun = took * std::max(1u, std::thread::hardware_concurrency()) / runs;
            Q_EMIT finished();
        };
    });
}

void SweepJob::work(Shared &shared, Sweep &sweep, Method method, const std::stop_token &stop)
{
    QElapsedTimer sinceConclusion;
    sinceConclusion.start();
    qint64 wait = 0;
    const auto conclude = [&] {
        sinceConclusion.start();
        SweepResults results;
        {
            const std::scoped_lock lock(shared.mutex);
            results = shared.results;
        }
        results.conclude();
        const std::scoped_lock lock(shared.mutex);
        shared.results.best = results.best;
        shared.results.front = results.front;
        shared.results.sensitivities = results.sensitivities;
        ++shared.revision;
        wait = std::max(ConcludeIntervalMs, sinceConclusion.elapsed() * ConcludeShare);
    };
    const SweepPlan plan = shared.results.plan; // which nobody changes
    const auto sink = [&](const CellResult &result) {
        const CellScore score = scoreOf(plan, result);
        {
            const std::scoped_lock lock(shared.mutex);
            shared.results.scores[score.cell] = score;
            ++shared.revision;
        }
        if (sinceConclusion.hasExpired(wait))
            conclude();
    };
    const bool isWhole = method == Method::Grid ? sweep.run(sink, stop) : sweep.search(sink, stop);
    conclude();
    const std::scoped_lock lock(shared.mutex);
    shared.results.isWhole = isWhole;
    ++shared.revision;
}

void SweepJob::cancel()
{
    m_task.stop();
}

void SweepJob::clear()
{
    m_task.forget();
    m_results = {};
    m_shared.reset();
    m_sweep.reset();
    m_fetched = 0;
}

bool SweepJob::isRunning() const
{
    return m_task.isRunning();
}

Sweep::Progress SweepJob::progress() const
{
    return m_sweep ? m_sweep->progress() : Sweep::Progress();
}

bool SweepJob::refresh()
{
    if (!m_shared)
        return false;
    const std::scoped_lock lock(m_shared->mutex);
    if (m_fetched == m_shared->revision)
        return false;
    m_fetched = m_shared->revision;
    m_results = m_shared->results;
    return true;
}

} // namespace Fuseboard
