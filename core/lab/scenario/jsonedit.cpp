// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/jsonedit.h"

#include "resilience/base/suggestion.h"

#include <QJsonArray>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// What the element of a list is known by: its own name, or that of its endpoint.
QString nameOf(const QJsonValue &element)
{
    const QJsonValue name = element[u"name"];
    return (name.isUndefined() ? element[u"endpoint"] : name).toString();
}

/// The index in @p list that @p name stands for.
Expected<qsizetype, QString> indexOf(const QJsonArray &list, const QString &name)
{
    const bool isNumber = std::ranges::all_of(name, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (isNumber && !name.isEmpty()) {
        bool fits = false;
        const int index = name.toInt(&fits);
        if (fits && index <= list.size())
            return index;
        return Unexpected{u"there are %1 elements, counted from 0; %1 would add one"_s.arg(list.size())};
    }

    QStringList names;
    for (const QJsonValue &element : list)
        names.append(nameOf(element));
    const auto found = names.count(name);
    if (found == 1)
        return names.indexOf(name);
    if (found > 1)
        return Unexpected{u"there are %1 of this name; give the index of one, from 0"_s.arg(found)};
    names.removeAll(QString());
    if (names.isEmpty())
        return Unexpected{u"the elements of this list have no names; give an index, from 0"_s};
    return Unexpected{wrongWord(name, names)};
}

class Editor
{
public:
    Editor(const QStringList &names, const QJsonValue &value)
        : m_names(names)
        , m_value(value)
    {
    }

    QJsonValue edited(const QJsonValue &old, qsizetype depth)
    {
        if (depth == m_names.size())
            return m_value;
        // A name below a number or a string replaces it by an object, and what reads that says what was wrong.
        return old.isArray() ? QJsonValue(editedList(old.toArray(), depth)) : editedObject(old.toObject(), depth);
    }

    /// "orders" for "endpoints.orders", with what is wrong there.
    const QString &error() const { return m_error; }
    const QStringList &resolved() const { return m_resolved; }

private:
    QJsonValue editedObject(QJsonObject object, qsizetype depth)
    {
        const QString &name = m_names[depth];
        m_resolved.append(name);
        QJsonValue old = object.value(name);
        const bool isPolicy = depth == 1 && m_names.first() == "policies"_L1;
        if (old.isUndefined() && isPolicy && depth + 1 < m_names.size())
            old = object.value(u"*"_s);
        const QJsonValue changed = edited(old, depth + 1);
        // Taking away what is not there makes nothing.
        if (changed.isNull() || (m_value.isNull() && old.isUndefined()))
            object.remove(name);
        else
            object.insert(name, changed);
        return object;
    }

    QJsonValue editedList(QJsonArray list, qsizetype depth)
    {
        const auto index = indexOf(list, m_names[depth]);
        if (!index) {
            m_error = index.error();
            return list;
        }
        m_resolved.append(QString::number(*index));
        const bool isNew = *index == list.size();
        const QJsonValue changed = edited(isNew ? QJsonValue(QJsonObject()) : list.at(*index), depth + 1);
        if (isNew && !m_value.isNull())
            list.append(changed);
        else if (!isNew && changed.isNull())
            list.removeAt(*index);
        else if (!isNew)
            list.replace(*index, changed);
        return list;
    }

    const QStringList &m_names;
    const QJsonValue &m_value;
    QString m_error;
    QStringList m_resolved;
};

} // namespace

Expected<QStringList, QString> setInScenario(QJsonObject &scenario, const QStringList &names, const QJsonValue &value)
{
    Editor editor(names, value);
    const QJsonObject edited = editor.edited(scenario, 0).toObject();
    if (!editor.error().isEmpty())
        return Unexpected{editor.error()};
    scenario = edited;
    return editor.resolved();
}

} // namespace Fuseboard
