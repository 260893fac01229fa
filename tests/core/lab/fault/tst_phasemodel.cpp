// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phasemodel.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

FaultConfig fault(FaultConfig::Kind kind, double share, int status = 503)
{
    FaultConfig config;
    config.kind = kind;
    config.share = share;
    config.status = status;
    return config;
}

PhaseConfig mixed()
{
    PhaseConfig phase;
    phase.latency = LogNormalLatency{40ms, 200ms};
    phase.faults = {fault(FaultConfig::Kind::Status, 0.2), fault(FaultConfig::Kind::Hang, 0.1),
                    fault(FaultConfig::Kind::Reset, 0.05)};
    return phase;
}

} // namespace

class PhaseModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void oneRequestHasOneFate()
    {
        const PhaseModel phase(mixed());
        const FaultLuck luck(42, 1);
        for (quint64 call = 1000; call > 0; --call) { // in another order than a run would
            const FaultDraw first = phase.draw(luck, call, 2, {});
            const FaultDraw again = phase.draw(FaultLuck(42, 1), call, 2, {});
            QCOMPARE(again.fault, first.fault);
            QCOMPARE(again.latency, first.latency);
        }
    }

    void seedStreamCallAndAttemptEachMatter()
    {
        const PhaseModel phase(mixed());
        const Duration latency = phase.draw(FaultLuck(42, 1), 5, 1, {}).latency;
        QVERIFY(phase.draw(FaultLuck(43, 1), 5, 1, {}).latency != latency);
        QVERIFY(phase.draw(FaultLuck(42, 2), 5, 1, {}).latency != latency);
        QVERIFY(phase.draw(FaultLuck(42, 1), 6, 1, {}).latency != latency);
        QVERIFY(phase.draw(FaultLuck(42, 1), 5, 2, {}).latency != latency);
    }

    void faultsHaveTheirShares()
    {
        const PhaseModel phase(mixed());
        const FaultLuck luck(1);
        constexpr int calls = 100'000;
        std::array<int, 4> seen{};
        for (quint64 call = 1; call <= calls; ++call) {
            const FaultDraw draw = phase.draw(luck, call, 1, {});
            std::size_t met = 3;
            for (std::size_t i = 0; draw.fault && i < 3; ++i)
                met = *draw.fault == phase.config().faults[static_cast<qsizetype>(i)] ? i : met;
            ++seen[met];
        }
        const std::array<double, 4> shares{0.2, 0.1, 0.05, 0.65};
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const double sigma = std::sqrt(calls * shares[i] * (1 - shares[i]));
            QCOMPARE_LE(std::abs(seen[i] - calls * shares[i]), 4 * sigma);
        }
    }

    void aMoreLikelyFaultHitsTheSameRequestsAndMore()
    {
        // Two scenarios that differ in one share can be laid over each other.
        PhaseConfig few;
        few.faults = {fault(FaultConfig::Kind::Status, 0.1)};
        PhaseConfig many;
        many.faults = {fault(FaultConfig::Kind::Status, 0.3)};
        const FaultLuck luck(9);
        for (quint64 call = 1; call <= 10'000; ++call) {
            if (PhaseModel(few).draw(luck, call, 1, {}).fault)
                QVERIFY(PhaseModel(many).draw(luck, call, 1, {}).fault);
        }
    }

    void sharesThatAddUpToOneLeaveNobodyOut()
    {
        PhaseConfig phase;
        for (int i = 0; i < 10; ++i)
            phase.faults.append(fault(FaultConfig::Kind::Status, 0.1));
        const FaultLuck luck(3);
        for (quint64 call = 1; call <= 100'000; ++call)
            QVERIFY(PhaseModel(phase).draw(luck, call, 1, {}).fault);
    }

    void noFaultNoMisfortune()
    {
        const FaultDraw draw = PhaseModel().draw(FaultLuck(3), 1, 1, {});
        QVERIFY(!draw.fault);
        QCOMPARE(draw.latency, Duration(20ms));
    }

    void tellsHowIllAPhaseIs_data()
    {
        QTest::addColumn<QList<FaultConfig>>("faults");
        QTest::addColumn<double>("share");
        QTest::addColumn<QString>("health");

        using Kind = FaultConfig::Kind;
        QTest::newRow("none") << QList<FaultConfig>() << 0.0 << "healthy";
        QTest::newRow("few") << QList{fault(Kind::Reset, 0.049)} << 0.049 << "healthy";
        QTest::newRow("some") << QList{fault(Kind::Reset, 0.05)} << 0.05 << "degraded";
        QTest::newRow("added up") << QList{fault(Kind::Reset, 0.2), fault(Kind::Hang, 0.3)} << 0.5 << "down";
        QTest::newRow("all") << QList{fault(Kind::Hang, 1)} << 1.0 << "down";
        QTest::newRow("404 is an error") << QList{fault(Kind::Status, 0.1, 404)} << 0.1 << "degraded";
        QTest::newRow("204 is none") << QList{fault(Kind::Status, 1, 204)} << 0.0 << "healthy";
    }

    void tellsHowIllAPhaseIs()
    {
        QFETCH(QList<FaultConfig>, faults);
        QFETCH(double, share);
        QFETCH(QString, health);

        PhaseConfig phase;
        phase.faults = faults;
        QCOMPARE(phase.errorShare(), share);
        QCOMPARE(healthName(phase.effectiveHealth()), health);
        phase.health = Health::Degraded;
        QCOMPARE(phase.effectiveHealth(), Health::Degraded);
    }
};

QTEST_APPLESS_MAIN(PhaseModelTest)
#include "tst_phasemodel.moc"
