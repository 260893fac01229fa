// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/phasejson.h"
#include "panels/editorrow.h"
#include "panels/faulteditor.h"
#include "panels/faultlist.h"
#include "panels/fieldspin.h"
#include "panels/latencyeditor.h"
#include "panels/patterneditor.h"
#include "panels/phaseform.h"
#include "panels/rampeditor.h"
#include "panels/textfield.h"
#include "part.h"
#include "warnings.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The form that edits a phase: every field by hand, and what it says of what is wrong.
class TestPhaseForms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void showingChangesNothing();
    void typing_data();
    void typing();
    void switching_data();
    void switching();
    void choosing_data();
    void choosing();
    void typedTexts();
    void sharesAreDragged();
    void steppingIsOneGesture();
    void faultsAreAddedMovedAndRemoved();
    void faultKeys();
    void rampsFollowTheirFaults();
    void rampsShareRows();
    void unusedFieldsSayWhy_data();
    void unusedFieldsSayWhy();
    void issuesStandBesideTheirFields_data();
    void issuesStandBesideTheirFields();
    void everyIssueOfTheCoreIsShown();
    void unreadableStaysUntilItIsRead();
    void anEchoDisturbsNothing();
    void everythingHasAName();
    void sequences_data();
    void sequences();
    void headers_data();
    void headers();
};

namespace {

PhaseConfig richPhase()
{
    PhaseConfig phase;
    phase.name = u"outage"_s;
    phase.length = 20s;
    phase.latency = LogNormalLatency{40ms, 200ms};
    FaultConfig fault;
    fault.share = 0.7;
    fault.retryAfter = 5s;
    fault.body = "Down.";
    fault.headers = {{"X-Why", "broken"}};
    FaultConfig end = fault;
    end.share = 0.1;
    phase.faults = {fault};
    phase.rampTo = RampTarget{LatencyConfig(LogNormalLatency{60ms, 300ms}), Duration(1ms), QList<FaultConfig>{end}};
    return phase;
}

QString jsonOf(const PhaseConfig &phase)
{
    return QString::fromUtf8(QJsonDocument(phaseToJson(phase)).toJson(QJsonDocument::Compact));
}

/// As a person does it.
void choose(QComboBox *box, int index)
{
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

/// A form that is shown, and what it sent last.
struct Shown
{
    explicit Shown(const PhaseConfig &phase)
    {
        form.show(phase);
        static_cast<QWidget &>(form).show();
    }

    PhaseConfig last() const { return edited.last().first().value<PhaseConfig>(); }

    PhaseForm form{};
    QSignalSpy edited{&form, &PhaseForm::edited};
    QSignalSpy ended{&form, &PhaseForm::gestureEnded};
};

FaultConfig faultOf(FaultConfig::Kind kind)
{
    FaultConfig fault;
    fault.kind = kind;
    return fault;
}

} // namespace

/// What a form shows and nobody edits is the same phase, to the byte.
void TestPhaseForms::showingChangesNothing()
{
    PhaseForm form;
    QSignalSpy edited(&form, &PhaseForm::edited);
    for (const Scenario &scenario : builtinScenarios()) {
        for (const EndpointConfig &endpoint : scenario.endpoints) {
            for (const PhaseConfig &phase : endpoint.phases) {
                form.show(phase);
                QVERIFY(form.phase() == phase);
                QCOMPARE(jsonOf(form.phase()), jsonOf(phase));
                QVERIFY(part<LatencyEditor>(form, u"latency"_s)->latency() == phase.latency);
                QVERIFY(part<RampEditor>(form, u"ramp"_s)->target() == phase.rampTo);
                auto *faults = part<FaultList>(form, u"faults"_s);
                QVERIFY(faults->faults() == phase.faults);
                for (int i = 0; i < phase.faults.size(); ++i) {
                    faults->setCurrent(i);
                    QVERIFY(part<FaultEditor>(form, u"fault"_s)->fault() == phase.faults.at(i));
                }
                QCOMPARE(edited.size(), 0);
                QTest::keyClicks(part<QLineEdit>(form, u"phase.name.editor"_s), u"!"_s);
                PhaseConfig after = edited.last().first().value<PhaseConfig>();
                after.name = phase.name;
                QVERIFY(after == phase);
                edited.clear();
            }
        }
    }
}

void TestPhaseForms::typing_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("from"); // in the JSON text
    QTest::addColumn<QString>("to");
    QTest::newRow("for") << u"phase.for.editor"_s << u"25s"_s << u"\"for\":\"20s\""_s << u"\"for\":\"25s\""_s;
    QTest::newRow("median") << u"latency.time0.editor"_s << u"50"_s << u"\"median\":\"40ms\""_s
                            << u"\"median\":\"50ms\""_s;
    QTest::newRow("p99") << u"latency.time1.editor"_s << u"1s"_s << u"\"p99\":\"200ms\""_s << u"\"p99\":\"1s\""_s;
    QTest::newRow("per concurrent") << u"latency.perConcurrent.editor"_s << u"2ms"_s << u"\"p99\":\"200ms\"}"_s
                                    << u"\"p99\":\"200ms\",\"perConcurrent\":\"2ms\"}"_s;
    QTest::newRow("share") << u"fault.share.number.spin"_s << u"12.5"_s << u"\"share\":0.7"_s << u"\"share\":0.125"_s;
    QTest::newRow("ramp's median") << u"ramp.time0.editor"_s << u"70"_s << u"\"median\":\"60ms\""_s
                                   << u"\"median\":\"70ms\""_s;
    QTest::newRow("ramp's p99") << u"ramp.time1.editor"_s << u"310"_s << u"\"p99\":\"300ms\""_s
                                << u"\"p99\":\"310ms\""_s;
    QTest::newRow("ramp's per concurrent") << u"ramp.perConcurrent.editor"_s << u"3ms"_s
                                           << u"\"perConcurrent\":\"1ms\""_s << u"\"perConcurrent\":\"3ms\""_s;
    QTest::newRow("ramp's share") << u"ramp.faults.0.number.spin"_s << u"20 %"_s << u"\"share\":0.1"_s
                                  << u"\"share\":0.2"_s;
}

