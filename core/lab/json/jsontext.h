// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/json/jsonissue.h"
#include "resilience/base/configissue.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace Fuseboard {

/// A JSON text (RFC 8259) that remembers where everything stands, which QJsonDocument does not. A plain value.
///
/// Strict: UTF-8, no comments, no commas too many, no name twice in an object, nesting of at most 100. A byte order mark is
/// skipped. Whole numbers keep all their digits as far as 64 bits hold them.
class JsonText
{
public:
    /// The error is the first thing that is no JSON.
    static Expected<JsonText, JsonIssue> parse(const QByteArray &text);

    const QJsonValue &value() const { return m_value; }

    /// Names that an object has twice, each with its second place; the value has the last.
    const JsonIssues &duplicates() const { return m_duplicates; }

    /// An issue with the value at @p names, or, where there is none, with the nearest around it. Looks through the text anew.
    JsonIssue issueAt(const QStringList &names, const QString &message) const;

    /// The duplicates and @p issues at their places, in the order of the text. Of more than 100 the first ones, and a last
    /// one that says how many more there are. Looks through the text once.
    JsonIssues issues(const ConfigIssues &issues) const;

private:
    JsonText() = default;

    QByteArray m_text;
    QJsonValue m_value;
    JsonIssues m_duplicates;
};

} // namespace Fuseboard
