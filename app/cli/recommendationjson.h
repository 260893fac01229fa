// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/recommendation.h"

#include <QJsonObject>

namespace Fuseboard::Cli {

/// For programs: `settings` to be changed, what that does to each goal (`changes`) and at what `costs`, the objectives that are
/// not met before and after, what was tried, and the `text` for people. Times are texts such as "1.2s".
QJsonObject recommendationToJson(const Recommendation &recommendation);

} // namespace Fuseboard::Cli