void TestPhaseForms::typing()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, from);
    QFETCH(QString, to);
    Shown shown(richPhase());
    auto *spin = part<FieldSpin>(shown.form, field);
    QVERIFY(spin->isVisible());
    type(spin, typed);
    QCOMPARE(shown.edited.size(), 1);
    QVERIFY(jsonOf(richPhase()).contains(from));
    QCOMPARE(jsonOf(shown.last()), jsonOf(richPhase()).replace(from, to));
    QVERIFY(!shown.edited.last().at(1).toString().isEmpty());
    QVERIFY(!shown.edited.last().at(2).toString().isEmpty());
    QCOMPARE_GE(shown.ended.size(), 1);
}

void TestPhaseForms::switching_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("off"); // what the JSON text no longer has
    QTest::newRow("ramp") << u"ramp.switch"_s << u"rampTo"_s;
    QTest::newRow("ramp's latency") << u"ramp.latency.switch"_s << u"300ms"_s;
    QTest::newRow("ramp's per concurrent") << u"ramp.perConcurrent.switch"_s << u"perConcurrent"_s;
    QTest::newRow("ramp's faults") << u"ramp.faults.switch"_s << u"\"share\":0.1"_s;
}

void TestPhaseForms::switching()
{
    QFETCH(QString, field);
    QFETCH(QString, off);
    Shown shown(richPhase());
    auto *box = part<QCheckBox>(shown.form, field);
    QVERIFY(box->isVisible() && box->isChecked());
    box->click();
    QCOMPARE(shown.edited.size(), 1);
    QVERIFY(jsonOf(richPhase()).contains(off));
    QVERIFY(!jsonOf(shown.last()).contains(off));
    box->click();
    QCOMPARE(shown.edited.size(), 2);
    // What is switched on is what the phase begins with: it can be seen, is valid, and changes nothing yet.
    const RampTarget ramp = shown.last().rampTo.value();
    if (field.endsWith(u"latency.switch"_s) || field == u"ramp.switch"_s)
        QVERIFY(ramp.latency == richPhase().latency);
    else if (field.endsWith(u"faults.switch"_s))
        QVERIFY(ramp.faults == richPhase().faults);
    else
        QVERIFY(ramp.perConcurrent == richPhase().perConcurrent);
}

