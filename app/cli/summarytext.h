// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsnapshot.h"

#include <QString>

namespace Fuseboard::Cli {

/// A run's figures and its breakers' changes, for people.
QString summaryText(const RunSnapshot &snapshot);

/// "  10.412 s  orders  closed -> open  10 failures in a row ...", with its line end.
QString transitionLine(Duration at, const QString &endpoint, const StateChange &change);

} // namespace Fuseboard::Cli
