// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QString>

namespace Fuseboard {

/// One thing that is wrong with a JSON text: where, and what would be right.
struct JsonIssue
{
    int line = 1;      ///< from 1
    int column = 1;    ///< from 1, in characters (code points)
    QString pointer{}; ///< RFC 6901; empty for the whole, and for what is wrong with the text as such
    QString message{}; ///< a sentence for people: "must be at least 1, not 0"

    /// "@p file:12:34: /duration: must be ...", one line whatever the text has in it.
    QString describe(const QString &file) const;

    /// The same without a file: "12:34: /duration: must be ...".
    QString describe() const;

    friend bool operator==(const JsonIssue &, const JsonIssue &) = default;
};

/// In the order of the text; empty if nothing is wrong.
using JsonIssues = QList<JsonIssue>;

} // namespace Fuseboard