void TestPhaseForms::choosing_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("part"); // of the JSON text after it
    QTest::newRow("fixed") << u"latency.kind.editor"_s << 0 << u"\"latency\":{\"fixed\":\"40ms\"},\"name\""_s;
    QTest::newRow("uniform") << u"latency.kind.editor"_s << 1
                             << u"\"latency\":{\"max\":\"200ms\",\"min\":\"20ms\"},\"name\""_s;
    QTest::newRow("exponential") << u"latency.kind.editor"_s << 3 << u"\"latency\":{\"mean\":\"40ms\"},\"name\""_s;
    QTest::newRow("ramp's kind follows") << u"latency.kind.editor"_s << 3
                                         << u"\"rampTo\":{\"faults\":[{\"body\":\"Down.\",\"headers\":{\"X-Why\":"
                                            "\"broken\"},\"kind\":\"status\",\"retryAfter\":\"5s\",\"share\":0.1,"
                                            "\"status\":503}],\"latency\":{\"mean\":\"60ms\""_s;
    QTest::newRow("healthy") << u"phase.health.editor"_s << 1 << u"\"health\":\"healthy\""_s;
    QTest::newRow("degraded") << u"phase.health.editor"_s << 2 << u"\"health\":\"degraded\""_s;
    QTest::newRow("down") << u"phase.health.editor"_s << 3 << u"\"health\":\"down\""_s;
    QTest::newRow("hang") << u"fault.kind.editor"_s << 1 << u"\"faults\":[{\"kind\":\"hang\",\"share\":0.7}]"_s;
    QTest::newRow("reset") << u"fault.kind.editor"_s << 2
                           << u"\"faults\":[{\"at\":\"headers\",\"kind\":\"reset\",\"share\":0.7}]"_s;
    QTest::newRow("close") << u"fault.kind.editor"_s << 3 << u"\"faults\":[{\"kind\":\"close\",\"share\":0.7}]"_s;
    QTest::newRow("truncate") << u"fault.kind.editor"_s << 4
                              << u"\"faults\":[{\"bytes\":1000,\"kind\":\"truncate\",\"share\":0.7}]"_s;
    QTest::newRow("malformed") << u"fault.kind.editor"_s << 5
                               << u"\"faults\":[{\"kind\":\"malformed\",\"share\":0.7}]"_s;
    QTest::newRow("slow") << u"fault.kind.editor"_s << 6
                          << u"\"faults\":[{\"bytes\":1000,\"bytesPerSecond\":100,\"kind\":\"slow\",\"share\":0.7}]"_s;
    QTest::newRow("redirect loop") << u"fault.kind.editor"_s << 7
                                   << u"\"faults\":[{\"kind\":\"redirectLoop\",\"share\":0.7}]"_s;
    QTest::newRow("every") << u"fault.which.editor"_s << 1 << u"\"pattern\":{\"every\":3}"_s;
    QTest::newRow("first") << u"fault.which.editor"_s << 2 << u"\"pattern\":{\"first\":3}"_s;
    QTest::newRow("after") << u"fault.which.editor"_s << 3 << u"\"pattern\":{\"after\":3}"_s;
    QTest::newRow("in turn") << u"fault.which.editor"_s << 4
                             << u"\"pattern\":{\"sequence\":[\"503\",\"503\",\"ok\"]}"_s;
}

void TestPhaseForms::choosing()
{
    QFETCH(QString, field);
    QFETCH(int, index);
    QFETCH(QString, part);
    Shown shown(richPhase());
    auto *box = ::part<QComboBox>(shown.form, field);
    QVERIFY(box->isVisible());
    choose(box, index);
    QCOMPARE(shown.edited.size(), 1);
    QVERIFY2(jsonOf(shown.last()).contains(part), qPrintable(jsonOf(shown.last())));
    QVERIFY(shown.edited.last().at(2).toString().isEmpty()); // it stands alone
    choose(box, index);
    QCOMPARE(shown.edited.size(), 1); // the same again is no edit
}

