// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/laneview.h"
#include "document/rundocument.h"
#include "panels/errorkindbutton.h"
#include "panels/eventsmodel.h"
#include "panels/eventspanel.h"
#include "panels/fieldrow.h"
#include "panels/fieldspin.h"
#include "panels/figurecard.h"
#include "panels/policiespanel.h"
#include "panels/summarypanel.h"
#include "syntheticrun.h"
#include "warnings.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <functional>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPanels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void eventsGrowFromTheTop();
    void eventsLetGoOfTheOldest();
    void eventsOfSeveralEndpointsAreInOrder();
    void choosingAnEventTellsItsMoment();
    void everyFieldChangesThePolicy();
    void sliderActsAtOnce();
    void invalidIsSaidBesideTheFieldAndNotApplied();
    void unreadableIsSaidBesideTheField();
    void unusedFieldsSayWhy();
    void errorKindsOfASet();
    void everyFieldOfAPolicyIsThere();
    void differencesAreMarkedAndPutBack();
    void partsCanBeSwitchedOff();
    void eachEndpointShowsItsOwnPolicy();
    void summaryHasTheFigures();
    void lanesTellWhatIsUnderTheMouse();
};

namespace {

std::unique_ptr<RunDocument> documentWithScenario()
{
    auto document = std::make_unique<RunDocument>();
    document->setScenario(SyntheticRun().scenario());
    return document;
}

} // namespace

void TestPanels::eventsGrowFromTheTop()
{
    EventsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const SyntheticRun run;
    model.show(run.snapshot(5s));
    QCOMPARE(model.rowCount(), 0);
    model.show(run.snapshot(12s));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, EventsModel::Time).data().toString(), u"0:10.640"_s);
    QCOMPARE(model.index(0, EventsModel::From).data().toString(), u"closed"_s);
    QCOMPARE(model.index(0, EventsModel::To).data().toString(), u"open"_s);
    QVERIFY(model.index(0, EventsModel::Reason).data().toString().contains(u"503"_s));

    const QPersistentModelIndex first = model.index(0, 0);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.show(run.snapshot(16s));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(first.row(), 2); // a selection stays on its change
    QCOMPARE(model.momentAt(2), Duration(10640ms));
    model.show(run.snapshot(16s));
    QCOMPARE(inserted.size(), 1);

    model.show(run.snapshot(5s)); // another run
    QCOMPARE(model.rowCount(), 0);
}

void TestPanels::eventsLetGoOfTheOldest()
{
    EventsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RunSnapshot snapshot = SyntheticRun().snapshot(28s);
    model.show(snapshot);
    const int rows = model.rowCount();
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    snapshot = SyntheticRun().snapshot(40s);
    snapshot.endpoints.first().changes.remove(0, 2);
    model.show(snapshot);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(model.rowCount(), int(snapshot.endpoints.first().changes.size()));
    QCOMPARE_LT(rows - 2, model.rowCount());
    QCOMPARE(model.momentAt(model.rowCount() - 1), snapshot.endpoints.first().changes.first().at);
}

void TestPanels::eventsOfSeveralEndpointsAreInOrder()
{
    EventsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (Duration now = 9s; now < 45s; now += 1500ms)
        model.show(SyntheticRun(3).snapshot(now));
    QCOMPARE_GT(model.rowCount(), 20);
    for (int row = 1; row < model.rowCount(); ++row)
        QVERIFY(model.momentAt(row) <= model.momentAt(row - 1));
}

void TestPanels::choosingAnEventTellsItsMoment()
{
    EventsPanel panel;
    panel.resize(700, 240);
    panel.show(SyntheticRun().snapshot(40s));
    static_cast<QWidget &>(panel).show();
    QSignalSpy chosen(&panel, &EventsPanel::momentChosen);
    const QModelIndex last = panel.model()->index(panel.model()->rowCount() - 1, EventsModel::Reason);
    panel.table()->setCurrentIndex(last);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().value<Duration>(), Duration(10640ms));
}

