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
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
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

void FileActions::read(const QString &path, void (FileActions::*then)(const OpenedFile &, const QString &))
{
    QThreadPool::globalInstance()->start([self = QPointer(this), path, then, number = ++m_reads] {
        auto file = std::make_shared<Expected<OpenedFile, QString>>(readFile(path));
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

void FileActions::show(const OpenedFile &file, const QString &path)
{
    if (!mayReplace())
        return;
    const QString name = QFileInfo(path).fileName();
    if (const auto *scenario = std::get_if<Scenario>(&file)) {
        Q_EMIT scenarioOpened(*scenario);
        m_path = path;
    } else if (const auto *run = std::get_if<SavedRun>(&file)) {
        if (const auto fault = m_document->openRecording(*run, name)) {
            Q_EMIT failed(u"%1: %2"_s.arg(name, *fault));
            return;
        }
        m_path.clear();
    } else {
        const CircuitBreakerConfig breaker = m_document->policy().breaker.value_or(CircuitBreakerConfig::forHttp());
        m_document->openCallLog(std::get<CallLog>(file), name, breaker);
        m_path.clear();
    }
    m_recent.add(path);
    Q_EMIT pathChanged();
}

void FileActions::compareWith(const OpenedFile &file, const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    const auto *run = std::get_if<SavedRun>(&file);
    if (run == nullptr) {
        Q_EMIT failed(tr("%1 is no saved run. Save one with File, Export, Run.").arg(name));
        return;
    }
    m_document->compareWith(*run, name);
    m_recent.add(path);
}

void FileActions::forget()
{
    if (std::exchange(m_path, QString()).isEmpty())
        return;
    Q_EMIT pathChanged();
}

bool FileActions::mayReplace()
{
    if (m_document->undoStack()->isClean())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
                    tr("\"%1\" has changes that are not saved.").arg(m_document->scenario().name),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    box.setInformativeText(tr("If you do not save them, they are lost."));
    box.setDefaultButton(QMessageBox::Save);
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
    return m_path.isEmpty() ? askAndSave() : saveTo(m_path);
}

bool FileActions::saveTo(const QString &path)
{
    if (const auto failure = writeFile(path, writeScenario(m_document->scenario()))) {
        Q_EMIT failed(*failure);
        return false;
    }
    m_path = path;
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