void TestPhaseForms::typedTexts()
{
    PhaseConfig phase = richPhase();
    phase.rampTo.reset();
    Shown shown(phase);
    auto *name = part<QLineEdit>(shown.form, u"phase.name.editor"_s);
    name->selectAll();
    QTest::keyClicks(name, u"no"_s);
    QCOMPARE(shown.last().name, u"no"_s);
    QCOMPARE(shown.edited.first().at(2), shown.edited.last().at(2)); // letters are one gesture

    auto *body = part<TextField>(shown.form, u"fault.body.editor"_s);
    QTest::keyClicks(body, u"Oh. "_s);
    QTest::keyClick(body, Qt::Key_Return);
    QCOMPARE(shown.last().faults.first().body, QByteArray("Oh. \nDown."));

    auto *headers = part<TextField>(shown.form, u"fault.headers.editor"_s);
    headers->moveCursor(QTextCursor::End);
    QTest::keyClick(headers, Qt::Key_Return);
    QTest::keyClicks(headers, u"A"_s);
    auto *row = part<EditorRow>(shown.form, u"fault.headers"_s);
    QVERIFY2(row->issue().contains(u"line 2"_s), qPrintable(row->issue()));
    QTest::keyClicks(headers, u": b"_s);
    QCOMPARE(row->issue(), QString());
    QCOMPARE(shown.last().faults.first().headers, (FaultConfig::Headers{{"A", "b"}, {"X-Why", "broken"}}));

    auto *retryAfter = part<FieldSpin>(shown.form, u"fault.retryAfter.editor"_s);
    type(retryAfter, u"7 s"_s);
    QCOMPARE(shown.last().faults.first().retryAfter, std::optional(Duration(7s)));
    auto *box = part<QCheckBox>(shown.form, u"fault.retryAfter.switch"_s);
    box->click();
    QCOMPARE(shown.last().faults.first().retryAfter, std::optional<Duration>());
    QVERIFY(!retryAfter->isEnabled());
    box->click();
    QCOMPARE(shown.last().faults.first().retryAfter, std::optional(Duration(7s)));
    type(part<FieldSpin>(shown.form, u"fault.status.editor"_s), u"500"_s);
    QCOMPARE(shown.last().faults.first().status, 500);

    choose(part<QComboBox>(shown.form, u"fault.which.editor"_s), 2);
    type(part<FieldSpin>(shown.form, u"fault.n.editor"_s), u"8"_s);
    QCOMPARE(shown.last().faults.first().pattern->n, quint64(8));
    choose(part<QComboBox>(shown.form, u"fault.which.editor"_s), 4);
    auto *sequence = part<QLineEdit>(shown.form, u"fault.sequence.editor"_s);
    sequence->selectAll();
    QTest::keyClicks(sequence, u"500 ok 429"_s);
    QCOMPARE(shown.last().faults.first().pattern->sequence, (QList<int>{500, 0, 429}));
    QCOMPARE(sequence->text(), u"500 ok 429"_s);

    choose(part<QComboBox>(shown.form, u"fault.which.editor"_s), 0);
    choose(part<QComboBox>(shown.form, u"fault.kind.editor"_s), 6);
    type(part<FieldSpin>(shown.form, u"fault.bytesPerSecond.editor"_s), u"33.5"_s);
    type(part<FieldSpin>(shown.form, u"fault.bytes.editor"_s), u"77"_s);
    QCOMPARE(shown.last().faults.first().bytesPerSecond, 33.5);
    QCOMPARE(shown.last().faults.first().bytes, 77);
    choose(part<QComboBox>(shown.form, u"fault.kind.editor"_s), 2);
    choose(part<QComboBox>(shown.form, u"fault.resetAt.editor"_s), 2);
    QCOMPARE(shown.last().faults.first().resetAt, FaultConfig::ResetAt::Body);
}

void TestPhaseForms::sharesAreDragged()
{
    Shown shown(richPhase());
    auto *slider = part<QSlider>(shown.form, u"fault.share.number.slider"_s);
    slider->setSliderDown(true);
    for (int position = 690; position >= 400; position -= 10)
        slider->setSliderPosition(position);
    QCOMPARE(shown.ended.size(), 0);
    slider->setSliderDown(false);
    QCOMPARE(shown.ended.size(), 1);
    QCOMPARE(shown.last().faults.first().share, 0.4);
    QCOMPARE(shown.last().rampTo->faults->first().share, 0.1); // its end stays
    QCOMPARE(shown.edited.first().at(2), shown.edited.last().at(2));
    QCOMPARE(slider->value(), 400);

    auto *end = part<QSlider>(shown.form, u"ramp.faults.0.number.slider"_s);
    QTest::keyClick(end, Qt::Key_Right);
    QCOMPARE(shown.last().rampTo->faults->first().share, 0.11);
    QCOMPARE_GE(shown.ended.size(), 2);
}

