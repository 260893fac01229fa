// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace Fuseboard {

/// Calls to one endpoint, at a steady rate whether or not it answers.
struct WorkloadConfig
{
    enum class Arrivals : quint8 { Constant, Poisson };

    QString endpoint;
    Arrivals arrivals = Arrivals::Constant;
    double rate = 50; ///< calls a second, > 0
    friend bool operator==(const WorkloadConfig &, const WorkloadConfig &) = default;
};

} // namespace Fuseboard
