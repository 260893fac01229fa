// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <functional>

namespace Fuseboard {

/// One thing that is wrong with a config: which field, and what would be right. A plain value.
struct ConfigIssue
{
    QString field{};   ///< as files spell it, dots between levels: "window.size" (fieldpath.h); empty: the whole
    QString message{}; ///< a sentence for people: "must be at least 1, not 0"

    friend bool operator==(const ConfigIssue &, const ConfigIssue &) = default;
};

/// Everything that is wrong; empty if nothing is.
using ConfigIssues = QList<ConfigIssue>;

/// Whether somebody wrote a field of a config down, by its name as ConfigIssue has it. For warnings: what is only a
/// default disturbs nobody.
using IsFieldWritten = std::function<bool(const QString &field)>;

/// What is in @p json, a config's or one that has configs in it, counts as written: @p field "window.size" is its
/// "size" in "window". null is not.
IsFieldWritten fieldsOf(const QJsonObject &json);

/// What is another value in @p json than in @p defaults counts as written. Fields of the first level only.
IsFieldWritten fieldsUnlike(const QJsonObject &json, const QJsonObject &defaults);

/// @p isWritten for the fields of the part @p part, which do not begin with its name.
IsFieldWritten fieldsBelow(const QString &part, const IsFieldWritten &isWritten);

/// One line per issue, "field: message", without a line break at the end.
QString describe(const ConfigIssues &issues);

} // namespace Fuseboard
