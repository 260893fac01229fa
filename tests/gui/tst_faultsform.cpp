// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "lab/fault/faultcheck.h"
#include "lab/fault/faultjson.h"
#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/phasejson.h"
#include "panels/editorrow.h"
#include "panels/faultsform.h"
#include "panels/fieldspin.h"
#include "panels/handfaults.h"
#include "part.h"
#include "warnings.h"

#include <QCheckBox>
#include <QGroupBox>
#include <QJsonDocument>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a hand sets at an endpoint that runs.
class TestFaultsForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void showingChangesNothing();
    void sliders_data();
    void sliders();
    void typing_data();
    void typing();
    void invalidIsSaidAndNotSent_data();
    void invalidIsSaidAndNotSent();
    void repairedIsSent();
    void unreadableIsSaid();
    void partsAreGivenBack_data();
    void partsAreGivenBack();
    void takingOverChangesNothing();
    void aShareOfNothingLeavesTheFaultOut();
    void otherFaultsStay();
    void aPhaseThatChangesIsSeen();
    void framesDisturbNothing();
    void capacityIsLeftAlone();
    void everythingHasAName();
};

namespace {

PhaseConfig present()
{
    PhaseConfig phase;
    phase.name = u"degraded"_s;
    phase.length = 20s;
    phase.latency = LogNormalLatency{40ms, 200ms};
    phase.perConcurrent = 1ms;
    FaultConfig error;
    error.status = 500;
    error.share = 0.2;
    FaultConfig hang;
    hang.kind = FaultConfig::Kind::Hang;
    hang.share = 0.1;
    phase.faults = {error, hang};
    return phase;
}

/// The override's own parts, as files have them; "-" for what is the phase's.
QString textOf(const EndpointOverride &override)
{
    const auto text = [](const QJsonObject &json) {
        return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
    };
    const QString faults = override.faults
        ? QString::fromUtf8(QJsonDocument(toJson(*override.faults)).toJson(QJsonDocument::Compact))
        : u"-"_s;
    const QString latency = override.latency || override.perConcurrent
        ? text(toJson(LatencyFields{override.latency, override.perConcurrent}))
        : u"-"_s;
    return faults + u' ' + latency;
}

struct Shown
{
    explicit Shown(const EndpointOverride &override = {}, const PhaseConfig &phase = present())
    {
        form.show(override, phase);
        static_cast<QWidget &>(form).show();
    }
    ~Shown()
    {
        form.hide();
    } // a field that loses the focus ends its edit, which the form has to hear of while it is one

    EndpointOverride last() const { return edited.last().first().value<EndpointOverride>(); }
    QString issue(const QString &name) const { return part<EditorRow>(form, name)->issue(); }

    FaultsForm form{};
    QSignalSpy edited{&form, &FaultsForm::edited};
};

const QString Hang = u"{\"kind\":\"hang\",\"share\":0.1}"_s;

} // namespace

void TestFaultsForm::showingChangesNothing()
{
    Shown shown;
    for (const Scenario &scenario : builtinScenarios()) {
        for (const EndpointConfig &endpoint : scenario.endpoints) {
            for (const PhaseConfig &phase : endpoint.phases) {
                shown.form.show({}, phase);
                EndpointOverride whole;
                whole.faults = phase.faults;
                whole.latency = phase.latency;
                shown.form.show(whole, phase);
                QCOMPARE(shown.edited.size(), 0);
                // An edit of one part leaves the others as they were.
                type(part<FieldSpin>(shown.form, u"hand.perConcurrent.editor"_s), u"9ms"_s);
                EndpointOverride after = shown.last();
                QVERIFY(after.perConcurrent == Duration(9ms));
                after.perConcurrent.reset();
                QVERIFY(after == whole);
                shown.form.show({}, phase);
                shown.edited.clear();
            }
        }
    }
}