void TestPhaseForms::steppingIsOneGesture()
{
    Shown shown(richPhase());
    auto *length = part<FieldSpin>(shown.form, u"phase.for.editor"_s);
    length->setFocus();
    QTest::keyClick(length, Qt::Key_Up);
    QTest::keyClick(length, Qt::Key_Up);
    QCOMPARE(shown.edited.size(), 2);
    QCOMPARE(shown.edited.first().at(2), shown.edited.last().at(2));
    QCOMPARE(shown.ended.size(), 0);
    QTest::keyClick(length, Qt::Key_Return);
    QCOMPARE_GE(shown.ended.size(), 1);
}

void TestPhaseForms::faultsAreAddedMovedAndRemoved()
{
    PhaseConfig phase;
    phase.name = u"healthy"_s;
    phase.length = 10s;
    Shown shown(phase);
    QVERIFY(part<QLabel>(shown.form, u"faults.empty"_s)->isVisible());
    part<QToolButton>(shown.form, u"faults.add"_s)->click();
    QCOMPARE(shown.last().faults.size(), 1);
    QCOMPARE(shown.last().faults.first().share, 0.2);
    QVERIFY(!part<QLabel>(shown.form, u"faults.empty"_s)->isVisible());
    choose(part<QComboBox>(shown.form, u"fault.kind.editor"_s), 1);
    type(part<FieldSpin>(shown.form, u"fault.share.number.spin"_s), u"90"_s);
    part<QToolButton>(shown.form, u"faults.add"_s)->click();
    QCOMPARE(shown.last().faults.size(), 2);
    QCOMPARE(shown.last().faults.last().share, 0.1); // no more is left
    auto *list = part<QListWidget>(shown.form, u"faults.list"_s);
    QCOMPARE(list->currentRow(), 1);
    QCOMPARE(list->item(0)->text(), u"no answer (hangs): 90 %"_s);
    QCOMPARE(list->item(1)->text(), u"answer 503: 10 %"_s);
    part<QToolButton>(shown.form, u"faults.up"_s)->click();
    QCOMPARE(shown.last().faults.first().kind, FaultConfig::Kind::Status);
    QCOMPARE(list->currentRow(), 0);
    part<QToolButton>(shown.form, u"faults.remove"_s)->click();
    QCOMPARE(shown.last().faults.size(), 1);
    QCOMPARE(shown.last().faults.first().kind, FaultConfig::Kind::Hang);
    QCOMPARE(part<QComboBox>(shown.form, u"fault.kind.editor"_s)->currentIndex(), 1);
    part<QToolButton>(shown.form, u"faults.remove"_s)->click();
    QVERIFY(shown.last() == phase);
    QVERIFY(!part<FaultEditor>(shown.form, u"fault"_s)->isVisible());
}

