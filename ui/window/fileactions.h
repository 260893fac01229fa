// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/openedfile.h"
#include "document/recentfiles.h"
#include "document/watchedfile.h"

#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

class RunDocument;

/// Opens, saves and exports what a window shows, and asks before something is lost. Files are read on another thread. GUI
/// thread; a child of the window.
class FileActions : public QObject
{
    Q_OBJECT

public:
    /// @p picture is what charts are exported from.
    FileActions(RunDocument *document, QWidget *picture, QWidget *window);

    /// Puts the actions into the menu "File", before what is there.
    void fill(QMenu *file, QMenu *compare);

    /// The menu of the exports alone.
    QMenu *exportMenu() const { return m_exportMenu; }

    /// The file that save() writes to; empty: it asks.
    QString path() const { return m_path; }

    /// The file that is shown: path(), or that of a saved run or a call log, which save() leaves alone.
    QString shownPath() const { return m_shownPath; }

    /// The hash of the content of path() as it was read or written.
    const QByteArray &hash() const { return m_watched.hash(); }

    /// Opens a scenario, a saved run or a call log, once it is read; asks what is to become of unsaved changes.
    void open(const QString &path);

    /// The same for one that has been read. False if the changes are kept, or the run cannot be shown.
    bool showFile(const ReadFile &read, const QString &path);

    /// What is shown belongs to the scenario file @p path, whose content had the hash @p hash.
    void setPath(const QString &path, const QByteArray &hash);

    /// True if nothing is lost when the document is replaced: there are no changes, they were saved, or the person lets go of
    /// them.
    bool mayReplace();

    /// False if it was not saved. The error has been sent. Asks where another program has changed or deleted the file.
    bool save();
    bool saveTo(const QString &path);

    /// Loads the file that is shown again, in place of what became of it here, without a question.
    void loadAgain();

    /// Another scenario is shown that has no file.
    void forget();

    /// Where to write to, asked with the scenario's name and @p suffix as the proposal; empty: nowhere.
    QString askForName(const QString &title, const QString &suffix, const QString &filter);

    /// Writes a picture of @p view to a file that it asks for, or puts it on the clipboard.
    void savePictureOf(QWidget *view);
    void copyPictureOf(QWidget *view);

    /// Says that @p path was written, or why not.
    void report(const std::optional<QString> &failure, const QString &path);

Q_SIGNALS:
    /// A scenario was read: the window is to show it.
    void scenarioOpened(const Fuseboard::Scenario &scenario);

    /// Another file, or none.
    void pathChanged();

    /// For people: what went wrong, and what to do.
    void failed(const QString &message);

    /// Another program changed or deleted the file that is shown, and it can be loaded again.
    void changedOnDisk(const QString &message, bool canBeLoaded);

    /// Something was written.
    void written(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read(const QString &path, void (FileActions::*then)(const ReadFile &, const QString &));
    void show(const ReadFile &read, const QString &path);
    void replaceShown(const ReadFile &read, const QString &path);
    void compareWith(const ReadFile &read, const QString &path);
    bool show(const ReadFile &read, const QString &path, bool asks);
    bool askAndOverwrite(WatchedFile::State state);
    void tellChange(WatchedFile::State state);
    void askAndOpen();
    void askAndCompare();
    bool askAndSave();
    void saveRun();
    void saveTables();
    void saveReport();
    void write(const QString &path, const QByteArray &content);
    void fillRecent();

    RunDocument *m_document;
    QWidget *m_picture;
    QWidget *m_window;
    RecentFiles m_recent;
    QMenu *m_recentMenu = nullptr;
    QMenu *m_exportMenu = nullptr;
    QString m_path;
    QString m_shownPath;
    WatchedFile m_watched;
    quint64 m_reads = 0; ///< the newest one counts
};

} // namespace Fuseboard
