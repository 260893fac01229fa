// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "document/autosave.h"
#include "document/openedfile.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "panels/policiespanel.h"
#include "part.h"
#include "theme/theme.h"
#include "warnings.h"
#include "window/mainwindow.h"
#include "window/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is opened, saved, exported, and not lost.
class TestFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void savesAndOpensAScenario();
    void saveAsAsksForAName();
    void badFileIsSaidAndNothingChanges_data();
    void badFileIsSaidAndNothingChanges();
    void opensARunAndComparesWithIt();
    void replaysACallLog();
    void dropOpens();
    void recentFilesAreOffered();
    void asksBeforeChangesAreLost_data();
    void asksBeforeChangesAreLost();
    void anotherScenarioAsksToo();
    void crashIsRecoveredFrom();
    void savedWorkLeavesNoCopy();
    void exportsPictures_data();
    void exportsPictures();
    void copiesTheChart();
    void exportsTables();
    void exportsAReport();
    void whatCannotBeWrittenIsSaid();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    RunDocument *document() const { return m_window->document(); }
    QString filePath(const QString &name) const { return m_directory->filePath(name); }
    QString message() const { return child<MessageBar>(u"messageBar"_s)->message(); }
    void makeWindow();
    void runAtOnce();
    void changeThreshold(int threshold);
    void trigger(const QString &action) { child<QAction>(action)->trigger(); }

    /// The next file dialog gets @p path as its answer.
    static void answerDialog(const QString &path);
    static void answerQuestion(QMessageBox::StandardButton button, QString *question = nullptr);

    Theme *m_theme = nullptr;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MainWindow> m_window;
};

void TestFiles::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_files"_s);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TestFiles::makeWindow()
{
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->show();
}

void TestFiles::init()
{
    failOnAnyWarning();
    QSettings().clear();
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).removeRecursively();
    m_directory = std::make_unique<QTemporaryDir>();
    makeWindow();
}

void TestFiles::cleanup()
{
    m_window.reset();
}

void TestFiles::runAtOnce()
{
    document()->setSpeed(PlayHead::AtOnce);
    document()->start();
    QTRY_VERIFY(!document()->isRunning());
}

void TestFiles::changeThreshold(int threshold)
{
    PolicyConfig policy = document()->policy();
    policy.breaker->failureThreshold = threshold;
    QVERIFY(document()->setPolicy(policy, u"Failure threshold"_s).isEmpty());
}

void TestFiles::answerDialog(const QString &path)
{
    QTimer::singleShot(0, qApp, [path] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog != nullptr);
        if (dialog->fileMode() == QFileDialog::Directory)
            dialog->setDirectory(path);
        else
            dialog->selectFile(path);
        static_cast<QDialog *>(dialog)->done(QDialog::Accepted);
    });
}

void TestFiles::answerQuestion(QMessageBox::StandardButton button, QString *question)
{
    QTimer::singleShot(0, qApp, [button, question] {
        auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        QVERIFY(box != nullptr);
        if (question != nullptr)
            *question = box->text();
        QTest::mouseClick(box->button(button), Qt::LeftButton);
    });
}

void TestFiles::savesAndOpensAScenario()
{
    const QString path = filePath(u"tuned.fuse.json"_s);
    changeThreshold(3);
    QVERIFY(m_window->isWindowModified());
    answerDialog(path);
    trigger(u"save"_s);
    QVERIFY(!m_window->isWindowModified());
    QVERIFY(m_window->windowTitle().contains(u"tuned.fuse.json"_s));
    const Scenario saved = document()->scenario();

    changeThreshold(4);
    trigger(u"save"_s); // to the same file, without a question
    changeThreshold(9);
    document()->undoStack()->setClean();
    m_window->openFile(path);
    QTRY_COMPARE(document()->policy().breaker->failureThreshold, 4);
    Scenario expected = saved;
    expected.policies.first().breaker->failureThreshold = 4;
    expected.id.clear();
    QCOMPARE(writeScenario(document()->scenario()), writeScenario(expected));
    QVERIFY(document()->undoStack()->isClean());
}

