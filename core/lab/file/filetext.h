// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Fuseboard {

/// Why a file cannot be read.
struct FileFault
{
    QString reason;
    bool isShortage = false; ///< the process is short of something (descriptors, memory); the file may be fine
};

/// Which files readFileText() takes.
enum class FileKinds : quint8 {
    Regular, ///< not one that may keep the reader waiting for ever
    Any,     ///< pipes and devices too
};

/// The content of @p path, or of standard input for "-" (with FileKinds::Any), if it has at most @p most bytes. Never reads more than
/// one byte beyond. Any thread.
Expected<QByteArray, FileFault> readFileText(const QString &path, qint64 most, FileKinds kinds = FileKinds::Regular);

/// Text for what errno says, "No such file or directory".
QString systemReason();

/// What a file of @p mode is, unless it is a regular file: "It is a directory".
std::optional<QString> specialKind(unsigned mode);

/// "256 MiB", for messages about a limit of so many @p bytes.
QString sizeText(qint64 bytes);

} // namespace Fuseboard
