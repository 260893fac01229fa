// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/fileactions.h"

#include "document/rundocument.h"
#include "document/runreport.h"
#include "lab/record/runcsv.h"
#include "lab/scenario/scenariofile.h"
#include "theme/icons.h"
#include "window/pictures.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>
#include <QThreadPool>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// A name that a file may have, from one that people gave.
QString fileNameOf(const QString &name)
{
    QString result;
    for (const QChar c : name.toLower()) {
        if (c.isLetterOrNumber())
            result += c;
        else if (!result.isEmpty() && !result.endsWith(u'-'))
            result += u'-';
    }
    while (result.endsWith(u'-'))
        result.chop(1);
    return result.isEmpty() ? u"scenario"_s : result;
}

QString ending(const QString &path, const QString &suffix)
{
    return path.isEmpty() || QFileInfo(path).fileName().contains(u'.') ? path : path + suffix;
}

} // namespace

FileActions::FileActions(RunDocument *document, QWidget *picture, QWidget *window)
    : QObject(window)
    , m_document(document)
    , m_picture(picture)
    , m_window(window)
    , m_exportMenu(new QMenu(tr("&Export"), window))
{
    window->installEventFilter(this);
    connect(&m_watched, &WatchedFile::changed, this, &FileActions::tellChange);
    const auto add = [&](const QString &name, const QString &text, auto slot) {
        QAction *action = m_exportMenu->addAction(text, this, slot);
        action->setObjectName(name);
        return action;
    };
    add(u"copyPicture"_s, tr("&Copy the chart"), [this] {
        copyPictureOf(m_picture);
    })->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    add(u"savePicture"_s, tr("Chart as &picture (PNG, SVG, PDF) …"), [this] { savePictureOf(m_picture); });
    add(u"saveTables"_s, tr("Data as C&SV …"), &FileActions::saveTables);
    add(u"saveReport"_s, tr("&Report (HTML) …"), &FileActions::saveReport);
    add(u"saveRun"_s, tr("R&un, to be opened again …"), &FileActions::saveRun);
}

void FileActions::fill(QMenu *file, QMenu *compare)
{
    QAction *before = file->actions().value(0);
    const auto add = [&](const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                         auto slot) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        if (!icon.isEmpty())
            action->setIcon(themedIcon(icon));
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, slot);
        file->insertAction(before, action);
    };
    add(u"open"_s, tr("&Open …"), u"open"_s, QKeySequence::Open, &FileActions::askAndOpen);
    m_recentMenu = new QMenu(tr("Open &recent"), file);
    m_recentMenu->setObjectName(u"recentMenu"_s);
    file->insertMenu(before, m_recentMenu);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &FileActions::fillRecent);
    add(u"save"_s, tr("&Save"), u"save"_s, QKeySequence::Save, [this] { save(); });
    add(u"saveAs"_s, tr("Save &as …"), {}, Qt::CTRL | Qt::SHIFT | Qt::Key_S, [this] { askAndSave(); });
    m_exportMenu->menuAction()->setIcon(themedIcon(u"export"_s));
    file->insertMenu(before, m_exportMenu);
    file->insertSeparator(before);

    QAction *with = compare->addAction(tr("Compare with a saved &run …"), this, &FileActions::askAndCompare);
    with->setObjectName(u"compareWithFile"_s);
}

void FileActions::fillRecent()
{
    m_recentMenu->clear();
    for (const QString &path : m_recent.paths()) {
        QAction *action = m_recentMenu->addAction(QFileInfo(path).fileName().replace(u'&', u"&&"_s), this,
                                                  [this, path] { open(path); });
        action->setToolTip(path);
        action->setStatusTip(path);
    }
    if (m_recentMenu->isEmpty()) {
        m_recentMenu->addAction(tr("Nothing was opened or saved yet"))->setEnabled(false);
        return;
    }
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("&Forget these"), &m_recent, &RecentFiles::clear);
}

void FileActions::read(const QString &path, void (FileActions::*then)(const ReadFile &, const QString &))
{
    QThreadPool::globalInstance()->start([self = QPointer(this), path, then, number = ++m_reads] {
        auto file = std::make_shared<Expected<ReadFile, QString>>(readFileWithHash(path));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, path, then, number, file] {
                if (!self || self->m_reads != number)
                    return;
                if (*file)
                    (self.data()->*then)(**file, path);
                else
                    Q_EMIT self->failed(file->error());
            },
            Qt::QueuedConnection);
    });
}

void FileActions::open(const QString &path)
{
    read(path, &FileActions::show);
}

void FileActions::loadAgain()
{
    read(m_shownPath, &FileActions::replaceShown);
}

void FileActions::show(const ReadFile &read, const QString &path)
{
    show(read, path, true);
}

void FileActions::replaceShown(const ReadFile &read, const QString &path)
{
    show(read, path, false);
}

