// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/latencyconfig.h"

#include <QtGlobal>

namespace Fuseboard {

/// A latency distribution made ready for drawing: the logarithms are taken once. A plain value.
class LatencyModel
{
public:
    /// No latency at all.
    LatencyModel() = default;

    /// @p latency is valid (Scenario::validate()).
    explicit LatencyModel(const LatencyConfig &latency);

    /// The latency that a share of @p p of the requests stays within: the inverse of the distribution function.
    ///
    /// With @p p drawn uniformly from [0, 1) this is a draw from the distribution, one number for each. Never negative. The
    /// normal quantile in it is algorithm AS 241 (Wichura, Applied Statistics 37, 1988), good to 16 digits.
    Duration quantile(double p) const;

    /// The share of the requests that stay within @p limit: the distribution function.
    double shareWithin(Duration limit) const;

private:
    enum class Shape : quint8 { Linear, LogNormal, Exponential };

    Shape m_shape = Shape::Linear;
    double m_a = 0; ///< the least, the median or the mean, ns
    double m_b = 0; ///< Linear: the greatest minus the least, ns; LogNormal: the standard deviation of the logarithm
};

/// The distribution whose parameters are @p x (0..1) of the way from those of @p from to those of @p to, of the same kind
/// (asserted).
LatencyConfig between(const LatencyConfig &from, const LatencyConfig &to, double x);

} // namespace Fuseboard
