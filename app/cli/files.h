// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"
#include "resilience/base/configissue.h"
#include "resilience/base/expected.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Fuseboard::Cli {

/// A file, or standard input for "-", of at most @p most bytes; the failure says so of one that has more.
Expected<QByteArray, Failure> readInput(const QString &path, qint64 most);

/// That @p path, or what it holds, is more than this machine's memory takes.
Failure tooLargeToRead(const QString &path);

/// The JSON object in a file; the failure names file, line and column.
Expected<QJsonObject, Failure> readJsonObject(const QString &path);

/// Writes a file whole or not at all, or to standard output for "-". To a pipe or a device it writes; it never takes its place.
std::optional<Failure> writeOutput(const QString &path, const QByteArray &content);

/// That @p path cannot be written, and @p why.
Failure cannotWrite(const QString &path, const QString &why);

/// A file that is to be written, by the option that names it; an empty path: none.
struct Output
{
    QString option;
    QString path;
};

/// That no two of @p outputs are the same regular file, and none is one of @p inputs, which it would replace.
std::optional<Failure> checkOutputs(const QList<Output> &outputs, const QStringList &inputs);

/// Makes the directory @p path and those that it lies in, if they are not there.
std::optional<Failure> makeDirectory(const QString &path);

/// Text for people to standard output; control characters but for line breaks come out escaped (plainLines()).
std::optional<Failure> writeText(const QString &text);

/// writeOutput() for standard output.
std::optional<Failure> writeStandardOutput(const QByteArray &content);
/// Writes @p text to standard error; control characters but for line breaks come out escaped (plainLines()).
void writeStandardError(const QString &text);
bool isStandardErrorTerminal();

/// How messages name @p path, on one line.
QString shownPath(const QString &path);

/// What is said of @p warning, a field in the file @p shown, which has no effect.
QString warningLine(const QString &shown, const ConfigIssue &warning);

/// What is wrong in a file, a line for each: "policy.json: /breaker/window/size: must be ...".
Failure badFields(const QString &path, const ConfigIssues &issues);

} // namespace Fuseboard::Cli
