// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/phaseconfig.h"
#include "resilience/base/configissue.h"

#include <QJsonObject>
#include <QString>

namespace Fuseboard {

QJsonObject phaseToJson(const PhaseConfig &phase);

/// Ranges are not checked. Issues go to @p issues, fields under @p path.
PhaseConfig phaseFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues);

} // namespace Fuseboard
