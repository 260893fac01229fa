// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/scenario/tuneconfig.h"

#include <QJsonObject>
#include <QString>

namespace Fuseboard {

QJsonObject tuneToJson(const TuneConfig &tune);

/// Ranges are not checked. Issues go to @p issues, fields under @p path. A list with something in it that cannot be read stays
/// empty.
TuneConfig tuneFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues);

} // namespace Fuseboard
