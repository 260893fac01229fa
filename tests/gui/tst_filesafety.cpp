// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/autosave.h"
#include "document/openedfile.h"
#include "document/rundocument.h"
#include "document/watchedfile.h"
#include "lab/file/filereplacement.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "part.h"
#include "theme/theme.h"
#include "warnings.h"
#include "window/mainwindow.h"
#include "window/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScopeGuard>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolTip>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Work is not lost, whatever happens to files, and what stands in them is only shown.
class TestFileSafety : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void whatCannotBeSavedStaysChanged();
    void savingKeepsALink();
    void aPipeIsNeitherOpenedNorReplaced();
    void recoveryIsOfferedUntilItIsAnswered();
    void recoveryKnowsItsFile();
    void recoveryCanBeDeclined();
    void anotherProgramsChangeIsAskedAbout_data();
    void anotherProgramsChangeIsAskedAbout();
    void aDeletedFileIsAskedAbout();
    void aChangedFileIsOfferedAgain();
    void ownSavesAreNoChanges();
    void whatWasReadElsewhereIsTheDocumentsFile();
    void aRunSaysWhetherItReachedItsEnd();
    void namesAreNoMarkup();
    void tipsAreNoMarkup();
    void aboutWindowsAreMarkup();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    RunDocument *document() const { return m_window->document(); }
    QString filePath(const QString &name) const { return m_directory->filePath(name); }
    QString message() const { return child<MessageBar>(u"messageBar"_s)->message(); }
    int threshold() const { return document()->policy().breaker->failureThreshold; }
    void press(const QString &button) { QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton); }
    void makeWindow();
    void changeThreshold(int threshold);
    void saveWithKeys();
    void open(const QString &path);
    QString copiesOf(const Scenario &lost, const QString &file, const QByteArray &hash);

    static QString autosaveDirectory();
    static QByteArray content(const QString &path);
    static int thresholdIn(const QString &path);
    static void answer(const QString &button, QString *question = nullptr);

    Theme *m_theme = nullptr;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MainWindow> m_window;
};

void TestFileSafety::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_filesafety"_s);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    reportFileSizeLimit();
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TestFileSafety::makeWindow()
{
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestFileSafety::init()
{
    failOnAnyWarning();
    QSettings().clear();
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).removeRecursively();
    m_directory = std::make_unique<QTemporaryDir>();
    makeWindow();
}

void TestFileSafety::cleanup()
{
    document()->undoStack()->setClean();
    m_window.reset();
}

void TestFileSafety::changeThreshold(int threshold)
{
    PolicyConfig policy = document()->policy();
    policy.breaker->failureThreshold = threshold;
    QVERIFY(document()->setPolicy(policy, u"Failure threshold"_s).isEmpty());
}

void TestFileSafety::saveWithKeys()
{
    // Behind a question that was answered it is active again a little later.
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
}

void TestFileSafety::open(const QString &path)
{
    m_window->openFile(path);
    QTRY_VERIFY(m_window->windowTitle().contains(QFileInfo(path).fileName()));
}

QString TestFileSafety::autosaveDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/autosave"_s;
}

QByteArray TestFileSafety::content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
}

int TestFileSafety::thresholdIn(const QString &path)
{
    const auto scenario = readScenario(content(path));
    return scenario ? scenario->policies.first().breaker->failureThreshold : -1;
}

namespace {

/// Calls @p what with the next modal window of its kind, once that is there.
template<typename Window, typename What>
void whenOpened(const What &what)
{
    auto *timer = new QTimer(qApp);
    QObject::connect(timer, &QTimer::timeout, qApp, [timer, what] {
        auto *window = qobject_cast<Window *>(QApplication::activeModalWidget());
        if (window == nullptr)
            return;
        timer->stop();
        timer->deleteLater();
        what(window);
    });
    timer->start(1);
}

} // namespace

/// Presses the button of that object name, or that text, in the question that comes.
void TestFileSafety::answer(const QString &button, QString *question)
{
    whenOpened<QMessageBox>([button, question](QMessageBox *box) {
        if (question != nullptr)
            *question = box->text();
        for (QAbstractButton *candidate : box->buttons()) {
            if (candidate->objectName() == button || candidate->text().remove(u'&') == button) {
                QTest::mouseClick(candidate, Qt::LeftButton);
                return;
            }
        }
        QFAIL("no such button");
    });
}

