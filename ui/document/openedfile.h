// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/savedrun.h"
#include "lab/run/calllog.h"
#include "lab/scenario/scenario.h"
#include "resilience/base/expected.h"

#include <QString>

#include <variant>

namespace Fuseboard {

/// What a person may open: a scenario, a saved run, or a call log.
using OpenedFile = std::variant<Scenario, SavedRun, CallLog>;

/// A file that was opened, with the hash of its content (WatchedFile::hashOf()).
struct ReadFile
{
    OpenedFile file;
    QByteArray hash;
};

/// Reads the file at @p path, whatever it is called: its content tells which it is. The error is for people, with file, line
/// and column where there are some, a line for each thing that is wrong. Only a regular file is read, up to the limit of what it holds.
/// Any thread.
Expected<OpenedFile, QString> readFile(const QString &path);
Expected<ReadFile, QString> readFileWithHash(const QString &path);

/// The same for the @p text of a file that messages call @p name.
Expected<OpenedFile, QString> readOpened(const QByteArray &text, const QString &name);

/// Writes @p content to @p path, whole or not at all: what stood there before stays if it cannot be written. The error says why
/// and what to do. Any thread.
std::optional<QString> writeFile(const QString &path, const QByteArray &content);

} // namespace Fuseboard
