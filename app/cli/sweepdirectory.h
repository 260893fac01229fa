// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/tune/planfile.h"
#include "resilience/base/expected.h"

#include <QDir>
#include <QList>
#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// Where a sweep lives: plan.json, and in parts/ what its shards have found.
class SweepDirectory
{
public:
    /// A part of which there is a file, finished or not.
    struct Part
    {
        int shard = 1;
        int shards = 1;
        bool isFinished = false;

        friend bool operator==(const Part &, const Part &) = default;
    };

    explicit SweepDirectory(const QString &path);

    QString path() const { return m_directory.path(); }
    QString planPath() const { return m_directory.filePath(QStringLiteral("plan.json")); }

    /// The failure says what is wrong with the plan, or how to make one.
    Expected<PlanFile, Failure> readPlan() const;

    /// Makes parts/.
    std::optional<Failure> makeParts() const;

    QString partPath(int shard, int shards) const;
    QString partialPath(int shard, int shards) const { return partPath(shard, shards) + QStringLiteral(".partial"); }
    QString lockPath(int shard, int shards) const { return partPath(shard, shards) + QStringLiteral(".lock"); }

    /// By the number of shards, then by shard; one that is there finished is not there as an unfinished one too.
    QList<Part> parts() const;

    /// Files among the parts that end like one and have no part's name: copies, most likely.
    QStringList strangers() const;

    /// The number of shards that the plan says, or else the parts that are there; none if neither does. The failure says that the
    /// parts do not agree with the plan or with each other, and what to do.
    Expected<std::optional<int>, Failure> shards(const PlanFile &plan) const;

private:
    QString partsPath() const;

    QDir m_directory;
};

} // namespace Fuseboard::Cli
