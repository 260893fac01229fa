// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/objective.h"
#include "lab/record/runsnapshot.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace Fuseboard {

/// What an export says of a run besides its recording.
struct RunDescription
{
    QString program;             ///< with its version
    QString scenario;            ///< its name
    QString mode;                ///< "live", "simulated" or "replay"
    std::optional<quint64> seed; ///< none where nothing was drawn
    QList<Objective> objectives;
};

/// A run as `fuseboard-cli run --json` writes it (FORMATS.md).
QJsonObject runToJson(const RunDescription &run, const RunSnapshot &snapshot);

} // namespace Fuseboard
