// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/json/jsonissue.h"
#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

#include <QByteArray>

namespace Fuseboard {

/// A scenario file may have as many bytes: 16 MiB. Whoever reads one need not read on beyond it.
inline constexpr qsizetype MostScenarioBytes = 16 * 1024 * 1024;

/// Reads what is in a scenario file. The error lists everything that is wrong, in the order of the text, but no more than a
/// hundred things; of what is no JSON, the first.
Expected<Scenario, JsonIssues> readScenario(const QByteArray &text);

/// Where in @p text, a scenario file, @p issues are.
JsonIssues placesOf(const ConfigIssues &issues, const QByteArray &text);

/// The text of a scenario file that readScenario() reads as a scenario equal to @p scenario but for its id.
QByteArray writeScenario(const Scenario &scenario);

} // namespace Fuseboard
