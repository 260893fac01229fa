// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/watchedfile.h"

#include "lab/file/filetext.h"
#include "lab/record/savedrun.h"

#include <QCryptographicHash>
#include <QFileInfo>

namespace Fuseboard {

using namespace std::chrono_literals;

WatchedFile::WatchedFile(QObject *parent)
    : QObject(parent)
{
    // Programs write in steps: what stands there a moment later counts.
    m_timer.setSingleShot(true);
    m_timer.setInterval(200ms);
    connect(&m_timer, &QTimer::timeout, this, &WatchedFile::lookNow);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &WatchedFile::look);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &WatchedFile::look);
}

void WatchedFile::watch(const QString &path, const QByteArray &hash)
{
    forget();
    m_path = QFileInfo(path).absoluteFilePath();
    m_hash = m_seen = hash;
    watchAgain();
}

void WatchedFile::forget()
{
    m_timer.stop();
    m_path.clear();
    m_hash.clear();
    m_seen.clear();
    if (const QStringList paths = m_watcher.files() + m_watcher.directories(); !paths.isEmpty())
        m_watcher.removePaths(paths);
}

WatchedFile::State WatchedFile::state() const
{
    if (m_path.isEmpty() || m_hash.isEmpty())
        return State::Same;
    if (!QFileInfo::exists(m_path))
        return State::Deleted;
    const QByteArray present = presentHash();
    // What cannot be read is not known to be another one.
    return present.isEmpty() || present == m_hash ? State::Same : State::Changed;
}

QByteArray WatchedFile::hashOf(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

QByteArray WatchedFile::presentHash() const
{
    const auto content = readFileText(m_path, MostSavedRunBytes);
    return content ? hashOf(*content) : QByteArray();
}

void WatchedFile::lookNow()
{
    if (m_path.isEmpty() || m_hash.isEmpty())
        return;
    watchAgain();
    const bool exists = QFileInfo::exists(m_path);
    const QByteArray present = exists ? presentHash() : QByteArray();
    if ((exists && present.isEmpty()) || present == m_seen)
        return;
    m_seen = present;
    if (present != m_hash)
        Q_EMIT changed(exists ? State::Changed : State::Deleted);
}

/// A file that another one took the place of is not watched any more; its directory still is.
void WatchedFile::watchAgain()
{
    if (m_watcher.files().isEmpty() && QFileInfo::exists(m_path))
        m_watcher.addPath(m_path);
    const QString directory = QFileInfo(m_path).path();
    if (m_watcher.directories().isEmpty() && QFileInfo::exists(directory))
        m_watcher.addPath(directory);
}

} // namespace Fuseboard
