// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/takenissues.h"

#include <QStringList>

#include <utility>

namespace Fuseboard {

QString takeMessages(ConfigIssues &issues, const QString &path)
{
    QStringList messages;
    ConfigIssues others;
    for (const ConfigIssue &issue : std::as_const(issues)) {
        if (issue.field == path)
            messages.append(issue.message);
        else if (issue.field.startsWith(path + u'.'))
            messages.append(QStringLiteral("%1 %2").arg(issue.field.mid(path.size() + 1), issue.message));
        else
            others.append(issue);
    }
    issues = others;
    return messages.join(QStringLiteral("; "));
}

ConfigIssues takeBelow(ConfigIssues &issues, const QString &path)
{
    ConfigIssues below;
    ConfigIssues others;
    for (const ConfigIssue &issue : std::as_const(issues)) {
        if (issue.field.startsWith(path + u'.'))
            below.append({issue.field.mid(path.size() + 1), issue.message});
        else
            others.append(issue);
    }
    issues = others;
    return below;
}

} // namespace Fuseboard
