// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace Fuseboard {

/// True for a character that acts on a terminal or on the layout of a text instead of being shown: control characters (line breaks
/// and tabs too), the line and paragraph separators, those that turn the direction of writing, and half a surrogate pair.
bool isControl(char32_t c);

/// True if @p text has none of these, so that it can be a name: it stays on its line and shows as it is.
bool isPlainLine(QStringView text);

/// @p text on one line for a terminal or a table: each control character as in JSON, "\u000a".
QString plainLine(QStringView text);

/// The same for a text of several lines, whose line breaks stay.
QString plainLines(QStringView text);

} // namespace Fuseboard
