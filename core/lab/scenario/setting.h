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
/// A path is that of the scenario's JSON form, as fieldpath.h has it: "seed", "workload.0.arrivals.rate". The element of a list
/// is named by its index, or by its own name (an endpoint or a phase) or its endpoint (a workload), if only one has it:
/// "endpoints.orders.phases.outage.for"; the index behind the last makes a new one. Objects on the way are made where there
/// are none; a policy that an endpoint does not have begins as that of "*".
///
/// The value is JSON, or a bare word or duration: "policies.*.retry.jitter=full". "null" takes the field or the element away.
/// Only what comes out in the end must be valid. The error names path and remedy, a line for each fault.
Expected<Scenario, QString> withSettings(const Scenario &scenario, const QStringList &assignments);

} // namespace Fuseboard
