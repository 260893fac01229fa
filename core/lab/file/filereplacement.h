// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace Fuseboard {

/// Gives a file new content, all of it or none: until commit() succeeds, what stands under the name stays as it is, whatever
/// fails (a full disk, a limit, the end of the program). Every file that the programs write goes through here.
///
/// The content is written to a temporary file in the same directory, synced to the disk and renamed. A symbolic link stays a link:
/// the file that it points to is replaced. The permissions of an existing file are kept. A directory, a FIFO, a socket, a device and
/// a file without write permission are refused. One thread.
class FileReplacement
{
public:
    explicit FileReplacement(const QString &path);

    /// Removes the temporary file unless commit() succeeded.
    ~FileReplacement();
    Q_DISABLE_COPY_MOVE(FileReplacement)

    /// Creates the temporary file, empty. The errors here and below are the system's reason, "No space left on device".
    std::optional<QString> open();

    /// Where the content is to be written until commit(), for what writes to a path by itself. Valid after open().
    QString temporaryPath() const;

    /// Appends @p content.
    std::optional<QString> write(QByteArrayView content);

    /// Gives the file its name once everything is on the disk.
    std::optional<QString> commit();

private:
    QByteArray m_path;      ///< with symbolic links resolved
    QByteArray m_temporary; ///< empty: there is none
    std::optional<unsigned> m_mode;
    int m_descriptor = -1;
};

/// Replaces the content of @p path by @p content, all of it or none. The error is the system's reason. Any thread.
std::optional<QString> replaceFile(const QString &path, QByteArrayView content);

/// Writes @p content to what is open as @p descriptor. The error is the system's reason.
std::optional<QString> writeToDescriptor(int descriptor, QByteArrayView content);

/// Lets a write beyond the limit of a file's size (RLIMIT_FSIZE) fail with an error, where the system would end the process. For the
/// whole process, so a program calls it once, when it starts.
void reportFileSizeLimit();

} // namespace Fuseboard
