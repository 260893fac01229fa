// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/estimate.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace Fuseboard;

class EstimateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interval_data()
    {
        // Student's t at 97.5 % from the tables: 12.706, 4.303, 2.776, 2.262, 1.984 for 1, 2, 4, 9, 99 degrees of freedom.
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("halfWidth");
        QTest::newRow("two") << std::vector<double>{1, 3} << 2.0 << 12.706;
        QTest::newRow("three") << std::vector<double>{1, 2, 3} << 2.0 << 4.303 / std::sqrt(3);
        QTest::newRow("five") << std::vector<double>{1, 2, 3, 4, 5} << 3.0 << 2.776 * std::sqrt(2.5 / 5);
        QTest::newRow("ten") << std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10} << 5.5
                             << 2.262 * std::sqrt(55 / 6.0 / 10);
        std::vector<double> hundred(100, -1);
        std::fill_n(hundred.begin(), 50, 1);
        QTest::newRow("a hundred") << hundred << 0.0 << 1.984 * std::sqrt(100 / 99.0 / 100);
        QTest::newRow("always alike") << std::vector<double>{0.1, 0.1, 0.1} << 0.1 << 0.0;
    }
    void interval()
    {
        QFETCH(std::vector<double>, values);
        QFETCH(double, mean);
        QFETCH(double, halfWidth);
        const Estimate estimate = Estimate::of(values);
        QCOMPARE(estimate.count, int(values.size()));
        QVERIFY(std::abs(*estimate.mean - mean) < 1e-12);
        QVERIFY2(std::abs(estimate.halfWidth - halfWidth) <= 0.0005 * halfWidth,
                 qPrintable(QString::number(estimate.halfWidth)));
    }

    void nothingAndOneValue()
    {
        const Estimate none = Estimate::of({});
        QCOMPARE(none.count, 0);
        QVERIFY(!none.mean);
        const std::vector<double> single{7};
        const Estimate one = Estimate::of(single);
        QCOMPARE(one.count, 1);
        QCOMPARE(one.mean, std::optional(7.0));
        QVERIFY(std::isinf(one.halfWidth));
    }
};

QTEST_APPLESS_MAIN(EstimateTest)
#include "tst_estimate.moc"
