// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/recordedcall.h"
#include "theme/marks.h"

#include <QIcon>
#include <QString>

namespace Fuseboard {

/// How a recorded call came out, as the summary counts it: what was never sent is rejected, what was sent and then refused has
/// failed.
enum class CallOutcome : quint8 { Succeeded, Failed, Rejected, Cancelled };

inline constexpr int CallOutcomeCount = 4;

CallOutcome outcomeOf(const RecordedCall &call);
Mark markOf(CallOutcome outcome);

/// How an attempt is shown: a time limit that ran out apart from other failures, and what was over before it ended apart from both.
Mark markOf(const RecordedAttempt &attempt);

/// In words: "succeeded (200)", "server error (503)", "time limit ran out".
QString endingWords(const Ending &ending);

/// The mark's letter on its colour, of any size.
QIcon markIcon(const Mark &mark);

/// What happened to @p call, a line for each attempt and wait: its start since the call was due, its length, its end.
QString callWords(const RecordedCall &call);

} // namespace Fuseboard
