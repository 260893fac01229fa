// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArrayView>
#include <QString>

namespace Fuseboard {

/// Where something stands in a text, as editors count.
struct TextPlace
{
    int line = 1;   ///< from 1
    int column = 1; ///< from 1, in characters (code points); a byte order mark is none

    /// That of the byte at @p offset of @p text, which is UTF-8; that of its end, if it has fewer.
    static TextPlace of(QByteArrayView text, qsizetype offset);

    /// "12:34"
    QString toString() const;
};

} // namespace Fuseboard
