// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/configissue.h"

#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

QString describe(const ConfigIssues &issues)
{
    QStringList lines;
    lines.reserve(issues.size());
    for (const ConfigIssue &issue : issues)
        lines.append(issue.field.isEmpty() ? issue.message : issue.field + ": "_L1 + issue.message);
    return lines.join(u'\n');
}

} // namespace Fuseboard
