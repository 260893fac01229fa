// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/fieldspin.h"
#include "panels/policyfield.h"
#include "panels/sliderscale.h"
#include "syntheticrun.h"
#include "warnings.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

/// What the editors of the policy's fields stand on.
class TestFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void spinReads_data();
    void spinReads();
    void spinWritesWhatItReads();
    void spinKeepsWhatItCannotRead();
    void spinSteps_data();
    void spinSteps();
    void sliderScale();
    void everyFieldWritesWhatItReads();
};

void TestFields::spinReads_data()
{
    using Kind = PolicyField::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value"); // nan: cannot be read
    const double none = std::nan("");
    QTest::newRow("count") << Kind::Count << u"12"_s << 12.0;
    QTest::newRow("count below zero") << Kind::Count << u"-3"_s << -3.0; // the policy says what is wrong with it
    QTest::newRow("no count") << Kind::Count << u"1.5"_s << none;
    QTest::newRow("share") << Kind::Share << u"50 %"_s << 0.5;
    QTest::newRow("share bare") << Kind::Share << u"12.5"_s << 0.125;
    QTest::newRow("share comma") << Kind::Share << u"12,5%"_s << 0.125;
    QTest::newRow("length") << Kind::Length << u"1.5 s"_s << 1.5e9;
    QTest::newRow("length close") << Kind::Length << u"250ms"_s << 2.5e8;
    QTest::newRow("length bare has the unit shown") << Kind::Length << u"3"_s << 3e9;
    QTest::newRow("length minus") << Kind::Length << u"-3 s"_s << none;
    QTest::newRow("words") << Kind::Length << u"soon"_s << none;
    QTest::newRow("empty") << Kind::Length << QString() << none;
    QTest::newRow("factor") << Kind::Factor << u"2.5"_s << 2.5;
    QTest::newRow("infinite") << Kind::Factor << u"inf"_s << none;
    QTest::newRow("huge") << Kind::Count << u"99999999999"_s << none;
}

void TestFields::spinReads()
{
    QFETCH(PolicyField::Kind, kind);
    QFETCH(QString, text);
    QFETCH(double, value);
    FieldSpin spin(kind, {});
    if (kind == PolicyField::Kind::Length)
        spin.setValue(5e9);
    const std::optional<double> read = spin.valueOf(text);
    QCOMPARE(read.has_value(), !std::isnan(value));
    if (read)
        QCOMPARE(*read, value);
}

void TestFields::spinWritesWhatItReads()
{
    using Kind = PolicyField::Kind;
    for (const auto &[kind, value] : {std::pair{Kind::Count, 7.0},
                                      {Kind::Share, 0.335},
                                      {Kind::Factor, 2.25},
                                      {Kind::Length, 1.5e9},
                                      {Kind::Length, 1e6},
                                      {Kind::Length, 9e10}}) {
        const FieldSpin spin(kind, u"×"_s);
        QCOMPARE(spin.valueOf(spin.textOf(value)).value_or(-1), value);
    }
}

void TestFields::spinKeepsWhatItCannotRead()
{
    FieldSpin spin(PolicyField::Kind::Length, {});
    spin.setValue(2e9);
    QSignalSpy edited(&spin, &FieldSpin::edited);
    QSignalSpy unreadable(&spin, &FieldSpin::unreadable);
    spin.show();
    spin.selectAll();
    QTest::keyClicks(&spin, u"soon"_s);
    QTest::keyClick(&spin, Qt::Key_Return);
    QCOMPARE(edited.size(), 0);
    QCOMPARE(unreadable.size(), 1);
    QCOMPARE(spin.text(), u"soon"_s);
    QCOMPARE(spin.value(), 2e9);
    spin.selectAll();
    QTest::keyClicks(&spin, u"3s"_s);
    QCOMPARE(edited.size(), 0); // not before it is finished
    QTest::keyClick(&spin, Qt::Key_Return);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(spin.text(), u"3 s"_s);
}

void TestFields::spinSteps_data()
{
    using Kind = PolicyField::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<double>("from");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("to");
    QTest::newRow("count") << Kind::Count << 5.0 << 1 << 6.0;
    QTest::newRow("count stops at nothing") << Kind::Count << 0.0 << -1 << 0.0;
    QTest::newRow("share") << Kind::Share << 0.5 << -1 << 0.49;
    QTest::newRow("share full") << Kind::Share << 1.0 << 1 << 1.0;
    QTest::newRow("factor") << Kind::Factor << 2.0 << 1 << 2.1;
    QTest::newRow("seconds") << Kind::Length << 5e9 << 1 << 5.5e9;
    QTest::newRow("milliseconds") << Kind::Length << 1e8 << 1 << 1.5e8;
    QTest::newRow("down over a decade") << Kind::Length << 1e9 << -1 << 9.5e8;
}

void TestFields::spinSteps()
{
    QFETCH(PolicyField::Kind, kind);
    QFETCH(double, from);
    QFETCH(int, steps);
    QFETCH(double, to);
    FieldSpin spin(kind, {});
    spin.setValue(from);
    QSignalSpy edited(&spin, &FieldSpin::edited);
    spin.stepBy(steps);
    QVERIFY(std::abs(spin.value() - to) <= 1e-9 * std::max(1.0, std::abs(to)));
    QCOMPARE(edited.size(), 1);
}

void TestFields::sliderScale()
{
    const SliderScale linear(1, 50, false);
    QCOMPARE(linear.position(1), 0);
    QCOMPARE(linear.position(50), SliderScale::Steps);
    QCOMPARE(linear.position(900), SliderScale::Steps);
    for (int value = 1; value <= 50; ++value)
        QCOMPARE(std::round(linear.value(linear.position(value))), double(value));
    const SliderScale logarithmic(1e6, 1e10, true);
    QCOMPARE(logarithmic.position(1e8), SliderScale::Steps / 2);
    QCOMPARE(logarithmic.value(0), 1e6);
    QCOMPARE(logarithmic.value(SliderScale::Steps), 1e10);
    double before = 0;
    for (int position = 0; position <= SliderScale::Steps; ++position) {
        QVERIFY(logarithmic.value(position) >= before);
        before = logarithmic.value(position);
    }
}

void TestFields::everyFieldWritesWhatItReads()
{
    PolicyConfig policy = SyntheticRun().scenario().policyOf({});
    for (const bool hasTimeWindow : {false, true}) {
        if (hasTimeWindow)
            policy.breaker->window = TimeWindowConfig{};
        for (const PolicyField &field : policyFields()) {
            const std::optional<double> value = field.value(policy);
            PolicyConfig copy = policy;
            field.set(copy, value);
            QVERIFY2(copy == policy, qPrintable(field.path));
            QVERIFY2(!field.toolTip.isEmpty() && !field.label.isEmpty(), qPrintable(field.path));
        }
    }
    for (const PolicyField &field : policyFields()) {
        PolicyConfig empty;
        field.set(empty, 1);
        if (field.part != PolicyField::Part::Timeout)
            QVERIFY2(empty == PolicyConfig(), qPrintable(field.path));
    }
}

QTEST_MAIN(TestFields)
#include "tst_fields.moc"