void TestFiles::saveAsAsksForAName()
{
    answerDialog(filePath(u"first.fuse.json"_s));
    trigger(u"saveAs"_s);
    answerDialog(filePath(u"second"_s));
    trigger(u"saveAs"_s);
    QVERIFY(QFileInfo::exists(filePath(u"first.fuse.json"_s)));
    QVERIFY(QFileInfo::exists(filePath(u"second.fuse.json"_s))); // the suffix comes by itself
}

void TestFiles::badFileIsSaidAndNothingChanges_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("no JSON") << QByteArray("{\"format\": ") << u"x.json:1:12"_s;
    QTest::newRow("a wrong field") << builtinScenarioText(u"hard-outage"_s).replace("\"seed\": ", "\"sed\": ")
                                   << u"sed"_s;
    QTest::newRow("another format") << QByteArray("{\"format\": \"fuseboard-run/99\"}") << u"newer"_s;
    QTest::newRow("no call log") << QByteArray("a,b\n1,2\n") << u"start_ms"_s;
    QTest::newRow("empty") << QByteArray(" \n") << u"is empty"_s;
}

void TestFiles::badFileIsSaidAndNothingChanges()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    QVERIFY(!writeFile(filePath(u"x.json"_s), content));
    const Scenario before = document()->scenario();
    m_window->openFile(filePath(u"x.json"_s));
    QTRY_VERIFY(!message().isEmpty());
    QVERIFY2(message().contains(said), qPrintable(message()));
    QVERIFY(message().contains(u"x.json"_s));
    QVERIFY(document()->scenario() == before);
    m_window->openFile(filePath(u"nowhere.json"_s));
    QTRY_VERIFY(message().contains(u"nowhere.json"_s));
}

void TestFiles::opensARunAndComparesWithIt()
{
    runAtOnce();
    const RunSummary recorded = document()->snapshot().summary;
    const QString path = filePath(u"night.fuserun.json"_s);
    answerDialog(path);
    trigger(u"saveRun"_s);
    m_window->openScenario(*findBuiltinScenario(u"flapping"_s));
    m_window->openFile(path);
    QTRY_COMPARE(document()->source(), RunDocument::Source::Recording);
    QCOMPARE(document()->snapshot().summary, recorded);
    QCOMPARE(document()->scenario().name, findBuiltinScenario(u"hard-outage"_s)->name);
    QTRY_VERIFY(child<QLabel>(u"statusLeft"_s)->text().contains(u"recording"_s));

    changeThreshold(2);
    runAtOnce();
    document()->clearComparison();
    answerDialog(path);
    trigger(u"compareWithFile"_s);
    QTRY_COMPARE(document()->comparison().name(), u"night.fuserun.json"_s);
    QCOMPARE(document()->comparison().snapshot().summary, recorded);
    QTRY_VERIFY(child<QLabel>(u"comparisonText"_s)->text().contains(u"sooner"_s));
    document()->undoStack()->setClean();
}

void TestFiles::replaysACallLog()
{
    QByteArray text = "start_ms,duration_ms,outcome\n";
    for (int i = 0; i < 30; ++i)
        text += QByteArray::number(i * 100) + ",10,503\n";
    QVERIFY(!writeFile(filePath(u"calls.csv"_s), text));
    m_window->openFile(filePath(u"calls.csv"_s));
    QTRY_COMPARE(document()->source(), RunDocument::Source::CallLog);
    QTRY_COMPARE(document()->snapshot().summary.calls, quint64(30));
    QVERIFY(document()->snapshot().summary.rejected > 0);
    QVERIFY(!child<QComboBox>(u"modeChooser"_s)->isEnabled());
}

void TestFiles::dropOpens()
{
    const QString path = filePath(u"dropped.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"flapping"_s)));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(m_window.get(), &drop);
    QTRY_COMPARE(document()->scenario().name, findBuiltinScenario(u"flapping"_s)->name);
    QTRY_VERIFY(m_window->windowTitle().contains(u"dropped.fuse.json"_s));
}

void TestFiles::recentFilesAreOffered()
{
    auto *menu = child<QMenu>(u"recentMenu"_s);
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().size(), 1);
    QVERIFY(!menu->actions().first()->isEnabled());
    for (const QString &name : {u"a.fuse.json"_s, u"b.fuse.json"_s}) {
        answerDialog(filePath(name));
        trigger(u"saveAs"_s);
    }
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().at(0)->text(), u"b.fuse.json"_s);
    QCOMPARE(menu->actions().at(1)->text(), u"a.fuse.json"_s);
    changeThreshold(3);
    document()->undoStack()->setClean();
    menu->actions().at(1)->trigger();
    QTRY_VERIFY(m_window->windowTitle().contains(u"a.fuse.json"_s));
}

