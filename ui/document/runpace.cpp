// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/runpace.h"

#include "lab/tune/sweep.h"

#include <QElapsedTimer>

namespace Fuseboard {

RunPace::RunPace(QObject *parent)
    : QObject(parent)
{
}

void RunPace::measure(const Scenario &scenario)
{
    if (m_measured && m_measured->duration == scenario.duration && m_measured->workload == scenario.workload
        && m_measured->endpoints == scenario.endpoints)
        return;
    m_measured = scenario;
    m_timePerRun.reset();
    m_task.start([this, scenario](const std::stop_token &stop) -> std::function<void()> {
        SweepPlan plan;
        plan.scenarios = {scenario};
        QElapsedTimer time;
        time.start();
        if (!runCell(plan, 0, 1, stop))
            return [] {};
        return [this, took = std::chrono::nanoseconds(time.nsecsElapsed())] { learn(took); };
    });
}

void RunPace::learn(Duration timePerRun)
{
    m_timePerRun = timePerRun;
    Q_EMIT changed();
}

} // namespace Fuseboard
