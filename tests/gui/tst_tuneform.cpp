// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "lab/scenario/builtinscenarios.h"
#include "panels/fieldspin.h"
#include "panels/tuneform.h"
#include "tunetest.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QToolButton>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

/// The page Tune: what a person chooses to be tried.
class TestTuneForm : public TuneTest
{
    Q_OBJECT

private Q_SLOTS:
    void proposesSomethingToTry();
    void fieldsAreChosen();
    void badValuesAreSaidAtOnce_data();
    void badValuesAreSaidAtOnce();
    void goalsAndSeedsAreChosen();
    void costIsSaid();
    void tooManyCellsAreSaid();
    void choicesAreEdits();
    void choicesAreNoOtherRun();
    void choicesAreSavedWithTheScenario();
    void nothingToTune();
};

void TestTuneForm::proposesSomethingToTry()
{
    QVERIFY(page()->form()->plan());
    const SweepPlan &plan = *page()->form()->plan();
    QCOMPARE(plan.vary.size(), 2);
    QVERIFY(plan.goals.size() >= 2);
    QCOMPARE(plan.limits, document()->scenario().objectives);
    QCOMPARE(child<QComboBox>(u"tuneField.0.choice"_s)->currentText(), u"Failure threshold"_s);
    QVERIFY(child<QLabel>(u"tuneLimits"_s)->text().contains(u"amplification <= 1.3"_s));
    QVERIFY(!document()->scenario().tune); // nobody has chosen it
    QVERIFY(document()->undoStack()->isClean());
}

void TestTuneForm::fieldsAreChosen()
{
    press(u"tuneAddField"_s);
    QCOMPARE(page()->form()->plan()->vary.size(), 3);
    auto *third = child<QComboBox>(u"tuneField.2.choice"_s);
    QCOMPARE(third->findText(u"Failure threshold"_s), -1); // another row has it
    const int jitter = third->findText(u"Jitter"_s);
    QVERIFY(jitter >= 0);
    QVERIFY(third->itemData(jitter, Qt::ToolTipRole).toString().contains(u"policies.*.retry.jitter"_s));
    choose(u"tuneField.2.choice"_s, jitter);
    QCOMPARE(child<QLineEdit>(u"tuneField.2.values"_s)->text(), u"none,proportional,full,equal,decorrelated"_s);
    QVERIFY(issueOf(2).contains(u"5 values"_s));
    QCOMPARE(document()->scenario().tune->vary.at(2).path(), u"policies.*.retry.jitter"_s);
    QTest::mouseClick(child<QToolButton>(u"tuneField.0.remove"_s), Qt::LeftButton);
    QCOMPARE(page()->form()->plan()->vary.size(), 2);
    QCOMPARE(page()->form()->plan()->vary.at(1).path(), u"policies.*.retry.jitter"_s);
    QTest::mouseClick(child<QToolButton>(u"tuneField.0.remove"_s), Qt::LeftButton);
    QVERIFY(!child<QToolButton>(u"tuneField.0.remove"_s)->isEnabled()); // the last one
}

void TestTuneForm::badValuesAreSaidAtOnce_data()
{
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing") << QString() << u"empty value"_s;
    QTest::newRow("backwards") << u"9..3"_s << u"must not end before it begins"_s;
    QTest::newRow("twice") << u"3,3"_s << u"has 3 twice"_s;
    QTest::newRow("no step") << u"3..9:"_s << u"step"_s;
    QTest::newRow("not such a field") << u"3,full"_s << u"full"_s;
    QTest::newRow("out of range") << u"0..5"_s << u"failureThreshold=0"_s;
}

void TestTuneForm::badValuesAreSaidAtOnce()
{
    QFETCH(QString, values);
    QFETCH(QString, said);
    type(u"tuneField.0.values"_s, values);
    QVERIFY2(issueOf(0).contains(said), qPrintable(issueOf(0)));
    QVERIFY(issueOf(0).startsWith(u'⚠'));
    QVERIFY(!page()->form()->plan());
    QVERIFY(!child<QPushButton>(u"tuneRun"_s)->isEnabled());
    QVERIFY(!child<QPushButton>(u"tuneSearch"_s)->isEnabled());
    QVERIFY(!child<QAction>(u"runSweep"_s)->isEnabled());
    QVERIFY(page()->form()->costText().contains(u"marked above"_s));
    // What happens elsewhere takes nothing away that was typed.
    PolicyConfig policy = document()->policy();
    policy.retry->maxRetries = 1;
    QVERIFY(document()->setPolicy(policy).isEmpty());
    type(u"tuneField.0.values"_s, u"3..5"_s);
    QVERIFY(issueOf(0).contains(u"3 values"_s));
    QVERIFY(child<QPushButton>(u"tuneRun"_s)->isEnabled());
}

