// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QByteArray>
#include <QString>

namespace Fuseboard {

/// @p time in milliseconds with as many decimals as there are, at most six: "1500", "0.25".
QByteArray csvMilliseconds(Duration time);

/// @p text as a CSV field (RFC 4180): in quotes where it has to be, on one line (plainLine()).
QByteArray csvField(const QString &text);

} // namespace Fuseboard
