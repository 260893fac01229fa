// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"
#include "resilience/base/timepoint.h"

#include <QString>
#include <QStringView>

namespace Fuseboard {

/// Reads a length of time such as "250ms", "1.5s", "2m" or "1h".
///
/// A number (digits, optionally a point and more digits) and one of the units ns, us, ms, s, m, h, with nothing
/// between, before or behind them. Exact to the nanosecond; a finer fraction, a missing unit, a sign and anything
/// longer than 292 years are errors. The error is a sentence that names @p text (its first 40 characters) and what
/// would be right.
Expected<Duration, QString> parseDuration(QStringView text);

/// The shortest text that parseDuration() reads back as the same length, in the largest unit that keeps it short and
/// its number at 1 or more: "250ms", "1.5s", "2m". Zero is "0s". A negative one, which is no length, gets a minus sign,
/// for messages.
QString formatDuration(Duration duration);

/// For people, not to be read back: rounded to at most three significant figures, with a space before the unit (ns, µs,
/// ms, s, min, h): "1.23 s", "4 ms", "2.5 min". Zero is "0 s"; a negative one gets a minus sign.
QString displayDuration(Duration duration);

} // namespace Fuseboard
