// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace Fuseboard {

/// Knows whether the file that a document came from is still what was read from it or written to it. GUI thread.
class WatchedFile : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Same,
        Changed, ///< by another program: its content is another one
        Deleted,
    };

    explicit WatchedFile(QObject *parent = nullptr);

    /// From now on @p path, whose content has the hash @p hash (hashOf()); empty: nothing is known of it.
    void watch(const QString &path, const QByteArray &hash);
    void forget();

    const QByteArray &hash() const { return m_hash; }

    /// Looks now.
    State state() const;

    /// Looks soon, and sends changed() if there is something new.
    void look() { m_timer.start(); }

    static QByteArray hashOf(const QByteArray &content);

Q_SIGNALS:
    /// Once for each content that is another one, and when the file is deleted.
    void changed(Fuseboard::WatchedFile::State state);

private:
    void lookNow();
    void watchAgain();
    QByteArray presentHash() const;

    QString m_path;
    QByteArray m_hash; ///< as it was read or written
    QByteArray m_seen; ///< as it was when changed() was sent last
    QFileSystemWatcher m_watcher;
    QTimer m_timer;
};

} // namespace Fuseboard
