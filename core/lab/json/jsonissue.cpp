// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/json/jsonissue.h"

#include "resilience/base/textplace.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// A name in a file may hold a new line, or what makes a terminal act.
QString withoutControls(const QString &text)
{
    QString shown;
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control)
            shown += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            shown += c;
    }
    return shown;
}

} // namespace

QString JsonIssue::describe(const QString &file) const
{
    return withoutControls(file + u':') + describe();
}

QString JsonIssue::describe() const
{
    const QString place = TextPlace{line, column}.toString() + u": "_s;
    return withoutControls(pointer.isEmpty() ? place + message : place + pointer + u": "_s + message);
}

} // namespace Fuseboard
