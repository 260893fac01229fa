// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace Fuseboard {

namespace {

struct Sample
{
    QList<qsizetype> coordinates;
    double value = 0; ///< distance from the first one's: what is always the same has no rounding in its mean
};

double meanOf(const std::vector<double> &values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / double(values.size());
}

Sensitivity sensitivity(qsizetype field, qsizetype values, const std::vector<Sample> &samples, double origin)
{
    std::vector<std::vector<double>> byValue(static_cast<std::size_t>(values));
    std::vector<double> all;
    for (const Sample &sample : samples) {
        byValue[static_cast<std::size_t>(sample.coordinates.at(field))].push_back(sample.value);
        all.push_back(sample.value);
    }
    Sensitivity result;
    result.field = field;
    const double mean = all.empty() ? 0 : meanOf(all);
    double between = 0;
    for (const std::vector<double> &some : byValue) {
        if (some.empty()) {
            result.means.append(std::nullopt);
            continue;
        }
        const double own = meanOf(some);
        result.means.append(origin + own);
        between += double(some.size()) * std::pow(own - mean, 2);
    }
    double total = 0;
    double largest = std::abs(origin);
    for (const double value : all) {
        total += std::pow(value - mean, 2);
        largest = std::max(largest, std::abs(origin + value));
    }
    // Below this it is the rounding of the figures, and nobody's doing.
    const double noise = double(all.size()) * std::pow(largest * 16 * std::numeric_limits<double>::epsilon(), 2);
    result.share = total > noise ? std::clamp(between / total, 0.0, 1.0) : 0;
    return result;
}

} // namespace

QList<Sensitivity> sensitivities(const SweepPlan &plan, const QList<CellScore> &scores)
{
    QList<Sensitivity> all;
    for (qsizetype goal = 0; goal < plan.goals.size(); ++goal) {
        std::vector<Sample> samples;
        double origin = 0;
        for (const CellScore &score : scores) {
            if (!score.error.isEmpty() || !score.goals.at(goal).mean)
                continue;
            const double value = *score.goals.at(goal).mean;
            if (samples.empty())
                origin = value;
            samples.push_back({plan.coordinatesOf(score.cell), value - origin});
        }
        for (qsizetype field = 0; field < plan.vary.size(); ++field) {
            all.append(sensitivity(field, plan.vary.at(field).values().size(), samples, origin));
            all.last().goal = goal;
        }
    }
    return all;
}

} // namespace Fuseboard
