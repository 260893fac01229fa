// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/file/filetext.h"

#include <QFile>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <unistd.h>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

Unexpected<FileFault> systemFault()
{
    const bool isShortage = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
    return Unexpected{FileFault{systemReason(), isShortage}};
}

Unexpected<FileFault> tooLarge(qint64 most)
{
    return Unexpected{FileFault{u"It has more than %1, so it is probably another file"_s.arg(sizeText(most))}};
}

} // namespace

Expected<QByteArray, FileFault> readFileText(const QString &path, qint64 most, FileKinds kinds)
{
    const bool isStandardInput = kinds == FileKinds::Any && path == "-"_L1;
    // O_NONBLOCK: to open a FIFO waits for a writer.
    const int flags = O_RDONLY | O_CLOEXEC | (kinds == FileKinds::Regular ? O_NONBLOCK : 0);
    const int descriptor = isStandardInput ? STDIN_FILENO : ::open(QFile::encodeName(path).constData(), flags);
    if (descriptor < 0)
        return systemFault();
    const auto closing = qScopeGuard([=] {
        if (!isStandardInput)
            ::close(descriptor);
    });
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return systemFault();
    const auto kind = specialKind(status.st_mode);
    if (kind && (kinds == FileKinds::Regular || S_ISDIR(status.st_mode)))
        return Unexpected{FileFault{*kind}};
    if (!kind && status.st_size > most)
        return tooLarge(most);

    try {
        QByteArray content;
        QByteArray step(1 << 20, Qt::Uninitialized);
        for (;;) {
            const qint64 wanted = std::min<qint64>(step.size(), most + 1 - content.size());
            const auto count = ::read(descriptor, step.data(), static_cast<std::size_t>(wanted));
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return systemFault();
            if (count == 0)
                return content;
            content.append(step.constData(), count);
            if (content.size() > most)
                return tooLarge(most);
        }
    } catch (const std::bad_alloc &) {
        return Unexpected{FileFault{u"There is not enough memory to read it"_s}};
    }
}

QString systemReason()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

std::optional<QString> specialKind(unsigned mode)
{
    if (S_ISREG(mode))
        return std::nullopt;
    return S_ISDIR(mode) ? u"It is a directory"_s
        : S_ISFIFO(mode) ? u"It is a pipe (FIFO), not a regular file"_s
        : S_ISSOCK(mode) ? u"It is a socket, not a regular file"_s
                         : u"It is a device, not a regular file"_s;
}

QString sizeText(qint64 bytes)
{
    constexpr qint64 MiB = 1 << 20;
    return bytes % MiB == 0 ? u"%1 MiB"_s.arg(bytes / MiB) : u"%1 bytes"_s.arg(bytes);
}

} // namespace Fuseboard
