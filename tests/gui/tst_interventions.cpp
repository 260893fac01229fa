// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"
#include "charts/timeaxisview.h"
#include "charts/timenavigation.h"
#include "document/phasenow.h"
#include "document/rundocument.h"
#include "lab/scenario/builtinscenarios.h"
#include "panels/actionlist.h"
#include "panels/eventspanel.h"
#include "panels/faultsform.h"
#include "panels/fieldspin.h"
#include "panels/section.h"
#include "part.h"
#include "theme/theme.h"
#include "theme/tints.h"
#include "warnings.h"
#include "window/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a person does to a run: Break it, Heal it, Set, the breaker's states; seen, undone and taken out again.
class TestInterventions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void healsAScriptedOutage_data();
    void healsAScriptedOutage();
    void buttonsFollowWhatTheEndpointIs();
    void healsALiveOutage();
    void actionIsUndoneAndRedone();
    void actionOfALiveRunIsSetBack();
    void actionsAreNoEditOfTheScenario();
    void actionsOfAnEarlierRunAreSkipped();
    void actionIsAnEventWithAMark();
    void actionIsTakenOutByKey();
    void sliderThatIsDraggedIsOneAction();
    void phaseNowFollowsRepeats();

private:
    template<typename T>
    T *child(const QString &name) const
    {
        return part<T>(*m_window, name);
    }
    RunDocument *document() const { return m_window->document(); }
    Health health() const
    {
        const QList<HealthSpan> spans = document()->snapshot().endpoints.value(0).health;
        return spans.isEmpty() ? Health::Healthy : spans.last().health;
    }
    /// The run paused at @p moment.
    void runTo(const Scenario &scenario, Duration moment);

    Theme *m_theme = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

void TestInterventions::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-test"_s);
    QCoreApplication::setApplicationName(u"tst_interventions"_s);
    m_theme = new Theme(*qApp, Theme::Choice::Light);
}

void TestInterventions::init()
{
    failOnAnyWarning();
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(builtinScenarios(), m_theme);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestInterventions::runTo(const Scenario &scenario, Duration moment)
{
    m_window->openScenario(scenario);
    m_window->run();
    document()->pause();
    while (document()->snapshot().now < moment) {
        const Duration before = document()->snapshot().now;
        document()->step();
        QTRY_VERIFY(document()->snapshot().now > before && !document()->isComputing());
        document()->refresh();
    }
}

void TestInterventions::healsAScriptedOutage_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<int>("moment");
    QTest::newRow("hard outage") << u"hard-outage"_s << 12;
    QTest::newRow("brownout: slow, without faults") << u"brownout"_s << 35;
}

void TestInterventions::healsAScriptedOutage()
{
    QFETCH(QString, scenario);
    QFETCH(int, moment);
    const Scenario script = *findBuiltinScenario(scenario);
    const QString name = script.endpoints.first().name;
    runTo(script, std::chrono::seconds(moment));
    QVERIFY(health() != Health::Healthy);
    auto *heal = child<QPushButton>(u"heal."_s + name);
    QVERIFY(heal->isEnabled());
    QCOMPARE(child<QPushButton>(u"break."_s + name)->isEnabled(), health() != Health::Down);
    QTest::mouseClick(heal, Qt::LeftButton);
    document()->step();
    QTRY_COMPARE(health(), Health::Healthy);
    QTRY_VERIFY(!heal->isEnabled());
    QTRY_VERIFY(child<QPushButton>(u"break."_s + name)->isEnabled());
    // It answers as it does in its healthy phase.
    const PhaseConfig now = document()->byHand(0).applied(phaseNow(script, 0, document()->snapshot().now));
    QVERIFY(now.faults.isEmpty());
    QCOMPARE(now.latency, script.endpoints.first().phases.first().latency);

    // And then as its phases say.
    auto *follow = child<QPushButton>(u"follow."_s + name);
    QVERIFY(follow->isVisible());
    QTest::mouseClick(follow, Qt::LeftButton);
    document()->step();
    QTRY_VERIFY(health() != Health::Healthy);
    QTRY_VERIFY(!follow->isVisible());
}

