// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <optional>
#include <span>

namespace Fuseboard {

/// A figure's mean over seeds, and how sure it is. A plain value.
struct Estimate
{
    int count = 0;              ///< of the values that there were
    std::optional<double> mean; ///< none if there was no value
    double halfWidth = 0;       ///< of the 95 % confidence interval (Student's t); infinite for a single value

    static Estimate of(std::span<const double> values);

    friend bool operator==(const Estimate &, const Estimate &) = default;
};

} // namespace Fuseboard
