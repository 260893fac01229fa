// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringView>

namespace Fuseboard {

/// The scenarios that come with the program, each valid, in the order in which to show them. Read from their files at the
/// first call. Any thread.
const QList<Scenario> &builtinScenarios();

/// The one whose id or name is @p name, whatever the case of its letters; the error names the nearest one.
Expected<Scenario, QString> findBuiltinScenario(QStringView name);

/// The file of the built-in scenario with that id, byte for byte; empty if there is none.
QByteArray builtinScenarioText(const QString &id);

/// What @p scenario teaches: the last sentence of its description.
QString lessonOf(const Scenario &scenario);

} // namespace Fuseboard
