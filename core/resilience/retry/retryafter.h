// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace Fuseboard {

/// How long a Retry-After header asks to wait, 0 or more: seconds, or an HTTP date held against @p date (the answer's
/// Date header, where there is one that can be read) or else @p now.
///
/// A value that is negative, in the past, longer than ten years or malformed counts as absent, as does a date whose
/// weekday is wrong. RFC 9110, 10.2.3; the date in any of its three forms (5.6.7). May be called from any thread.
std::optional<Duration> parseRetryAfter(const QByteArray &value, const QByteArray &date = {},
                                        const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace Fuseboard
