// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/setting.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Root = "policies.*."_L1;

/// A JSON value where @p text is one, else the text itself, so that a shell needs no quotes: 3, true, 5s, ["timeout"].
QJsonValue readValue(QStringView text)
{
    // Qt reads no bare values, only lists and objects.
    const QByteArray list = '[' + text.toUtf8() + ']';
    const QJsonDocument document = QJsonDocument::fromJson(list);
    const QJsonArray values = document.array();
    return values.size() == 1 ? values.first() : QJsonValue(text.toString());
}

/// @p object with @p value at @p path; objects on the way are made where there are none.
QJsonObject withValue(QJsonObject object, const QStringList &path, const QJsonValue &value)
{
    const QString &name = path.first();
    if (path.size() > 1)
        object.insert(name, withValue(object.value(name).toObject(), path.sliced(1), value));
    else if (value.isNull())
        object.remove(name);
    else
        object.insert(name, value);
    return object;
}

/// Changes one field of @p policy; what is wrong with @p assignment, if anything.
QString apply(QStringView assignment, QJsonObject &policy)
{
    const qsizetype equals = assignment.indexOf(u'=');
    const QStringView path = assignment.first(qMax<qsizetype>(equals, 0)).trimmed();
    if (path.isEmpty())
        return u"\"%1\" must be PATH=VALUE, as in policies.*.breaker.failureThreshold=3"_s.arg(assignment);
    if (!path.startsWith(Root)) {
        return u"%1: only fields of the policies can be set so far, as in policies.*.breaker.failureThreshold=3"_s.arg(
            path);
    }
    const QStringList names = path.sliced(Root.size()).toString().split(u'.');
    if (names.contains(QString()))
        return u"%1: a name is missing beside a dot"_s.arg(path);
    policy = withValue(policy, names, readValue(assignment.sliced(equals + 1).trimmed()));
    return {};
}

} // namespace

Expected<Scenario, QString> withSettings(const Scenario &scenario, const QStringList &assignments)
{
    if (assignments.isEmpty())
        return scenario;

    QJsonObject json = scenario.policies.value(u"*"_s).toJson();
    for (const QString &assignment : assignments) {
        if (const QString error = apply(assignment, json); !error.isEmpty())
            return Unexpected{error};
    }
    const auto policy = PolicyConfig::fromJson(json);
    if (!policy) {
        QStringList faults;
        for (const ConfigIssue &issue : policy.error())
            faults.append(Root + issue.field + u": "_s + issue.message);
        return Unexpected{faults.join(u'\n')};
    }
    Scenario changed = scenario;
    changed.policies.insert(u"*"_s, *policy);
    return changed;
}

} // namespace Fuseboard