void TestInterventions::buttonsFollowWhatTheEndpointIs()
{
    auto *breakMenu = child<QAction>(u"breakEndpoint"_s);
    auto *healMenu = child<QAction>(u"healEndpoint"_s);
    const auto check = [&](bool canBreak, bool canHeal) {
        QTRY_COMPARE(child<QPushButton>(u"break.orders"_s)->isEnabled(), canBreak);
        QTRY_COMPARE(child<QPushButton>(u"heal.orders"_s)->isEnabled(), canHeal);
        QCOMPARE(breakMenu->isEnabled(), canBreak);
        QCOMPARE(healMenu->isEnabled(), canHeal);
    };
    check(false, false); // nothing runs
    runTo(*findBuiltinScenario(u"hard-outage"_s), 3s);
    check(true, false); // healthy
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    check(false, true); // broken
    QTest::mouseClick(child<QPushButton>(u"heal.orders"_s), Qt::LeftButton);
    document()->step();
    check(true, false);
    QVERIFY(document()->byHand(0).isEmpty()); // its phase is healthy by itself
    while (document()->snapshot().now < 12s) {
        const Duration before = document()->snapshot().now;
        document()->step();
        QTRY_VERIFY(document()->snapshot().now > before);
    }
    check(false, true); // the script's outage
    m_window->stop();
    check(false, false); // the run is over
}

void TestInterventions::healsALiveOutage()
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    scenario.endpoints.first().phases.removeFirst(); // it begins with the outage
    m_window->openScenario(scenario);
    document()->setMode(RunDocument::Mode::Live);
    m_window->run();
    QTRY_COMPARE(health(), Health::Down);
    auto *heal = child<QPushButton>(u"heal.orders"_s);
    QTRY_VERIFY(heal->isEnabled());
    QVERIFY(!child<QPushButton>(u"break.orders"_s)->isEnabled());
    QTest::mouseClick(heal, Qt::LeftButton);
    QTRY_COMPARE(health(), Health::Healthy);
    QTRY_VERIFY(!heal->isEnabled());
    QTRY_VERIFY(child<QPushButton>(u"break.orders"_s)->isEnabled());
}