void TestTuneForm::goalsAndSeedsAreChosen()
{
    const qsizetype before = page()->form()->plan()->goals.size();
    press(u"tuneAddGoal"_s);
    QCOMPARE(page()->form()->plan()->goals.size(), before + 1);
    const QString last = u"tuneGoal.%1."_s.arg(before);
    auto *figure = child<QComboBox>(last + u"figure"_s);
    choose(last + u"figure"_s, figure->findData(u"recoverTime"_s));
    choose(last + u"direction"_s, 1);
    QCOMPARE(page()->form()->plan()->goals.last().expression(), u"max recoverTime"_s);
    QTest::mouseClick(child<QToolButton>(u"tuneGoal.0.remove"_s), Qt::LeftButton);
    QCOMPARE(page()->form()->plan()->goals.size(), before);
    QCOMPARE(document()->scenario().tune->goals, page()->form()->plan()->goals);

    auto *seeds = child<FieldSpin>(u"tuneSeeds"_s);
    seeds->stepBy(1);
    QCOMPARE(page()->form()->plan()->seeds, 11);
    auto *edit = seeds->findChild<QLineEdit *>();
    edit->setText(u"0"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(!page()->form()->plan());
    QVERIFY(child<QLabel>(u"tuneSeedsIssue"_s)->text().contains(u"from 1 to"_s));
    QCOMPARE(document()->scenario().tune->seeds, 11);
    edit->setText(u"some"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(child<QLabel>(u"tuneSeedsIssue"_s)->isVisible());
    edit->setText(u"4"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(page()->form()->plan()->seeds, 4);
    QVERIFY(!child<QLabel>(u"tuneSeedsIssue"_s)->isVisible());
}

void TestTuneForm::costIsSaid()
{
    chooseSmall();
    QVERIFY2(page()->form()->costText().startsWith(u"4 × 2 = 8 cells, 24 runs"_s),
             qPrintable(page()->form()->costText()));
    // Measured by one run in the background.
    QTRY_VERIFY(page()->form()->costText().contains(u"second"_s) || page()->form()->costText().contains(u"about"_s));
    type(u"tuneField.0.values"_s, u"1..2000"_s);
    QTRY_VERIFY(page()->form()->costText().contains(u"12\u202f000 runs, about"_s));
}

void TestTuneForm::tooManyCellsAreSaid()
{
    type(u"tuneField.0.values"_s, u"1..9999"_s);
    type(u"tuneField.1.values"_s, u"1s..10s:1s"_s);
    QVERIFY(page()->form()->costText().contains(u"fewer values"_s));
    QVERIFY(!child<QPushButton>(u"tuneRun"_s)->isEnabled());
    QVERIFY(!child<QAction>(u"runSweep"_s)->isEnabled());
    QTest::keyClick(page(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!page()->job().isRunning());
}

void TestTuneForm::choicesAreEdits()
{
    type(u"tuneField.0.values"_s, u"3..5"_s);
    // What was typed in one go is one edit.
    QCOMPARE(document()->undoStack()->count(), 1);
    QVERIFY(!document()->undoStack()->isClean());
    type(u"tuneField.1.values"_s, u"2s,4s"_s);
    QCOMPARE(document()->undoStack()->count(), 2);
    document()->undoStack()->undo();
    QCOMPARE(child<QLineEdit>(u"tuneField.0.values"_s)->text(), u"3..5"_s);
    QVERIFY(child<QLineEdit>(u"tuneField.1.values"_s)->text() != u"2s,4s"_s);
    document()->undoStack()->undo();
    QVERIFY(!document()->scenario().tune);
    QVERIFY(child<QLineEdit>(u"tuneField.0.values"_s)->text() != u"3..5"_s);
    document()->undoStack()->redo();
    document()->undoStack()->redo();
    QCOMPARE(child<QLineEdit>(u"tuneField.1.values"_s)->text(), u"2s,4s"_s);
}

void TestTuneForm::choicesAreNoOtherRun()
{
    document()->setSpeed(PlayHead::AtOnce);
    document()->start();
    QTRY_VERIFY(!document()->isRunning());
    const quint64 revision = document()->snapshot().revision;
    press(u"tuneAddField"_s);
    QVERIFY(document()->scenario().tune);
    QVERIFY(!document()->isComputing());
    QCOMPARE(document()->comparison().kind(), ComparedRun::Kind::None);
    QCOMPARE(document()->snapshot().revision, revision);
}

void TestTuneForm::choicesAreSavedWithTheScenario()
{
    type(u"tuneField.0.values"_s, u"2..9"_s);
    child<FieldSpin>(u"tuneSeeds"_s)->stepBy(5);
    QCoreApplication::processEvents();
    const std::optional<TuneConfig> chosen = document()->scenario().tune;
    const QString path = filePath(u"tuned.fuse.json"_s);
    answerDialog(path);
    child<QAction>(u"saveAs"_s)->trigger();
    QVERIFY(document()->undoStack()->isClean());
    m_window->openScenario(*findBuiltinScenario(u"retry-storm"_s));
    QVERIFY(child<QLineEdit>(u"tuneField.0.values"_s)->text() != u"2..9"_s);
    m_window->openFile(path);
    QTRY_COMPARE(document()->scenario().name, u"Hard outage"_s);
    QCOMPARE(document()->scenario().tune, chosen);
    QCOMPARE(child<QLineEdit>(u"tuneField.0.values"_s)->text(), u"2..9"_s);
    QCOMPARE(page()->form()->plan()->seeds, 15);
}

void TestTuneForm::nothingToTune()
{
    Scenario scenario = document()->scenario();
    scenario.policies.clear();
    scenario.objectives.clear();
    m_window->openScenario(scenario);
    QVERIFY(!child<QPushButton>(u"tuneRun"_s)->isEnabled());
    QVERIFY(!child<QAction>(u"recommend"_s)->isEnabled());
    QVERIFY(page()->form()->costText().contains(u"no policy"_s));
    scenario.workload.clear();
    m_window->openScenario(scenario);
    QVERIFY(page()->form()->costText().contains(u"no load"_s));
    CallLog log;
    log.endpoints = {QString()};
    log.rows = {{}};
    document()->openCallLog(log, u"log.csv"_s, CircuitBreakerConfig::forHttp());
    QVERIFY(page()->form()->costText().contains(u"call log"_s));
    QVERIFY(!child<QPushButton>(u"tuneRecommend"_s)->isEnabled());
}

QTEST_MAIN(TestTuneForm)
#include "tst_tuneform.moc"
