// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/breakerstate.h"

#include <array>

namespace Fuseboard {

namespace {

const std::array<QString, BreakerStateCount> &names()
{
    static const std::array<QString, BreakerStateCount> list{
        QStringLiteral("closed"),      QStringLiteral("open"),     QStringLiteral("half_open"),
        QStringLiteral("forced_open"), QStringLiteral("disabled"), QStringLiteral("metrics_only"),
    };
    return list;
}

} // namespace

QString breakerStateName(BreakerState state)
{
    return names()[static_cast<std::size_t>(state)];
}

std::optional<BreakerState> breakerStateFromName(QStringView name)
{
    for (std::size_t i = 0; i < names().size(); ++i) {
        if (names()[i] == name)
            return static_cast<BreakerState>(i);
    }
    return std::nullopt;
}

} // namespace Fuseboard
