// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsummary.h"

#include <QList>
#include <QString>

namespace Fuseboard {

/// What came of one cell of a sweep: it depends on the plan and the cell's number alone. A plain value.
struct CellResult
{
    qint64 cell = 0;

    /// Why there is no run with these settings ("...breaker.windowSize: must be ..."); empty if there is.
    QString error;

    /// By the plan's scenario, then by seed: the first ones of the plan's seeds, all of them unless the search gave the cell up
    /// earlier. Empty if there is an error.
    QList<QList<RunSummary>> runs;

    friend bool operator==(const CellResult &, const CellResult &) = default;
};

} // namespace Fuseboard
