// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/setting.h"
#include "lab/tune/sweepplan.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

Variation varied(const QString &text)
{
    const auto variation = Variation::parse(text);
    return variation ? *variation : throw std::runtime_error(variation.error().toStdString());
}

SweepPlan plan()
{
    SweepPlan plan;
    plan.scenarios = {*findBuiltinScenario(u"hard-outage"_s)};
    plan.vary = {varied(u"policies.*.breaker.failureThreshold=3..5"_s),
                 varied(u"policies.*.breaker.recoveryTime=5s,10s"_s)};
    plan.seeds = 4;
    return plan;
}

} // namespace

class SweepPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersItsCells()
    {
        const SweepPlan p = plan();
        QCOMPARE(p.cellCount(), 6);
        QCOMPARE(p.runCount(), 24);
        QStringList all;
        for (qint64 cell = 0; cell < p.cellCount(); ++cell) {
            QCOMPARE(p.cellAt(p.coordinatesOf(cell)), cell);
            all.append(p.settingsOf(cell).join(u' ').remove(u"policies.*.breaker."_s));
        }
        QCOMPARE(all.join(u'\n'),
                 u"failureThreshold=3 recoveryTime=5s\n"
                 "failureThreshold=3 recoveryTime=10s\n"
                 "failureThreshold=4 recoveryTime=5s\n"
                 "failureThreshold=4 recoveryTime=10s\n"
                 "failureThreshold=5 recoveryTime=5s\n"
                 "failureThreshold=5 recoveryTime=10s"_s);
    }

    void nothingVariedIsOneCell()
    {
        SweepPlan p = plan();
        p.vary.clear();
        QCOMPARE(p.cellCount(), 1);
        QCOMPARE(p.settingsOf(0), QStringList());
    }

    void seedsAreTheScenariosOwnAndOthersThatFiles()
    {
        Scenario scenario = plan().scenarios.first();
        QCOMPARE(SweepPlan::seedOf(scenario, 0), scenario.seed);
        QSet<quint64> seeds;
        for (int i = 0; i < 1000; ++i) {
            seeds.insert(SweepPlan::seedOf(scenario, i));
            QVERIFY(SweepPlan::seedOf(scenario, i) <= Scenario::LargestSeed);
        }
        QCOMPARE(seeds.size(), 1000);
        scenario.seed += 1;
        QVERIFY(!seeds.contains(SweepPlan::seedOf(scenario, 1)));
    }

    void everythingWrongIsSaid()
    {
        SweepPlan p = plan();
        QCOMPARE(describe(p.validate()), QString());
        p.vary.append(varied(u"policies.*.breaker.failureThreshold=7"_s));
        p.vary.append(varied(u"policies.*.breaker.recoveryTim=1s"_s));
        p.vary.append(varied(u"policies.*.retry.maxRetries=-1..3"_s));
        p.seeds = 0;
        const QString text = describe(p.validate());
        QVERIFY2(text.contains(u"seeds: must be from 1 to 10000, not 0"_s), qPrintable(text));
        QVERIFY2(text.contains(u"vary.2: must be another field"_s), qPrintable(text));
        QVERIFY2(text.contains(u"vary.3: policies.*.breaker.recoveryTim=1s cannot be in"_s), qPrintable(text));
        QVERIFY2(text.contains(u"vary.4: policies.*.retry.maxRetries=-1 cannot be in"_s), qPrintable(text));

        p.vary = QList<Variation>(5, varied(u"policies.*.breaker.failureThreshold=1..10000"_s));
        p.seeds = 1;
        QCOMPARE(describe(p.validate()), u"vary: makes more than 100000000 combinations; take fewer values"_s);
    }
};

QTEST_GUILESS_MAIN(SweepPlanTest)
#include "tst_sweepplan.moc"
