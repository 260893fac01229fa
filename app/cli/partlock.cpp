// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "partlock.h"

#include "files.h"
#include "lab/file/filereplacement.h"
#include "lab/file/plainline.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

#include <cerrno>
#include <csignal>
#include <sys/file.h>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

PartLock::PartLock(const QString &path)
    : m_path(path)
    , m_lock(path)
{
    // A part may take longer than any time after which a lock could be called old.
    m_lock.setStaleLockTime(0);
}

std::optional<Failure> PartLock::take()
{
    dropOwnAncestors();
    if (m_lock.tryLock(0))
        return std::nullopt;
    if (m_lock.error() == QLockFile::LockFailedError) {
        return Failure{ExitCode::CannotRun,
                       u"%1 is at work on this part; if it is no more, delete %2"_s.arg(
                           holder().isEmpty() ? u"another process"_s : plainLine(holder()), plainLine(m_path))};
    }
    // QLockFile keeps the reason to itself.
    FileReplacement probe(m_path);
    auto reason = probe.open();
    if (!reason)
        reason = probe.write("x");
    return cannotWrite(m_path, reason.value_or(u"It cannot be locked"_s));
}

QString PartLock::holder() const
{
    qint64 pid = 0;
    QString host;
    QString program;
    if (!m_lock.getLockInfo(&pid, &host, &program))
        return {};
    const bool isHere = host.isEmpty() || host == QSysInfo::machineHostName();
    if (isHere && ::kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH)
        return {};
    return u"process %1 on %2"_s.arg(pid).arg(host);
}

/// A container that is started again has the name and the process number of the one that was killed, so that QLockFile takes the
/// lock of that one for ours, which we do not have yet.
void PartLock::dropOwnAncestors()
{
    qint64 pid = 0;
    QString host;
    QString program;
    if (!m_lock.getLockInfo(&pid, &host, &program) || pid != QCoreApplication::applicationPid()
        || host != QSysInfo::machineHostName())
        return;
    QFile file(m_path);
    // QLockFile keeps its file locked as long as its process lives.
    if (file.open(QIODevice::ReadWrite) && ::flock(file.handle(), LOCK_EX | LOCK_NB) == 0)
        file.remove();
}

} // namespace Fuseboard::Cli
