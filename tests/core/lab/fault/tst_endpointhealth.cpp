// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/endpointhealth.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fate = EndpointHealth::Fate;

FaultConfig numbered(FaultPattern pattern)
{
    FaultConfig fault;
    fault.pattern = std::move(pattern);
    return fault;
}

PhaseConfig phase(QList<FaultConfig> faults, LatencyConfig latency = FixedLatency{10ms})
{
    PhaseConfig config;
    config.length = 100s;
    config.latency = latency;
    config.faults = std::move(faults);
    return config;
}

/// @p count times @p status, for a sequence.
QList<int> times(qsizetype count, int status)
{
    return QList<int>(count, status);
}

EndpointHealth healthOf(const PhaseConfig &config, quint64 sources = 1)
{
    EndpointHealth health({config}, sources);
    health.setPhase(PhaseModel(config), TimePoint());
    health.judge(TimePoint());
    return health;
}

/// "D" down, "d" degraded, "." healthy: as it is with each of the calls @p from to @p to.
QString course(EndpointHealth health, quint64 from, quint64 to)
{
    QString letters;
    for (quint64 number = from; number <= to; ++number) {
        if (health.watchesCalls())
            health.callDue(number, TimePoint(number * 1ms));
        letters += health.health() == Health::Down ? u'D' : health.health() == Health::Degraded ? u'd' : u'.';
    }
    return letters;
}

/// The same, told of how one request after the other ended: "x" was refused, "o" was answered.
QString courseOfEnds(const QString &ends)
{
    EndpointHealth health = healthOf(phase({}));
    QString letters;
    for (qsizetype i = 0; i < ends.size(); ++i) {
        health.requestEnded(ends[i] == u'x' ? Fate::Refused : Fate::Answered, 1, 10ms, 10ms, TimePoint(i * 1ms));
        letters += health.health() == Health::Down ? u'D' : health.health() == Health::Degraded ? u'd' : u'.';
    }
    return letters;
}

} // namespace

class EndpointHealthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheNumberOfTheCall_data()
    {
        QTest::addColumn<FaultPattern>("pattern");
        QTest::addColumn<QString>("letters");
        using Kind = FaultPattern::Kind;
        QTest::newRow("first") << FaultPattern{Kind::First, 3, {}} << u"DDD......"_s;
        QTest::newRow("after") << FaultPattern{Kind::After, 3, {}} << u"...DDDDDD"_s;
        QTest::newRow("all") << FaultPattern{Kind::Every, 1, {}} << u"DDDDDDDDD"_s;
        QTest::newRow("every second") << FaultPattern{Kind::Every, 2, {}} << u"DDDDDDDDD"_s;
        QTest::newRow("every third") << FaultPattern{Kind::Every, 3, {}} << u"ddddddddd"_s;
        QTest::newRow("every 21st") << FaultPattern{Kind::Every, 21, {}} << u"........."_s;
        QTest::newRow("two of three") << FaultPattern{Kind::Sequence, 1, {503, 503, 0}} << u"DDDDDDDDD"_s;
        QTest::newRow("one of three") << FaultPattern{Kind::Sequence, 1, {0, 503, 0}} << u"ddddddddd"_s;
        QTest::newRow("moved, which is no error") << FaultPattern{Kind::Sequence, 1, {301, 503, 0}} << u"ddddddddd"_s;
        QTest::newRow("ten, then ten") << FaultPattern{Kind::Sequence, 1, times(10, 503) + times(10, 0)}
                                       << QString(10, u'D') + QString(10, u'.') + QString(10, u'D');
        QTest::newRow("it begins in the middle")
            << FaultPattern{Kind::Sequence, 1, times(5, 503) + times(12, 0) + times(7, 503)}
            << QString(5, u'D') + QString(12, u'.') + QString(12, u'D') + QString(12, u'.');
        QTest::newRow("one between does not count")
            << FaultPattern{Kind::Sequence, 1, times(15, 503) + times(1, 0) + times(15, 503) + times(20, 0)}
            << QString(31, u'D') + QString(20, u'.') + QString(9, u'D');
        QTest::newRow("a mixed stretch") << FaultPattern{Kind::Sequence, 1,
                                                         times(10, 503) + QList<int>{0, 0, 0, 503, 0, 0, 0, 503, 0, 0}}
                                         << QString(10, u'D') + QString(10, u'd') + QString(10, u'D');
    }

    void followsTheNumberOfTheCall()
    {
        QFETCH(FaultPattern, pattern);
        QFETCH(QString, letters);
        QCOMPARE(course(healthOf(phase({numbered(pattern)})), 1, quint64(letters.size())), letters);
    }

    void patternsComeBeforeShares()
    {
        // The first five drip, which is no error; all others fail by their share.
        FaultConfig slow = numbered({FaultPattern::Kind::First, 5, {}});
        slow.kind = FaultConfig::Kind::Slow;
        QCOMPARE(course(healthOf(phase({slow, FaultConfig()})), 1, 8), u".....DDD"_s);
    }

    void aPhaseBeginsWithTheNextNumber()
    {
        EndpointHealth health = healthOf(phase({numbered({FaultPattern::Kind::First, 3, {}})}));
        for (quint64 number = 1; number <= 3; ++number)
            health.callDue(number, TimePoint(number * 1s));
        QCOMPARE(health.health(), Health::Down);
        health.setPhase(PhaseModel(phase({numbered({FaultPattern::Kind::First, 3, {}})})), TimePoint(4s));
        QVERIFY(health.judge(TimePoint(4s)));
        QCOMPARE(health.health(), Health::Healthy);
    }

    void sourcesWhoseNumbersAreFarApart()
    {
        // Of two sources one makes all calls but a few: what the others meet is no outage.
        EndpointHealth health = healthOf(phase({numbered({FaultPattern::Kind::First, 20, {}})}), 2);
        quint64 busy = 1;
        for (int i = 0; i < 100; ++i, busy += 2)
            health.callDue(busy, TimePoint(i * 1ms));
        QCOMPARE(health.health(), Health::Healthy);
        health.callDue(2, TimePoint(1s));
        QCOMPARE(health.health(), Health::Healthy);
        for (int i = 0; i < 60; ++i)
            health.callDue(4, TimePoint(2s));
        QCOMPARE(health.health(), Health::Down);
    }

    void itsOwnHealthWins()
    {
        PhaseConfig config = phase({FaultConfig()});
        config.health = Health::Degraded;
        EndpointHealth health = healthOf(config);
        QCOMPARE(health.health(), Health::Degraded);
        for (int i = 0; i < 10; ++i)
            health.requestEnded(Fate::Refused, 1, 10ms, 10ms, TimePoint(1s));
        QCOMPARE(health.health(), Health::Degraded);
    }

    void answersThatNobodyWaitsFor_data()
    {
        QTest::addColumn<LatencyConfig>("latency");
        QTest::addColumn<int>("limit");
        QTest::addColumn<Health>("expected");
        QTest::newRow("in time") << LatencyConfig(FixedLatency{1s}) << 1000 << Health::Healthy;
        QTest::newRow("too late") << LatencyConfig(FixedLatency{1s}) << 999 << Health::Down;
        QTest::newRow("a tenth") << LatencyConfig(UniformLatency{0s, 1s}) << 900 << Health::Degraded;
        QTest::newRow("one in a hundred") << LatencyConfig(LogNormalLatency{40ms, 200ms}) << 200 << Health::Healthy;
        QTest::newRow("half") << LatencyConfig(LogNormalLatency{40ms, 200ms}) << 40 << Health::Down;
        QTest::newRow("exp(-2)") << LatencyConfig(ExponentialLatency{100ms}) << 200 << Health::Degraded;
        QTest::newRow("exp(-4)") << LatencyConfig(ExponentialLatency{100ms}) << 400 << Health::Healthy;
    }

    void answersThatNobodyWaitsFor()
    {
        QFETCH(LatencyConfig, latency);
        QFETCH(int, limit);
        QFETCH(Health, expected);
        EndpointHealth health = healthOf(phase({}, latency));
        QCOMPARE(health.health(), Health::Healthy); // a slow service fails nothing, if its client waits
        health.setLimits(std::chrono::milliseconds(limit), 1h);
        health.judge(TimePoint());
        QCOMPARE(health.health(), expected);
        health.setLimits({}, std::chrono::milliseconds(limit));
        health.judge(TimePoint());
        QCOMPARE(health.health(), expected);
    }

    void drips()
    {
        FaultConfig slow;
        slow.kind = FaultConfig::Kind::Slow;
        slow.bytes = 1000;
        slow.bytesPerSecond = 500;
        EndpointHealth health = healthOf(phase({slow}));
        health.setLimits(2s, {});
        health.judge(TimePoint());
        QCOMPARE(health.health(), Health::Down);
        health.setLimits(2010ms, {});
        health.judge(TimePoint());
        QCOMPARE(health.health(), Health::Healthy);
    }

    void rampsTurnOnTheWay()
    {
        PhaseConfig config = phase({}, FixedLatency{0s});
        config.rampTo.emplace().latency = FixedLatency{10s};
        config.rampTo->faults = QList<FaultConfig>{FaultConfig()};
        EndpointHealth health = healthOf(config);
        // The share of errors is t / 100 s, and the latency t / 10.
        health.setLimits(3s, {});
        const auto near = [](TimePoint moment, Duration wanted) {
            return std::chrono::abs(moment.time_since_epoch() - wanted) <= 1ms;
        };
        QVERIFY(near(health.until(TimePoint()), 5s));
        QVERIFY(health.judge(TimePoint(5s)));
        QCOMPARE(health.health(), Health::Degraded);
        QVERIFY(near(health.until(TimePoint(5s)), 30s));
        QVERIFY(health.judge(TimePoint(30s + 1ms)));
        QCOMPARE(health.health(), Health::Down);
        QCOMPARE(health.until(TimePoint(30s + 1ms)), TimePoint::max());
    }

    void requestsThatFindTheQueueFull_data()
    {
        QTest::addColumn<QString>("ends");
        QTest::addColumn<QString>("letters");
        QTest::newRow("one") << u"ooooxooo"_s << u"....dddd"_s;
        QTest::newRow("two of three") << u"ooxoxoxxxx"_s << u"..ddDDDDDD"_s;
        QTest::newRow("fewer than half since then") << u"xxooox"_s << u"dDDDdd"_s;
        QTest::newRow("twenty later it is over") << u"x"_s + QString(21, u'o') << u"d"_s + QString(19, u'd') + u".."_s;
    }

    void requestsThatFindTheQueueFull()
    {
        QFETCH(QString, ends);
        QFETCH(QString, letters);
        QCOMPARE(courseOfEnds(ends), letters);
    }

    void whereNothingComesTheFaultsDecide()
    {
        EndpointHealth health = healthOf(phase({}));
        health.requestEnded(Fate::Refused, 1, 0s, 0s, TimePoint(1s));
        health.requestEnded(Fate::Refused, 1, 0s, 0s, TimePoint(1s));
        QCOMPARE(health.health(), Health::Down);
        QVERIFY(health.watchesCalls());
        // One call an hour, and each is refused: nobody kept any away.
        QVERIFY(!health.callDue(3, TimePoint(1h)));
        health.requestEnded(Fate::Refused, 1, 0s, 0s, TimePoint(1h));
        QCOMPARE(health.health(), Health::Down);
        // Those that are due now do not come.
        QVERIFY(!health.callDue(4, TimePoint(1h + 100ms)));
        QVERIFY(!health.callDue(5, TimePoint(1h + 1s)));
        QVERIFY(health.callDue(6, TimePoint(1h + 1001ms)));
        QCOMPARE(health.health(), Health::Healthy);
        QVERIFY(!health.watchesCalls());
    }

    void limitsThatRunOutUnderLoad()
    {
        const auto after = [](int attempt, Duration latency, Duration took) {
            EndpointHealth health = healthOf(phase({}));
            health.setLimits(1s, 5s);
            for (int i = 0; i < 3; ++i)
                health.requestEnded(Fate::RanOut, attempt, latency, took, TimePoint(5s));
            return health.health();
        };
        QCOMPARE(after(1, 100ms, 1s), Health::Down);
        QCOMPARE(after(2, 100ms, 1s), Health::Down);
        QCOMPARE(after(2, 100ms, 50ms), Health::Healthy); // the call's limit, and not the service
        QCOMPARE(after(1, 2s, 1s), Health::Healthy);      // counts by the latency alone
    }
};

QTEST_APPLESS_MAIN(EndpointHealthTest)
#include "tst_endpointhealth.moc"
