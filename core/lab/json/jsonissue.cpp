// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/json/jsonissue.h"

#include "lab/file/plainline.h"
#include "resilience/base/textplace.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

QString JsonIssue::describe(const QString &file) const
{
    return plainLine(file + u':') + describe();
}

QString JsonIssue::describe() const
{
    const QString place = TextPlace{line, column}.toString() + u": "_s;
    return plainLine(pointer.isEmpty() ? place + message : place + pointer + u": "_s + message);
}

} // namespace Fuseboard
