// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/runexport.h"
#include "story.h"

#include <QJsonArray>
#include <QTest>

#include <thread>

using namespace RecordStory;

class RecordingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void callsAddUp()
    {
        Story story;
        story.success(0s)
            .success(1s)
            .call(2s, 30ms, Ending::failure(ErrorKind::Server, 503), 3)
            .rejected(3s)
            .call(4s, 10ms, Ending::failure(ErrorKind::Cancelled))
            // Sent, failed, and then refused: its caller did not get through, but the network was used.
            .call(5s, 50ms, Ending::failure(ErrorKind::CircuitOpen), 1);
        const RunSummary summary = recorded(story).summary;
        QCOMPARE(summary.calls, 6u);
        QCOMPARE(summary.succeeded, 2u);
        QCOMPARE(summary.failed, 2u);
        QCOMPARE(summary.rejected, 1u);
        QCOMPARE(summary.cancelled, 1u);
        QCOMPARE(summary.attempts, 7u);
        QCOMPARE(summary.amplification(), 7.0 / 5);
        QCOMPARE(summary.successRate(), 2.0 / 6);
        QCOMPARE(summary.latencyMax, Duration(50ms));
    }

    void anEmptyRunHasNoFigures()
    {
        const RunSnapshot snapshot = recorded(Story());
        QCOMPARE(snapshot.summary.calls, 0u);
        QCOMPARE(snapshot.summary.amplification(), 0.0);
        QCOMPARE(snapshot.summary.successRate(), 0.0);
        QVERIFY(!snapshot.summary.detectTime);
        QVERIFY(snapshot.endpoints[0].seconds.isEmpty());
        QCOMPARE(snapshot.endpoints[0].states.size(), 1);
    }

    void latenciesLeaveOutWhatWasNeverSent()
    {
        Story story;
        story.success(0s, 100ms);
        for (int i = 0; i < 100; ++i)
            story.rejected(1s);
        QCOMPARE(recorded(story).summary.latencyP50, Duration(100ms));
    }

    void secondsAreOneToEach()
    {
        Story story;
        story.success(100ms).success(3s + 950ms, 100ms);
        const QList<SecondFigures> seconds = recorded(story).endpoints[0].seconds;
        QCOMPARE(seconds.size(), 5);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(seconds[i].second, i);
        QCOMPARE(seconds[0].calls, 1);
        QCOMPARE(seconds[0].p50, Duration(10ms));
        QCOMPARE(seconds[2].calls, 0);
        QCOMPARE(seconds[2].p99, Duration(0));
        QCOMPARE(seconds[3].calls, 1); // due
        QCOMPARE(seconds[3].succeeded, 0);
        QCOMPARE(seconds[4].succeeded, 1); // ended
        QCOMPARE(seconds[4].p99, Duration(100ms));
    }

    void aLateStartNeedsNoSecondsBefore()
    {
        // A call log may count its time from 1970.
        Story story;
        story.success(1'700'000'000s).success(1'700'086'400s);
        const QList<SecondFigures> seconds = recorded(story).endpoints[0].seconds;
        QCOMPARE(seconds.last().second, 1'700'086'400);
        QCOMPARE(seconds.first().second, 1'700'000'000 / 600 * 600); // so old is it that ten minutes are one step
        QCOMPARE_LT(seconds.size(), 10'000);
    }

    void spansEndWhereTheNextBegins()
    {
        Story story;
        story.health(0s, Health::Healthy, u"healthy"_s)
            .health(10s, Health::Down, u"outage"_s)
            .state(11s, BreakerState::Open);
        const EndpointSnapshot endpoint = recorded(story, 15s).endpoints[0];
        QCOMPARE(endpoint.health.size(), 2);
        QCOMPARE(endpoint.health[0].end, Duration(10s));
        QCOMPARE(endpoint.health[1].phase, u"outage"_s);
        QCOMPARE(endpoint.health[1].end, Duration(15s));
        QCOMPARE(endpoint.states.size(), 2);
        QCOMPARE(endpoint.states[0].end, Duration(11s));
        QCOMPARE(endpoint.states[1].state, BreakerState::Open);
        QCOMPARE(endpoint.states[1].end, Duration(15s));
        QCOMPARE(endpoint.changes.size(), 1);
    }

    void memoryIsBounded()
    {
        Recording recording({u"orders"_s});
        Story story;
        for (int i = 0; i < 20'000; ++i) {
            const Duration at = i * 1s;
            story.state(at, i % 2 ? BreakerState::Closed : BreakerState::Open).success(at);
        }
        std::vector<RunEvent> events = story.events();
        for (int i = 0; i < 20'000; ++i) {
            RunEvent::BreakerSampled sample;
            sample.window.failures = i;
            events.push_back({20'000s + i * 100ms, 0, 0, sample});
        }
        recording.apply(events);
        const EndpointSnapshot endpoint = recording.snapshot().endpoints[0];
        QCOMPARE(endpoint.changes.size(), 10'000);
        QCOMPARE(endpoint.changesDropped, 10'000u);
        QCOMPARE(endpoint.changes.last().at, Duration(19'999s));
        QCOMPARE(endpoint.summary.opens, 10'000u);
        QCOMPARE(endpoint.summary.flaps, 9'999u);
        QCOMPARE(endpoint.summary.calls, 20'000u);
        QCOMPARE_LE(endpoint.seconds.size(), 3600 + 1440 + 1440);
        int sum = 0;
        int next = 0;
        for (const SecondFigures &step : endpoint.seconds) {
            QCOMPARE(step.second, next);
            next += step.length;
            sum += step.succeeded;
        }
        QCOMPARE(next, 20'000);
        QCOMPARE(sum, 20'000); // coarser, but nothing is lost
        QCOMPARE_LE(endpoint.samples.size(), 6000);
        QCOMPARE(endpoint.samples.last().window.failures, 19'999);
        QCOMPARE_LT(endpoint.samples.first().window.failures, 10); // thinned, not cut off
        for (qsizetype i = 1; i < endpoint.samples.size(); ++i)
            QCOMPARE_LT(endpoint.samples[i - 1].at, endpoint.samples[i].at);
    }

    /// The counts are empty an instant after a verdict: without its own sample it would never be seen.
    void everyVerdictIsSampled_data()
    {
        using Cause = StateChange::Cause;
        QTest::addColumn<StateChange>("change");
        QTest::addColumn<int>("results");
        QTest::addColumn<int>("failures");
        const auto change = [](BreakerState from, BreakerState to, Cause cause, int count, int outOf) {
            StateChange made;
            made.from = from;
            made.to = to;
            made.cause = cause;
            made.count = count;
            made.outOf = outOf;
            return made;
        };
        QTest::newRow("opened by a rate")
            << change(BreakerState::Closed, BreakerState::Open, Cause::FailureRate, 6, 10) << 10 << 6;
        QTest::newRow("probes failed by a rate")
            << change(BreakerState::HalfOpen, BreakerState::Open, Cause::FailureRate, 3, 3) << 3 << 3;
        QTest::newRow("a probe failed") << change(BreakerState::HalfOpen, BreakerState::Open, Cause::TrialFailed, 1, 0)
                                        << 1 << 1;
        QTest::newRow("few enough probes failed")
            << change(BreakerState::HalfOpen, BreakerState::Closed, Cause::TrialsSucceeded, 1, 5) << 5 << 1;
        QTest::newRow("probes succeeded")
            << change(BreakerState::HalfOpen, BreakerState::Closed, Cause::TrialsSucceeded, 2, 0) << 2 << 0;
    }

    void everyVerdictIsSampled()
    {
        QFETCH(StateChange, change);
        QFETCH(int, results);
        QFETCH(int, failures);
        Recording recording({u"orders"_s});
        const std::vector<RunEvent> events{
            {1s, 0, 0, RunEvent::BreakerSampled{{}, BreakerState::Open}},
            {2s, 0, 0, RunEvent::StateChanged{change}},
            {2s, 0, 0, RunEvent::BreakerSampled{{}, change.to}},
        };
        recording.apply(events);
        const QList<RuleSample> samples = recording.snapshot().endpoints.first().samples;
        QCOMPARE(samples.size(), 3);
        QCOMPARE(samples.at(1).at, Duration(2s));
        QCOMPARE(samples.at(1).window.results, results);
        QCOMPARE(samples.at(1).window.failures, failures);
    }

    void peaksStayWhenSamplesAreThinnedOut()
    {
        Recording recording({u"orders"_s});
        std::vector<RunEvent> events;
        for (int i = 0; i < 100'000; ++i) {
            RunEvent::BreakerSampled sample;
            sample.window.results = sample.window.failures = i % 5'000 == 777 ? 40 : i % 3;
            events.push_back({i * 100ms, 0, 0, sample});
        }
        recording.apply(events);
        const QList<RuleSample> samples = recording.snapshot().endpoints.first().samples;
        QCOMPARE_LE(samples.size(), 6000);
        const auto isPeak = [](const RuleSample &sample) { return sample.window.failures == 40; };
        QCOMPARE(std::ranges::count_if(samples, isPeak), 20);
        QVERIFY(std::ranges::is_sorted(samples, {}, &RuleSample::at));
    }

    void endpointsAreAddedUp()
    {
        Recording recording({u"a"_s, u"b"_s});
        recording.apply(Story(0).success(0s, 10ms).health(1s, Health::Down).state(2s, BreakerState::Open).events());
        recording.apply(Story(1).success(0s, 30ms).health(1s, Health::Down).state(4s, BreakerState::Open).events());
        const RunSnapshot snapshot = recording.snapshot();
        QCOMPARE(snapshot.endpoints[1].name, u"b"_s);
        QCOMPARE(snapshot.endpoints[1].summary.detectTime, Duration(3s));
        QCOMPARE(snapshot.summary.calls, 2u);
        QCOMPARE(snapshot.summary.opens, 2u);
        QCOMPARE(snapshot.summary.detectTime, Duration(2s));
        QCOMPARE(snapshot.summary.latencyMax, Duration(30ms));
        QCOMPARE(snapshot.seconds.first().calls, 2);
    }

    void theSameSnapshotCostsNothing()
    {
        Recording recording({u"orders"_s});
        recording.apply(Story().success(0s).events(), 1s);
        const RunSnapshot first = recording.snapshot();
        const RunSnapshot second = recording.snapshot();
        QCOMPARE(second.revision, first.revision);
        QVERIFY(second.endpoints.constData() == first.endpoints.constData()); // shared, not made again
        recording.apply({}, 2s);
        const RunSnapshot third = recording.snapshot();
        QVERIFY(third.revision != first.revision);
        QCOMPARE(third.now, Duration(2s));
        QCOMPARE(first.now, Duration(1s));
        QVERIFY(!third.isFinished);
        recording.finish(3s);
        QVERIFY(recording.snapshot().isFinished);
        QCOMPARE(recording.snapshot().now, Duration(3s));
    }

    void threadsWriteAndRead()
    {
        Recording recording({u"a"_s, u"b"_s, u"c"_s});
        constexpr int batches = 200;
        std::vector<std::thread> writers;
        for (int endpoint = 0; endpoint < 3; ++endpoint) {
            writers.emplace_back([&recording, endpoint] {
                for (int i = 0; i < batches; ++i) {
                    const Duration at = i * 50ms;
                    recording.apply(Story(endpoint).success(at).rejected(at).state(at, BreakerState::Open).events(),
                                    at);
                }
            });
        }
        quint64 latest = 0;
        while (latest < 3 * 2 * batches) {
            const RunSnapshot snapshot = recording.snapshot();
            QCOMPARE_GE(snapshot.summary.calls, latest);
            quint64 sum = 0;
            for (const EndpointSnapshot &endpoint : snapshot.endpoints)
                sum += endpoint.summary.calls;
            QCOMPARE(sum, snapshot.summary.calls);
            latest = snapshot.summary.calls;
        }
        for (std::thread &writer : writers)
            writer.join();
    }

    void isExportedAsFormatsHasIt()
    {
        Recording recording({u"orders"_s});
        Story story;
        story.success(0s, 40ms)
            .health(1s, Health::Down)
            .call(1s, 123'456'789ns, Ending::failure(ErrorKind::Server, 503))
            .state(1500ms, BreakerState::Open);
        recording.apply(story.events());
        const RunDescription run{u"fuseboard-cli 1.2.3"_s,
                                 u"Hard outage"_s,
                                 u"live"_s,
                                 7,
                                 {*Objective::parse(u"successRate >= 0.7"), *Objective::parse(u"detectTime <= 2s")}};
        const QJsonObject json = runToJson(run, recording.snapshot());

        QCOMPARE(json[u"program"].toString(), u"fuseboard-cli 1.2.3"_s);
        QCOMPARE(json[u"scenario"].toString(), u"Hard outage"_s);
        QCOMPARE(json[u"mode"].toString(), u"live"_s);
        QCOMPARE(json[u"seed"].toInt(), 7);
        QCOMPARE(json[u"summary"][u"calls"].toInt(), 2);
        QCOMPARE(json[u"summary"][u"successRate"].toDouble(), 0.5);
        QCOMPARE(json[u"summary"][u"detectTime"].toString(), u"500ms"_s);
        QVERIFY(json[u"summary"][u"recoverTime"].isNull());
        QCOMPARE(json[u"summary"][u"latencyMax"].toString(), u"123.456789ms"_s);
        QCOMPARE(json[u"endpoints"][0][u"name"].toString(), u"orders"_s);
        QCOMPARE(json[u"endpoints"][0][u"summary"], json[u"summary"]);
        const QJsonValue transition = json[u"transitions"][0];
        QCOMPARE(transition[u"timeMs"].toDouble(), 1500.0);
        QCOMPARE(transition[u"endpoint"].toString(), u"orders"_s);
        QCOMPARE(transition[u"from"].toString(), u"closed"_s);
        QCOMPARE(transition[u"to"].toString(), u"open"_s);
        QVERIFY(transition[u"reason"].isString());
        const QJsonArray series = json[u"series"].toArray();
        QCOMPARE(series.size(), 2);
        QCOMPARE(series[0],
                 QJsonObject({{u"second"_s, 0},
                              {u"length"_s, 1},
                              {u"calls"_s, 1},
                              {u"succeeded"_s, 1},
                              {u"failed"_s, 0},
                              {u"rejected"_s, 0},
                              {u"cancelled"_s, 0},
                              {u"attempts"_s, 1},
                              {u"p50"_s, u"40ms"_s},
                              {u"p95"_s, u"40ms"_s},
                              {u"p99"_s, u"40ms"_s}}));
        const QJsonArray objectives = json[u"objectives"].toArray();
        QCOMPARE(objectives[0],
                 QJsonObject({{u"expression"_s, u"successRate >= 0.7"_s}, {u"value"_s, 0.5}, {u"met"_s, false}}));
        QCOMPARE(objectives[1],
                 QJsonObject({{u"expression"_s, u"detectTime <= 2s"_s}, {u"value"_s, u"500ms"_s}, {u"met"_s, true}}));
    }
};

QTEST_APPLESS_MAIN(RecordingTest)
#include "tst_recording.moc"