bool FileActions::showFile(const ReadFile &read, const QString &path)
{
    return show(read, path, true);
}

bool FileActions::show(const ReadFile &read, const QString &path, bool asks)
{
    if (asks && !mayReplace())
        return false;
    const QString name = QFileInfo(path).fileName();
    QString savedTo;
    if (const auto *scenario = std::get_if<Scenario>(&read.file)) {
        m_path = savedTo = path; // first: the window tells files apart by it
        Q_EMIT scenarioOpened(*scenario);
    } else if (const auto *run = std::get_if<SavedRun>(&read.file)) {
        if (const auto fault = m_document->openRecording(*run, name)) {
            Q_EMIT failed(u"%1: %2"_s.arg(name, *fault));
            return false;
        }
    } else {
        const CircuitBreakerConfig breaker = m_document->policy().breaker.value_or(CircuitBreakerConfig::forHttp());
        m_document->openCallLog(std::get<CallLog>(read.file), name, breaker);
    }
    m_path = savedTo;
    m_shownPath = path;
    m_watched.forget();
    if (!path.isEmpty()) { // standard input has none
        m_watched.watch(path, read.hash);
        m_recent.add(path);
    }
    Q_EMIT pathChanged();
    return true;
}

void FileActions::setPath(const QString &path, const QByteArray &hash)
{
    m_path = m_shownPath = path;
    m_watched.watch(path, hash);
    Q_EMIT pathChanged();
}

void FileActions::compareWith(const ReadFile &read, const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    const auto *run = std::get_if<SavedRun>(&read.file);
    if (run == nullptr) {
        Q_EMIT failed(tr("%1 is no saved run. Save one with File, Export, Run.").arg(name));
        return;
    }
    m_document->compareWith(*run, name);
    m_recent.add(path);
}

void FileActions::forget()
{
    m_path.clear();
    m_watched.forget();
    if (!std::exchange(m_shownPath, QString()).isEmpty())
        Q_EMIT pathChanged();
}

bool FileActions::mayReplace()
{
    if (!m_document->isModified())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
                    tr("\"%1\" has changes that are not saved.").arg(m_document->scenario().name),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(tr("If you do not save them, they are lost."));
    box.setDefaultButton(QMessageBox::Save);
    box.button(QMessageBox::Save)->setText(tr("&Save"));
    box.button(QMessageBox::Discard)->setText(tr("&Discard"));
    box.button(QMessageBox::Cancel)->setText(tr("&Cancel"));
    switch (box.exec()) {
    case QMessageBox::Save:
        return save();
    case QMessageBox::Discard:
        return true;
    default:
        return false;
    }
}

bool FileActions::save()
{
    if (m_path.isEmpty())
        return askAndSave();
    const WatchedFile::State state = m_watched.state();
    return state == WatchedFile::State::Same ? saveTo(m_path) : askAndOverwrite(state);
}

/// What to do with a file that is not what was opened or saved any more.
bool FileActions::askAndOverwrite(WatchedFile::State state)
{
    const bool isDeleted = state == WatchedFile::State::Deleted;
    const QString name = QFileInfo(m_path).fileName();
    QMessageBox box(QMessageBox::Warning, tr("File changed on disk"),
                    isDeleted ? tr("%1 was deleted by another program.").arg(name)
                              : tr("%1 was changed by another program.").arg(name),
                    QMessageBox::Cancel, m_window);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(isDeleted
                               ? tr("Save writes it again.")
                               : tr("If you overwrite it, the changes of the other program are lost. If you load it "
                                    "again, yours are lost."));
    const auto add = [&box](const QString &objectName, const QString &text, QMessageBox::ButtonRole role) {
        QPushButton *button = box.addButton(text, role);
        button->setObjectName(objectName);
        return button;
    };
    const QPushButton *overwrite = add(u"overwrite"_s, isDeleted ? tr("&Save") : tr("&Overwrite"),
                                       QMessageBox::AcceptRole);
    const QPushButton *elsewhere = add(u"saveElsewhere"_s, tr("Save &as …"), QMessageBox::ActionRole);
    const QPushButton *again = isDeleted ? nullptr
                                         : add(u"loadAgain"_s, tr("&Load again"), QMessageBox::DestructiveRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == overwrite)
        return saveTo(m_path);
    if (box.clickedButton() == elsewhere)
        return askAndSave();
    if (again != nullptr && box.clickedButton() == again)
        loadAgain();
    return false;
}

void FileActions::tellChange(WatchedFile::State state)
{
    const bool isDeleted = state == WatchedFile::State::Deleted;
    const QString name = QFileInfo(m_shownPath).fileName();
    Q_EMIT changedOnDisk(isDeleted ? tr("%1 was deleted by another program.").arg(name)
                                   : tr("%1 was changed by another program.").arg(name),
                         !isDeleted);
}

