// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/workload/workloadconfig.h"
#include "resilience/base/configissue.h"

#include <QJsonObject>
#include <QString>

namespace Fuseboard {

QJsonObject workloadToJson(const WorkloadConfig &workload);

/// Ranges are not checked. Issues go to @p issues, fields under @p path.
WorkloadConfig workloadFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues);

} // namespace Fuseboard
