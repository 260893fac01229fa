// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/file/filereplacement.h"

#include "lab/file/filetext.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostLinks = 40; // as many as Linux follows

QByteArray directoryOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? "."_ba : path.first(std::max<qsizetype>(slash, 1));
}

/// What the symbolic link at @p path, if it is one, points to in the end; that need not exist.
QByteArray withoutLinks(QByteArray path)
{
    for (int i = 0; i < MostLinks; ++i) {
        QByteArray target(4096, Qt::Uninitialized);
        const auto length = ::readlink(path.constData(), target.data(), static_cast<std::size_t>(target.size()));
        if (length < 0 || length == target.size())
            return path;
        target.truncate(length);
        path = target.startsWith('/') ? target : directoryOf(path) + '/' + target;
    }
    return path;
}

std::optional<QString> syncDirectory(const QByteArray &path)
{
    const int directory = ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return errno == EACCES ? std::nullopt : std::optional(systemReason());            // may be written to, not read
    const bool isOnDisk = ::fsync(directory) == 0 || errno == EINVAL || errno == ENOTSUP; // not every file system can
    const auto failure = isOnDisk ? std::nullopt : std::optional(systemReason());
    ::close(directory);
    return failure;
}

} // namespace

FileReplacement::FileReplacement(const QString &path)
    : m_path(withoutLinks(QFile::encodeName(path)))
{
}

FileReplacement::~FileReplacement()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.isEmpty())
        ::unlink(m_temporary.constData());
}

QString FileReplacement::temporaryPath() const
{
    return QFile::decodeName(m_temporary);
}

std::optional<QString> FileReplacement::open()
{
    struct stat present = {};
    if (m_path.isEmpty() || m_path.endsWith('/'))
        return u"It is the name of a directory"_s;
    if (::stat(m_path.constData(), &present) == 0) {
        if (auto kind = specialKind(present.st_mode))
            return kind;
        if (::access(m_path.constData(), W_OK) != 0)
            return systemReason();
        m_mode = present.st_mode & 07777U;
    } else if (errno != ENOENT) {
        return systemReason();
    }
    const QByteArray begin = directoryOf(m_path) + "/.fuseboard-";
    for (int i = 0; i < 100 && m_descriptor < 0; ++i) {
        const QByteArray name = begin + QByteArray::number(QRandomGenerator::global()->generate64(), 36) + ".tmp";
        m_descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_descriptor >= 0)
            m_temporary = name;
        else if (errno != EEXIST)
            break;
    }
    if (m_descriptor < 0)
        return systemReason();
    if (m_mode) {
        // Of another owner's file the permissions are kept and, as far as that is allowed, the owner.
        if (present.st_uid != ::geteuid() || present.st_gid != ::getegid()) [[maybe_unused]]
            const int done = ::fchown(m_descriptor, present.st_uid, present.st_gid);
        ::fchmod(m_descriptor, *m_mode);
    }
    return std::nullopt;
}

std::optional<QString> FileReplacement::write(QByteArrayView content)
{
    return writeToDescriptor(m_descriptor, content);
}

std::optional<QString> FileReplacement::commit()
{
    // Some file systems (NFS, quotas) report a full disk only here.
    if (::fsync(m_descriptor) != 0 && errno != EINVAL && errno != ENOTSUP)
        return systemReason();
    if (::close(std::exchange(m_descriptor, -1)) != 0)
        return systemReason();
    if (std::rename(m_temporary.constData(), m_path.constData()) != 0)
        return systemReason();
    m_temporary.clear();
    return syncDirectory(directoryOf(m_path));
}

std::optional<QString> replaceFile(const QString &path, QByteArrayView content)
{
    FileReplacement file(path);
    auto failure = file.open();
    if (!failure)
        failure = file.write(content);
    return failure ? failure : file.commit();
}

std::optional<QString> writeToDescriptor(int descriptor, QByteArrayView content)
{
    while (!content.isEmpty()) {
        const auto written = ::write(descriptor, content.data(), static_cast<std::size_t>(content.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return systemReason();
        content = content.sliced(written);
    }
    return std::nullopt;
}

void reportFileSizeLimit()
{
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace Fuseboard
