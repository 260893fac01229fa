// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"

#include <QString>
#include <QStringList>
#include <QStringView>

namespace Fuseboard {

// The place of a field in a config, as ConfigIssue::field and settings write it: names and list indices with dots between
// them, "breaker.window.size". A name that would be misread stands in double quotes, in which a backslash takes what follows
// it as it is: policies."a.b".retry. The empty path is the config itself.

/// @p name as a path has it: in quotes if it is empty, has a dot, a quote or an equals sign in it, or a blank at its ends.
QString fieldPathName(const QString &name);

QString joinFieldPath(const QStringList &names);

/// The names in @p path; the error says what is wrong with it.
Expected<QStringList, QString> splitFieldPath(QStringView path);

/// Where the path ends in a setting such as "policies.*.retry.jitter=full": the first equals sign that stands in no quotes; -1 if
/// there is none.
qsizetype equalsInSetting(QStringView text);

/// The same place as a JSON pointer (RFC 6901): "/policies/a.b/retry", "" for no names.
QString jsonPointer(const QStringList &names);

} // namespace Fuseboard
