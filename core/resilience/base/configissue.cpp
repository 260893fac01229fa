// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/configissue.h"

#include "resilience/base/fieldpath.h"

#include <QJsonArray>
#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

IsFieldWritten fieldsOf(const QJsonObject &json)
{
    return [json](const QString &field) {
        const auto names = splitFieldPath(field);
        if (!names)
            return false;
        QJsonValue value = json;
        for (const QString &name : *names)
            value = value.isArray() ? value.toArray().at(name.toInt()) : value.toObject().value(name);
        return !value.isUndefined() && !value.isNull();
    };
}

IsFieldWritten fieldsUnlike(const QJsonObject &json, const QJsonObject &defaults)
{
    return [json, defaults](const QString &field) { return json.value(field) != defaults.value(field); };
}

IsFieldWritten fieldsBelow(const QString &part, const IsFieldWritten &isWritten)
{
    return [part, isWritten](const QString &field) { return isWritten(part + u'.' + field); };
}

QString describe(const ConfigIssues &issues)
{
    QStringList lines;
    lines.reserve(issues.size());
    for (const ConfigIssue &issue : issues)
        lines.append(issue.field.isEmpty() ? issue.message : issue.field + ": "_L1 + issue.message);
    return lines.join(u'\n');
}

} // namespace Fuseboard
