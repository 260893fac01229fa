// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "story.h"

#include <QTest>

using namespace RecordStory;

class RecordedCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aCallHasItsAttempts()
    {
        Recording recording({u"a"_s, u"b"_s});
        const Ending unavailable = Ending::failure(ErrorKind::Server, 503);
        const std::vector<RunEvent> events{
            {1s, 1, 7, RunEvent::CallDue{}},
            {1s + 1ms, 1, 7, RunEvent::AttemptStarted{1, {}}},
            {1s + 2ms, 0, 7, RunEvent::CallDue{}}, // another endpoint's call of the same number
            {1s + 31ms, 1, 7, RunEvent::AttemptEnded{1, unavailable, 30ms}},
            {1s + 31ms, 1, 7, RunEvent::Waiting{2, 100ms}},
            {1s + 131ms, 1, 7, RunEvent::AttemptStarted{2, {}}},
            {1s + 140ms, 0, 7, RunEvent::Rejected{}},
            {1s + 140ms, 0, 7, RunEvent::CallEnded{Ending::failure(ErrorKind::CircuitOpen), 0, 138ms}},
            {1s + 151ms, 1, 7, RunEvent::CallEnded{Ending::failure(ErrorKind::Cancelled), 2, 151ms}},
        };
        recording.apply(events);
        const std::vector<RecordedCall> calls = recording.calls();
        QCOMPARE(calls.size(), 2u);
        const RecordedCall rejected{0, 7, 1s + 2ms, 138ms, Ending::failure(ErrorKind::CircuitOpen), {}};
        QVERIFY(calls[0] == rejected);
        const RecordedCall cancelled{1,
                                     7,
                                     1s,
                                     151ms,
                                     Ending::failure(ErrorKind::Cancelled),
                                     {{1s + 1ms, 30ms, unavailable}, {1s + 131ms, 20ms, std::nullopt}}};
        QVERIFY(calls[1] == cancelled);
    }

    void theNewestAreKeptAndTheOthersCounted()
    {
        constexpr quint64 total = 250'000;
        Recording recording({u"orders"_s});
        Story story;
        for (quint64 i = 0; i < total; ++i)
            story.success(i * 1ms);
        recording.apply(story.events());
        const std::vector<RecordedCall> calls = recording.calls();
        QCOMPARE(calls.size(), 100'000u);
        QCOMPARE(calls.back().number, total);
        QCOMPARE(calls.front().number, total - 100'000 + 1);
        QCOMPARE(calls.front().attempts.size(), 1u);
        QCOMPARE_LE(recording.callsDropped(), total - 100'000);
        QCOMPARE_GT(recording.callsDropped(), total - 110'000); // a page more or less

        const std::vector<RecordedCall> few = recording.calls(3);
        QCOMPARE(few.size(), 3u);
        QVERIFY(few[0] == calls[calls.size() - 3]);
    }

    void callsThatTakeLongAreKeptToo_data()
    {
        QTest::addColumn<int>("latency"); // s
        QTest::newRow("a page") << 10;
        QTest::newRow("many pages") << 60;
        QTest::newRow("more than are kept") << 120;
    }

    /// A thousand calls a second, in order; each twentieth takes no time, so that pages are not let go of all in a row.
    void callsThatTakeLongAreKeptToo()
    {
        QFETCH(int, latency);
        constexpr quint64 total = 400'000;
        Recording recording({u"orders"_s});
        const Ending end = Ending::success(200);
        const auto isQuick = [](quint64 call) { return call % 20 == 0; };
        std::vector<RunEvent> events;
        const quint64 delay = quint64(latency) * 1000;
        for (quint64 ms = 1; ms <= total + delay; ++ms) {
            const Duration at = ms * 1ms;
            if (ms > delay && !isQuick(ms - delay)) {
                events.push_back({at, 0, ms - delay, RunEvent::AttemptEnded{1, end, std::chrono::seconds(latency)}});
                events.push_back({at, 0, ms - delay, RunEvent::CallEnded{end, 1, std::chrono::seconds(latency), 1}});
            }
            if (ms > total)
                continue;
            events.push_back({at, 0, ms, RunEvent::CallDue{}});
            events.push_back({at, 0, ms, RunEvent::AttemptStarted{1, {}}});
            if (isQuick(ms)) {
                events.push_back({at, 0, ms, RunEvent::AttemptEnded{1, end, 0ms}});
                events.push_back({at, 0, ms, RunEvent::CallEnded{end, 1, 0ms, 1}});
            }
        }
        recording.apply(events);
        const std::vector<RecordedCall> calls = recording.calls();
        QCOMPARE(calls.size(), 100'000u);
        quint64 before = 0;
        for (const RecordedCall &call : calls) {
            const Duration took = isQuick(call.number) ? 0s : std::chrono::seconds(latency);
            QCOMPARE(call.latency, took);
            QCOMPARE(call.due, call.number * 1ms);
            QCOMPARE(call.attempts.size(), 1u);
            QCOMPARE(call.attempts.front().start, call.due);
            QCOMPARE(call.attempts.front().took, took);
            if (!isQuick(call.number)) {
                QCOMPARE_GT(call.number, before);
                before = call.number;
            }
        }
        QCOMPARE(before, total - 1);
        QCOMPARE_LT(recording.callsDropped(), total - 90'000);
    }

    /// One call begins first and ends last, and does something now and then.
    void oneThatWaitsKeepsItsPast()
    {
        Recording recording({u"orders"_s});
        std::vector<RunEvent> events{{1ms, 0, 1, RunEvent::CallDue{}}, {1ms, 0, 1, RunEvent::AttemptStarted{1, {}}}};
        const Ending end = Ending::success(200);
        constexpr quint64 total = 300'000;
        for (quint64 call = 2; call < total; ++call) {
            const Duration at = call * 1ms;
            events.push_back({at, 0, call, RunEvent::CallDue{}});
            events.push_back({at, 0, call, RunEvent::AttemptStarted{1, {}}});
            events.push_back({at, 0, call, RunEvent::CallEnded{end, 1, 0ms, 1}});
            if (call % 100'000 == 0) {
                const int attempt = int(call / 100'000);
                events.push_back({at, 0, 1, RunEvent::AttemptEnded{attempt, Ending::failure(ErrorKind::Timeout), 1s}});
                events.push_back({at, 0, 1, RunEvent::AttemptStarted{attempt + 1, {}}});
            }
        }
        // Asked for meanwhile: what is handed out does not change any more.
        recording.apply(std::span(events).first(events.size() / 2));
        const std::vector<RecordedCall> half = recording.calls(5);
        recording.apply(std::span(events).subspan(events.size() / 2));
        events = {{301s, 0, 1, RunEvent::AttemptEnded{3, end, 2s}}, {301s, 0, 1, RunEvent::CallEnded{end, 3, 300s, 3}}};
        recording.apply(events);
        QCOMPARE(half.size(), 5u);
        const RecordedCall last = recording.calls().back();
        QCOMPARE(last.number, 1u);
        QCOMPARE(last.due, Duration(1ms));
        QCOMPARE(last.attempts.size(), 3u);
        QCOMPARE(last.attempts[0].start, Duration(1ms));
        QCOMPARE(last.attempts[1].start, Duration(100s));
        QVERIFY(last.attempts[1].ending == Ending::failure(ErrorKind::Timeout));
        QCOMPARE(last.attempts[2].start, Duration(200s));
    }

    void ofMillionsOfAttemptsTheFirstAreKept()
    {
        Recording recording({u"orders"_s});
        std::vector<RunEvent> events{{0ms, 0, 1, RunEvent::CallDue{}}};
        const Ending failed = Ending::failure(ErrorKind::Connection);
        constexpr int attempts = 50'000;
        for (int attempt = 1; attempt <= attempts; ++attempt) {
            events.push_back({attempt * 2ms, 0, 1, RunEvent::AttemptStarted{attempt, {}}});
            events.push_back({attempt * 2ms + 1ms, 0, 1, RunEvent::AttemptEnded{attempt, failed, 1ms}});
        }
        events.push_back({attempts * 2ms + 1ms, 0, 1, RunEvent::CallEnded{failed, attempts, 100s, attempts}});
        recording.apply(events);
        const std::vector<RecordedCall> calls = recording.calls();
        QCOMPARE(calls.size(), 1u);
        QCOMPARE(calls.front().attempts.size(), 1000u);
        QCOMPARE(calls.front().attempts.back().start, Duration(2s));
        QCOMPARE(calls.front().attempts.back().took, Duration(1ms));
        QCOMPARE(calls.front().latency, Duration(100s));
        QCOMPARE(recording.snapshot().summary.attempts, quint64(attempts));
    }

    void endpointsBeyondSixteenBits()
    {
        QStringList names;
        constexpr int count = 70'000;
        for (int i = 0; i < count; ++i)
            names.append(QString::number(i));
        Recording recording(names);
        std::vector<RunEvent> events;
        for (const int endpoint : {1, 65'535, 65'536, 65'537, count - 1}) {
            events.push_back({1s, endpoint, 1, RunEvent::CallDue{}});
            events.push_back({1s, endpoint, 1, RunEvent::AttemptStarted{1, {}}});
        }
        for (const int endpoint : {1, 65'535, 65'536, 65'537, count - 1})
            events.push_back({2s, endpoint, 1, RunEvent::CallEnded{Ending::success(200), 1, 1s, 1}});
        recording.apply(events);
        QList<int> endpoints;
        for (const RecordedCall &call : recording.calls()) {
            endpoints.append(call.endpoint);
            QCOMPARE(call.attempts.size(), 1u);
        }
        QCOMPARE(endpoints, (QList<int>{1, 65'535, 65'536, 65'537, count - 1}));
    }

    void endingsAreWordsAndBack_data()
    {
        QTest::addColumn<Ending>("ending");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("success") << Ending::success(0) << "success"
                                 << "success";
        QTest::newRow("200") << Ending::success(200) << "success 200"
                             << "success";
        QTest::newRow("503") << Ending::failure(ErrorKind::Server, 503) << "503"
                             << "503";
        QTest::newRow("429") << Ending::failure(ErrorKind::RateLimited, 429) << "429"
                             << "429";
        QTest::newRow("timeout") << Ending::failure(ErrorKind::Timeout) << "timeout"
                                 << "timeout";
        QTest::newRow("truncated") << Ending::failure(ErrorKind::Protocol, 200) << "protocol 200"
                                   << "protocol";
    }

    void endingsAreWordsAndBack()
    {
        QFETCH(Ending, ending);
        QFETCH(QString, text);
        QFETCH(QString, outcome);
        QCOMPARE(ending.text(), text);
        QCOMPARE(ending.outcome(), outcome);
        QVERIFY(Ending::fromText(text) == ending);
    }

    void otherWordsAreNoEndings()
    {
        for (const QString &text : {u""_s, u"ok"_s, u"200"_s, u"503 503"_s, u"success 1"_s, u"timeout x"_s, u" "_s})
            QVERIFY2(!Ending::fromText(text), qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(RecordedCallsTest)
#include "tst_recordedcalls.moc"
