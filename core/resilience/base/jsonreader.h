// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/configissue.h"
#include "resilience/base/errorkindset.h"
#include "resilience/base/timepoint.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace Fuseboard {

/// Reads the fields of one JSON object into typed values and notes everything that is wrong with them. One thread.
///
/// A field that is absent leaves its value alone. A field of the wrong type is an issue and leaves it alone too, as a
/// list with one bad member does. Ranges are not checked here: that is the config's validate(). finish() notes the
/// fields that nobody asked for. Issues come in the order in which the fields are read; a list with several bad members
/// gives several issues for one field.
class JsonReader
{
public:
    /// Issues go to @p issues, each field under @p path ("" or "window"). @p object and @p issues must outlive the
    /// reader.
    JsonReader(const QJsonObject &object, QString path, ConfigIssues &issues);

    void read(const QString &name, bool &value);
    void read(const QString &name, int &value); ///< a number with a fraction, or too large for an int, is an issue
    void read(const QString &name, double &value);
    void read(const QString &name, QString &value);
    void read(const QString &name, Duration &value);                ///< a text as parseDuration() reads it
    void read(const QString &name, std::optional<Duration> &value); ///< null takes the value away
    void read(const QString &name, ErrorKindSet &value);            ///< a list of names and statuses; replaces the set

    /// A word out of @p words, spelled exactly so; its index in them goes to @p index.
    void readWord(const QString &name, const QStringList &words, int &index);

    /// The object of that name; none if it is absent, null or (an issue) something else.
    std::optional<QJsonObject> object(const QString &name);

    /// The value as it stands; Undefined if absent. Counts as asked for.
    QJsonValue value(const QString &name);

    /// Does not count as asked for.
    bool contains(const QString &name) const { return m_object.contains(name); }

    /// The full name of a field, for issues: "window.size" (fieldpath.h).
    QString fieldPath(const QString &name) const;

    /// Notes @p message for the field @p name of this object, unless there are enough issues (issuelimit.h).
    void addIssue(const QString &name, const QString &message);

    /// Notes the fields that were not asked for, with the nearest name that was, or all of them where none is near; of
    /// more than 50 how many they are. To be called last.
    void finish();

private:
    const QJsonObject &m_object;
    QString m_path;
    ConfigIssues &m_issues;
    QStringList m_asked;
};

} // namespace Fuseboard
