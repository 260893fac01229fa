// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/backgroundtask.h"
#include "lab/scenario/scenario.h"

#include <QObject>

#include <optional>

namespace Fuseboard {

/// How long a simulation of a scenario takes on one core, measured by one of them in the background. GUI thread.
class RunPace : public QObject
{
    Q_OBJECT

public:
    explicit RunPace(QObject *parent = nullptr);

    /// Measures anew where @p scenario has another load, other endpoints or another length than what was measured last; policies
    /// change a run's time too little for that.
    void measure(const Scenario &scenario);

    /// Measured better elsewhere.
    void learn(Duration timePerRun);

    /// None while it is not known yet.
    std::optional<Duration> timePerRun() const { return m_timePerRun; }

Q_SIGNALS:
    void changed();

private:
    std::optional<Scenario> m_measured;
    std::optional<Duration> m_timePerRun;
    BackgroundTask m_task;
};

} // namespace Fuseboard
