// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "lab/record/recordedcall.h"
#include "lab/record/runexport.h"
#include "resilience/base/expected.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace Fuseboard::Cli {

/// Where what came of a run is to be written; what is empty was not asked for, "-" is standard output.
struct OutputOptions
{
    QString json;
    QString csv; ///< a directory
    QString junit;
    QString save;
    bool isQuiet = false;

    bool takesStandardOutput() const
    {
        return json == QLatin1StringView("-") || junit == QLatin1StringView("-") || save == QLatin1StringView("-");
    }

    /// At most one can be standard output, and none the same file as another or as one of @p inputs.
    std::optional<Failure> check(const QStringList &inputs) const;
};

/// A run that is over.
struct RunResult
{
    RunDescription description;
    QJsonObject scenario;
    RunSnapshot snapshot;
    std::vector<RecordedCall> calls;
    quint64 callsDropped = 0;
};

/// Writes what was asked for, and unless that takes standard output, the summary.
std::optional<Failure> writeRun(const OutputOptions &options, const RunResult &result);

/// What the values of --check say; the failure names the first that says nothing.
Expected<QList<Objective>, Failure> parseChecks(const QStringList &checks);

/// Nothing if all @p objectives are met; else a failure with a line for each that is not.
std::optional<Failure> checkObjectives(const QList<Objective> &objectives, const RunSummary &summary);

} // namespace Fuseboard::Cli
