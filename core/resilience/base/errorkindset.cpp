// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/errorkindset.h"

#include <QStringList>

namespace Fuseboard {

QList<ErrorKind> ErrorKindSet::named() const
{
    QList<ErrorKind> kinds;
    for (int i = 0; i < ErrorKindCount; ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        if (m_named & bit(kind))
            kinds.append(kind);
    }
    return kinds;
}

QStringList ErrorKindSet::names() const
{
    QStringList names;
    for (const ErrorKind kind : named())
        names.append(errorKindName(kind));
    return names;
}

} // namespace Fuseboard
