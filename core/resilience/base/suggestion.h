// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringList>

namespace Fuseboard {

// For messages about words that somebody typed.

/// @p text, or its first @p most characters (UTF-16) and an ellipsis.
QString shortened(const QString &text, qsizetype most);

/// @p text in quotes, cut off where it is long: what was typed by mistake may be a whole file.
QString quotedWord(const QString &text);

/// All of them: "\"full\", \"none\"".
QString quotedWords(const QStringList &words);

/// "did you mean ...?" with the word that @p typed was probably meant to be, or else all there is to choose from.
QString suggestion(const QString &typed, const QStringList &words);

/// What is wrong with @p typed, which is none of @p words: "must not be \"ful\"; did you mean \"full\"?"
QString wrongWord(const QString &typed, const QStringList &words);

} // namespace Fuseboard