void TestFaultsForm::sliders_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("result");
    const QString error = u"{\"kind\":\"status\",\"share\":0.2,\"status\":500}"_s;
    QTest::newRow("errors") << u"error"_s << 500
                            << u"[{\"kind\":\"status\",\"share\":0.5,\"status\":500},%1] -"_s.arg(Hang);
    QTest::newRow("hang") << u"hang"_s << 300 << u"[%1,{\"kind\":\"hang\",\"share\":0.3}] -"_s.arg(error);
    QTest::newRow("reset") << u"reset"_s << 250
                           << u"[%1,%2,{\"at\":\"headers\",\"kind\":\"reset\",\"share\":0.25}] -"_s.arg(error, Hang);
    QTest::newRow("slow")
        << u"slow"_s << 70
        << u"[%1,%2,{\"bytes\":1000,\"bytesPerSecond\":100,\"kind\":\"slow\",\"share\":0.07}] -"_s.arg(error, Hang);
    QTest::newRow("p99") << u"p99"_s << 1000 << u"- {\"median\":\"40ms\",\"p99\":\"30s\"}"_s;
    QTest::newRow("median") << u"median"_s << 0 << u"- {\"median\":\"1ms\",\"p99\":\"200ms\"}"_s;
}

void TestFaultsForm::sliders()
{
    QFETCH(QString, field);
    QFETCH(int, position);
    QFETCH(QString, result);
    Shown shown;
    auto *slider = part<QSlider>(shown.form, u"hand.%1.number.slider"_s.arg(field));
    const int from = slider->value();
    slider->setSliderDown(true);
    slider->setSliderPosition((from + position) / 2);
    QCOMPARE_GE(shown.edited.size(), 1); // at once
    slider->setSliderPosition(position);
    slider->setSliderDown(false);
    QCOMPARE(textOf(shown.last()), result);
    QCOMPARE(slider->value(), position);
    ConfigIssues issues;
    checkFaults(shown.last().faults.value_or(QList<FaultConfig>()), {{}, issues});
    QCOMPARE(describe(issues), QString());
}

void TestFaultsForm::typing_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("result");
    QTest::newRow("errors") << u"hand.error.number.spin"_s << u"12.5"_s
                            << u"[{\"kind\":\"status\",\"share\":0.125,\"status\":500},%1] -"_s.arg(Hang);
    QTest::newRow("status") << u"hand.status.editor"_s << u"429"_s
                            << u"[{\"kind\":\"status\",\"share\":0.2,\"status\":429},%1] -"_s.arg(Hang);
    QTest::newRow("median") << u"hand.median.number.spin"_s << u"123ms"_s
                            << u"- {\"median\":\"123ms\",\"p99\":\"200ms\"}"_s;
    QTest::newRow("p99, beyond the slider")
        << u"hand.p99.number.spin"_s << u"2m"_s << u"- {\"median\":\"40ms\",\"p99\":\"2m\"}"_s;
    QTest::newRow("per request more") << u"hand.perConcurrent.editor"_s << u"2ms"_s
                                      << u"- {\"perConcurrent\":\"2ms\"}"_s;
}

void TestFaultsForm::typing()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, result);
    Shown shown;
    type(part<FieldSpin>(shown.form, field), typed);
    QCOMPARE(shown.edited.size(), 1);
    QCOMPARE(textOf(shown.last()), result);
}

void TestFaultsForm::invalidIsSaidAndNotSent_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("row"); // empty: the sum of the shares
    QTest::newRow("a share") << u"hand.error.number.spin"_s << u"120"_s << u"hand.error"_s;
    QTest::newRow("less than nothing") << u"hand.slow.number.spin"_s << u"-5"_s << u"hand.slow"_s;
    QTest::newRow("the sum") << u"hand.reset.number.spin"_s << u"90"_s << QString();
    QTest::newRow("status") << u"hand.status.editor"_s << u"700"_s << u"hand.status"_s;
    QTest::newRow("median") << u"hand.median.number.spin"_s << u"300ms"_s << u"hand.p99"_s;
    QTest::newRow("p99") << u"hand.p99.number.spin"_s << u"30ms"_s << u"hand.p99"_s;
    QTest::newRow("no median") << u"hand.median.number.spin"_s << u"0s"_s << u"hand.median"_s;
    QTest::newRow("per request more") << u"hand.perConcurrent.editor"_s << u"2h"_s << u"hand.perConcurrent"_s;
}

