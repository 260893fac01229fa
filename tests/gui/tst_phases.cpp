// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/rundocument.h"
#include "lab/fault/phasemodel.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/phasejson.h"
#include "panels/editorrow.h"
#include "panels/fieldspin.h"
#include "panels/phaseedit.h"
#include "panels/phaseform.h"
#include "panels/phasetimeline.h"
#include "theme/theme.h"
#include "warnings.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The time line of an endpoint's phases: what a hand does to them, by mouse and by keyboard.
class TestPhases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void stepsAreOnALadder_data();
    void stepsAreOnALadder();
    void splittingChangesNothing();
    void fallenRampsKeepTheirTwins();
    void dragging_data();
    void dragging();
    void draggingIsOneGesture();
    void escapeTakesADragBack();
    void aPressAloneIsNoEdit();
    void edgesShowACursor();
    void clicksSelect();
    void keys_data();
    void keys();
    void keysThatRepeatAreOneGesture();
    void keysWinOverTheWindowsShortcuts();
    void theMenuDoesTheSame();
    void whatIsSelectedIsTold();
    void theLastPhaseHoldsOn();
    void selectionStaysWithinThePhases();
    void everyScenarioIsPainted();
    void aDragIsOneUndo();
};

namespace {

PhaseConfig phase(const QString &name, Duration length, double errors = 0)
{
    PhaseConfig phase;
    phase.name = name;
    phase.length = length;
    if (errors > 0) {
        FaultConfig fault;
        fault.share = errors;
        phase.faults.append(fault);
    }
    return phase;
}

QList<PhaseConfig> threePhases()
{
    return {phase(u"healthy"_s, 30s), phase(u"outage"_s, 20s, 1), phase(u"recovered"_s, 40s)};
}

/// "healthy 30s, outage 20s".
QString textOf(const QList<PhaseConfig> &phases)
{
    QStringList texts;
    for (const PhaseConfig &one : phases)
        texts.append(u"%1 %2"_s.arg(one.name, phaseToJson(one).value(u"for"_s).toString()));
    return texts.join(u", "_s);
}

/// As wide as makes 10 pixels a second for 90 s.
void prepare(PhaseTimeline &line, const QList<PhaseConfig> &phases = threePhases())
{
    line.setPhases(phases);
    line.resize(916, line.sizeHint().height());
    line.show();
    line.setFocus();
}

QPoint edgeOf(const PhaseTimeline &line, int index)
{
    const QRectF block = line.blockRect(index);
    return {qRound(block.right()), qRound(block.center().y())};
}

void moveTo(QWidget &widget, QPoint position, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QMouseEvent event(QEvent::MouseMove, position, widget.mapToGlobal(position), Qt::NoButton, Qt::LeftButton,
                      modifiers);
    QApplication::sendEvent(&widget, &event);
}

void drag(PhaseTimeline &line, int edge, int pixels, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPoint from = edgeOf(line, edge);
    QTest::mousePress(&line, Qt::LeftButton, modifiers, from);
    for (int step = 1; step <= 4; ++step)
        moveTo(line, from + QPoint(pixels * step / 4, 0), modifiers);
    QTest::mouseRelease(&line, Qt::LeftButton, modifiers, from + QPoint(pixels, 0));
}

/// Qt's offscreen platform warns of what a menu asks of it.
void openMenu(PhaseTimeline &line, QContextMenuEvent::Reason reason, QPoint position)
{
    if (QGuiApplication::platformName() == "offscreen"_L1) {
        QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
        QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    }
    QContextMenuEvent event(reason, position, line.mapToGlobal(position));
    QApplication::sendEvent(&line, &event);
}

QByteArray jsonOf(const QList<PhaseConfig> &phases)
{
    QJsonArray list;
    for (const PhaseConfig &one : phases)
        list.append(phaseToJson(one));
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

} // namespace

void TestPhases::stepsAreOnALadder_data()
{
    QTest::addColumn<Duration>("perPixel");
    QTest::addColumn<Duration>("step");
    QTest::newRow("nothing") << Duration(0) << Duration(1ms);
    QTest::newRow("milliseconds") << Duration(1ms) << Duration(5ms);
    QTest::newRow("seconds") << Duration(100ms) << Duration(500ms);
    QTest::newRow("half a minute") << Duration(7s) << Duration(50s);
    QTest::newRow("minutes") << Duration(8s) << Duration(1min);
    QTest::newRow("hours") << Duration(8min) << Duration(1h);
}

void TestPhases::stepsAreOnALadder()
{
    QFETCH(Duration, perPixel);
    QFETCH(Duration, step);
    QCOMPARE(snapStep(perPixel), step);
}

/// The two halves do at each moment what the whole did.
void TestPhases::splittingChangesNothing()
{
    int ramps = 0;
    for (const Scenario &scenario : builtinScenarios()) {
        for (qsizetype e = 0; e < scenario.endpoints.size(); ++e) {
            const EndpointConfig &endpoint = scenario.endpoints.at(e);
            for (qsizetype i = 0; i < endpoint.phases.size(); ++i) {
                const PhaseConfig &whole = endpoint.phases.at(i);
                const Duration half = whole.length / 2;
                const QList<PhaseConfig> phases = withSplit(endpoint.phases, i, half);
                QCOMPARE(phases.size(), endpoint.phases.size() + 1);
                QCOMPARE(lengthOf(phases), lengthOf(endpoint.phases));
                Scenario after = scenario;
                after.endpoints[e].phases = phases;
                QCOMPARE(describe(after.validate()), QString());
                const PhaseModel model(whole);
                for (int share = 0; share < 10; ++share) {
                    const Duration into = whole.length * share / 10;
                    const bool isFirst = into < half;
                    const PhaseModel part(phases.at(isFirst ? i : i + 1));
                    const Duration there = isFirst ? into : into - half;
                    QVERIFY(std::abs(part.errorShare(there) - model.errorShare(into)) < 1e-6);
                    QCOMPARE(part.config().latency.index(), whole.latency.index());
                }
                ramps += whole.rampTo ? 1 : 0;
            }
        }
    }
    QCOMPARE_GT(ramps, 0);
    QCOMPARE(textOf(withSplit({phase(u"down 9"_s, 10s)}, 0, 4s)), u"down 9 4s, down 10 6s"_s);
    QCOMPARE(textOf(withSplit({phase(u"down"_s, 10s)}, 0, 10s)), u"down 10s"_s);
}

void TestPhases::fallenRampsKeepTheirTwins()
{
    PhaseConfig before = phase(u"ramp"_s, 10s, 0.1);
    FaultConfig end = before.faults.first();
    end.share = 0.7;
    before.rampTo = RampTarget{LatencyConfig(FixedLatency{1s}), {}, QList<FaultConfig>{end}};

    FaultConfig other = before.faults.first();
    other.status = 500;
    PhaseConfig after = withFault(before, 0, other);
    QCOMPARE(after.rampTo->faults->first().status, 500);
    QCOMPARE(after.rampTo->faults->first().share, 0.7);

    other.pattern = FaultPattern{};
    QVERIFY(withFault(before, 0, other).rampTo->faults->isEmpty()); // a pattern does not move
    QVERIFY(withoutFault(before, 0).rampTo->faults->isEmpty());
    after = withLatency(before, UniformLatency{1ms, 2ms});
    QCOMPARE(after.rampTo->latency->index(), std::size_t(1));
}

void TestPhases::dragging_data()
{
    QTest::addColumn<int>("edge");
    QTest::addColumn<int>("pixels");
    QTest::addColumn<bool>("isFree");
    QTest::addColumn<QString>("result");
    QTest::newRow("later") << 0 << 100 << false << u"healthy 40s, outage 10s, recovered 40s"_s;
    QTest::newRow("earlier") << 0 << -100 << false << u"healthy 20s, outage 30s, recovered 40s"_s;
    QTest::newRow("snaps") << 0 << 13 << false << u"healthy 31.5s, outage 18.5s, recovered 40s"_s;
    QTest::newRow("does not snap") << 0 << 13 << true << u"healthy 31.3s, outage 18.7s, recovered 40s"_s;
    QTest::newRow("not over the next") << 0 << 400 << false << u"healthy 49.5s, outage 500ms, recovered 40s"_s;
    QTest::newRow("not over the one before") << 1 << -400 << false << u"healthy 30s, outage 500ms, recovered 59.5s"_s;
    QTest::newRow("not over the start") << 0 << -400 << false << u"healthy 500ms, outage 49.5s, recovered 40s"_s;
    QTest::newRow("last shorter") << 2 << -100 << false << u"healthy 30s, outage 20s, recovered 30s"_s;
    QTest::newRow("last longer, beyond the widget") << 2 << 100 << false << u"healthy 30s, outage 20s, recovered 50s"_s;
    QTest::newRow("last not over the one before")
        << 2 << -700 << false << u"healthy 30s, outage 20s, recovered 500ms"_s;
}

void TestPhases::dragging()
{
    QFETCH(int, edge);
    QFETCH(int, pixels);
    QFETCH(bool, isFree);
    QFETCH(QString, result);
    PhaseTimeline line;
    prepare(line);
    drag(line, edge, pixels, isFree ? Qt::ShiftModifier : Qt::NoModifier);
    QCOMPARE(textOf(line.phases()), result);
    QCOMPARE(line.selected(), edge);
}

void TestPhases::draggingIsOneGesture()
{
    PhaseTimeline line;
    prepare(line);
    QSignalSpy edited(&line, &PhaseTimeline::phasesEdited);
    QSignalSpy ended(&line, &PhaseTimeline::gestureEnded);
    // As the window does: every edit comes back.
    connect(&line, &PhaseTimeline::phasesEdited, &line,
            [&](const QList<PhaseConfig> &phases) { line.setPhases(phases); });
    drag(line, 1, 80);
    QCOMPARE_GE(edited.size(), 3);
    QCOMPARE(ended.size(), 1);
    for (const QList<QVariant> &edit : std::as_const(edited)) {
        QCOMPARE(edit.at(1).toString(), u"Length of outage"_s);
        QCOMPARE(edit.at(2).toString(), u"phases.end.1"_s);
    }
    QCOMPARE(textOf(edited.last().first().value<QList<PhaseConfig>>()), u"healthy 30s, outage 28s, recovered 32s"_s);
    drag(line, 1, -80);
    QCOMPARE(line.phases(), threePhases());
    QCOMPARE(ended.size(), 2);
}

void TestPhases::escapeTakesADragBack()
{
    PhaseTimeline line;
    prepare(line);
    QSignalSpy edited(&line, &PhaseTimeline::phasesEdited);
    QSignalSpy ended(&line, &PhaseTimeline::gestureEnded);
    const QPoint from = edgeOf(line, 0);
    QTest::mousePress(&line, Qt::LeftButton, {}, from);
    moveTo(line, from + QPoint(60, 0));
    QCOMPARE(edited.size(), 1);
    QTest::keyClick(&line, Qt::Key_Escape);
    QCOMPARE(edited.size(), 2);
    QCOMPARE(edited.last().first().value<QList<PhaseConfig>>(), threePhases());
    QCOMPARE(ended.size(), 1);
    moveTo(line, from + QPoint(90, 0));
    QTest::mouseRelease(&line, Qt::LeftButton, {}, from + QPoint(90, 0));
    QCOMPARE(line.phases(), threePhases());
    QCOMPARE(ended.size(), 1);
}

void TestPhases::aPressAloneIsNoEdit()
{
    PhaseTimeline line;
    QList<PhaseConfig> odd = threePhases();
    odd[0].length = 30123ms; // which a snap would move
    prepare(line, odd);
    QSignalSpy edited(&line, &PhaseTimeline::phasesEdited);
    QSignalSpy ended(&line, &PhaseTimeline::gestureEnded);
    drag(line, 0, 2);
    QCOMPARE(edited.size(), 0);
    QCOMPARE(ended.size(), 0);
}

void TestPhases::edgesShowACursor()
{
    PhaseTimeline line;
    prepare(line);
    for (int edge = 0; edge < 3; ++edge) {
        QMouseEvent over(QEvent::MouseMove, edgeOf(line, edge), line.mapToGlobal(edgeOf(line, edge)), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&line, &over);
        QCOMPARE(line.cursor().shape(), Qt::SplitHCursor);
    }
    const QPoint middle = line.blockRect(1).center().toPoint();
    QMouseEvent over(QEvent::MouseMove, middle, line.mapToGlobal(middle), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(&line, &over);
    QCOMPARE(line.cursor().shape(), Qt::ArrowCursor);
}

void TestPhases::clicksSelect()
{
    PhaseTimeline line;
    prepare(line);
    QSignalSpy changed(&line, &PhaseTimeline::selectionChanged);
    QCOMPARE(line.selected(), 0);
    QTest::mouseClick(&line, Qt::LeftButton, {}, line.blockRect(2).center().toPoint());
    QCOMPARE(line.selected(), 2);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toInt(), 2);
}

void TestPhases::keys_data()
{
    QTest::addColumn<int>("selected");
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<int>("selectedAfter");
    QTest::addColumn<QString>("result");
    QTest::addColumn<QString>("text");
    const Qt::KeyboardModifiers none;
    const Qt::KeyboardModifiers ctrl = Qt::ControlModifier;
    const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::ShiftModifier;
    const QString same = u"healthy 30s, outage 20s, recovered 40s"_s;
    QTest::newRow("right") << 0 << int(Qt::Key_Right) << none << 1 << same << QString();
    QTest::newRow("left") << 1 << int(Qt::Key_Left) << none << 0 << same << QString();
    QTest::newRow("left at the first") << 0 << int(Qt::Key_Left) << none << 0 << same << QString();
    QTest::newRow("right at the last") << 2 << int(Qt::Key_Right) << none << 2 << same << QString();
    QTest::newRow("end") << 0 << int(Qt::Key_End) << none << 2 << same << QString();
    QTest::newRow("home") << 2 << int(Qt::Key_Home) << none << 0 << same << QString();
    QTest::newRow("longer") << 1 << int(Qt::Key_Right) << ctrl << 1 << u"healthy 30s, outage 20.5s, recovered 39.5s"_s
                            << u"Length of outage"_s;
    QTest::newRow("shorter") << 1 << int(Qt::Key_Left) << ctrl << 1 << u"healthy 30s, outage 19.5s, recovered 40.5s"_s
                             << u"Length of outage"_s;
    QTest::newRow("last longer") << 2 << int(Qt::Key_Right) << ctrl << 2
                                 << u"healthy 30s, outage 20s, recovered 40.5s"_s << u"Length of recovered"_s;
    QTest::newRow("later") << 0 << int(Qt::Key_Right) << both << 1 << u"outage 20s, healthy 30s, recovered 40s"_s
                           << u"Move healthy"_s;
    QTest::newRow("earlier") << 2 << int(Qt::Key_Left) << both << 1 << u"healthy 30s, recovered 40s, outage 20s"_s
                             << u"Move recovered"_s;
    QTest::newRow("earlier at the first") << 0 << int(Qt::Key_Left) << both << 0 << same << QString();
    QTest::newRow("insert") << 1 << int(Qt::Key_Insert) << none << 1
                            << u"healthy 30s, outage 10s, outage 2 10s, recovered 40s"_s << u"Split outage"_s;
    QTest::newRow("plus") << 0 << int(Qt::Key_Plus) << none << 0
                          << u"healthy 15s, healthy 2 15s, outage 20s, recovered 40s"_s << u"Split healthy"_s;
    QTest::newRow("shifted plus") << 0 << int(Qt::Key_Plus) << Qt::KeyboardModifiers(Qt::ShiftModifier) << 0
                                  << u"healthy 15s, healthy 2 15s, outage 20s, recovered 40s"_s << u"Split healthy"_s;
    QTest::newRow("delete") << 1 << int(Qt::Key_Delete) << none << 1 << u"healthy 30s, recovered 40s"_s
                            << u"Remove outage"_s;
    QTest::newRow("delete the last") << 2 << int(Qt::Key_Delete) << none << 1 << u"healthy 30s, outage 20s"_s
                                     << u"Remove recovered"_s;
}

void TestPhases::keys()
{
    QFETCH(int, selected);
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(int, selectedAfter);
    QFETCH(QString, result);
    QFETCH(QString, text);
    PhaseTimeline line;
    prepare(line);
    line.select(selected);
    QSignalSpy edited(&line, &PhaseTimeline::phasesEdited);
    QTest::keyClick(&line, Qt::Key(key), modifiers);
    QCOMPARE(line.selected(), selectedAfter);
    QCOMPARE(textOf(line.phases()), result);
    QCOMPARE(edited.isEmpty() ? QString() : edited.first().at(1).toString(), text);
    QCOMPARE(edited.size(), text.isEmpty() ? 0 : 1);
    if (!edited.isEmpty())
        QCOMPARE(edited.first().first().value<QList<PhaseConfig>>(), line.phases());

    // The only one is never removed.
    line.setPhases({phase(u"all"_s, 10s)});
    QTest::keyClick(&line, Qt::Key_Delete);
    QCOMPARE(line.phases().size(), 1);
}

void TestPhases::keysThatRepeatAreOneGesture()
{
    PhaseTimeline line;
    prepare(line);
    QSignalSpy edited(&line, &PhaseTimeline::phasesEdited);
    QSignalSpy ended(&line, &PhaseTimeline::gestureEnded);
    for (int i = 0; i < 5; ++i)
        QTest::keyPress(&line, Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(edited.size(), 5);
    QCOMPARE(edited.first().at(2), edited.last().at(2));
    QCOMPARE(ended.size(), 0);
    QTest::keyRelease(&line, Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(line.phases().first().length, Duration(32500ms));
    QTest::keyPress(&line, Qt::Key_Left, Qt::ControlModifier);
    line.select(1);
    QCOMPARE(ended.size(), 2);
}

void TestPhases::keysWinOverTheWindowsShortcuts()
{
    PhaseTimeline line;
    prepare(line);
    for (const int key : {Qt::Key_Delete, Qt::Key_Insert, Qt::Key_Left, Qt::Key_Plus}) {
        QKeyEvent event(QEvent::ShortcutOverride, key, Qt::NoModifier);
        event.ignore();
        QApplication::sendEvent(&line, &event);
        QVERIFY(event.isAccepted());
    }
    QKeyEvent save(QEvent::ShortcutOverride, Qt::Key_S, Qt::ControlModifier);
    save.ignore();
    QApplication::sendEvent(&line, &save);
    QVERIFY(!save.isAccepted());
}

void TestPhases::theMenuDoesTheSame()
{
    const QStringList results{u"healthy 30s, outage 10s, outage 2 10s, recovered 40s"_s,
                              u"healthy 30s, recovered 40s"_s,
                              u"healthy 30s, outage 20.5s, recovered 39.5s"_s,
                              u"healthy 30s, outage 19.5s, recovered 40.5s"_s,
                              u"outage 20s, healthy 30s, recovered 40s"_s,
                              u"healthy 30s, recovered 40s, outage 20s"_s};
    for (qsizetype i = 0; i < results.size(); ++i) {
        PhaseTimeline line;
        prepare(line);
        const QPoint middle = line.blockRect(1).center().toPoint();
        openMenu(line, QContextMenuEvent::Mouse, middle);
        auto *menu = line.findChild<QMenu *>(u"phaseTimeline.menu"_s);
        QVERIFY(menu != nullptr);
        QCOMPARE(line.selected(), 1);
        QList<QAction *> actions = menu->actions();
        actions.removeIf([](const QAction *action) { return action->isSeparator(); });
        QCOMPARE(actions.size(), results.size());
        actions.at(i)->trigger();
        QCOMPARE(textOf(line.phases()), results.at(i));
        menu->close();
    }
    PhaseTimeline line;
    prepare(line, {phase(u"all"_s, 10s)});
    openMenu(line, QContextMenuEvent::Keyboard, {});
    auto *menu = line.findChild<QMenu *>(u"phaseTimeline.menu"_s);
    QVERIFY(menu != nullptr);
    QVERIFY(!menu->actions().at(1)->isEnabled()); // remove
    menu->close();
}

void TestPhases::whatIsSelectedIsTold()
{
    PhaseTimeline line;
    line.setEndpointName(u"orders"_s);
    prepare(line);
    QCOMPARE(line.accessibleName(), u"Phases of orders"_s);
    line.select(1);
    QCOMPARE(line.accessibleDescription(),
             u"2 of 3: outage: down, 20 s; latency: always the same, 20 ms; answer 503: 100 %"_s);
}

void TestPhases::theLastPhaseHoldsOn()
{
    PhaseTimeline line;
    line.setDuration(180s);
    prepare(line);
    QCOMPARE(line.blockRect(2).right(), std::round(8 + 450.0));
    QTest::mouseClick(&line, Qt::LeftButton, {}, QPoint(800, qRound(line.blockRect(2).center().y())));
    QCOMPARE(line.selected(), 2);
    drag(line, 2, 50);
    QCOMPARE(line.phases().last().length, Duration(50s));
    line.setDuration(20s); // shorter than the phases: all of them are shown
    QCOMPARE(line.blockRect(2).right(), 908.0);
}

void TestPhases::selectionStaysWithinThePhases()
{
    PhaseTimeline line;
    QCOMPARE(line.selected(), -1);
    prepare(line);
    QCOMPARE(line.selected(), 0);
    line.select(2);
    QSignalSpy changed(&line, &PhaseTimeline::selectionChanged);
    line.setPhases({phase(u"all"_s, 10s)});
    QCOMPARE(line.selected(), 0);
    QCOMPARE(changed.size(), 1);
    line.setPhases({});
    QCOMPARE(line.selected(), -1);
    line.grab();
    QTest::keyClick(&line, Qt::Key_Delete);
    QTest::mouseClick(&line, Qt::LeftButton, {}, QPoint(50, 30));
}

void TestPhases::everyScenarioIsPainted()
{
    for (const Scenario &scenario : builtinScenarios()) {
        for (const EndpointConfig &endpoint : scenario.endpoints) {
            for (const int width : {40, 320, 900}) {
                PhaseTimeline line;
                line.setPhases(endpoint.phases);
                line.setDuration(scenario.duration);
                line.setNow(scenario.duration / 3);
                line.resize(width, line.sizeHint().height());
                QVERIFY(!line.grab().isNull());
                QCOMPARE(jsonOf(line.phases()), jsonOf(endpoint.phases));
            }
        }
    }
}

/// Together with the document, as the window puts them together.
void TestPhases::aDragIsOneUndo()
{
    RunDocument document;
    Scenario scenario = builtinScenarios().first();
    scenario.endpoints.first().phases = threePhases();
    scenario.duration = 90s;
    document.setScenario(scenario);
    PhaseTimeline line;
    PhaseForm form;
    const auto showAll = [&] {
        const Scenario &now = document.scenario();
        line.setPhases(now.endpoints.first().phases);
        form.show(line.phases().at(line.selected()));
    };
    const auto edit = [&](const QList<PhaseConfig> &phases, const QString &text, const QString &gesture) {
        Scenario after = document.scenario();
        after.endpoints.first().phases = phases;
        return document.edit(after, text, gesture);
    };
    connect(&document, &RunDocument::edited, &line, showAll);
    connect(&line, &PhaseTimeline::phasesEdited, &document, edit);
    connect(&line, &PhaseTimeline::gestureEnded, &document, &RunDocument::endGesture);
    connect(&line, &PhaseTimeline::selectionChanged, &form, showAll);
    connect(&form, &PhaseForm::edited, &document,
            [&](const PhaseConfig &phase, const QString &text, const QString &gesture) {
                QList<PhaseConfig> phases = line.phases();
                phases[line.selected()] = phase;
                const QString prefix = u"endpoints.0.phases.%1."_s.arg(line.selected());
                ConfigIssues issues;
                for (const ConfigIssue &issue : edit(phases, text, gesture))
                    issues.append(
                        {issue.field.startsWith(prefix) ? issue.field.mid(prefix.size()) : issue.field, issue.message});
                form.showIssues(issues);
            });
    connect(&form, &PhaseForm::gestureEnded, &document, &RunDocument::endGesture);
    prepare(line);
    showAll();
    const Scenario before = document.scenario();

    drag(line, 0, 100);
    QCOMPARE(document.undoStack()->count(), 1);
    QCOMPARE(document.undoStack()->undoText(), u"Length of healthy"_s);
    QCOMPARE(textOf(document.scenario().endpoints.first().phases), u"healthy 40s, outage 10s, recovered 40s"_s);
    document.undoStack()->undo();
    QVERIFY(document.scenario() == before);
    QCOMPARE(line.phases(), threePhases());

    // What is refused stays in the form, with the reason; the document and the time line are as they were.
    line.select(1);
    QCOMPARE(form.phase().name, u"outage"_s);
    auto *length = form.findChild<FieldSpin *>(u"phase.for.editor"_s);
    length->selectAll();
    QTest::keyClicks(length, u"0s"_s);
    QTest::keyClick(length, Qt::Key_Return);
    QVERIFY(document.scenario() == before);
    QCOMPARE(length->text(), u"0 s"_s);
    QVERIFY(form.findChild<EditorRow *>(u"phase.for"_s)->issue().contains(u"longer than 0"_s));
    length->selectAll();
    QTest::keyClicks(length, u"15s"_s);
    QTest::keyClick(length, Qt::Key_Return);
    QCOMPARE(form.findChild<EditorRow *>(u"phase.for"_s)->issue(), QString());
    QCOMPARE(textOf(line.phases()), u"healthy 30s, outage 15s, recovered 40s"_s);
    document.undoStack()->undo();
    QCOMPARE(length->text(), u"20 s"_s);
    document.undoStack()->redo();
    QCOMPARE(length->text(), u"15 s"_s);

    line.setFocus();
    QTest::keyClick(&line, Qt::Key_Delete);
    QCOMPARE(form.phase().name, u"recovered"_s);
    document.undoStack()->undo();
    QCOMPARE(form.phase().name, u"outage"_s);
}

QTEST_MAIN(TestPhases)
#include "tst_phases.moc"