void TestPanels::everyFieldChangesThePolicy()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    for (const PolicyField &field : policyFields()) {
        // Whatever the field needs to matter.
        PolicyConfig policy = SyntheticRun().scenario().policyOf({});
        for (const TripRule rule : {TripRule::FailureCount, TripRule::FailureRate}) {
            policy.breaker->rule = rule;
            if (field.path == u"breaker.window.length"_s || field.path == u"breaker.window.bucket"_s)
                policy.breaker->window = TimeWindowConfig{};
            if (field.path == u"breaker.slowCallRateThreshold"_s)
                policy.breaker->slowCallDuration = 1s;
            if (field.path == u"breaker.maxRecoveryTime"_s)
                policy.breaker->recoveryBackoffFactor = 2;
            if (field.path == u"connections.maxWait"_s)
                policy.connections.max = 6;
            if (field.path == u"retry.budget.minimumPerSecond"_s)
                policy.retry->budget = RetryBudgetConfig{};
            if (field.path == u"breaker.successThreshold"_s)
                policy.breaker->halfOpenMaxCalls = 5;
            if (!field.unusedBecause || field.unusedBecause(policy).isEmpty())
                break;
        }
        QVERIFY(document->setPolicy(policy).isEmpty());
        QSignalSpy changed(document.get(), &RunDocument::policyChanged);
        if (auto *choice = panel.findChild<QComboBox *>(field.path + u".choice"_s)) {
            QVERIFY2(choice->isEnabled(), qPrintable(field.path));
            QTest::keyClick(choice, choice->currentIndex() > 0 ? Qt::Key_Up : Qt::Key_Down);
        } else if (auto *errors = panel.findChild<ErrorKindButton *>(field.path + u".errors"_s)) {
            QVERIFY2(errors->isEnabled(), qPrintable(field.path));
            Q_EMIT errors->menu()->aboutToShow();
            errors->menu()->actions().first()->trigger(); // any error, on or off
        } else if (!field.value(policy)) {
            panel.findChild<QCheckBox *>(field.path + u".switch"_s)->click();
        } else {
            auto *spin = panel.findChild<FieldSpin *>(field.path + u".spin"_s);
            QVERIFY2(spin && spin->isEnabled(), qPrintable(field.path));
            spin->stepBy(spin->value() >= field.most ? -1 : 1);
        }
        QVERIFY2(changed.size() == 1, qPrintable(field.path));
        QVERIFY2(document->policy() != policy, qPrintable(field.path));
        QVERIFY2(!panel.hasIssues(), qPrintable(field.path));
    }
}

void TestPanels::sliderActsAtOnce()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    auto *slider = panel.findChild<QSlider *>(u"breaker.failureThreshold.slider"_s);
    QVERIFY(slider);
    QTest::keyClick(slider, Qt::Key_Right);
    QCOMPARE(document->policy().breaker->failureThreshold, 6);
    slider->setValue(slider->maximum());
    QCOMPARE(document->policy().breaker->failureThreshold, 50);
    QCOMPARE(panel.findChild<FieldSpin *>(u"breaker.failureThreshold.spin"_s)->value(), 50.0);
}

void TestPanels::invalidIsSaidBesideTheFieldAndNotApplied()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    const PolicyConfig before = document->policy();

    auto *spin = panel.findChild<FieldSpin *>(u"breaker.successThreshold.spin"_s);
    spin->stepBy(1); // 2 successes of 1 trial call
    QVERIFY(panel.hasIssues());
    QVERIFY(panel.row(u"breaker.successThreshold"_s)->issue().contains(u"Trial calls"_s)); // as the window calls it
    QVERIFY(panel.row(u"breaker.failureThreshold"_s)->issue().isEmpty());
    QVERIFY(document->policy() == before);

    // Another edit does not slip in by itself, and what makes it right again brings both.
    panel.findChild<FieldSpin *>(u"breaker.failureThreshold.spin"_s)->stepBy(1);
    QVERIFY(document->policy() == before);
    panel.findChild<FieldSpin *>(u"breaker.halfOpenMaxCalls.spin"_s)->stepBy(1);
    QVERIFY(!panel.hasIssues());
    QVERIFY(panel.row(u"breaker.successThreshold"_s)->issue().isEmpty());
    QCOMPARE(document->policy().breaker->successThreshold, 2);
    QCOMPARE(document->policy().breaker->failureThreshold, 6);

    auto *delay = panel.findChild<FieldSpin *>(u"retry.maxDelay.spin"_s);
    delay->selectAll();
    QTest::keyClicks(delay, u"1 ms"_s);
    QTest::keyClick(delay, Qt::Key_Return);
    QVERIFY(panel.hasIssues());
    const PolicyConfig running = document->policy();
    QTest::mouseClick(panel.findChild<QPushButton *>(u"policyPutBack"_s), Qt::LeftButton);
    QVERIFY(!panel.hasIssues());
    QCOMPARE(delay->value(), double(running.retry->maxDelay.count()));
}

