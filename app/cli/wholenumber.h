// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// Reads what was typed behind @p option, a whole number from @p least to @p most; text that is empty leaves @p value alone.
std::optional<Failure> readWholeNumber(const QString &option, const QString &text, int least, int most, int &value);

} // namespace Fuseboard::Cli
