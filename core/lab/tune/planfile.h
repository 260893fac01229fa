// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/json/jsonissue.h"
#include "lab/tune/sweepplan.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace Fuseboard {

/// As many bytes a plan may have: 64 MiB.
inline constexpr qsizetype MostPlanBytes = 64 * 1024 * 1024;

/// A sweep's plan as a file keeps it: plan.json, "format": "fuseboard-plan/1", with everything in it that the results depend on.
///
/// It is not changed once it is written: parts of the sweep say by its hash which plan they belong to. A plain value.
class PlanFile
{
public:
    static constexpr int MostShards = 10'000;

    /// @p plan is valid and has a goal (asserted). What its scenarios say of tuning is left out. @p shards is the number of
    /// parts that the sweep is to be run in, 1..MostShards; 0 leaves it to whoever runs it.
    explicit PlanFile(const SweepPlan &plan, int shards = 0);

    /// Reads the text of a file. The error lists what is wrong; of one that was changed after it was written it says that alone.
    static Expected<PlanFile, JsonIssues> read(const QByteArray &text);

    const SweepPlan &plan() const { return m_plan; }
    int shards() const { return m_shards; }

    /// SHA-256, in hexadecimal digits, of what else is in the file: JSON without blanks, the names of each object in the order of
    /// their UTF-16 code units, numbers in their shortest form.
    const QString &hash() const { return m_hash; }

    /// What is to be computed, however it is cut into parts: it is the same for all numbers of them.
    PlanFile withoutShards() const;

    QByteArray toText() const;

private:
    PlanFile() = default;

    SweepPlan m_plan;
    int m_shards = 0;
    QString m_hash;
    QJsonObject
        m_content; ///< without the hash; as it was read, so that a newer program does not take it for another one
};

} // namespace Fuseboard