void TestInterventions::actionIsUndoneAndRedone()
{
    runTo(*findBuiltinScenario(u"hard-outage"_s), 3s);
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    document()->step();
    QTRY_COMPARE(health(), Health::Down);
    auto *undo = child<QAction>(u"undo"_s);
    QCOMPARE(undo->text().remove(u'&'), u"Undo Break orders"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document()->interventions().isEmpty());
    QVERIFY(!document()->isBroken(0));
    // As if it had not been: no outage before that of the script.
    QTRY_COMPARE(health(), Health::Healthy);
    QTRY_COMPARE(document()->snapshot().endpoints.first().health.size(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(document()->isBroken(0));
    QTRY_COMPARE(health(), Health::Down);
    // The breaker by hand likewise.
    QTest::mouseClick(child<QPushButton>(u"forceOpen"_s), Qt::LeftButton);
    document()->step();
    QTRY_COMPARE(document()->metrics(0).state, BreakerState::ForcedOpen);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(document()->metrics(0).state != BreakerState::ForcedOpen);
    QVERIFY(document()->isBroken(0));
}

void TestInterventions::actionOfALiveRunIsSetBack()
{
    Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    scenario.endpoints.first().phases.first().length = 60s;
    m_window->openScenario(scenario);
    document()->setMode(RunDocument::Mode::Live);
    m_window->run();
    QTRY_VERIFY(document()->snapshot().summary.calls > 0);
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    QTRY_COMPARE(health(), Health::Down);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!document()->isBroken(0));
    QTRY_COMPARE(health(), Health::Healthy);
    QCOMPARE(document()->interventions().size(), 2); // what happened stays
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(document()->isBroken(0));
    m_window->stop();
    QTRY_VERIFY(!document()->isRunning());
    QVERIFY(document()->undoText().isEmpty()); // it is over
}

void TestInterventions::actionsAreNoEditOfTheScenario()
{
    runTo(*findBuiltinScenario(u"hard-outage"_s), 2s);
    document()->breakEndpoint(0);
    QVERIFY(!document()->isModified());
    QVERIFY(!m_window->isWindowModified());
    PolicyConfig policy = document()->policy();
    policy.breaker->failureThreshold = 17;
    QVERIFY(document()->setPolicy(policy).isEmpty());
    QVERIFY(document()->isModified());
    QVERIFY(m_window->isWindowModified());
    document()->heal(0);
    document()->setSaved();
    QVERIFY(!document()->isModified());
    document()->undo(); // the healing
    QVERIFY(!document()->isModified());
    document()->undo(); // the edit
    QVERIFY(document()->isModified());
    QTRY_VERIFY(m_window->isWindowModified());
    document()->redo();
    QVERIFY(!document()->isModified());
}

void TestInterventions::actionsOfAnEarlierRunAreSkipped()
{
    runTo(*findBuiltinScenario(u"hard-outage"_s), 2s);
    PolicyConfig policy = document()->policy();
    const int before = policy.breaker->failureThreshold;
    policy.breaker->failureThreshold = 17;
    QVERIFY(document()->setPolicy(policy, u"Failure threshold"_s).isEmpty());
    document()->breakEndpoint(0);
    QCOMPARE(document()->undoText(), u"Break orders"_s);
    document()->start();
    QVERIFY(document()->interventions().isEmpty());
    QCOMPARE(document()->undoText(), u"Failure threshold"_s);
    document()->undo();
    QCOMPARE(document()->policy().breaker->failureThreshold, before);
    QVERIFY(document()->undoText().isEmpty());
    document()->redo();
    QCOMPARE(document()->policy().breaker->failureThreshold, 17);
    QVERIFY(document()->redoText().isEmpty());
    QVERIFY(document()->interventions().isEmpty());
}

void TestInterventions::actionIsAnEventWithAMark()
{
    runTo(*findBuiltinScenario(u"hard-outage"_s), 3s);
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    document()->step();
    QListWidget *actions = m_window->events()->actions()->list();
    QTRY_COMPARE(actions->count(), 1);
    QVERIFY(actions->isVisible());
    const QString text = actions->item(0)->text();
    QVERIFY2(text.contains(u"orders: broken"_s) && text.contains(u"503"_s), qPrintable(text));

    auto *axis = m_window->board()->findChild<TimeAxisView *>();
    QTRY_COMPARE(axis->marks().size(), 1);
    QCOMPARE(axis->marks().first().at, document()->interventions().first().at);
    const QPoint middle = axis->markRect(axis->marks().first().at).center().toPoint() + QPoint(0, 1);
    const QImage image = axis->grab().toImage();
    QCOMPARE_GE(contrast(image.pixelColor(middle), Tints::of(axis->palette()).card), 4.5);

    // Choosing it leads to its moment.
    QTest::mouseClick(actions->viewport(), Qt::LeftButton, {}, actions->visualItemRect(actions->item(0)).center());
    QCOMPARE(m_window->board()->navigation()->selection(), std::optional(document()->interventions().first().at));
}

void TestInterventions::actionIsTakenOutByKey()
{
    runTo(*findBuiltinScenario(u"hard-outage"_s), 3s);
    QTest::mouseClick(child<QPushButton>(u"forceOpen"_s), Qt::LeftButton);
    QTest::mouseClick(child<QPushButton>(u"break.orders"_s), Qt::LeftButton);
    document()->step();
    QTRY_COMPARE(document()->metrics(0).state, BreakerState::ForcedOpen);
    QListWidget *actions = m_window->events()->actions()->list();
    QTRY_COMPARE(actions->count(), 2);
    // The breaker's, by key; then the endpoint's, by the button.
    actions->setFocus();
    actions->setCurrentRow(0);
    QTest::keyClick(actions, Qt::Key_Delete);
    QCOMPARE(document()->interventions().size(), 1);
    QTRY_VERIFY(document()->metrics(0).state != BreakerState::ForcedOpen);
    QTRY_COMPARE(actions->count(), 1);
    actions->setCurrentRow(0);
    QTest::mouseClick(child<QPushButton>(u"removeAction"_s), Qt::LeftButton);
    QVERIFY(document()->interventions().isEmpty());
    QTRY_VERIFY(!actions->isVisible());
    QTRY_COMPARE(health(), Health::Healthy);
    document()->undo();
    QVERIFY(document()->isBroken(0));
}

void TestInterventions::sliderThatIsDraggedIsOneAction()
{
    runTo(*findBuiltinScenario(u"hard-outage"_s), 3s);
    auto *section = child<Section>(u"byHandSection.orders"_s);
    section->setOpen(true);
    auto *share = child<FieldSpin>(u"hand.error.number.spin"_s);
    share->setFocus();
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(share, Qt::Key_Up);
    QCOMPARE(document()->undoStack()->count(), 1);
    QVERIFY(document()->byHand(0).faults.has_value());
    QTRY_COMPARE(m_window->board()->findChild<TimeAxisView *>()->marks().size(), 1);
    QTest::keyClick(share, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document()->byHand(0).isEmpty());
    QVERIFY(document()->interventions().isEmpty());
}

void TestInterventions::phaseNowFollowsRepeats()
{
    const Scenario scenario = *findBuiltinScenario(u"hard-outage"_s);
    QCOMPARE(phaseNow(scenario, 0, 5s).name, u"healthy"_s);
    QCOMPARE(phaseNow(scenario, 0, 15s).name, u"outage"_s);
    QCOMPARE(phaseNow(scenario, 0, 45s).name, u"recovered"_s);
    QCOMPARE(phaseNow(scenario, 0, scenario.duration + 15s).name, u"outage"_s);
    QVERIFY(healingOverride(scenario, 0, 5s).isEmpty());
    QVERIFY(!healingOverride(scenario, 0, 15s).isEmpty());
}

QTEST_MAIN(TestInterventions)
#include "tst_interventions.moc"
