// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tunetest.h"

#include "lab/scenario/builtinscenarios.h"
#include "panels/fieldspin.h"
#include "panels/tuneform.h"
#include "theme/theme.h"
#include "warnings.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTimer>

namespace Fuseboard {

using namespace Qt::StringLiterals;

void TuneTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(QFileInfo(QCoreApplication::applicationFilePath()).fileName());
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TuneTest::init()
{
    failOnAnyWarning();
    QSettings().clear();
    m_directory = std::make_unique<QTemporaryDir>();
    m_window = std::make_unique<MainWindow>(
        QList<Scenario>{*findBuiltinScenario(u"hard-outage"_s), *findBuiltinScenario(u"retry-storm"_s)}, m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    child<QAction>(u"showTune"_s)->trigger();
    QVERIFY(page()->isVisible());
}

/// Over whatever stands there, letter by letter.
void TuneTest::type(const QString &name, const QString &text) const
{
    auto *edit = child<QLineEdit>(name);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Backspace);
    QTest::keyClicks(edit, text);
}

void TuneTest::choose(const QString &name, int index) const
{
    auto *box = child<QComboBox>(name);
    QVERIFY(index >= 0 && index < box->count());
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

void TuneTest::chooseSmall(const QString &thresholds, const QString &recovery) const
{
    type(u"tuneField.0.values"_s, thresholds);
    type(u"tuneField.1.values"_s, recovery);
    child<FieldSpin>(u"tuneSeeds"_s)->stepBy(-7);
    QVERIFY(page()->form()->plan());
    QCOMPARE(page()->form()->plan()->seeds, 3);
}

void TuneTest::tryAll() const
{
    QSignalSpy finished(&page()->job(), &SweepJob::finished);
    press(u"tuneRun"_s);
    QVERIFY(page()->job().isRunning());
    QVERIFY(finished.wait(60000));
    QVERIFY(results().isWhole);
}

void TuneTest::answerDialog(const QString &path)
{
    QTimer::singleShot(0, qApp, [path] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog != nullptr);
        dialog->selectFile(path);
        static_cast<QDialog *>(dialog)->done(QDialog::Accepted);
    });
}

} // namespace Fuseboard
