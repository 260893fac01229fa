// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "story.h"

#include <QTest>

using namespace RecordStory;

class OutagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void outagesAreDetectedAndRecoveredFrom()
    {
        Story story;
        story.health(0s, Health::Healthy)
            .health(10s, Health::Down)
            .state(12s, BreakerState::Open)
            .state(17s, BreakerState::HalfOpen)
            .state(18s, BreakerState::Open)
            .health(20s, Health::Healthy)
            .state(23s, BreakerState::HalfOpen)
            .state(24s, BreakerState::Closed);
        const RunSummary summary = recorded(story).summary;
        QCOMPARE(summary.opens, 2u);
        QCOMPARE(summary.flaps, 0u);
        QCOMPARE(summary.detectTime, Duration(2s));
        QCOMPARE(summary.recoverTime, Duration(4s));
    }

    void detectTimeIsTheMeanOfWhatWasDetected()
    {
        Story story;
        story.health(0s, Health::Down)
            .state(1s, BreakerState::Open)
            .health(5s, Health::Healthy)
            .state(6s, BreakerState::Closed)
            .health(30s, Health::Down) // too short to be seen
            .health(31s, Health::Healthy)
            .health(40s, Health::Down)
            .state(43s, BreakerState::Open)
            .health(50s, Health::Degraded) // up, if not well
            .state(53s, BreakerState::Closed);
        const RunSummary summary = recorded(story).summary;
        QCOMPARE(summary.detectTime, Duration(2s));
        QCOMPARE(summary.recoverTime, Duration(2s));
    }

    void anOpeningAfterTheOutageDetectsNothing()
    {
        Story story;
        story.health(0s, Health::Down)
            .health(1s, Health::Healthy)
            .state(2s, BreakerState::Open)
            .state(8s, BreakerState::Closed);
        const RunSummary summary = recorded(story).summary;
        QVERIFY(!summary.detectTime);
        QVERIFY(!summary.recoverTime);
        QCOMPARE(summary.opens, 1u);
    }

    void anOpenBreakerKnowsAtOnce()
    {
        Story story;
        story.state(1s, BreakerState::Open)
            .health(2s, Health::Down)
            .state(6s, BreakerState::HalfOpen)
            .health(7s, Health::Healthy)
            .state(9s, BreakerState::Closed);
        const RunSummary summary = recorded(story).summary;
        QCOMPARE(summary.detectTime, Duration(0));
        QCOMPARE(summary.recoverTime, Duration(2s));
    }

    void aBreakerThatClosedTooEarlyHasRecovered()
    {
        // A lucky trial closed it during the outage.
        Story story;
        story.health(0s, Health::Down)
            .state(1s, BreakerState::Open)
            .state(6s, BreakerState::HalfOpen)
            .state(7s, BreakerState::Closed)
            .health(8s, Health::Healthy);
        QCOMPARE(recorded(story).summary.recoverTime, Duration(0));
    }

    void flapsAreOpeningsSoonAfterClosing()
    {
        Story story;
        story.state(1s, BreakerState::Open)
            .state(2s, BreakerState::HalfOpen)
            .state(3s, BreakerState::Closed)
            .state(13s, BreakerState::Open) // exactly 10 s: within
            .state(14s, BreakerState::HalfOpen)
            .state(15s, BreakerState::Open) // from half-open: no flap
            .state(16s, BreakerState::HalfOpen)
            .state(17s, BreakerState::Closed)
            .state(27s + 1ns, BreakerState::Open);
        const RunSummary summary = recorded(story).summary;
        QCOMPARE(summary.opens, 4u);
        QCOMPARE(summary.flaps, 1u);
    }

    void attemptsOnADeadServiceAreWasted()
    {
        Story story;
        story.attempt(0s)
            .health(1s, Health::Down)
            .attempt(2s)
            .attempt(3s)
            .health(4s, Health::Degraded)
            .attempt(5s)
            .rejected(5s)
            .health(6s, Health::Healthy)
            .rejected(7s);
        const RunSummary summary = recorded(story).summary;
        QCOMPARE(summary.wastedAttempts, 2u);
        QCOMPARE(summary.falseRejections, 1u);
    }
};

QTEST_APPLESS_MAIN(OutagesTest)
#include "tst_outages.moc"