void TestFiles::asksBeforeChangesAreLost_data()
{
    QTest::addColumn<QMessageBox::StandardButton>("answer");
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("cancel") << QMessageBox::Cancel << false;
    QTest::newRow("discard") << QMessageBox::Discard << true;
    QTest::newRow("save") << QMessageBox::Save << true;
}

void TestFiles::asksBeforeChangesAreLost()
{
    QFETCH(QMessageBox::StandardButton, answer);
    QFETCH(bool, isClosed);
    const QString path = filePath(u"kept.fuse.json"_s);
    answerDialog(path);
    trigger(u"save"_s);
    changeThreshold(3);
    QString question;
    answerQuestion(answer, &question);
    QCOMPARE(m_window->close(), isClosed);
    QVERIFY(question.contains(document()->scenario().name));
    const auto file = readFile(path);
    QVERIFY(file);
    QCOMPARE(std::get<Scenario>(*file).policies.first().breaker->failureThreshold == 3, answer == QMessageBox::Save);
    document()->undoStack()->setClean();
}

void TestFiles::anotherScenarioAsksToo()
{
    changeThreshold(3);
    auto *chooser = child<QComboBox>(u"scenarioChooser"_s);
    answerQuestion(QMessageBox::Cancel);
    chooser->setCurrentIndex(2);
    Q_EMIT chooser->activated(2);
    QCOMPARE(chooser->currentIndex(), 0);
    QCOMPARE(document()->policy().breaker->failureThreshold, 3);
    answerQuestion(QMessageBox::Discard);
    Q_EMIT chooser->activated(2);
    QCOMPARE(document()->scenario().name, builtinScenarios().at(2).name);
    QCOMPARE(chooser->currentIndex(), 2);
}

void TestFiles::crashIsRecoveredFrom()
{
    // A copy whose program is not there any more: nobody holds its lock.
    Scenario lost = document()->scenario();
    lost.name = u"Lost work"_s;
    lost.id.clear();
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/autosave"_s;
    QVERIFY(QDir().mkpath(directory));
    QVERIFY(!writeFile(directory + u"/lost.fuse.json"_s, writeScenario(lost)));
    // And one of a program that runs.
    RunDocument other;
    Scenario alive = lost;
    alive.name = u"Somebody else's"_s;
    other.setScenario(document()->scenario());
    Autosave keeper(&other);
    other.edit(alive, u"Name"_s);
    keeper.update();
    QVERIFY(QFileInfo::exists(keeper.path()));

    makeWindow();
    QVERIFY2(message().contains(u"Lost work"_s), qPrintable(message()));
    QTest::mouseClick(child<QPushButton>(u"messageAction"_s), Qt::LeftButton);
    QCOMPARE(document()->scenario().name, u"Lost work"_s);
    QVERIFY(m_window->isWindowModified()); // it still has no file of its own
    QVERIFY(!QFileInfo::exists(directory + u"/lost.fuse.json"_s));
    QVERIFY(QFileInfo::exists(keeper.path()));
    document()->undoStack()->setClean();
}

void TestFiles::savedWorkLeavesNoCopy()
{
    const auto copies = [] {
        const QString directory = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)
            + u"/autosave"_s;
        return QDir(directory).entryList({u"*.fuse.json"_s}).size();
    };
    changeThreshold(3);
    QTRY_COMPARE(copies(), 1);
    document()->undoStack()->undo();
    QTRY_COMPARE(copies(), 0);
    changeThreshold(4);
    QTRY_COMPARE(copies(), 1);
    answerDialog(filePath(u"kept.fuse.json"_s));
    trigger(u"save"_s);
    QCOMPARE(copies(), 0);
}

void TestFiles::exportsPictures_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("png") << u".png"_s << QByteArray("\x89PNG");
    QTest::newRow("svg") << u".svg"_s << QByteArray("<?xml");
    QTest::newRow("pdf") << u".pdf"_s << QByteArray("%PDF-");
}

