// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/recommendationjob.h"

#include <mutex>

namespace Fuseboard {

/// What the search's thread writes and the GUI reads.
struct RecommendationJob::Shared
{
    std::mutex mutex; // guards all below
    Sweep::Progress progress;
};

RecommendationJob::RecommendationJob(QObject *parent)
    : QObject(parent)
{
}

RecommendationJob::~RecommendationJob() = default;

void RecommendationJob::start(const Scenario &scenario)
{
    clear();
    m_shared = std::make_shared<Shared>();
    m_task.start([this, shared = m_shared, scenario](const std::stop_token &stop) {
        const auto result = recommend(scenario, 0, stop, [&](const Sweep::Progress &progress) {
            const std::scoped_lock lock(shared->mutex);
            shared->progress = progress;
        });
        return [this, result] {
            if (result)
                m_result = *result;
            else
                m_failure = result.error();
            Q_EMIT finished();
        };
    });
}

void RecommendationJob::cancel()
{
    m_task.stop();
}

void RecommendationJob::clear()
{
    m_task.forget();
    m_result.reset();
    m_failure.clear();
    m_shared.reset();
}

bool RecommendationJob::isRunning() const
{
    return m_task.isRunning();
}

Sweep::Progress RecommendationJob::progress() const
{
    if (!m_shared)
        return {};
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->progress;
}

} // namespace Fuseboard
