// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/configcheck.h"
#include "lab/fault/endpointconfig.h"

namespace Fuseboard {

/// What is wrong with @p endpoint by itself, whatever the others are.
void checkEndpoint(const ConfigCheck &check, const EndpointConfig &endpoint);

} // namespace Fuseboard