void TestFiles::exportsPictures()
{
    QFETCH(QString, suffix);
    QFETCH(QByteArray, begin);
    runAtOnce();
    const QString path = filePath(u"chart"_s + suffix);
    const QImage before = m_window->board()->grab().toImage();
    answerDialog(path);
    trigger(u"savePicture"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.startsWith(begin));
    if (suffix == u".png"_s) {
        const QImage image = QImage::fromData(content);
        QCOMPARE(image.size(), m_window->board()->size() * 2);
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); x += 5)
            colours.insert(image.pixel(x, image.height() / 3));
        QVERIFY(colours.size() > 3); // there is something on it
    } else if (suffix == u".svg"_s) {
        QVERIFY(content.contains("Calls per second"));
        QVERIFY(content.contains("<path"));
        // What is told apart by its pattern on the screen is so in the file too.
        QVERIFY(content.contains("<pattern id=\"pattern-"));
        QVERIFY(content.count("fill=\"url(#pattern-") > 3);
        QCOMPARE(m_window->board()->grab().toImage(), before); // what is on the screen stays as it was
    } else {
        QVERIFY(content.size() > 4000);
    }
}

void TestFiles::copiesTheChart()
{
    runAtOnce();
    trigger(u"copyPicture"_s);
    QCOMPARE(QGuiApplication::clipboard()->image().size(), m_window->board()->size() * 2);
}

void TestFiles::exportsTables()
{
    runAtOnce();
    answerDialog(m_directory->path());
    trigger(u"saveTables"_s);
    QFile calls(filePath(u"calls.csv"_s));
    QVERIFY(calls.open(QIODevice::ReadOnly));
    QCOMPARE(quint64(calls.readAll().count('\n')), document()->snapshot().summary.calls + 1);
    QFile transitions(filePath(u"transitions.csv"_s));
    QVERIFY(transitions.open(QIODevice::ReadOnly));
    QVERIFY(transitions.readLine().startsWith("time_ms,from,to,reason"));
    for (const QString &name : {u"summary.csv"_s, u"series.csv"_s, u"attempts.csv"_s})
        QVERIFY(QFileInfo(filePath(name)).size() > 50);
    // A second time it asks.
    changeThreshold(2);
    const qint64 before = QFileInfo(filePath(u"summary.csv"_s)).size();
    QVERIFY(!writeFile(filePath(u"summary.csv"_s), "mine"));
    answerDialog(m_directory->path());
    QTimer::singleShot(200, qApp, [] { answerQuestion(QMessageBox::No); });
    trigger(u"saveTables"_s);
    QCOMPARE(QFileInfo(filePath(u"summary.csv"_s)).size(), qint64(4));
    QVERIFY(before > 4);
    document()->undoStack()->setClean();
}

void TestFiles::exportsAReport()
{
    runAtOnce();
    changeThreshold(2);
    QTRY_VERIFY(!document()->isComputing() && !document()->comparison().isBusy());
    const QString path = filePath(u"report.html"_s);
    answerDialog(path);
    trigger(u"saveReport"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(file.readAll());
    QVERIFY(page.startsWith(u"<!DOCTYPE html>"_s) && page.trimmed().endsWith(u"</html>"_s));
    for (const QString &part : {document()->scenario().name, u"Success rate"_s, u"the run before"_s, u"sooner"_s,
                                u"failureThreshold"_s, u"data:image/png;base64,"_s, u"half-open"_s})
        QVERIFY2(page.contains(part), qPrintable(part));
    QVERIFY(!page.contains(u"http"_s)); // needs nothing from elsewhere
    document()->undoStack()->setClean();
}

void TestFiles::whatCannotBeWrittenIsSaid()
{
    runAtOnce();
    answerDialog(filePath(u"chart.bmp"_s));
    trigger(u"savePicture"_s);
    QVERIFY(message().contains(u".png, .svg or .pdf"_s));
    QVERIFY(writeFile(filePath(u"no/such/place.json"_s), "x").value_or(QString()).contains(u"cannot be written"_s));
}

QTEST_MAIN(TestFiles)
#include "tst_files.moc"