void TestFaultsForm::invalidIsSaidAndNotSent()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, row);
    Shown shown;
    type(part<FieldSpin>(shown.form, field), typed);
    QCOMPARE(shown.edited.size(), 0);
    const QString said = row.isEmpty() ? part<QLabel>(shown.form, u"hand.faults.issue"_s)->text() : shown.issue(row);
    QVERIFY2(said.startsWith(u"⚠ "_s) && said.endsWith(u"Not applied."_s), qPrintable(said));
    for (const EditorRow *other : shown.form.findChildren<EditorRow *>()) {
        if (other->objectName() != row)
            QCOMPARE(other->issue(), QString());
    }
    // What comes of every frame does not wipe it away.
    shown.form.show({}, present());
    QCOMPARE(row.isEmpty() ? part<QLabel>(shown.form, u"hand.faults.issue"_s)->text() : shown.issue(row), said);
}

void TestFaultsForm::repairedIsSent()
{
    Shown shown;
    type(part<FieldSpin>(shown.form, u"hand.median.number.spin"_s), u"300ms"_s);
    QCOMPARE(shown.edited.size(), 0);
    type(part<FieldSpin>(shown.form, u"hand.p99.number.spin"_s), u"400ms"_s);
    QCOMPARE(shown.edited.size(), 1);
    QCOMPARE(textOf(shown.last()), u"- {\"median\":\"300ms\",\"p99\":\"400ms\"}"_s);
    QCOMPARE(shown.issue(u"hand.p99"_s), QString());
}

void TestFaultsForm::unreadableIsSaid()
{
    Shown shown;
    type(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s), u"many"_s);
    QVERIFY(shown.issue(u"hand.error"_s).contains(u"percentage"_s));
    QCOMPARE(shown.edited.size(), 0);
    type(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s), u"30"_s);
    QCOMPARE(shown.issue(u"hand.error"_s), QString());
    QCOMPARE(shown.edited.size(), 1);
}

void TestFaultsForm::partsAreGivenBack_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("result");
    QTest::newRow("faults") << u"hand.faults.asPhase"_s << u"- {\"fixed\":\"1s\",\"perConcurrent\":\"3ms\"}"_s;
    QTest::newRow("latency") << u"hand.latency.asPhase"_s << u"[%1] {\"perConcurrent\":\"3ms\"}"_s.arg(Hang);
    QTest::newRow("per request more") << u"hand.perConcurrent.asPhase"_s << u"[%1] {\"fixed\":\"1s\"}"_s.arg(Hang);
}

void TestFaultsForm::partsAreGivenBack()
{
    QFETCH(QString, check);
    QFETCH(QString, result);
    EndpointOverride override;
    override.faults = {present().faults.last()};
    override.latency = FixedLatency{1s};
    override.perConcurrent = 3ms;
    Shown shown(override);
    auto *box = part<QCheckBox>(shown.form, check);
    QVERIFY(!box->isChecked());
    QTest::keyClick(box, Qt::Key_Space);
    QCOMPARE(shown.edited.size(), 1);
    QCOMPARE(textOf(shown.last()), result);
    QVERIFY(box->isChecked());
    if (check == u"hand.faults.asPhase"_s)
        QCOMPARE(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s)->value(), 0.2);
}

void TestFaultsForm::takingOverChangesNothing()
{
    Shown shown;
    for (const QString &part : {u"faults"_s, u"latency"_s, u"perConcurrent"_s}) {
        auto *box = ::part<QCheckBox>(shown.form, u"hand.%1.asPhase"_s.arg(part));
        QVERIFY(box->isChecked());
        box->click();
        PhaseConfig after = shown.last().applied(present());
        QVERIFY(after == present());
    }
    QCOMPARE(shown.edited.size(), 3);
    QVERIFY(!shown.last().isEmpty());
}

