// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/backgroundtask.h"
#include "lab/tune/recommendation.h"

#include <QObject>

#include <memory>
#include <optional>

namespace Fuseboard {

/// Looks for a recommendation in the background. GUI thread.
class RecommendationJob : public QObject
{
    Q_OBJECT

public:
    explicit RecommendationJob(QObject *parent = nullptr);

    /// Ends the search, and waits for that.
    ~RecommendationJob() override;

    void start(const Scenario &scenario);

    /// It ends soon; finished() comes without a result.
    void cancel();

    /// Ends the search without finished(), and forgets its result.
    void clear();

    bool isRunning() const;
    Sweep::Progress progress() const;

    /// None while it is searched for, after cancel(), and where there is a failure.
    const std::optional<Recommendation> &result() const { return m_result; }

    /// Why there can be none; empty if there can.
    const QString &failure() const { return m_failure; }

Q_SIGNALS:
    void finished();

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    std::optional<Recommendation> m_result;
    QString m_failure;
    BackgroundTask m_task; // the last: its thread uses what is shared
};

} // namespace Fuseboard
