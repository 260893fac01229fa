// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/sweepplan.h"

#include "lab/scenario/setting.h"
#include "resilience/base/issuelimit.h"

#include <QSet>

namespace Fuseboard {

using namespace Qt::StringLiterals;

qint64 SweepPlan::cellCount() const
{
    qint64 count = 1;
    for (const Variation &variation : vary) {
        const qint64 values = variation.values().size();
        // Beyond what is allowed it is only said to be beyond it.
        count = count > MostCells ? count : count * values;
    }
    return count;
}

qint64 SweepPlan::runCount() const
{
    return cellCount() * scenarios.size() * seeds;
}

QList<qsizetype> SweepPlan::coordinatesOf(qint64 cell) const
{
    QList<qsizetype> coordinates(vary.size());
    for (qsizetype i = vary.size() - 1; i >= 0; --i) {
        const qint64 values = vary.at(i).values().size();
        coordinates[i] = cell % values;
        cell /= values;
    }
    return coordinates;
}

qint64 SweepPlan::cellAt(const QList<qsizetype> &coordinates) const
{
    qint64 cell = 0;
    for (qsizetype i = 0; i < vary.size(); ++i)
        cell = cell * vary.at(i).values().size() + coordinates.at(i);
    return cell;
}

QStringList SweepPlan::settingsOf(qint64 cell) const
{
    const QList<qsizetype> coordinates = coordinatesOf(cell);
    QStringList settings;
    for (qsizetype i = 0; i < vary.size(); ++i)
        settings.append(vary.at(i).setting(coordinates.at(i)));
    return settings;
}

quint64 SweepPlan::seedOf(const Scenario &scenario, int run)
{
    if (run == 0)
        return scenario.seed;
    // A stream that no endpoint has.
    const CounterRandom random(scenario.seed, ~quint64(0));
    return random.bits(static_cast<quint64>(run)) % Scenario::LargestSeed;
}

ConfigIssues SweepPlan::validate() const
{
    ConfigIssues issues;
    if (scenarios.isEmpty())
        issues.append({u"scenarios"_s, u"must name at least one scenario"_s});
    if (seeds < 1 || seeds > MostSeeds)
        issues.append({u"seeds"_s, u"must be from 1 to %1, not %2"_s.arg(MostSeeds).arg(seeds)});
    if (cellCount() > MostCells) {
        issues.append({u"vary"_s, u"makes more than %1 combinations; take fewer values"_s.arg(MostCells)});
        return issues;
    }
    QSet<QString> paths;
    for (qsizetype i = 0; i < vary.size() && !isFull(issues); ++i) {
        const QString field = u"vary.%1"_s.arg(i);
        const Variation &variation = vary.at(i);
        if (paths.contains(variation.path()))
            issues.append({field, u"must be another field: %1 varies already"_s.arg(variation.path())});
        paths.insert(variation.path());
        for (const Scenario &scenario : scenarios) {
            for (qsizetype value = 0; value < variation.values().size(); ++value) {
                if (const auto changed = withSettings(scenario, {variation.setting(value)}); !changed) {
                    const QString setting = variation.setting(value);
                    issues.append(
                        {field, u"%1 cannot be in \"%2\": %3"_s.arg(setting, scenario.name, changed.error())});
                    break; // the others most likely for the same reason
                }
            }
        }
    }
    return issues;
}

} // namespace Fuseboard
