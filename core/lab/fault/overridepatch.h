// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointstate.h"
#include "resilience/base/configissue.h"

#include <QJsonObject>

namespace Fuseboard {

/// What is set by hand at an endpoint that is in @p state after @p patch, an object with "latency", "faults" and
/// "capacity".
///
/// What is absent stays; null gives it back to the scenario. A latency's shape and its "perConcurrent" are set one by
/// one, so are the two fields of a capacity; faults take the place of all before. Everything that is wrong goes to @p
/// issues; then the result is of no use.
EndpointOverride patchedOverride(const EndpointState &state, const QJsonObject &patch, ConfigIssues &issues);

} // namespace Fuseboard