void TestPhaseForms::faultKeys()
{
    PhaseConfig phase = richPhase();
    phase.faults.append(faultOf(FaultConfig::Kind::Hang));
    phase.faults.last().share = 0.1;
    Shown shown(phase);
    auto *list = part<QListWidget>(shown.form, u"faults.list"_s);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(part<QComboBox>(shown.form, u"fault.kind.editor"_s)->currentIndex(), 1);
    QTest::keyClick(list, Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(shown.last().faults.first().kind, FaultConfig::Kind::Hang);
    QCOMPARE(list->currentRow(), 0);
    QTest::keyClick(list, Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(shown.last() == phase);
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(shown.last().faults.size(), 1);
    QTest::keyClick(list, Qt::Key_Insert);
    QCOMPARE(shown.last().faults.size(), 2);
}

void TestPhaseForms::rampsFollowTheirFaults()
{
    Shown shown(richPhase());
    type(part<FieldSpin>(shown.form, u"fault.status.editor"_s), u"500"_s);
    QCOMPARE(shown.last().rampTo->faults->first().status, 500);
    QCOMPARE(shown.last().rampTo->faults->size(), 1);
    QVERIFY(part<QLabel>(shown.form, u"ramp.faults.0.text"_s)->text().contains(u"500"_s));
    part<QToolButton>(shown.form, u"faults.remove"_s)->click();
    QVERIFY(shown.last().rampTo->faults->isEmpty());
}

void TestPhaseForms::rampsShareRows()
{
    PhaseConfig phase = richPhase();
    phase.faults.prepend(faultOf(FaultConfig::Kind::Slow));
    phase.faults.first().share = 0.2;
    phase.faults.append(faultOf(FaultConfig::Kind::Hang));
    phase.faults.last().pattern = FaultPattern{FaultPattern::Kind::Every, 3, {}};
    phase.rampTo->faults->append(faultOf(FaultConfig::Kind::Truncate));
    phase.rampTo->faults->last().share = 0.3;
    Shown shown(phase);
    QCOMPARE(part<QLabel>(shown.form, u"ramp.faults.0.text"_s)->text(), u"slow body, from 20 % to"_s);
    QCOMPARE(part<QLabel>(shown.form, u"ramp.faults.1.text"_s)->text(), u"answer 503, from 70 % to"_s);
    QVERIFY(!part<EditorRow>(shown.form, u"ramp.faults.2"_s)->unusedBecause().isEmpty());
    QCOMPARE(part<QLabel>(shown.form, u"ramp.faults.3.text"_s)->text(), u"body cut short, from none to"_s);

    type(part<FieldSpin>(shown.form, u"ramp.faults.0.number.spin"_s), u"40"_s); // which the ramp did not name
    QCOMPARE(shown.last().rampTo->faults->size(), 3);
    QCOMPARE(shown.last().rampTo->faults->last().kind, FaultConfig::Kind::Slow);
    QCOMPARE(shown.last().rampTo->faults->last().share, 0.4);
    type(part<FieldSpin>(shown.form, u"ramp.faults.0.number.spin"_s), u"50"_s);
    QCOMPARE(shown.last().rampTo->faults->size(), 3);
    QCOMPARE(shown.last().rampTo->faults->last().share, 0.5);
    part<QToolButton>(shown.form, u"ramp.faults.3.remove"_s)->click();
    QCOMPARE(shown.last().rampTo->faults->size(), 2);
    QVERIFY(shown.form.findChild<QWidget *>(u"ramp.faults.3"_s) == nullptr);
}

void TestPhaseForms::unusedFieldsSayWhy_data()
{
    using Kind = FaultConfig::Kind;
    QTest::addColumn<FaultConfig>("fault");
    QTest::addColumn<QStringList>("used");
    QTest::newRow("status") << faultOf(Kind::Status)
                            << QStringList{u"status"_s, u"body"_s, u"headers"_s, u"retryAfter"_s};
    FaultConfig sequence = faultOf(Kind::Status);
    sequence.pattern = FaultPattern{FaultPattern::Kind::Sequence, 1, {503, 0}};
    QTest::newRow("sequence") << sequence << QStringList{u"body"_s, u"headers"_s, u"retryAfter"_s};
    QTest::newRow("hang") << faultOf(Kind::Hang) << QStringList();
    QTest::newRow("reset") << faultOf(Kind::Reset) << QStringList{u"resetAt"_s};
    FaultConfig inBody = faultOf(Kind::Reset);
    inBody.resetAt = FaultConfig::ResetAt::Body;
    QTest::newRow("reset in the body") << inBody << QStringList{u"resetAt"_s, u"bytes"_s};
    QTest::newRow("close") << faultOf(Kind::Close) << QStringList();
    QTest::newRow("truncate") << faultOf(Kind::Truncate) << QStringList{u"bytes"_s};
    QTest::newRow("malformed") << faultOf(Kind::Malformed) << QStringList();
    QTest::newRow("slow") << faultOf(Kind::Slow) << QStringList{u"bytesPerSecond"_s, u"bytes"_s};
    QTest::newRow("redirect loop") << faultOf(Kind::RedirectLoop) << QStringList();
}

void TestPhaseForms::unusedFieldsSayWhy()
{
    QFETCH(FaultConfig, fault);
    QFETCH(QStringList, used);
    PhaseConfig phase;
    phase.length = 1s;
    phase.faults = {fault};
    Shown shown(phase);
    for (const QString &field :
         {u"status"_s, u"body"_s, u"headers"_s, u"retryAfter"_s, u"resetAt"_s, u"bytesPerSecond"_s, u"bytes"_s}) {
        const auto *row = part<EditorRow>(shown.form, u"fault."_s + field);
        QCOMPARE(row->unusedBecause().isEmpty(), used.contains(field));
        QCOMPARE(row->editor()->isVisible(), used.contains(field));
        QCOMPARE(part<QLabel>(shown.form, u"fault.%1.reason"_s.arg(field))->isVisible(), !used.contains(field));
        if (!used.contains(field))
            QVERIFY(!row->editor()->isEnabled());
    }
}

void TestPhaseForms::issuesStandBesideTheirFields_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("label");
    for (const auto &[path, label] : {std::pair{"for", "phase.for.issue"},
                                      {"latency", "latency.kind.issue"},
                                      {"latency.median", "latency.time0.issue"},
                                      {"latency.p99", "latency.time1.issue"},
                                      {"latency.perConcurrent", "latency.perConcurrent.issue"},
                                      {"faults", "faults.issue"},
                                      {"faults.0", "fault.kind.issue"},
                                      {"faults.0.share", "fault.share.issue"},
                                      {"faults.0.status", "fault.status.issue"},
                                      {"faults.0.body", "fault.body.issue"},
                                      {"faults.0.headers.X-Why", "fault.headers.issue"},
                                      {"faults.0.retryAfter", "fault.retryAfter.issue"},
                                      {"rampTo", "ramp.issue"},
                                      {"rampTo.latency", "ramp.latency.issue"},
                                      {"rampTo.latency.median", "ramp.time0.issue"},
                                      {"rampTo.latency.p99", "ramp.time1.issue"},
                                      {"rampTo.latency.perConcurrent", "ramp.perConcurrent.issue"},
                                      {"rampTo.faults", "ramp.faults.issue"},
                                      {"rampTo.faults.0.share", "ramp.faults.0.issue"},
                                      {"something.else", "phase.issue"},
                                      {"", "phase.issue"}}) {
        QTest::newRow(*path == 0 ? "the whole" : path) << QString::fromLatin1(path) << QString::fromLatin1(label);
    }
}

void TestPhaseForms::issuesStandBesideTheirFields()
{
    QFETCH(QString, path);
    QFETCH(QString, label);
    Shown shown(richPhase());
    shown.form.showIssues({{path, u"must be better"_s}});
    for (const QLabel *issue : shown.form.findChildren<QLabel *>()) {
        if (!issue->objectName().endsWith(u".issue"_s))
            continue;
        QCOMPARE(issue->isVisible(), issue->objectName() == label);
        QCOMPARE(issue->text().contains(u"must be better"_s), issue->objectName() == label);
    }
    shown.form.showIssues({});
    QVERIFY(!part<QLabel>(shown.form, label)->isVisible());
}

/// Whatever the core finds wrong with a draft stands somewhere that can be seen.
void TestPhaseForms::everyIssueOfTheCoreIsShown()
{
    PhaseConfig bad = richPhase();
    bad.length = {};
    bad.latency = LogNormalLatency{50ms, 20ms};
    bad.perConcurrent = 2h;
    bad.faults.first().share = 2;
    bad.faults.first().status = 7;
    bad.faults.first().headers = {{"Connection", "close"}};
    FaultConfig sequence = faultOf(FaultConfig::Kind::Hang);
    sequence.pattern = FaultPattern{FaultPattern::Kind::Sequence, 1, {7}};
    bad.faults.append(sequence);
    bad.rampTo->latency = FixedLatency{};
    bad.rampTo->perConcurrent = 3h;
    bad.rampTo->faults->first().share = -1;

    Scenario scenario = builtinScenarios().first();
    scenario.endpoints.first().phases = {bad};
    const QString prefix = u"endpoints.0.phases.0."_s;
    ConfigIssues issues;
    for (const ConfigIssue &issue : scenario.validate()) {
        if (issue.field.startsWith(prefix))
            issues.append({issue.field.mid(prefix.size()), issue.message});
    }
    QCOMPARE_GE(issues.size(), 9);
    Shown shown(bad);
    QString seen;
    for (int fault = 0; fault < bad.faults.size(); ++fault) {
        part<FaultList>(shown.form, u"faults"_s)->setCurrent(fault);
        shown.form.showIssues(issues);
        for (const QLabel *label : shown.form.findChildren<QLabel *>())
            seen += label->isVisible() && label->objectName().endsWith(u".issue"_s) ? label->text() : QString();
        QVERIFY(part<QListWidget>(shown.form, u"faults.list"_s)->item(fault)->text().startsWith(u"⚠"_s));
    }
    for (const ConfigIssue &issue : std::as_const(issues))
        QVERIFY2(seen.contains(issue.message), qPrintable(issue.field + u": "_s + issue.message));
}

void TestPhaseForms::unreadableStaysUntilItIsRead()
{
    Shown shown(richPhase());
    auto *length = part<FieldSpin>(shown.form, u"phase.for.editor"_s);
    const auto *row = part<EditorRow>(shown.form, u"phase.for"_s);
    type(length, u"soon"_s);
    QCOMPARE(shown.edited.size(), 0);
    QVERIFY(row->issue().contains(u"no length of time"_s));
    QCOMPARE(length->accessibleDescription(), row->issue().mid(2));
    shown.form.showIssues({});
    QVERIFY(!row->issue().isEmpty());
    type(length, u"3s"_s);
    QCOMPARE(row->issue(), QString());
    QCOMPARE(shown.last().length, Duration(3s));

    type(length, u"soon"_s);
    PhaseConfig other = richPhase();
    other.length = 3s;
    other.name = u"other"_s;
    shown.form.show(other); // another one
    QCOMPARE(row->issue(), QString());
    QCOMPARE(length->text(), u"3 s"_s);
}

/// An edit comes back from the document while the next letter is typed.
void TestPhaseForms::anEchoDisturbsNothing()
{
    Shown shown(richPhase());
    connect(&shown.form, &PhaseForm::edited, &shown.form, [&](const PhaseConfig &phase) {
        shown.form.show(phase);
        shown.form.showIssues({});
    });
    auto *headers = part<TextField>(shown.form, u"fault.headers.editor"_s);
    headers->moveCursor(QTextCursor::End);
    QTest::keyClicks(headers, u" at: all "_s);
    QCOMPARE(headers->toPlainText(), u"X-Why: broken at: all "_s);
    choose(part<QComboBox>(shown.form, u"fault.which.editor"_s), 4);
    auto *sequence = part<QLineEdit>(shown.form, u"fault.sequence.editor"_s);
    sequence->clear();
    QTest::keyClicks(sequence, u"503,  oK"_s);
    QCOMPARE(sequence->text(), u"503,  oK"_s);
    QCOMPARE(shown.last().faults.first().pattern->sequence, (QList<int>{503, 0}));
}

void TestPhaseForms::everythingHasAName()
{
    PhaseConfig phase = richPhase();
    phase.faults.append(faultOf(FaultConfig::Kind::Slow));
    Shown shown(phase);
    for (int fault = 0; fault < 2; ++fault) {
        part<FaultList>(shown.form, u"faults"_s)->setCurrent(fault);
        for (const QWidget *widget : shown.form.findChildren<QWidget *>()) {
            const bool isPart = widget->parentWidget()->inherits("QAbstractSpinBox")
                || widget->parentWidget()->inherits("QComboBox") || widget->inherits("QScrollBar");
            if (isPart || !widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
}

void TestPhaseForms::sequences_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("sequence");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("blanks") << u" 503  ok "_s << QList<int>{503, 0} << true;
    QTest::newRow("commas") << u"503,OK;200"_s << QList<int>{503, 0, 200} << true;
    QTest::newRow("nothing") << QString() << QList<int>() << true; // for the core to say
    QTest::newRow("too large") << u"700"_s << QList<int>{700} << true;
    QTest::newRow("a word") << u"503 fine"_s << QList<int>() << false;
    QTest::newRow("zero") << u"0"_s << QList<int>() << false;
}

void TestPhaseForms::sequences()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, sequence);
    QFETCH(bool, isGood);
    const auto parsed = PatternEditor::parseSequence(text);
    QCOMPARE(parsed.hasValue(), isGood);
    if (isGood) {
        QCOMPARE(*parsed, sequence);
        QCOMPARE(*PatternEditor::parseSequence(PatternEditor::sequenceText(sequence)), sequence);
    }
}

void TestPhaseForms::headers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written"); // none: it cannot be read
    QTest::newRow("none") << u"\n \n"_s << u""_s;
    QTest::newRow("sorted") << u"B: 2\nA: 1\nB: 1"_s << u"A: 1\nB: 2\nB: 1"_s;
    QTest::newRow("colons in the value") << u"A:http://b:1/"_s << u"A: http://b:1/"_s;
    QTest::newRow("no value") << u"A:"_s << u"A: "_s;
    QTest::newRow("no colon") << u"A 1"_s << QString();
    QTest::newRow("no name") << u": 1"_s << QString();
}

void TestPhaseForms::headers()
{
    QFETCH(QString, text);
    QFETCH(QString, written);
    const auto parsed = FaultEditor::parseHeaders(text);
    QCOMPARE(parsed.hasValue(), !written.isNull());
    if (parsed)
        QCOMPARE(FaultEditor::headersText(*parsed), written);
}

QTEST_MAIN(TestPhaseForms)
#include "tst_phaseforms.moc"
