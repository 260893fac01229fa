// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/configissue.h"

#include <QString>

namespace Fuseboard {

// How the issues of a config find the editors they belong beside: each takes its own out of the list, and what is left
// in the end is said for the whole.

/// The messages of those at @p path and below it, in one text; they are no longer in @p issues. Below: with the rest of
/// their path, where @p path alone would not say which.
QString takeMessages(ConfigIssues &issues, const QString &path);

/// Those below @p path, their paths from there on; they are no longer in @p issues.
ConfigIssues takeBelow(ConfigIssues &issues, const QString &path);

} // namespace Fuseboard