void TestFileSafety::whatCannotBeSavedStaysChanged()
{
    const QString path = filePath(u"mine.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"hard-outage"_s)));
    open(path);
    const QByteArray before = content(path);
    changeThreshold(7);
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    {
        const auto restored = qScopeGuard([&] { ::setrlimit(RLIMIT_FSIZE, &limit); });
        const rlimit none{100, limit.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
        saveWithKeys();
    }
    QTRY_VERIFY2(message().contains(u"cannot be written: File too large"_s), qPrintable(message()));
    QCOMPARE(content(path), before);
    QVERIFY(m_window->isWindowModified());
    saveWithKeys();
    QTRY_VERIFY(!m_window->isWindowModified());
    QCOMPARE(thresholdIn(path), 7);
}

void TestFileSafety::savingKeepsALink()
{
    const QString target = filePath(u"target.fuse.json"_s);
    QVERIFY(!writeFile(target, builtinScenarioText(u"hard-outage"_s)));
    QCOMPARE(::symlink("target.fuse.json", qPrintable(filePath(u"link.fuse.json"_s))), 0);
    open(filePath(u"link.fuse.json"_s));
    changeThreshold(8);
    saveWithKeys();
    QTRY_COMPARE(thresholdIn(target), 8);
    QVERIFY(QFileInfo(filePath(u"link.fuse.json"_s)).isSymLink());
}

void TestFileSafety::aPipeIsNeitherOpenedNorReplaced()
{
    const QString fifo = filePath(u"pipe.fuse.json"_s);
    QCOMPARE(::mkfifo(qPrintable(fifo), 0600), 0);
    m_window->openFile(fifo);
    QTRY_VERIFY2(message().contains(u"pipe"_s), qPrintable(message()));
    QVERIFY(writeFile(fifo, "x").value_or(QString()).contains(u"not a regular file"_s));
    struct stat status = {};
    QCOMPARE(::stat(qPrintable(fifo), &status), 0);
    QVERIFY(S_ISFIFO(status.st_mode));
}

/// Leaves what a program leaves that is killed.
QString TestFileSafety::copiesOf(const Scenario &lost, const QString &file, const QByteArray &hash)
{
    RunDocument other;
    other.setScenario(*findBuiltinScenario(u"hard-outage"_s));
    Autosave keeper(&other, filePath(u"keeper"_s));
    keeper.setFile(file, hash);
    other.edit(lost, u"Edit"_s);
    keeper.update();
    QDir().mkpath(autosaveDirectory());
    const QFileInfo copy(keeper.path());
    for (const QFileInfo &entry : copy.dir().entryInfoList(QDir::Files)) {
        if (!entry.fileName().endsWith(".lock"_L1))
            QFile::copy(entry.filePath(), autosaveDirectory() + u'/' + entry.fileName());
    }
    return autosaveDirectory() + u'/' + copy.fileName();
}

void TestFileSafety::recoveryIsOfferedUntilItIsAnswered()
{
    Scenario lost = *findBuiltinScenario(u"hard-outage"_s);
    lost.name = u"Lost work"_s;
    const QString copy = copiesOf(lost, {}, {});
    makeWindow();
    QVERIFY2(message().contains(u"Lost work"_s), qPrintable(message()));
    // As the program starts without arguments.
    m_window->run();
    QVERIFY2(message().contains(u"Lost work"_s), qPrintable(message()));
    // Another message comes and goes.
    m_window->openFile(filePath(u"nowhere.json"_s));
    QTRY_VERIFY(message().contains(u"nowhere.json"_s));
    press(u"messageClose"_s);
    QVERIFY2(message().contains(u"Lost work"_s), qPrintable(message()));
    // Closed is not answered: at the next start it is offered again.
    press(u"messageClose"_s);
    QVERIFY(message().isEmpty());
    QVERIFY(QFileInfo::exists(copy));
    makeWindow();
    QVERIFY2(message().contains(u"Lost work"_s), qPrintable(message()));
    // Kept changes are no answer either.
    changeThreshold(3);
    answer(u"Cancel"_s);
    press(u"messageAction"_s);
    QVERIFY2(message().contains(u"Lost work"_s), qPrintable(message()));
    document()->undoStack()->setClean();
    press(u"messageAction"_s);
    QCOMPARE(document()->scenario().name, u"Lost work"_s);
    QVERIFY(m_window->isWindowModified());
    QVERIFY(!QFileInfo::exists(copy));
    QVERIFY(message().isEmpty());
}

void TestFileSafety::recoveryKnowsItsFile()
{
    const QString path = filePath(u"mine.fuse.json"_s);
    const QByteArray text = builtinScenarioText(u"hard-outage"_s);
    QVERIFY(!writeFile(path, text));
    Scenario lost = *readScenario(text);
    lost.policies.first().breaker->failureThreshold = 17;
    copiesOf(lost, path, WatchedFile::hashOf(text));
    makeWindow();
    QVERIFY2(message().contains(u"mine.fuse.json"_s), qPrintable(message()));
    press(u"messageAction"_s);
    QVERIFY2(m_window->windowTitle().contains(u"mine.fuse.json"_s), qPrintable(m_window->windowTitle()));
    QVERIFY(m_window->isWindowModified());
    saveWithKeys();
    QTRY_VERIFY(!m_window->isWindowModified());
    QCOMPARE(thresholdIn(path), 17);
    QCOMPARE(QDir(autosaveDirectory()).entryList(QDir::Files), QStringList());
}

void TestFileSafety::recoveryCanBeDeclined()
{
    Scenario lost = *findBuiltinScenario(u"hard-outage"_s);
    lost.name = u"First"_s;
    copiesOf(lost, {}, {});
    lost.name = u"Second"_s;
    copiesOf(lost, {}, {});
    makeWindow();
    QVERIFY(message().contains(u"First"_s) || message().contains(u"Second"_s));
    const QString first = message();
    press(u"messageOther"_s);
    QVERIFY(!message().isEmpty() && message() != first); // the next one
    press(u"messageOther"_s);
    QVERIFY(message().isEmpty());
    QCOMPARE(QDir(autosaveDirectory()).entryList({u"*.fuse.json"_s, u"*.origin"_s}, QDir::Files), QStringList());
    makeWindow();
    QVERIFY(message().isEmpty());
}

void TestFileSafety::anotherProgramsChangeIsAskedAbout_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("inFile");
    QTest::addColumn<int>("inWindow");
    QTest::newRow("cancel") << u"Cancel"_s << 6 << 5;
    QTest::newRow("overwrite") << u"overwrite"_s << 5 << 5;
    QTest::newRow("load again") << u"loadAgain"_s << 6 << 6;
    QTest::newRow("save elsewhere") << u"saveElsewhere"_s << 6 << 5;
}

void TestFileSafety::anotherProgramsChangeIsAskedAbout()
{
    QFETCH(QString, button);
    QFETCH(int, inFile);
    QFETCH(int, inWindow);

    const QString path = filePath(u"mine.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"hard-outage"_s)));
    open(path);
    changeThreshold(5);
    Scenario other = *findBuiltinScenario(u"hard-outage"_s);
    other.policies.first().breaker->failureThreshold = 6;
    QVERIFY(!writeFile(path, writeScenario(other)));
    QString question;
    answer(button, &question);
    if (button == "saveElsewhere"_L1) {
        whenOpened<QFileDialog>([this](QFileDialog *dialog) {
            dialog->selectFile(filePath(u"elsewhere.fuse.json"_s));
            static_cast<QDialog *>(dialog)->done(QDialog::Accepted);
        });
    }
    saveWithKeys();
    QTRY_VERIFY2(question.contains(u"mine.fuse.json was changed by another program"_s), qPrintable(question));
    QTRY_COMPARE(threshold(), inWindow);
    QCOMPARE(thresholdIn(path), inFile);
    QTRY_COMPARE(m_window->isWindowModified(), button == "Cancel"_L1);
    if (button == "saveElsewhere"_L1) {
        QTRY_COMPARE(thresholdIn(filePath(u"elsewhere.fuse.json"_s)), 5);
        QVERIFY(m_window->windowTitle().contains(u"elsewhere.fuse.json"_s));
    }
}

void TestFileSafety::aDeletedFileIsAskedAbout()
{
    const QString path = filePath(u"mine.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"hard-outage"_s)));
    open(path);
    changeThreshold(5);
    QVERIFY(QFile::remove(path));
    QTRY_VERIFY2(message().contains(u"mine.fuse.json was deleted by another program"_s), qPrintable(message()));
    QString question;
    answer(u"Cancel"_s, &question);
    saveWithKeys();
    QTRY_VERIFY(question.contains(u"was deleted"_s));
    QVERIFY(!QFileInfo::exists(path));
    answer(u"overwrite"_s);
    saveWithKeys();
    QTRY_COMPARE(thresholdIn(path), 5);
}

void TestFileSafety::aChangedFileIsOfferedAgain()
{
    const QString path = filePath(u"mine.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"hard-outage"_s)));
    open(path);
    for (const int threshold : {6, 9}) { // it is watched on
        Scenario other = *findBuiltinScenario(u"hard-outage"_s);
        other.policies.first().breaker->failureThreshold = threshold;
        QVERIFY(!writeFile(path, writeScenario(other)));
        QTRY_VERIFY2(message().contains(u"mine.fuse.json was changed by another program"_s), qPrintable(message()));
        press(u"messageAction"_s);
        QTRY_COMPARE(this->threshold(), threshold);
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(message().isEmpty());
    }
}

void TestFileSafety::ownSavesAreNoChanges()
{
    const QString path = filePath(u"mine.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"hard-outage"_s)));
    open(path);
    for (const int threshold : {6, 9}) {
        changeThreshold(threshold);
        saveWithKeys();
        QTRY_COMPARE(thresholdIn(path), threshold);
    }
    WatchedFile watched;
    QSignalSpy changes(&watched, &WatchedFile::changed);
    watched.watch(path, WatchedFile::hashOf(content(path)));
    // The same content, written anew: changes are reported in their order, so that the second one shows that the first was none.
    QVERIFY(!writeFile(path, content(path)));
    watched.look();
    QVERIFY(!changes.wait(600));
    QVERIFY(!writeFile(path, "x"));
    QVERIFY(changes.wait(5000));
    QCOMPARE(changes.size(), 1);
    QCOMPARE(watched.state(), WatchedFile::State::Changed);
}

void TestFileSafety::whatWasReadElsewhereIsTheDocumentsFile()
{
    const QString path = filePath(u"mine.fuse.json"_s);
    QVERIFY(!writeFile(path, builtinScenarioText(u"hard-outage"_s)));
    QVERIFY(m_window->showFile(readFileWithHash(path).value(), path));
    QVERIFY(m_window->windowTitle().contains(u"mine.fuse.json"_s));
    auto *menu = child<QMenu>(u"recentMenu"_s);
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().first()->text(), u"mine.fuse.json"_s);
    changeThreshold(4);
    saveWithKeys();
    QTRY_COMPARE(thresholdIn(path), 4);

    const QString log = filePath(u"calls.csv"_s);
    QVERIFY(!writeFile(log, "start_ms,duration_ms,outcome\n1,2,503\n"));
    QVERIFY(m_window->showFile(readFileWithHash(log).value(), log));
    QVERIFY(m_window->windowTitle().contains(u"calls.csv"_s));
    Q_EMIT menu->aboutToShow();
    QCOMPARE(menu->actions().first()->text(), u"calls.csv"_s);
}

void TestFileSafety::aRunSaysWhetherItReachedItsEnd()
{
    document()->setSpeed(PlayHead::AtOnce);
    m_window->run();
    QTRY_VERIFY(!document()->isRunning());
    QVERIFY(document()->toSavedRun().snapshot.isFinished);
    for (const RunDocument::Mode mode : {RunDocument::Mode::Simulated, RunDocument::Mode::Live}) {
        document()->setMode(mode);
        document()->setSpeed(1);
        m_window->run();
        // Of this run, not of the one before.
        QTRY_VERIFY(document()->snapshot().summary.calls > 0 && document()->snapshot().now < 30s);
        m_window->stop();
        QTRY_VERIFY(!document()->isRunning());
        QVERIFY(!document()->toSavedRun().snapshot.isFinished);
    }
    // Opened again, the window says so.
    const QString path = filePath(u"cut.fuserun.json"_s);
    QVERIFY(!writeFile(path, document()->toSavedRun().toText()));
    open(path);
    QTRY_VERIFY(child<QLabel>(u"statusLeft"_s)->text().contains(u"interrupted"_s));
}

void TestFileSafety::namesAreNoMarkup()
{
    const QString markup = u"<b>x</b><img src=\"file:///dev/zero\">"_s;
    Scenario scenario = *findBuiltinScenario(u"breaker-or-retry-outside"_s);
    scenario.id.clear();
    scenario.name = u"<h1>n</h1>"_s + markup;
    scenario.description = markup + u" "_s + markup;
    for (qsizetype i = 0; i < scenario.endpoints.size(); ++i) {
        EndpointConfig &endpoint = scenario.endpoints[i];
        const QString name = markup + QString::number(i);
        for (WorkloadConfig &load : scenario.workload) {
            if (load.endpoint == endpoint.name)
                load.endpoint = name;
        }
        if (scenario.policies.contains(endpoint.name))
            scenario.policies.insert(name, scenario.policies.take(endpoint.name));
        for (EndpointConfig &other : scenario.endpoints) {
            if (other.sameLuckAs == endpoint.name)
                other.sameLuckAs = name;
        }
        endpoint.name = name;
        endpoint.path = u"/<b>p</b>"_s + QString::number(i);
        for (PhaseConfig &phase : endpoint.phases)
            phase.name = u"<u>phase</u>"_s + markup;
    }
    QVERIFY2(scenario.validate().isEmpty(), qPrintable(scenario.validate().value(0).message));
    const QString path = filePath(u"<b>file<b>.fuse.json"_s);
    QVERIFY(!writeFile(path, writeScenario(scenario)));
    open(path);
    document()->setSpeed(PlayHead::AtOnce);
    m_window->run();
    QTRY_VERIFY(!document()->isRunning());
    document()->pinBaseline();
    m_window->showMessage(markup, markup);
    m_window->showTune(true);
    m_window->showTune(false);

    // Whatever was made so far, shown or not: no label with a text that could be markup takes it for that.
    int looked = 0;
    for (const QWidget *widget : QApplication::allWidgets()) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        if (label == nullptr || !label->text().contains(u'<'))
            continue;
        ++looked;
        const bool isEscaped = label->textFormat() == Qt::RichText && !label->text().contains(u"<img"_s)
            && !label->text().contains(u"<u>"_s);
        QVERIFY2(label->textFormat() == Qt::PlainText || isEscaped,
                 qPrintable(label->objectName() + u": "_s + label->text()));
    }
    QVERIFY(looked >= 4); // two titles and two phases of cards
}

void TestFileSafety::tipsAreNoMarkup()
{
    QToolTip::showText({10, 10}, u"<b>x</b><img src=\"file:///dev/zero\">"_s, m_window.get());
    const QLabel *tip = nullptr;
    for (const QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->inherits("QTipLabel"))
            tip = qobject_cast<const QLabel *>(widget);
    }
    QVERIFY(tip != nullptr);
    QCOMPARE(tip->textFormat(), Qt::PlainText);
    QToolTip::hideText();
    // And so nothing is written as markup for them.
    for (const QWidget *widget : QApplication::allWidgets())
        QVERIFY2(!widget->toolTip().startsWith(u'<'), qPrintable(widget->toolTip()));
}

void TestFileSafety::aboutWindowsAreMarkup()
{
    for (const QString &title : {u"&About Fuseboard"_s, u"About &Qt"_s}) {
        QAction *about = nullptr;
        for (QAction *action : m_window->findChildren<QAction *>()) {
            if (action->text() == title)
                about = action;
        }
        QVERIFY(about != nullptr);
        bool isMarkup = false;
        whenOpened<QMessageBox>([&isMarkup](QMessageBox *box) {
            for (const QLabel *label : box->findChildren<QLabel *>())
                isMarkup |= label->text().contains(u"<h3>"_s) && label->textFormat() != Qt::PlainText;
            box->reject();
        });
        about->trigger();
        QVERIFY2(isMarkup, qPrintable(title));
    }
}

QTEST_MAIN(TestFileSafety)
#include "tst_filesafety.moc"