bool FileActions::eventFilter(QObject *watched, QEvent *event)
{
    // Where no changes are reported, as on network drives, it is looked for them whenever the window comes to the front.
    if (watched == m_window && event->type() == QEvent::WindowActivate)
        m_watched.look();
    return QObject::eventFilter(watched, event);
}

bool FileActions::saveTo(const QString &path)
{
    const QByteArray text = writeScenario(m_document->scenario());
    if (const auto failure = writeFile(path, text)) {
        Q_EMIT failed(*failure);
        return false;
    }
    m_path = m_shownPath = path;
    m_watched.watch(path, WatchedFile::hashOf(text));
    m_document->setSaved();
    m_recent.add(path);
    Q_EMIT pathChanged();
    return true;
}

QString FileActions::askForName(const QString &title, const QString &suffix, const QString &filter)
{
    const QString directory = m_path.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                                               : QFileInfo(m_path).absolutePath();
    const QString proposal = QDir(directory).filePath(fileNameOf(m_document->scenario().name) + suffix);
    return ending(QFileDialog::getSaveFileName(m_window, title, proposal, filter), suffix);
}

bool FileActions::askAndSave()
{
    const QString path = askForName(tr("Save the scenario"), u".fuse.json"_s, tr("Scenarios (*.fuse.json *.json)"));
    return !path.isEmpty() && saveTo(path);
}

void FileActions::askAndOpen()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a scenario, a saved run or a call log"),
                                                      QFileInfo(m_path).absolutePath(),
                                                      tr("All that can be opened (*.json *.csv);;Scenarios "
                                                         "(*.fuse.json *.json);;Saved runs (*.fuserun.json);;Call logs "
                                                         "(*.csv);;All files (*)"));
    if (!path.isEmpty())
        open(path);
}

void FileActions::askAndCompare()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Compare with a saved run"),
                                                      QFileInfo(m_path).absolutePath(),
                                                      tr("Saved runs (*.fuserun.json *.json)"));
    if (!path.isEmpty())
        read(path, &FileActions::compareWith);
}

void FileActions::report(const std::optional<QString> &failure, const QString &path)
{
    if (failure)
        Q_EMIT failed(*failure);
    else
        Q_EMIT written(tr("Written: %1").arg(QDir::toNativeSeparators(path)));
}

void FileActions::saveRun()
{
    const QString path = askForName(tr("Save the run"), u".fuserun.json"_s, tr("Saved runs (*.fuserun.json)"));
    if (!path.isEmpty())
        report(writeFile(path, m_document->toSavedRun().toText()), path);
}

void FileActions::copyPictureOf(QWidget *view)
{
    QGuiApplication::clipboard()->setImage(imageOf(view));
    Q_EMIT written(tr("The chart is on the clipboard."));
}

void FileActions::savePictureOf(QWidget *view)
{
    const QString path = askForName(tr("Save the chart"), u".png"_s,
                                    tr("Pictures (*.png *.svg *.pdf);;PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"));
    if (!path.isEmpty())
        report(savePicture(view, path), path);
}

void FileActions::saveTables()
{
    const QString directory = QFileDialog::getExistingDirectory(m_window, tr("Where to write the tables"));
    if (directory.isEmpty())
        return;
    const SavedRun run = m_document->toSavedRun();
    const QList<CsvTable> tables = csvTables(run.snapshot, run.calls);
    QStringList there;
    for (const CsvTable &table : tables) {
        if (QFileInfo::exists(QDir(directory).filePath(table.fileName)))
            there.append(table.fileName);
    }
    if (!there.isEmpty()
        && QMessageBox::question(m_window, tr("Files are there already"),
                                 tr("%1 has %2 already. Write over them?").arg(directory, there.join(u", "_s)))
            != QMessageBox::Yes)
        return;
    for (const CsvTable &table : tables) {
        if (const auto failure = writeFile(QDir(directory).filePath(table.fileName), table.text)) {
            Q_EMIT failed(*failure);
            return;
        }
    }
    report(std::nullopt, directory);
}

void FileActions::saveReport()
{
    const QString path = askForName(tr("Save a report"), u".html"_s, tr("HTML pages (*.html)"));
    if (path.isEmpty())
        return;
    const ComparedRun &compared = m_document->comparison();
    RunReport page;
    page.scenario = m_document->scenario();
    page.mode = m_document->shownMode() == u"replay"_s ? tr("Replayed")
        : m_document->shownMode() == u"live"_s         ? tr("Live, on real sockets")
                                                       : tr("Simulated");
    page.snapshot = m_document->snapshot();
    if (compared.canBeShown()) {
        page.compared = compared.snapshot().summary;
        page.comparedName = compared.name();
    }
    page.picture = pngOf(m_picture);
    report(writeFile(path, page.toHtml()), path);
}

} // namespace Fuseboard
