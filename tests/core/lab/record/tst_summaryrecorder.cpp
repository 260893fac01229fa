// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/recording.h"
#include "lab/record/summaryrecorder.h"
#include "lab/run/simulatedrun.h"
#include "lab/scenario/builtinscenarios.h"
#include "story.h"

#include <QRegularExpression>
#include <QTest>

using namespace RecordStory;

namespace {

/// The same events to both, in batches of @p size.
void feed(const std::vector<RunEvent> &events, std::size_t size, Recording &recording, SummaryRecorder &recorder)
{
    const std::span<const RunEvent> all(events);
    for (std::size_t i = 0; i < all.size(); i += size) {
        const auto batch = all.subspan(i, std::min(size, all.size() - i));
        recording.apply(batch);
        recorder.apply(batch);
    }
}

} // namespace

/// The summary that costs little is that of a Recording.
class SummaryRecorderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isTheSummaryOfARecording_data()
    {
        QTest::addColumn<Scenario>("scenario");
        for (const Scenario &scenario : builtinScenarios())
            QTest::newRow(qPrintable(scenario.id)) << scenario;
    }
    void isTheSummaryOfARecording()
    {
        QFETCH(Scenario, scenario);
        Recording recording(scenario.endpointNames());
        SummaryRecorder recorder(scenario.endpoints.size());
        SimulatedRun run(scenario, [&](std::span<const RunEvent> events) {
            recording.apply(events);
            recorder.apply(events);
        });
        QVERIFY(run.run());
        recording.finish(run.now());
        const RunSummary summary = recorder.summary(run.now());
        QVERIFY(summary.calls > 0);
        QCOMPARE(summary.toJson(), recording.snapshot().summary.toJson());
        QVERIFY(summary == recording.snapshot().summary);
    }

    void nothingHappened()
    {
        Recording recording({u"orders"_s});
        recording.finish(5s);
        QVERIFY(SummaryRecorder(1).summary(5s) == recording.snapshot().summary);
    }

    /// What a built-in scenario does not have: calls of nobody knows what health, cancelled ones, events after the end.
    void oddStory()
    {
        Story story;
        story.rejected(0s)
            .success(1s)
            .health(2s, Health::Down)
            .attempt(2s)
            .call(3s, 20ms, Ending::failure(ErrorKind::Cancelled))
            .state(3s, BreakerState::Open)
            .health(4s, Health::Healthy)
            .rejected(5s)
            .call(5s, 0ms, Ending::failure(ErrorKind::CircuitOpen), 2)
            .state(7s, BreakerState::Closed);
        Recording recording({u"orders"_s, u"idle"_s});
        SummaryRecorder recorder(2);
        feed(story.events(), 3, recording, recorder);
        recording.finish(6s);
        QCOMPARE(recorder.summary(6s).duration, Duration(7s));
        QCOMPARE(recorder.summary(6s).falseRejections, 1u);
        QVERIFY(recorder.summary(6s) == recording.snapshot().summary);
    }
};

QTEST_GUILESS_MAIN(SummaryRecorderTest)
#include "tst_summaryrecorder.moc"
