// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/latencyconfig.h"

namespace Fuseboard {

/// The latency that a share of @p p of the requests stays within: the inverse of the distribution function.
///
/// With @p p drawn uniformly from [0, 1) this is a draw from the distribution, one number for each. Never negative. The
/// normal quantile in it is algorithm AS 241 (Wichura, Applied Statistics 37, 1988), good to 16 digits.
Duration latencyQuantile(const LatencyConfig &latency, double p);

} // namespace Fuseboard
