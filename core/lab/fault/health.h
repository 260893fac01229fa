// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace Fuseboard {

/// What an endpoint really is: down while at least half of its requests are to fail, degraded from 5 %, else healthy.
enum class Health : quint8 { Healthy, Degraded, Down };

Health healthOfErrorShare(double share) noexcept;

/// The name that files use: "healthy".
QString healthName(Health health);
std::optional<Health> healthFromName(QStringView name);

} // namespace Fuseboard
