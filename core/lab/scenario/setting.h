// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

#include <QString>
#include <QStringList>

namespace Fuseboard {

/// @p scenario with fields changed, one after the other, as in "policies.*.breaker.failureThreshold=3".
///
/// A path is that of the scenario's JSON form; so far only the policies' fields can be set. The value is JSON, or a bare word
/// or duration ("policies.*.retry.jitter=full"); "null" takes the field away. Only what comes out in the end must be valid. The
/// error names path and remedy, a line for each fault.
Expected<Scenario, QString> withSettings(const Scenario &scenario, const QStringList &assignments);

} // namespace Fuseboard
