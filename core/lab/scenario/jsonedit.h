// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace Fuseboard {

/// Puts @p value, or for null nothing, at @p names of a scenario's JSON form; how lists are addressed and what is made on the
/// way says setting.h. Gives the names with indices for the elements of lists, or what is wrong, without the path.
Expected<QStringList, QString> setInScenario(QJsonObject &scenario, const QStringList &names, const QJsonValue &value);

} // namespace Fuseboard
