// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/estimate.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace Fuseboard {

namespace {

namespace policies = boost::math::policies;

// As precise as double is. Boost would reckon in long double, with tables that are computed at every start of the program, and
// that Valgrind, which has no such numbers, ends it at.
using StudentsT = boost::math::students_t_distribution<double, policies::policy<policies::promote_double<false>>>;

} // namespace

Estimate Estimate::of(std::span<const double> values)
{
    Estimate estimate;
    estimate.count = static_cast<int>(values.size());
    if (values.empty())
        return estimate;
    const double count = double(values.size());
    // As distances from one of them: values that are all alike have just that mean, and no spread.
    const double origin = values.front();
    double sum = 0;
    for (const double value : values)
        sum += value - origin;
    const double distance = sum / count;
    estimate.mean = origin + distance;
    if (values.size() == 1) {
        estimate.halfWidth = std::numeric_limits<double>::infinity();
        return estimate;
    }
    double squares = 0;
    for (const double value : values)
        squares += std::pow(value - origin - distance, 2);
    const double quantile = boost::math::quantile(StudentsT(count - 1), 0.975);
    estimate.halfWidth = quantile * std::sqrt(squares / (count - 1) / count);
    return estimate;
}

} // namespace Fuseboard
