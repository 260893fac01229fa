// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/runcsv.h"
#include "lab/record/savedrun.h"
#include "story.h"

#include <QTest>

using namespace RecordStory;

namespace {

SavedRun run()
{
    Recording recording({u"orders"_s, u"a \"b\", c"_s});
    Story story;
    story.health(0s, Health::Healthy, u"fine, \u2713"_s)
        .success(100ms, 12'345'678ns)
        .health(1s, Health::Down, u"outage"_s)
        .call(1s, 30ms, Ending::failure(ErrorKind::Server, 503), 3)
        .rejected(2s)
        .health(3s, Health::Degraded);
    StateChange opened;
    opened.to = BreakerState::Open;
    opened.cause = StateChange::Cause::ConsecutiveFailures;
    opened.hasError = true;
    opened.lastError = ErrorKind::Server;
    opened.lastStatus = 503;
    opened.count = 3;
    opened.threshold = 3;
    opened.period = 5s;
    opened.at = TimePoint(1030ms);
    opened.episode = 1;
    std::vector<RunEvent> events = story.events();
    events.push_back({1030ms, 0, 0, RunEvent::StateChanged{opened}});
    events.push_back({4s, 1, 1, RunEvent::CallDue{}});
    events.push_back({4s, 1, 1, RunEvent::CallEnded{Ending::failure(ErrorKind::Protocol, 200), 0, 0ms}});
    recording.apply(events);
    recording.finish(5s);

    SavedRun saved;
    saved.program = u"fuseboard-cli 1.2.3"_s;
    saved.mode = u"simulated"_s;
    saved.seed = 42;
    saved.scenario = QJsonObject{{u"name"_s, u"Hard outage"_s}};
    saved.snapshot = recording.snapshot();
    saved.calls = recording.calls();
    saved.callsDropped = 7;
    return saved;
}

} // namespace

class SavedRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isReadAsItWasWritten()
    {
        const SavedRun saved = run();
        const auto read = SavedRun::fromText(saved.toText());
        QVERIFY2(read, qPrintable(read ? QString() : read.error()));
        QCOMPARE(read->program, saved.program);
        QCOMPARE(read->mode, saved.mode);
        QCOMPARE(read->seed, saved.seed);
        QCOMPARE(read->scenario, saved.scenario);
        QCOMPARE(read->callsDropped, saved.callsDropped);
        QCOMPARE(read->snapshot.now, saved.snapshot.now);
        QVERIFY(read->snapshot.isFinished);
        QVERIFY(read->snapshot.summary == saved.snapshot.summary);
        QVERIFY(read->snapshot.seconds == saved.snapshot.seconds);
        QCOMPARE(read->snapshot.endpoints.size(), 2);
        QVERIFY(!saved.snapshot.endpoints[0].samples.isEmpty()); // what tipped it is among them
        QVERIFY(read->snapshot.endpoints == saved.snapshot.endpoints);
        QVERIFY(read->calls == saved.calls);
        QCOMPARE(read->toText(), saved.toText());
    }

    /// Which had no count of calls that were cut off, and 0 for the latency of no call.
    void aFileOfVersion010IsRead()
    {
        QByteArray text = run().toText();
        text.replace("\"cutOff\":0,", "").replace("\"cutOffAttempts\":0,", "");
        QVERIFY(!text.contains("cutOff"));
        const auto read = SavedRun::fromText(text);
        QVERIFY2(read, qPrintable(read ? QString() : read.error()));
        QVERIFY(read->snapshot.summary == run().snapshot.summary);

        Recording empty({u"orders"_s});
        empty.finish(5s);
        SavedRun saved = run();
        saved.snapshot = empty.snapshot();
        saved.calls.clear();
        text = saved.toText();
        QVERIFY(!text.contains("latencyP50"));
        text.replace("\"late\":0,", "\"late\":0,\"latencyMax\":0,\"latencyP50\":0,\"latencyP95\":0,\"latencyP99\":0,");
        const auto old = SavedRun::fromText(text);
        QVERIFY2(old, qPrintable(old ? QString() : old.error()));
        QVERIFY(!old->snapshot.summary.latencyP50);
        QVERIFY(!old->snapshot.endpoints[0].summary.latencyMax);
    }

    void theFiguresThatTippedTheBreakerAreASample()
    {
        const EndpointSnapshot endpoint = run().snapshot.endpoints[0];
        QCOMPARE(endpoint.samples.last().at, Duration(1030ms));
        QCOMPARE(endpoint.samples.last().window.failures, 3);
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("replacement");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const char *text, const char *replacement, const char *error) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(replacement) << QString::fromLatin1(error);
        };
        row("another file", "fuseboard-run/1", "fuseboard-scenario/1",
            "/format: must be \"fuseboard-run/1\": this is no saved run");
        row("a newer file", "fuseboard-run/1", "fuseboard-run/2",
            "/format: fuseboard-run/2 was written by a newer version of this program, which reads fuseboard-run/1");
        row("name twice", "\"callsDropped\":7", "\"callsDropped\":7,\"callsDropped\":8",
            "1:19: /callsDropped: stands here a second time; only one of them can hold, so take one away");
        row("outcome", "\"503\",[", "\"burnt\",[", "/calls/1: must be the name of an outcome");
        row("row too short", "[1,1,4000000000,0,", "[1,1,0,", "/calls/3: must be a list of 6 values");
        row("endpoint", "[1,1,4000000000,0,", "[2,1,4000000000,0,",
            "/calls/3: the first value must be the number of an endpoint, from 0");
        row("fraction", "[1,1,4000000000,0,", "[1,1.5,4000000000,0,", "/calls/3: must be a whole number of at least 0");
        row("negative", "\"callsDropped\":7", "\"callsDropped\":-7",
            "/callsDropped: must be a whole number of at least 0");
        row("state", "\"closed\"", "\"ajar\"", "/endpoints/0/states/0: must be the name of a breaker's state");
        row("cause", "\"consecutiveFailures\"", "\"bad luck\"",
            "/endpoints/0/changes/0: must name a cause: one of failureCount, consecutiveFailures, failureRate, "
            "slowCallRate, recoveryTimeOver, trialsSucceeded, trialFailed, halfOpenTimeout, operator");
        row("no summary", "\"summary\"", "\"sumary\"", "/summary/calls: must be a whole number of at least 0");
    }

    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, replacement);
        QFETCH(QString, error);
        QByteArray changed = run().toText();
        QVERIFY(changed.contains(text));
        changed.replace(text, replacement);
        const auto read = SavedRun::fromText(changed);
        QVERIFY(!read);
        QCOMPARE(read.error().section(u'\n', 0, 0), error);
    }

    void whatIsCutOffIsRefused()
    {
        const QByteArray text = run().toText();
        for (qsizetype size = 0; size < text.size() - 2; size += 7)
            QVERIFY(!SavedRun::fromText(text.first(size)));
        const QString error = SavedRun::fromText("{\"format\":\n  \"x\" y").error();
        QVERIFY2(error.startsWith(u"2:"_s), qPrintable(error));
    }

    void tablesAreCsv()
    {
        const SavedRun saved = run();
        QCOMPARE(callsToCsv(saved.snapshot, saved.calls),
                 "start_ms,duration_ms,outcome,endpoint\n"
                 "100,12.345678,success,orders\n"
                 "1000,30,503,orders\n"
                 "2000,0,circuitOpen,orders\n"
                 "4000,0,protocol,\"a \"\"b\"\", c\"\n"_ba);
        QCOMPARE(attemptsToCsv(saved.snapshot, saved.calls).count('\n'), 1 + 4);
        QCOMPARE(transitionsToCsv(saved.snapshot),
                 "time_ms,from,to,reason,endpoint\n"
                 "1030,closed,open,\"3 failures in a row, threshold 3; last: server 503\",orders\n"_ba);
        const QByteArray series = seriesToCsv(saved.snapshot);
        QVERIFY(
            series.startsWith("endpoint,second,length,calls,succeeded,failed,rejected,cancelled,attempts,p50_ms,p95_ms,"
                              "p99_ms\norders,0,1,1,1,0,0,0,1,12.3"));
        const QByteArray summary = summaryToCsv(saved.snapshot);
        QCOMPARE(summary.count('\n'), 4);
        QVERIFY(summary.startsWith("endpoint,calls,succeeded,failed,rejected,cancelled,attempts,amplification,"));
        QVERIFY(summary.contains("\n*,4,1,2,1,0,4,"));
        QVERIFY(summary.contains("\norders,3,1,1,1,0,4,2,"));
    }
};

QTEST_APPLESS_MAIN(SavedRunTest)
#include "tst_savedrun.moc"
