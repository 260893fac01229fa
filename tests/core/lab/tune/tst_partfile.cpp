// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"
#include "lab/tune/partfile.h"

#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

SweepPlan plan()
{
    SweepPlan plan;
    plan.scenarios = {*findBuiltinScenario(u"hard-outage"_s), *findBuiltinScenario(u"brownout"_s)};
    plan.vary = {*Variation::parse(u"policies.*.breaker.failureThreshold=3..12"_s)};
    plan.seeds = 2;
    return plan;
}

/// Every number another one.
RunSummary summary(quint64 base)
{
    RunSummary s;
    quint64 next = base;
    for (quint64 RunSummary::*member :
         {&RunSummary::calls, &RunSummary::succeeded, &RunSummary::failed, &RunSummary::rejected,
          &RunSummary::cancelled, &RunSummary::attempts, &RunSummary::wastedAttempts, &RunSummary::falseRejections,
          &RunSummary::opens, &RunSummary::flaps, &RunSummary::offered, &RunSummary::late, &RunSummary::queued,
          &RunSummary::cutOff, &RunSummary::cutOffAttempts})
        s.*member = next++;
    for (std::optional<Duration> RunSummary::*member :
         {&RunSummary::latencyP50, &RunSummary::latencyP95, &RunSummary::latencyP99, &RunSummary::latencyMax})
        s.*member = Duration(static_cast<qint64>(next++)) + 8784h;
    s.duration = Duration(static_cast<qint64>(next++)) + 8784h;
    if (base % 2 == 0)
        s.detectTime = Duration(static_cast<qint64>(next++));
    if (base % 3 == 0)
        s.recoverTime = Duration(static_cast<qint64>(next++));
    return s;
}

CellResult result()
{
    CellResult result;
    result.cell = 7;
    result.runs = {{summary(100), summary(201)}, {summary(303), summary(0)}};
    return result;
}

QString errorOf(const QByteArray &line, qint64 cell = 7)
{
    const auto read = PartFile::readCellLine(line, plan(), cell);
    return read ? QString() : read.error();
}

} // namespace

class PartFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void dealsCellsByNumber()
    {
        for (const int shards : {1, 2, 3, 10, 16}) {
            QList<qint64> cells;
            for (int shard = 1; shard <= shards; ++shard) {
                PartFile part;
                part.shard = shard;
                part.shards = shards;
                for (qint64 i = 0; i < part.cellCount(plan()); ++i) {
                    QCOMPARE(part.cellAt(i) % shards, shard - 1);
                    cells.append(part.cellAt(i));
                }
            }
            std::ranges::sort(cells);
            QCOMPARE(cells, (QList<qint64>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
        }
    }

    void nothingIsLost()
    {
        const PartFile part{u"abc"_s, u"fuseboard 1"_s, 3, 16};
        const auto first = PartFile::readFirstLine(part.firstLine());
        QVERIFY(first);
        QVERIFY(*first == part);

        const QByteArray line = PartFile::cellLine(result());
        QCOMPARE(line.count('\n'), 1);
        QVERIFY(line.endsWith('\n'));
        const auto cell = PartFile::readCellLine(line, plan(), 7);
        QVERIFY2(cell, qPrintable(errorOf(line)));
        QVERIFY(*cell == result());

        CellResult impossible;
        impossible.cell = 7;
        impossible.error = u"two\nlines of \"why\""_s;
        const auto error = PartFile::readCellLine(PartFile::cellLine(impossible), plan(), 7);
        QVERIFY(error);
        QVERIFY(*error == impossible);

        QVERIFY(PartFile::checkLastLine(PartFile::lastLine(3, "hash"), 3, "hash"));
    }

    /// Which knew fewer figures, and 0 for the latency of no call.
    void aPartOfVersion010IsRead()
    {
        QByteArray first = PartFile{u"abc"_s, u"fuseboard 1"_s, 3, 16}.firstLine();
        QVERIFY(first.contains(",\"cutOff\",\"cutOffAttempts\"]"));
        first.replace(",\"cutOff\",\"cutOffAttempts\"]", "]");
        QVERIFY(PartFile::readFirstLine(first));

        SweepPlan one = plan();
        one.scenarios.resize(1);
        one.seeds = 1;
        const auto cell = PartFile::readCellLine(
            "{\"cell\":7,\"runs\":[[[3,0,0,3,0,0,0,0,null,null,1,0,0,0,0,0,5000000000,3,0,0]]]}\n", one, 7);
        QVERIFY2(cell, qPrintable(cell ? QString() : cell.error()));
        const RunSummary &summary = cell->runs.first().first();
        QCOMPARE(summary.rejected, 3u);
        QCOMPARE(summary.duration, Duration(5s));
        QVERIFY(!summary.latencyP99);
    }

    void badFirstLinesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("instead");
        QTest::addColumn<QString>("expected");

        QTest::newRow("format") << "fuseboard-part/1"_ba
                                << "x"_ba << u"format: must be \"fuseboard-part/1\": this is no part of a sweep"_s;
        QTest::newRow("newer") << "fuseboard-part/1"_ba
                               << "fuseboard-part/2"_ba
                               << u"format: \"fuseboard-part/2\" was written by a newer program"_s;
        QTest::newRow("shard") << "\"shard\":3"_ba
                               << "\"shard\":17"_ba << u"shard: must be from 1 to the number of shards"_s;
        QTest::newRow("shards") << "\"shards\":16"_ba
                                << "\"shards\":0"_ba << u"shards: must be from 1 to 10000"_s;
        QTest::newRow("figures") << "\"calls\""_ba
                                 << "\"cals\""_ba << u"figures: must be those that this program writes"_s;
        QTest::newRow("field") << "\"plan\""_ba
                               << "\"plans\""_ba << u"plans: is not a field here"_s;
        QTest::newRow("no JSON") << "{"_ba
                                 << ""_ba << u"nothing may follow"_s;
    }

    void badFirstLinesAreRefused()
    {
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, instead);
        QFETCH(QString, expected);

        QByteArray line = PartFile{u"abc"_s, u"fuseboard 1"_s, 3, 16}.firstLine();
        line.replace(line.indexOf(what), what.size(), instead);
        const auto read = PartFile::readFirstLine(line);
        QVERIFY(!read);
        QVERIFY2(read.error().startsWith(expected), qPrintable(read.error()));
    }

    void badCellsAreRefused()
    {
        const QByteArray line = PartFile::cellLine(result());
        QCOMPARE(errorOf(line, 8), u"cell: must be 8, the next one of this part"_s);
        QVERIFY(errorOf(line.chopped(10)).startsWith(u"the text ends"_s));
        QCOMPARE(errorOf("{\"cell\":7}"), u"runs: must be there unless there is an error, and not beside one"_s);
        QCOMPARE(errorOf("{\"cell\":7,\"runs\":[],\"error\":\"x\"}"),
                 u"runs: must be there unless there is an error, and not beside one"_s);
        QCOMPARE(errorOf("{\"cell\":7,\"runs\":[]}"), u"runs: must be a list of 2 lists, one for each scenario"_s);
        QCOMPARE(errorOf("{\"cell\":7,\"runs\":[[],[]]}"),
                 u"runs: must have 2 runs of each scenario, one for each seed"_s);
        QCOMPARE(errorOf("{\"cell\":7,\"runs\":[[[1],[2]],[]]}"), u"runs: each run must be a list of 22 numbers"_s);
        QCOMPARE(errorOf(QByteArray(line).replace("[100,101", "[100,-1")),
                 u"runs: succeeded of a run must be a whole number of at least 0"_s);
        QCOMPARE(errorOf(QByteArray(line).replace("[100,101", "[100,1.5")),
                 u"runs: succeeded of a run must be a whole number of at least 0"_s);
        QCOMPARE(errorOf(QByteArray(line).replace("[100,101", "[null,101")),
                 u"runs: calls of a run must be a whole number of at least 0"_s);
        QVERIFY(errorOf("{\"cell\":7,\"cell\":7,\"error\":\"x\"}").contains(u"second time"_s));
        QCOMPARE(errorOf("[]"), u"must be a JSON object, {...}"_s);
    }

    void aLastLineThatDoesNotFitIsRefused()
    {
        const QByteArray line = PartFile::lastLine(3, "hash");
        const auto changed = PartFile::checkLastLine(line, 3, "other");
        QVERIFY(!changed);
        QVERIFY(changed.error().contains(u"does not fit the lines before it"_s));
        const auto cell = PartFile::checkLastLine(PartFile::cellLine(result()), 3, "hash");
        QVERIFY(!cell);
        QCOMPARE(cell.error(), u"must be the last line, because all cells are there"_s);
    }
};

QTEST_GUILESS_MAIN(PartFileTest)
#include "tst_partfile.moc"
