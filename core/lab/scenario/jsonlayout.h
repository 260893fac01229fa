// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace Fuseboard {

/// @p object as a person would write it: fields in the order in which the documentation has them and not in that of the
/// alphabet, and on one line whatever fits there. Ends with a new line.
QByteArray scenarioLayout(const QJsonObject &object);

} // namespace Fuseboard
