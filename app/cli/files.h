// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "resilience/base/configissue.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <limits>
#include <optional>

QT_BEGIN_NAMESPACE
class QFile;
QT_END_NAMESPACE

namespace Fuseboard::Cli {

/// A file, or standard input for "-", as far as its first @p most bytes.
Expected<QByteArray, Failure> readInput(const QString &path, qint64 most = std::numeric_limits<qint64>::max());

/// The JSON object in a file; the failure names file, line and column.
Expected<QJsonObject, Failure> readJsonObject(const QString &path);

/// Writes a file whole or not at all, or to standard output for "-".
std::optional<Failure> writeOutput(const QString &path, const QByteArray &content);

/// Gives @p file, which is open for writing, the name @p path once what was written is on the disk, so that under that name it is
/// whole whatever happens. Closes it.
std::optional<Failure> renameDurably(QFile &file, const QString &path);

/// writeOutput() for standard output.
std::optional<Failure> writeStandardOutput(const QByteArray &content);
void writeStandardError(const QString &text);
bool isStandardErrorTerminal();

/// How messages name @p path.
QString shownPath(const QString &path);

/// What is said of @p warning, a field in the file @p shown, which has no effect.
QString warningLine(const QString &shown, const ConfigIssue &warning);

/// What is wrong in a file, a line for each: "policy.json: /breaker/window/size: must be ...".
Failure badFields(const QString &path, const ConfigIssues &issues);

} // namespace Fuseboard::Cli
