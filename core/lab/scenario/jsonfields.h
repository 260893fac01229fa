// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/issuelimit.h"
#include "resilience/base/jsonreader.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <utility>

namespace Fuseboard {

// What a scenario's JSON form needs beyond JsonReader.

/// Every whole number up to this, 2^53, is read as it is by every program that reads JSON.
inline constexpr quint64 LargestJsonWhole = quint64(1) << 53;

/// Notes that a field which has no default is missing; @p remedy continues "it must be".
void requireField(JsonReader &reader, const QString &name, const QString &remedy);

/// Reads a whole number from 0 to LargestJsonWhole.
void readWhole(JsonReader &reader, const QString &name, quint64 &value);

/// The list of that name; none if it is absent or (an issue) something else. @p of says what it is a list of: "phases".
std::optional<QJsonArray> readList(JsonReader &reader, const QString &name, const QString &of);

/// Gives every object in the list of that name to @p read, with its path; what is no object is an issue. Ends when there are enough
/// issues (issuelimit.h).
template<typename Read>
void readObjects(JsonReader &reader, const QString &name, ConfigIssues &issues, Read read)
{
    const auto list = readList(reader, name, QStringLiteral("objects"));
    for (qsizetype i = 0; list && i < list->size() && !isFull(issues); ++i) {
        const QString path = reader.fieldPath(name) + u'.' + QString::number(i);
        if (list->at(i).isObject())
            read(list->at(i).toObject(), path);
        else
            issues.append({path, QStringLiteral("must be an object, {...}")});
    }
}

/// Reads a list of texts, each as T::parse() takes it; @p example is one that it does. The list stays as it is if something in
/// it cannot be read.
template<typename T>
void readParsed(JsonReader &reader, const QString &name, const QString &example, QList<T> &target, ConfigIssues &issues)
{
    const auto list = readList(reader, name, QStringLiteral("strings such as \"%1\"").arg(example));
    QList<T> read;
    const qsizetype before = issues.size();
    for (qsizetype i = 0; list && i < list->size() && !isFull(issues); ++i) {
        const QString path = reader.fieldPath(name) + u'.' + QString::number(i);
        if (!list->at(i).isString()) {
            issues.append({path, QStringLiteral("must be a string such as \"%1\"").arg(example)});
            continue;
        }
        const auto value = T::parse(list->at(i).toString());
        if (value)
            read.append(*value);
        else
            issues.append({path, value.error()});
    }
    if (list && issues.size() == before)
        target = read;
}

} // namespace Fuseboard
