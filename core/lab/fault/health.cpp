// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/health.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

Health healthOfErrorShare(double share) noexcept
{
    // Shares are added up from decimal fractions: ten times 0.05 must be half.
    constexpr double rounding = 1e-9;
    if (share >= 0.5 - rounding)
        return Health::Down;
    return share >= 0.05 - rounding ? Health::Degraded : Health::Healthy;
}

QString healthName(Health health)
{
    switch (health) {
    case Health::Healthy:
        return u"healthy"_s;
    case Health::Degraded:
        return u"degraded"_s;
    case Health::Down:
        break;
    }
    return u"down"_s;
}

std::optional<Health> healthFromName(QStringView name)
{
    for (const Health health : {Health::Healthy, Health::Degraded, Health::Down}) {
        if (healthName(health) == name)
            return health;
    }
    return std::nullopt;
}

} // namespace Fuseboard