void TestPanels::unreadableIsSaidBesideTheField()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    const PolicyConfig before = document->policy();
    auto *spin = panel.findChild<FieldSpin *>(u"breaker.recoveryTime.spin"_s);
    spin->selectAll();
    QTest::keyClicks(spin, u"later"_s);
    QTest::keyClick(spin, Qt::Key_Return);
    QVERIFY(panel.row(u"breaker.recoveryTime"_s)->issue().contains(u"length of time"_s));
    QVERIFY(document->policy() == before);
}

void TestPanels::unusedFieldsSayWhy()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    auto *rate = panel.findChild<FieldSpin *>(u"breaker.failureRateThreshold.spin"_s);
    auto *count = panel.findChild<FieldSpin *>(u"breaker.failureThreshold.spin"_s);
    QVERIFY(!rate->isEnabled());
    QVERIFY(count->isEnabled());
    QVERIFY(panel.row(u"breaker.failureRateThreshold"_s)->toolTip().contains(u"failure rate"_s));
    QTest::keyClick(panel.findChild<QComboBox *>(u"breaker.rule.choice"_s), Qt::Key_End);
    QCOMPARE(document->policy().breaker->rule, TripRule::FailureRate);
    QVERIFY(rate->isEnabled());
    QVERIFY(!count->isEnabled());
}

void TestPanels::errorKindsOfASet()
{
    ErrorKindButton button;
    QSignalSpy edited(&button, &ErrorKindButton::edited);
    button.setKinds({ErrorKind::Timeout, ErrorKind::Server});
    QCOMPARE(button.text(), u"timeout, server"_s);
    const auto action = [&](const QString &name) {
        Q_EMIT button.menu()->aboutToShow();
        for (QAction *candidate : button.menu()->actions()) {
            if (candidate->objectName() == name)
                return candidate;
        }
        return static_cast<QAction *>(nullptr);
    };
    QVERIFY(action(u"circuitOpen"_s) == nullptr); // never counts
    action(u"timeout"_s)->trigger();
    QCOMPARE(button.kinds(), ErrorKindSet({ErrorKind::Server}));
    action(u"api"_s)->trigger(); // stands for what is below it
    QCOMPARE(button.kinds(), ErrorKindSet({ErrorKind::Api}));
    QVERIFY(action(u"server"_s)->isChecked());
    QVERIFY(!action(u"server"_s)->isEnabled());
    action(u"api"_s)->trigger();
    QCOMPARE(button.text(), u"none"_s);
    QCOMPARE(edited.size(), 3);
}

/// Whatever a file can say of a policy can be edited: every path of its JSON form has a row.
void TestPanels::everyFieldOfAPolicyIsThere()
{
    PolicyConfig policy;
    policy.breaker = CircuitBreakerConfig();
    policy.breaker->window = TimeWindowConfig{60s, 1s};
    policy.breaker->slowCallDuration = 1s;
    policy.breaker->maxRecoveryTime = 60s;
    policy.breaker->halfOpenTimeout = 1s;
    policy.retry = RetryConfig();
    policy.retry->budget = RetryBudgetConfig();
    policy.timeout = {1s, 2s};
    QStringList paths;
    const std::function<void(const QJsonObject &, const QString &)> collect = [&](const QJsonObject &json,
                                                                                  const QString &prefix) {
        for (auto field = json.begin(); field != json.end(); ++field) {
            if (field->isObject())
                collect(field->toObject(), prefix + field.key() + u'.');
            else
                paths.append(prefix + field.key());
        }
    };
    collect(policy.toJson(), {});
    QStringList shown;
    for (const PolicyField &field : policyFields())
        shown.append(field.path);
    // A name is for messages, the window's type is the row "window".
    paths.removeAll(u"breaker.name"_s);
    paths.removeAll(u"breaker.window.type"_s);
    QVERIFY(paths.size() > 25);
    for (const QString &path : std::as_const(paths))
        QVERIFY2(shown.contains(path), qPrintable(path));
}

