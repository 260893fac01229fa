// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/sensitivity.h"
#include "tunefixture.h"

#include <QTest>

#include <cmath>

using namespace TuneFixture;

namespace {

/// Three values of the first field, two of the second, two of the third.
SweepPlan grid()
{
    SweepPlan p = plan({u"failureThreshold=1..3"_s, u"recoveryTime=1s,2s"_s, u"halfOpenMaxCalls=1,2"_s}, 2);
    p.goals = {goal(u"max successRate"_s)};
    return p;
}

QList<CellScore> scores(const SweepPlan &p, auto figure)
{
    QList<CellScore> all;
    for (qint64 cell = 0; cell < p.cellCount(); ++cell) {
        const QList<qsizetype> at = p.coordinatesOf(cell);
        all.append(score(cell, QList<std::optional<double>>(p.goals.size(), figure(at.at(0), at.at(1), at.at(2)))));
    }
    return all;
}

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

} // namespace

class SensitivityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// f = 100 + 3a + 5b: the variance of a is 9 x 2/3 = 6, that of b 25 x 1/4 = 6.25, and they add up.
    void sobolIndicesOfASum()
    {
        const SweepPlan p = grid();
        const auto all = sensitivities(
            p, scores(p, [](qsizetype a, qsizetype b, qsizetype) { return 100.0 + 3.0 * a + 5.0 * b; }));
        QCOMPARE(all.size(), 3);
        QVERIFY(isNear(all.at(0).share, 6 / 12.25));
        QVERIFY(isNear(all.at(1).share, 6.25 / 12.25));
        QVERIFY(isNear(all.at(2).share, 0));
        QCOMPARE(all.at(0).means, (QList<std::optional<double>>{102.5, 105.5, 108.5}));
        QCOMPARE(all.at(1).means, (QList<std::optional<double>>{103.0, 108.0}));
        QCOMPARE(all.at(2).means, (QList<std::optional<double>>{105.5, 105.5}));
    }

    /// f = 1 where b and c are alike: neither explains anything alone.
    void whatOnlyTwoDoTogetherNoneDoesAlone()
    {
        const SweepPlan p = grid();
        const auto all = sensitivities(
            p, scores(p, [](qsizetype, qsizetype b, qsizetype c) { return b == c ? 1.0 : 0.0; }));
        for (const Sensitivity &each : all)
            QVERIFY(isNear(each.share, 0));
    }

    void whatDoesNotVaryIsNobodysDoing()
    {
        const SweepPlan p = grid();
        const auto all = sensitivities(p, scores(p, [](qsizetype, qsizetype, qsizetype) { return 0.1; }));
        for (const Sensitivity &each : all)
            QCOMPARE(each.share, 0.0);
        QCOMPARE(all.first().means.first(), std::optional(0.1));
    }

    void impossibleAndAbsentCellsDoNotCount()
    {
        const SweepPlan p = grid();
        QList<CellScore> cells = scores(p, [](qsizetype a, qsizetype, qsizetype) { return double(a); });
        for (CellScore &each : cells) {
            const qsizetype a = p.coordinatesOf(each.cell).first();
            if (a == 0) {
                each.error = u"must be more"_s;
                each.goals.clear();
            } else if (each.cell == 4) {
                each.goals.first() = {};
            } else {
                each.missed = QStringList{u"opens <= 1"_s};
            }
        }
        const auto all = sensitivities(p, cells);
        QCOMPARE(all.at(0).means, (QList<std::optional<double>>{std::nullopt, 1.0, 2.0}));
        QVERIFY(isNear(all.at(0).share, 1));
    }

    void byGoalThenByField()
    {
        SweepPlan p = grid();
        p.goals.append(goal(u"min opens"_s));
        const auto all = sensitivities(p, scores(p, [](qsizetype a, qsizetype, qsizetype) { return double(a); }));
        QString order;
        for (const Sensitivity &each : all)
            order += u"%1%2 "_s.arg(each.goal).arg(each.field);
        QCOMPARE(order, u"00 01 02 10 11 12 "_s);
    }
};

QTEST_GUILESS_MAIN(SensitivityTest)
#include "tst_sensitivity.moc"
