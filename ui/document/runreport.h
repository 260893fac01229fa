// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsnapshot.h"
#include "lab/scenario/scenario.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Fuseboard {

/// What a report tells.
struct RunReport
{
    Scenario scenario;
    QString mode; ///< for people: "simulated"
    RunSnapshot snapshot;
    std::optional<RunSummary> compared;
    QString comparedName;
    QByteArray picture; ///< PNG; empty: none

    /// One HTML page that needs no other file: what was run, whether its objectives are met, the picture, the figures, what
    /// was compared, every change of state (at most the newest 1,000), and the policies.
    QByteArray toHtml() const;
};

} // namespace Fuseboard
