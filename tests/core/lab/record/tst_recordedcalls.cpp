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
