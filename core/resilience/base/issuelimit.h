// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/configissue.h"

namespace Fuseboard {

/// How many issues are noted at most. Input that is another program's, or an attack, can have millions of them, and each costs
/// memory and time. Those who show issues show fewer.
inline constexpr qsizetype MostConfigIssues = 1000;

/// Whether nothing more is noted in @p issues. A loop that looks for what is wrong can end then.
inline bool isFull(const ConfigIssues &issues)
{
    return issues.size() >= MostConfigIssues;
}

} // namespace Fuseboard
