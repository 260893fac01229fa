// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "resilience/base/configissue.h"

namespace Fuseboard {

/// What in @p endpoints, which are valid, a live run shows and a simulation cannot know, each with its path in a file:
/// redirects to another server, a Retry-After date in an answer without a Date, and answers that are not final.
ConfigIssues wireWarnings(const QList<EndpointConfig> &endpoints);

} // namespace Fuseboard
