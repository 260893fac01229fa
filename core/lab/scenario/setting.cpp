// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/setting.h"

#include "lab/json/jsontext.h"
#include "lab/scenario/jsonedit.h"
#include "resilience/base/fieldpath.h"

#include <QStringList>

#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// A setting as it was typed, and the path that it came to.
struct Assignment
{
    QString path;
    QString resolved;
};

/// A JSON value where @p text is one, else the text itself, so that a shell needs no quotes: 3, true, 5s, ["timeout"].
Expected<QJsonValue, QString> readValue(QStringView text)
{
    if (const auto json = JsonText::parse(text.toUtf8())) {
        if (!json->duplicates().isEmpty())
            return Unexpected{u"a name is twice in the value"_s};
        return json->value();
    } else if (text.startsWith(u'[') || text.startsWith(u'{') || text.startsWith(u'"')) {
        return Unexpected{u"the value is no JSON: %1"_s.arg(json.error().message)};
    }
    return QJsonValue(text.toString());
}

Expected<Assignment, QString> apply(QStringView text, QJsonObject &scenario)
{
    const qsizetype equals = equalsInSetting(text);
    const QStringView path = text.first(qMax<qsizetype>(equals, 0)).trimmed();
    if (path.isEmpty()) {
        return Unexpected{
            u"\"%1\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3 or seed=7"_s.arg(text)};
    }
    const auto fault = [path](const QString &message) { return Unexpected{u"%1: %2"_s.arg(path, message)}; };
    const auto names = splitFieldPath(path);
    if (!names)
        return fault(names.error());
    const auto value = readValue(text.sliced(equals + 1).trimmed());
    if (!value)
        return fault(value.error());
    const auto resolved = setInScenario(scenario, *names, *value);
    if (!resolved)
        return fault(resolved.error());
    return Assignment{path.toString(), joinFieldPath(*resolved)};
}

/// @p field as it was typed, where it was set or lies within what was set.
QString asTyped(const QString &field, const QList<Assignment> &assignments)
{
    for (auto assignment = assignments.rbegin(); assignment != assignments.rend(); ++assignment) {
        const QString &set = assignment->resolved;
        if (field == set)
            return assignment->path;
        if (field.startsWith(set) && field[set.size()] == u'.')
            return assignment->path + field.sliced(set.size());
    }
    return field;
}

} // namespace

Expected<Scenario, QString> withSettings(const Scenario &scenario, const QStringList &assignments)
{
    if (assignments.isEmpty())
        return scenario;

    QJsonObject json = scenario.toJson();
    QList<Assignment> done;
    for (const QString &assignment : assignments) {
        const auto applied = apply(assignment, json);
        if (!applied)
            return Unexpected{applied.error()};
        done.append(*applied);
    }
    auto changed = Scenario::fromJson(json);
    if (!changed) {
        QStringList faults;
        for (const ConfigIssue &issue : changed.error())
            faults.append(asTyped(issue.field, done) + u": "_s + issue.message);
        return Unexpected{faults.join(u'\n')};
    }
    changed->id = scenario.id;
    return *std::move(changed);
}

} // namespace Fuseboard
