// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/scenario/scenario.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace Fuseboard {

class RunDocument;

/// Keeps a copy of a scenario that has been edited and not saved, so that a crash loses a second of work at most. GUI thread.
///
/// The copy is a scenario file of its own in a directory that all windows share; a lock beside it tells that its program still
/// runs. A program that ends in order, and a document that is saved or undone to what was saved, leave no copy.
class Autosave : public QObject
{
    Q_OBJECT

public:
    /// @p document must live as long. An empty @p directory: the user's own for this program.
    explicit Autosave(RunDocument *document, const QString &directory = {});
    ~Autosave() override;

    /// Writes the copy, or takes it away where there is nothing to keep, without waiting for the timer.
    void update();

    /// The file that the document belongs to (empty: none) and the hash of its content, which the copy remembers.
    void setFile(const QString &path, const QByteArray &hash);

    /// Where the copy is while there is one.
    QString path() const { return m_path; }

    /// A copy that a program left behind that is not there any more.
    struct Leftover
    {
        QString path;
        Scenario scenario;
        QString file{};    ///< that it belongs to; empty: none
        QByteArray hash{}; ///< of that file's content as it was opened or saved
    };

    /// The newest leftover that can be read, if there is one.
    std::optional<Leftover> leftover() const;

    /// Takes it away, restored or not wanted.
    static void discard(const Leftover &leftover);

private:
    void remove();
    void writeOrigin();

    RunDocument *m_document;
    QString m_directory;
    QString m_path;
    QString m_file;
    QByteArray m_hash;
    std::unique_ptr<QLockFile> m_lock;
    QTimer m_timer;
};

} // namespace Fuseboard