void TestPanels::differencesAreMarkedAndPutBack()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    const int opened = document->policy().breaker->failureThreshold;
    const auto button = [&](const QString &field) { return panel.findChild<QToolButton *>(field + u".putBack"_s); };
    QVERIFY(!button(u"breaker.failureThreshold"_s));
    panel.findChild<FieldSpin *>(u"breaker.failureThreshold.spin"_s)->stepBy(2);
    QToolButton *back = button(u"breaker.failureThreshold"_s);
    QVERIFY(back && !back->isHidden());
    QVERIFY(back->toolTip().contains(QString::number(opened)));
    QVERIFY(!button(u"breaker.recoveryTime"_s));
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(document->policy().breaker->failureThreshold, opened);
    QVERIFY(back->isHidden());
}

void TestPanels::partsCanBeSwitchedOff()
{
    const auto document = documentWithScenario();
    PoliciesPanel panel(document.get());
    const PolicyConfig before = document->policy();
    auto *retry = panel.findChild<QWidget *>(u"retryGroup"_s);
    QTest::keyClick(retry, Qt::Key_Space);
    QVERIFY(!document->policy().retry);
    QVERIFY(!panel.findChild<FieldSpin *>(u"retry.maxRetries.spin"_s)->isEnabled());
    QTest::keyClick(retry, Qt::Key_Space);
    QVERIFY(document->policy() == before);
}

void TestPanels::eachEndpointShowsItsOwnPolicy()
{
    Scenario scenario = SyntheticRun().scenario();
    EndpointConfig own = scenario.endpoints.first();
    own.name = u"own"_s;
    own.path = u"/own"_s;
    scenario.endpoints.append(own);
    const int last = int(scenario.endpoints.size()) - 1;
    scenario.policies[own.name] = scenario.policyOf({});
    scenario.policies[own.name].breaker->failureThreshold = 77;

    RunDocument document;
    document.setScenario(scenario);
    const int forAll = document.policy().breaker->failureThreshold;
    QVERIFY(forAll != 77);
    QSignalSpy changed(&document, &RunDocument::policyChanged);
    document.setCurrentEndpoint(last);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(document.policy().breaker->failureThreshold, 77);

    PolicyConfig policy = document.policy();
    policy.breaker->failureThreshold = 78;
    QVERIFY(document.setPolicy(policy).isEmpty());
    document.setCurrentEndpoint(0);
    QCOMPARE(document.policy().breaker->failureThreshold, forAll);
    document.setCurrentEndpoint(last);
    QCOMPARE(document.policy().breaker->failureThreshold, 78);
}

void TestPanels::summaryHasTheFigures()
{
    SummaryPanel panel;
    const auto figure = [&](const QString &card) { return panel.findChild<FigureCard *>(card)->figure().text(); };
    QCOMPARE(figure(u"successRateCard"_s), u"–"_s);
    panel.show(SyntheticRun().snapshot(23s).summary);
    QCOMPARE(figure(u"detectCard"_s), u"640 ms"_s);
    QCOMPARE(figure(u"recoverCard"_s), u"–"_s);
    QCOMPARE(figure(u"latencyCard"_s), u"412 ms"_s);
    QVERIFY(figure(u"successRateCard"_s).endsWith(u'%'));
}

void TestPanels::lanesTellWhatIsUnderTheMouse()
{
    LaneView lanes;
    lanes.setSnapshot(SyntheticRun().snapshot(40s));
    const TimeGeometry time(0s, 60s, 100, 700);
    lanes.setTime(time);
    lanes.resize(720, lanes.sizeHint().height());
    lanes.grab(); // paints
    const auto textAt = [&](Duration moment, double y) { return lanes.textAt(QPointF(time.x(moment), y)); };
    QVERIFY(textAt(5s, 14).contains(u"healthy"_s));
    QVERIFY(textAt(20s, 14).contains(u"outage"_s));
    QVERIFY(textAt(5s, 50).contains(u"closed"_s));
    const QString change = textAt(10640ms, 50);
    QVERIFY(change.contains(u"closed → open"_s));
    QVERIFY(change.contains(u"503"_s)); // the reason
    QVERIFY(textAt(5s, 5000).isEmpty());
}

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
