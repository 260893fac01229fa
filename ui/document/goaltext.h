// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/goal.h"
#include "lab/tune/estimate.h"

#include <QString>

namespace Fuseboard {

/// What is wanted, for people: "Lowest wasted attempts".
QString goalLabel(const Goal &goal);

/// A mean of the goal's figure: "12.5", "97.4 %", "1.38 s".
QString goalValueText(const Goal &goal, double value);

/// The same with how sure it is: "12.5 ± 0.8"; without, where nobody knows; a dash for none.
QString estimateText(const Goal &goal, const Estimate &estimate);

} // namespace Fuseboard
