// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsummary.h"

#include <QString>

namespace Fuseboard {

/// A mean figure for people, to three significant digits: "12.5", "1.23 s"; a ratio to at
/// least four decimals, "0.7134".
QString figureText(SummaryFigure::Unit unit, double value);

} // namespace Fuseboard
