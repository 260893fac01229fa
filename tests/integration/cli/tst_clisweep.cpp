// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepfixture.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject planIn(const QString &directory)
{
    return object(SweepFixture::content(directory + u"/plan.json"_s));
}

QStringList texts(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const auto &value : array)
        texts.append(value.toString());
    return texts;
}

/// A built-in scenario with a section on tuning, in a file.
void writeTuned(const QString &path, const QByteArray &tune, const QString &name = u"hard-outage"_s)
{
    QByteArray text = runCli({u"scenarios"_s, name}).output;
    text.insert(text.lastIndexOf('}'), ",\n  \"tune\": " + tune + "\n");
    SweepFixture::write(path, text);
}

} // namespace

/// `fuseboard-cli sweep plan` and `best`, and what `merge` writes.
class CliSweepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void plansWhatItIsTold()
    {
        const QString directory = m_directory.filePath(u"told/sweep"_s);
        const QStringList arguments{u"sweep"_s,
                                    u"plan"_s,
                                    u"hard-outage"_s,
                                    u"brownout"_s,
                                    u"--vary"_s,
                                    u"policies.*.breaker.failureThreshold=3..5"_s,
                                    u"--vary=policies.*.breaker.recoveryTime=2s,5s"_s,
                                    u"--seeds"_s,
                                    u"7"_s,
                                    u"--objective"_s,
                                    u"min opens"_s,
                                    u"--objective"_s,
                                    u"detectTime <= 2s"_s,
                                    u"--objective"_s,
                                    u"maximise successRate"_s,
                                    u"--shards"_s,
                                    u"4"_s,
                                    u"--set"_s,
                                    u"seed=9"_s,
                                    u"-o"_s,
                                    directory};
        const CliRun run = runCli(arguments);
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        QVERIFY(run.output.contains("6 cells, each in \"Hard outage\", \"Brownout\" with 7 seeds: 84 runs, about "));
        QVERIFY(run.output.contains("  varies  policies.*.breaker.failureThreshold=3..5  (3 values)\n"));
        const QJsonObject plan = planIn(directory);
        QCOMPARE(plan[u"format"].toString(), u"fuseboard-plan/1"_s);
        QCOMPARE(plan[u"hash"].toString().size(), 64);
        QCOMPARE(plan[u"seeds"], 7);
        QCOMPARE(plan[u"shards"], 4);
        QCOMPARE(plan[u"scenarios"].toArray().size(), 2);
        QCOMPARE(plan[u"scenarios"][1][u"seed"], 9);
        QCOMPARE(texts(plan[u"goals"]), (QStringList{u"min opens"_s, u"max successRate"_s}));
        QCOMPARE(texts(plan[u"limits"]), QStringList{u"detectTime <= 2s"_s});
        QCOMPARE(
            texts(plan[u"vary"]),
            (QStringList{u"policies.*.breaker.failureThreshold=3..5"_s, u"policies.*.breaker.recoveryTime=2s,5s"_s}));

        // The same plan may be made again, another one not.
        const QByteArray before = SweepFixture::content(directory + u"/plan.json"_s);
        QCOMPARE(runCli(arguments).exitCode, 0);
        for (const QStringList &more : {QStringList{u"--vary"_s, u"duration=80s,90s"_s}, {u"--set"_s, u"seed=10"_s}}) {
            const CliRun other = runCli(arguments + more);
            QCOMPARE(other.exitCode, 1);
            QVERIFY2(other.errors.contains("holds another plan"), other.errors.constData());
        }
        QCOMPARE(SweepFixture::content(directory + u"/plan.json"_s), before);
    }

    void ofWhatItIsNotToldTheScenarioDecides()
    {
        const QString file = m_directory.filePath(u"tuned.fuse.json"_s);
        writeTuned(file,
                   "{\"vary\": [\"policies.*.retry.maxRetries=0..3\"], \"seeds\": 3, \"goals\": [\"min opens\"]}");
        const QString own = m_directory.filePath(u"own"_s);
        QCOMPARE(runCli({u"sweep"_s, u"plan"_s, file, u"-o"_s, own}).exitCode, 0);
        QJsonObject plan = planIn(own);
        QCOMPARE(texts(plan[u"vary"]), QStringList{u"policies.*.retry.maxRetries=0..3"_s});
        QCOMPARE(plan[u"seeds"], 3);
        QCOMPARE(texts(plan[u"goals"]), QStringList{u"min opens"_s});
        QCOMPARE(texts(plan[u"limits"]), (QStringList{u"amplification <= 1.3"_s, u"wastedAttempts <= 200"_s}));
        QVERIFY(!plan.contains(u"shards"_s));
        QVERIFY(plan[u"scenarios"][0][u"tune"].isUndefined());

        const QString usual = m_directory.filePath(u"usual"_s);
        const CliRun run = runCli(
            {u"sweep"_s, u"plan"_s, u"hard-outage"_s, u"retry-storm"_s, u"--vary"_s, u"seed=1,2"_s, u"-o"_s, usual});
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        QVERIFY2(run.errors.contains("no limits, because not every scenario has them as objectives: "),
                 run.errors.constData());
        plan = planIn(usual);
        QCOMPARE(plan[u"seeds"], 10);
        QCOMPARE(texts(plan[u"goals"]),
                 (QStringList{u"max successRate"_s, u"min wastedAttempts"_s, u"min latencyP95"_s}));

        // Two that say different things.
        const QString other = m_directory.filePath(u"other.fuse.json"_s);
        writeTuned(other, "{\"seeds\": 4}", u"brownout"_s);
        const CliRun both = runCli({u"sweep"_s, u"plan"_s, file, other, u"-o"_s, m_directory.filePath(u"both"_s)});
        QCOMPARE(both.exitCode, 2);
        QVERIFY(both.errors.contains("\"Hard outage\" and \"Brownout\" say differently what is to be tuned"));
        QCOMPARE(runCli({u"sweep"_s, u"plan"_s, file, other, u"--set"_s, u"tune=null"_s, u"--vary"_s, u"seed=1,2"_s,
                         u"-o"_s, m_directory.filePath(u"both"_s)})
                     .exitCode,
                 0);
    }

    void badPlansAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("complaint");

        const QString vary = u"--vary=policies.*.breaker.failureThreshold=3..5"_s;
        const QString where = u"hard-outage"_s;
        QTest::newRow("nothing") << QStringList{} << 2 << "SCENARIO"_ba;
        QTest::newRow("no scenario") << QStringList{u"hard-outrage"_s, vary} << 3 << "hard-outage"_ba;
        QTest::newRow("no field") << QStringList{where} << 2 << "say what to vary"_ba;
        QTest::newRow("no values") << QStringList{where, u"--vary"_s, u"seed"_s} << 2
                                   << "--vary: \"seed\" must be PATH=VALUES"_ba;
        QTest::newRow("unknown field") << QStringList{where, u"--vary=policies.*.breaker.failureTreshold=3"_s} << 2
                                       << "did you mean \"failureThreshold\""_ba;
        QTest::newRow("impossible value")
            << QStringList{where, u"--vary=policies.*.breaker.failureThreshold=0..2"_s} << 2 << "--vary: "_ba;
        QTest::newRow("twice") << QStringList{where, vary, vary} << 2 << "must be another field"_ba;
        QTest::newRow("too many") << QStringList{where, u"--vary=seed=1..10000"_s, u"--vary=duration=1s..9000s:1s"_s,
                                                 u"--vary=workload.0.arrivals.rate=1..99"_s}
                                  << 2 << "--vary makes more than 100000000 combinations"_ba;
        QTest::newRow("seeds") << QStringList{where, vary, u"--seeds"_s, u"0"_s} << 2
                               << "--seeds must be a whole number from 1 to 10000, not \"0\""_ba;
        QTest::newRow("shards") << QStringList{where, vary, u"--shards"_s, u"x"_s} << 2 << "--shards must be"_ba;
        QTest::newRow("goal") << QStringList{where, vary, u"--objective"_s, u"max sucessRate"_s} << 2
                              << "did you mean \"successRate\""_ba;
        QTest::newRow("goal twice")
            << QStringList{where, vary, u"--objective"_s, u"max opens"_s, u"--objective"_s, u"min opens"_s} << 2
            << "must be of another figure"_ba;
        QTest::newRow("limit") << QStringList{where, vary, u"--objective"_s, u"detectTime <= 2"_s} << 2
                               << "has no unit"_ba;
        QTest::newRow("setting") << QStringList{where, vary, u"--set"_s, u"seed=x"_s} << 2 << "--set seed"_ba;
        QTest::newRow("twice from standard input") << QStringList{u"-"_s, u"-"_s, vary} << 2 << "only once"_ba;
    }

    void badPlansAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, complaint);
        const QString directory = m_directory.filePath(u"bad"_s);
        const CliRun run = runCli(QStringList{u"sweep"_s, u"plan"_s, u"-o"_s, directory} + arguments);
        QCOMPARE(run.exitCode, code);
        QVERIFY2(run.errors.contains(complaint), run.errors.constData());
        QVERIFY(!QFile::exists(directory));
    }

    void aPlanThatIsNotThereOrWasChangedIsRefused()
    {
        const SweepFixture sweep;
        QByteArray text = SweepFixture::content(sweep.path(u"plan.json"_s));
        SweepFixture::write(sweep.path(u"plan.json"_s), text.replace("\"seeds\": 2", "\"seeds\": 3"));
        const QString result = sweep.path(u"result.sqlite"_s);
        for (const QStringList &command :
             {QStringList{u"run"_s, sweep.path()},
              {u"status"_s, sweep.path()},
              {u"merge"_s, sweep.path(), u"-o"_s, result},
              {u"best"_s, sweep.path()},
              {u"plan"_s, u"hard-outage"_s, u"--vary=seed=1,2"_s, u"-o"_s, sweep.path()}}) {
            const CliRun run = runCli(QStringList{u"sweep"_s} + command);
            QCOMPARE(run.exitCode, 3);
            QVERIFY2(run.errors.contains("plan.json:3:11: /hash: does not fit the rest of the file: it was changed"),
                     run.errors.constData());
        }
        QCOMPARE(QDir(sweep.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{u"plan.json"_s});

        const CliRun none = runCli({u"sweep"_s, u"run"_s, m_directory.filePath(u"none"_s)});
        QCOMPARE(none.exitCode, 3);
        QVERIFY2(none.errors.contains("there is no plan "), none.errors.constData());
        QVERIFY(!QFile::exists(m_directory.filePath(u"none"_s)));
    }

    void tellsTheBest()
    {
        const SweepFixture sweep({u"--objective"_s, u"max successRate"_s, u"--objective"_s, u"min detectTime"_s});
        sweep.runAll(2);
        QVERIFY(sweep.merged().startsWith("SQLite format 3"));
        const QString file = sweep.path(u"result.sqlite"_s);

        const CliRun text = runCli({u"sweep"_s, u"best"_s, sweep.path()});
        QVERIFY2(text.exitCode == 0, text.errors.constData());
        QVERIFY2(text.output.contains("6 cells with 2 seeds; 6 keep to the limits, 0 are impossible\n\nBest: cell "),
                 text.output.constData());
        QVERIFY(text.output.contains("\n  cell  recoveryTime  maxRetries  max successRate"));
        QVERIFY(text.output.contains("\n  recoveryTime "));
        QCOMPARE(runCli({u"sweep"_s, u"best"_s, file}).output, text.output);

        const CliRun json = runCli({u"sweep"_s, u"best"_s, file, u"--json"_s, u"-"_s, u"-n"_s, u"1"_s});
        const QJsonObject best = object(json.output);
        QCOMPARE(best[u"cells"], 6);
        QCOMPARE(best[u"front"].toArray().size(), 1);
        QCOMPARE(best[u"best"][u"settings"].toObject().keys(),
                 (QStringList{u"policies.*.breaker.recoveryTime"_s, u"policies.*.retry.maxRetries"_s}));
        QCOMPARE(best[u"best"][u"goals"][1][u"goal"], u"min detectTime"_s);
        QVERIFY(best[u"best"][u"goals"][1][u"mean"].toString().endsWith(u's'));
        QCOMPARE(best[u"sensitivity"].toArray().size(), 4);
        QVERIFY(best[u"plan"].toString().size() == 64);

        const CliRun csv = runCli({u"sweep"_s, u"best"_s, sweep.path(), u"--csv"_s, u"-"_s});
        const QByteArrayList lines = csv.output.split('\n');
        QCOMPARE(lines.size(), 8);
        QCOMPARE(lines.first(),
                 "cell,policies.*.breaker.recoveryTime,policies.*.retry.maxRetries,successRate,"
                 "successRate_half_width,detectTime,detectTime_half_width,allowed,missed,error"_ba);
        QVERIFY(lines.at(4).startsWith("3,5s,0,0."));

        QCOMPARE(runCli({u"sweep"_s, u"best"_s, sweep.path(), u"-n"_s, u"0"_s}).exitCode, 2);
        QCOMPARE(runCli({u"sweep"_s, u"best"_s, sweep.path(), u"--csv"_s, u"-"_s, u"--json"_s, u"-"_s}).exitCode, 2);
    }

    void limitsThatNobodyKeepsToAreToldWithTheNearest()
    {
        const SweepFixture sweep({u"--objective"_s, u"successRate >= 0.999"_s});
        sweep.runAll(1);
        QVERIFY(sweep.merged().startsWith("SQLite format 3"));
        for (const QString &path : {sweep.path(), sweep.path(u"result.sqlite"_s)}) {
            const CliRun run = runCli({u"sweep"_s, u"best"_s, path});
            QCOMPARE(run.exitCode, 99);
            QCOMPARE(run.errors, "fuseboard-cli: no setting of this sweep keeps to all limits\n"_ba);
            QVERIFY2(run.output.contains("No cell keeps to all limits. The nearest:"), run.output.constData());
            QVERIFY(run.output.contains("successRate >= 0.999 is not met: it is "));
            QVERIFY(object(runCli({u"sweep"_s, u"best"_s, path, u"--json"_s, u"-"_s}).output)[u"best"].isNull());
        }
    }

    void impossibleCellsAreToldAsSuch()
    {
        // Each by itself is possible, the longest base delay with the shortest limit is not.
        const QStringList plan{u"--vary"_s, u"policies.*.retry.baseDelay=100ms,2s"_s,
                               u"--vary"_s, u"policies.*.retry.maxDelay=1s,3s"_s,
                               u"--set"_s,  u"policies.*.retry.maxDelay=5s"_s};
        const SweepFixture sweep(plan);
        sweep.runAll(1);
        QVERIFY(sweep.merged().startsWith("SQLite format 3"));
        const CliRun run = runCli({u"sweep"_s, u"best"_s, sweep.path()});
        QVERIFY2(run.output.contains("4 cells with 10 seeds; ") && run.output.contains("1 are impossible"),
                 (run.output + run.errors).constData());
        QCOMPARE(runCli({u"sweep"_s, u"best"_s, sweep.path(u"result.sqlite"_s)}).output, run.output);
    }

    void theMergedFileCanBeAsked()
    {
        const SweepFixture sweep;
        sweep.runAll(3);
        QVERIFY(sweep.merged().startsWith("SQLite format 3"));
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s);
            database.setDatabaseName(sweep.path(u"result.sqlite"_s));
            QVERIFY(database.open());
            const auto answer = [](const QString &question) {
                QSqlQuery query(question);
                return query.next() ? query.value(0).toString() : u"nothing"_s;
            };
            QCOMPARE(answer(u"SELECT count(*) FROM run"_s), u"24"_s);
            QCOMPARE(answer(u"SELECT group_concat(name) FROM scenario"_s), u"Hard outage,Brownout"_s);
            QCOMPARE(answer(u"SELECT group_concat(path || '=' || spec, ' ') FROM field"_s),
                     u"policies.*.breaker.recoveryTime=2s,5s policies.*.retry.maxRetries=0..2"_s);
            QCOMPARE(answer(u"SELECT typeof(\"policies.*.retry.maxRetries\") FROM cell"_s), u"integer"_s);
            QCOMPARE(
                answer(u"SELECT count(*) FROM cell WHERE \"policies.*.breaker.recoveryTime\" = '2s' AND allowed"_s),
                u"3"_s);
            QCOMPARE(answer(u"SELECT expression FROM objective WHERE kind = 'goal' AND number = 2"_s),
                     u"min latencyP95"_s);
            // The mean over the scenarios of the means over the seeds.
            QCOMPARE(
                answer(u"SELECT abs(mean - (SELECT avg(successRate) FROM run WHERE run.cell = score.cell)) < 1e-12 "
                       "FROM score WHERE cell = 4 AND goal = 0"_s),
                u"1"_s);
            QCOMPARE(answer(u"SELECT seed FROM run WHERE cell = 5 AND scenario = 0 AND run = 0"_s),
                     u"64"_s); // hard-outage's own
            QCOMPARE(answer(u"SELECT json_extract(text, '$.format') FROM plan"_s), u"fuseboard-plan/1"_s);
            database.close();
        }
        QSqlDatabase::removeDatabase(QString::fromLatin1(QSqlDatabase::defaultConnection));
    }

    void whatIsNoMergedFileIsRefused()
    {
        const QString text = m_directory.filePath(u"text.sqlite"_s);
        SweepFixture::write(text, QByteArray(5000, 'x'));
        const CliRun run = runCli({u"sweep"_s, u"best"_s, text});
        QCOMPARE(run.exitCode, 3);
        QVERIFY2(run.errors.contains("it must be a file that `fuseboard-cli sweep merge` wrote"),
                 run.errors.constData());
        SweepFixture::write(text, {});
        QCOMPARE(runCli({u"sweep"_s, u"best"_s, text}).exitCode, 3);
        QCOMPARE(runCli({u"sweep"_s, u"best"_s, m_directory.filePath(u"none"_s)}).exitCode, 3);

        const SweepFixture sweep;
        sweep.runAll(1);
        QCOMPARE(runCli({u"sweep"_s, u"merge"_s, sweep.path(), u"-o"_s, u"-"_s}).exitCode, 2);
        const CliRun nowhere = runCli({u"sweep"_s, u"merge"_s, sweep.path(), u"-o"_s, u"/nowhere/result.sqlite"_s});
        QCOMPARE(nowhere.exitCode, 1);
        QVERIFY(nowhere.errors.contains("cannot write /nowhere/result.sqlite"));
    }

    void everyCommandHasHelpWithExamples_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("sweep") << QStringList{u"sweep"_s};
        for (const QString &command : {u"plan"_s, u"run"_s, u"status"_s, u"merge"_s, u"best"_s})
            QTest::newRow(qPrintable(command)) << QStringList{u"sweep"_s, command};
    }

    void everyCommandHasHelpWithExamples()
    {
        QFETCH(QStringList, command);
        const CliRun run = runCli(command + QStringList{u"--help"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.output.contains("Examples:\n"));
        QCOMPARE(runCli(command).exitCode, 2);
    }

private:
    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(CliSweepTest)
#include "tst_clisweep.moc"