void TestFaultsForm::aShareOfNothingLeavesTheFaultOut()
{
    Shown shown;
    type(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s), u"0"_s);
    QCOMPARE(textOf(shown.last()), u"[%1] -"_s.arg(Hang));
    QCOMPARE(part<FieldSpin>(shown.form, u"hand.status.editor"_s)->value(), 500.0);
    type(part<FieldSpin>(shown.form, u"hand.status.editor"_s), u"502"_s);
    QCOMPARE(shown.edited.size(), 1); // nothing has it yet
    type(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s), u"50"_s);
    QCOMPARE(textOf(shown.last()), u"[%1,{\"kind\":\"status\",\"share\":0.5,\"status\":502}] -"_s.arg(Hang));
}

void TestFaultsForm::otherFaultsStay()
{
    PhaseConfig phase = present();
    FaultConfig third;
    third.pattern = FaultPattern{FaultPattern::Kind::Every, 3, {}};
    FaultConfig close;
    close.kind = FaultConfig::Kind::Close;
    close.share = 0.05;
    phase.faults.prepend(third);
    phase.faults.append(close);
    Shown shown({}, phase);
    QCOMPARE(part<QLabel>(shown.form, u"hand.others"_s)->text(),
             u"Besides: answer 503: every 3rd; closed without answer: 5 %"_s);
    type(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s), u"40"_s);
    QList<FaultConfig> expected = phase.faults;
    expected[1].share = 0.4;
    QVERIFY(shown.last().faults == expected);
}

void TestFaultsForm::aPhaseThatChangesIsSeen()
{
    EndpointOverride override;
    override.latency = LogNormalLatency{1s, 2s};
    Shown shown(override);
    PhaseConfig next = present();
    next.faults.clear();
    next.latency = FixedLatency{5ms};
    shown.form.show(override, next);
    QCOMPARE(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s)->value(), 0.0);
    QCOMPARE(part<FieldSpin>(shown.form, u"hand.median.number.spin"_s)->value(), 1e9); // by hand
    shown.form.show({}, next);
    QCOMPARE(part<FieldSpin>(shown.form, u"hand.median.number.spin"_s)->value(), 5e6);
    QVERIFY(part<QLabel>(shown.form, u"hand.shape"_s)->isVisible());
    QVERIFY(part<QLabel>(shown.form, u"hand.shape"_s)->text().contains(u"always the same, 5 ms"_s));
}

void TestFaultsForm::framesDisturbNothing()
{
    Shown shown;
    shown.form.activateWindow(); // without it nothing has the focus
    QVERIFY(QTest::qWaitForWindowActive(&shown.form));
    auto *spin = part<FieldSpin>(shown.form, u"hand.error.number.spin"_s);
    spin->setFocus();
    spin->selectAll();
    QTest::keyClicks(spin, u"3"_s);
    shown.form.show({}, present());
    PhaseConfig later = present();
    later.perConcurrent = 2ms; // along a ramp
    shown.form.show({}, later);
    QTest::keyClicks(spin, u"5"_s);
    QTest::keyClick(spin, Qt::Key_Return);
    QCOMPARE(shown.last().faults->first().share, 0.35);
}

void TestFaultsForm::capacityIsLeftAlone()
{
    EndpointOverride override;
    override.capacity = CapacityConfig{3, 4};
    Shown shown(override);
    type(part<FieldSpin>(shown.form, u"hand.error.number.spin"_s), u"40"_s);
    QVERIFY(shown.last().capacity == override.capacity);
}

void TestFaultsForm::everythingHasAName()
{
    Shown shown;
    for (const QWidget *widget : shown.form.findChildren<QWidget *>()) {
        if (widget->parentWidget()->inherits("QAbstractSpinBox") || (widget->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestFaultsForm)
#include "tst_faultsform.moc"
