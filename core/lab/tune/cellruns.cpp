// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/cellruns.h"

#include "lab/record/summaryrecorder.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/setting.h"

#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

std::optional<CellResult> cellRuns(const SweepPlan &plan, qint64 cell, int first, int end, const std::stop_token &stop,
                                   const std::function<void()> &isDone)
{
    CellResult result;
    result.cell = cell;
    const QStringList settings = plan.settingsOf(cell);
    QList<Scenario> scenarios;
    for (const Scenario &scenario : plan.scenarios) {
        auto changed = withSettings(scenario, settings);
        if (!changed) {
            result.error = plan.scenarios.size() == 1 ? changed.error() : scenario.name + u": "_s + changed.error();
            return result;
        }
        scenarios.append(*std::move(changed));
    }
    for (Scenario &scenario : scenarios) {
        const Scenario unseeded = scenario;
        QList<RunSummary> &runs = result.runs.emplaceBack();
        for (int run = first; run < end; ++run) {
            scenario.seed = SweepPlan::seedOf(unseeded, run);
            SummaryRecorder recorder(scenario.endpoints.size());
            recorder.endLoad(scenario.duration);
            SimulatedRun simulation(scenario, [&recorder](auto events) { recorder.apply(events); });
            // A short run does not look.
            if (stop.stop_requested() || !simulation.run(stop))
                return std::nullopt;
            if (const QString failure = simulation.failure(); !failure.isEmpty()) {
                CellResult failed;
                failed.cell = cell;
                failed.error = plan.scenarios.size() == 1 ? failure : scenario.name + u": "_s + failure;
                return failed;
            }
            runs.append(recorder.summary(simulation.now()));
            isDone();
        }
    }
    return result;
}

} // namespace Fuseboard
