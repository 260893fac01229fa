// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/objective.h"

#include <QString>

namespace Fuseboard {

/// The objective in the words of the window: "success rate ≥ 70 %".
QString objectiveText(const Objective &objective);

/// The same with a sign for whether @p summary meets it, and its value there: "✓ success rate ≥ 70 % (74.1 %)". Before the first
/// call there is neither: "– success rate ≥ 70 %".
QString objectiveText(const Objective &objective, const RunSummary &summary);

/// @p text of the engine, which spells figures as files do, in the words of the window: "success rate 62.9 %" for
/// "successRate 0.6289".
QString figuresInWords(QString text);

} // namespace Fuseboard
