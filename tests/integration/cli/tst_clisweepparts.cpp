// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepfixture.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

/// What the sweep of SweepFixture gives when nothing happens.
const QByteArray &expected()
{
    static const QByteArray bytes = [] {
        const SweepFixture sweep;
        sweep.runAll(1);
        return sweep.merged();
    }();
    return bytes;
}

/// The lines of a finished part, or of its beginning, as an unfinished one has them: without the last line of a whole one, and each
/// behind 16 digits of its SHA-256.
QByteArray unfinished(const QByteArray &part)
{
    QByteArray lines;
    QList<QByteArray> all = part.split('\n');
    all.removeLast();
    for (const QByteArray &line : all) {
        if (line.contains("\"end\":true"))
            break;
        const QByteArray text = line + '\n';
        lines += QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().first(16) + ' ' + text;
    }
    return lines;
}

qint64 sizeOf(const QString &path)
{
    return QFileInfo(path).size(); // 0 while it is not there
}

} // namespace

/// Sweeps in parts, on the command line: whatever happens to them, they give the same bytes, or a refusal.
class CliSweepPartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void initTestCase() { QVERIFY2(expected().startsWith("SQLite format 3"), expected().constData()); }

    void anyNumberOfPartsGivesTheSameBytes_data()
    {
        QTest::addColumn<int>("shards");
        QTest::addColumn<QStringList>("planned");
        for (const int shards : {1, 2, 4, 16}) { // with 16 there are more parts than cells
            QTest::addRow("%d", shards) << shards << QStringList();
            QTest::addRow("%d, as planned", shards) << shards << QStringList{u"--shards"_s, QString::number(shards)};
        }
    }

    void anyNumberOfPartsGivesTheSameBytes()
    {
        QFETCH(int, shards);
        QFETCH(QStringList, planned);
        const SweepFixture sweep(planned);
        sweep.runAll(shards);
        QVERIFY(sweep.merged() == expected());
    }

    void anyNumberOfThreadsGivesTheSameBytes()
    {
        const SweepFixture sweep;
        const CliRun run = runCli({u"sweep"_s, u"run"_s, sweep.path(), u"--threads"_s, u"3"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(sweep.merged() == expected());
    }

    void aFinishedPartIsLeftAlone()
    {
        const SweepFixture sweep;
        sweep.runAll(2);
        const QDateTime before = QFileInfo(sweep.part(1, 2)).lastModified();
        const QByteArray bytes = SweepFixture::content(sweep.part(1, 2));
        const CliRun again = sweep.run(1, 2);
        QCOMPARE(again.exitCode, 0);
        QVERIFY(again.output.contains("all 3 cells are done already"));
        QCOMPARE(QFileInfo(sweep.part(1, 2)).lastModified(), before);
        QCOMPARE(SweepFixture::content(sweep.part(1, 2)), bytes);
        QCOMPARE(QDir(sweep.path(u"parts"_s)).entryList(QDir::Files),
                 (QStringList{u"1-of-2.jsonl"_s, u"2-of-2.jsonl"_s}));
    }

    /// What a kill leaves is the beginning of a part: every one of them, but for a few bytes.
    void aPartThatWasCutOffAnywhereGoesOn()
    {
        const SweepFixture sweep;
        sweep.runAll(1);
        const QString part = sweep.part(1, 1);
        const QByteArray whole = SweepFixture::content(part);
        const QByteArray lines = unfinished(whole);
        QVERIFY(lines.size() > 2000);
        for (qsizetype size = 0; size <= lines.size(); size += size + 97 < lines.size() ? 97 : 1) {
            QVERIFY(QFile::remove(part));
            SweepFixture::write(part + u".partial"_s, lines.first(size));
            const CliRun run = sweep.run(1, 1);
            QVERIFY2(run.exitCode == 0, run.errors.constData());
            QVERIFY2(SweepFixture::content(part) == whole, QByteArray::number(size).constData());
            QVERIFY(!QFile::exists(part + u".partial"_s));
            QCOMPARE(run.errors, QByteArray());
        }
    }

    /// Whatever changes in an unfinished part, the finished one is as if nothing had.
    void aDamagedLineIsRunAgain()
    {
        const SweepFixture sweep;
        sweep.runAll(1);
        const QString part = sweep.part(1, 1);
        const QByteArray whole = SweepFixture::content(part);
        const QByteArray lines = unfinished(whole);
        QRandomGenerator random(20261201);
        int told = 0;
        for (int i = 0; i < 40; ++i) {
            QByteArray damaged = lines;
            const qsizetype at = random.bounded(lines.size());
            damaged[at] = char(damaged[at] ^ (1 << random.bounded(8)));
            QVERIFY(QFile::remove(part));
            SweepFixture::write(part + u".partial"_s, damaged);
            const CliRun run = sweep.run(1, 1);
            QVERIFY2(run.exitCode == 0, run.errors.constData());
            QVERIFY2(SweepFixture::content(part) == whole, QByteArray::number(at).constData());
            told += run.errors.contains("run again") || run.errors.contains("begun anew") ? 1 : 0;
        }
        QVERIFY(told > 30); // of a damaged line break at the end there is nothing to tell
    }

    void whatHasNoChecksIsRunAgain()
    {
        const SweepFixture sweep;
        sweep.runAll(1);
        QByteArray lines = SweepFixture::content(sweep.part(1, 1));
        lines.truncate(lines.lastIndexOf('{'));
        QVERIFY(QFile::remove(sweep.part(1, 1)));
        SweepFixture::write(sweep.part(1, 1) + u".partial"_s, lines.replace("[[[", "[[[1"));
        QVERIFY(runCli({u"sweep"_s, u"status"_s, sweep.path()}).output.contains("0 of 6 cells"));
        const CliRun run = sweep.run(1, 1);
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.errors.contains("1-of-1.jsonl.partial:1: the line has no check before it; the part is begun anew"),
                 run.errors.constData());
        QVERIFY(sweep.merged() == expected());
    }

    void killedAtAnyMomentItGivesTheSameBytes()
    {
        const QStringList plan{u"--vary"_s, u"policies.*.breaker.failureThreshold=3..40"_s, u"--seeds"_s, u"4"_s};
        const SweepFixture undisturbed(plan);
        undisturbed.runAll(2);
        const SweepFixture sweep(plan);
        QCOMPARE(sweep.run(2, 2).exitCode, 0);
        const qint64 wholeSize = sizeOf(undisturbed.part(1, 2));
        const QString partial = sweep.part(1, 2) + u".partial"_s;

        QRandomGenerator random(20261123);
        int kills = 0;
        for (qint64 reached = 0; reached < wholeSize;) {
            QProcess process;
            process.start(QStringLiteral(CLI_PROGRAM),
                          {u"sweep"_s, u"run"_s, sweep.path(), u"--shard"_s, u"1/2"_s, u"--threads"_s, u"2"_s});
            QVERIFY(process.waitForStarted());
            reached += random.bounded(wholeSize / 6);
            while (process.state() == QProcess::Running && sizeOf(partial) < reached)
                process.waitForFinished(1);
            if (process.state() == QProcess::NotRunning)
                break;
            process.kill();
            QVERIFY(process.waitForFinished());
            ++kills;
        }
        QVERIFY2(kills >= 3, QByteArray::number(kills).constData());
        QCOMPARE(sweep.run(1, 2).exitCode, 0);
        QVERIFY(SweepFixture::content(sweep.part(1, 2)) == SweepFixture::content(undisturbed.part(1, 2)));
        QVERIFY(sweep.merged() == undisturbed.merged());
    }

    void anInterruptKeepsWhatIsThere()
    {
        const SweepFixture sweep({u"--vary"_s, u"policies.*.breaker.failureThreshold=3..400"_s, u"--seeds"_s, u"10"_s});
        const QString partial = sweep.part(1, 1) + u".partial"_s;
        QProcess process;
        process.start(QStringLiteral(CLI_PROGRAM), {u"sweep"_s, u"run"_s, sweep.path()});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(sizeOf(partial) > 3000, 30'000);
        process.terminate();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(
            process.readAllStandardError().contains(" of 398 cells are done, and the same command goes on from there"));
        QVERIFY(SweepFixture::content(partial).endsWith("]}\n"));
        QVERIFY(!QFile::exists(sweep.part(1, 1)));
        QVERIFY(!QFile::exists(sweep.part(1, 1) + u".lock"_s));

        const CliRun status = runCli({u"sweep"_s, u"status"_s, sweep.path()});
        QVERIFY2(status.output.contains("1 part: 1 partial"), status.output.constData());
        QVERIFY2(status.output.contains("1/1  partial"), status.output.constData());
    }

    void oneProcessAtATimeWorksOnAPart()
    {
        const SweepFixture sweep;
        QVERIFY(QDir(sweep.path()).mkpath(u"parts"_s));
        QLockFile lock(sweep.part(1, 2) + u".lock"_s);
        QVERIFY(lock.tryLock());
        const CliRun second = sweep.run(1, 2);
        QCOMPARE(second.exitCode, 1);
        const QByteArray holder = "process " + QByteArray::number(QCoreApplication::applicationPid()) + " on ";
        QVERIFY2(
            second.errors.contains(holder + QSysInfo::machineHostName().toLocal8Bit() + " is at work on this part"),
            second.errors.constData());
        QVERIFY(!QFile::exists(sweep.part(1, 2)));
        QCOMPARE(sweep.run(2, 2).exitCode, 0); // another part is free

        const CliRun status = runCli({u"sweep"_s, u"status"_s, sweep.path(), u"--json"_s, u"-"_s});
        const QJsonObject json = QJsonDocument::fromJson(status.output).object();
        QCOMPARE(json[u"complete"], false);
        QCOMPARE(json[u"shards"], 2);
        QCOMPARE(json[u"parts"][0][u"state"], u"running"_s);
        QVERIFY(json[u"parts"][0][u"runBy"].toString().startsWith(u"process "_s));
        QCOMPARE(json[u"parts"][1][u"state"], u"done"_s);
        QCOMPARE(json[u"parts"][1][u"cellsDone"], 3);

        lock.unlock();
        QCOMPARE(sweep.run(1, 2).exitCode, 0);
        QVERIFY(sweep.merged() == expected());
    }

    /// Every start of a container may have the same name and process number.
    void aLockOfAProcessOfTheSameNumberIsNoLock()
    {
        const SweepFixture sweep;
        QVERIFY(QDir(sweep.path()).mkpath(u"parts"_s));
        const QString lock = sweep.part(1, 1) + u".lock"_s;
        QProcess shell;
        shell.start(u"sh"_s,
                    {u"-c"_s, u"printf '%s\\nfuseboard-cli\\n%s\\n' $$ \"$2\" > \"$1\"; exec \"$3\" sweep run \"$4\""_s,
                     u"sh"_s, lock, QSysInfo::machineHostName(), QStringLiteral(CLI_PROGRAM), sweep.path()});
        QVERIFY(shell.waitForFinished());
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        QVERIFY(sweep.merged() == expected());
    }

    void anotherNumberOfPartsIsRefused()
    {
        const SweepFixture planned({u"--shards"_s, u"4"_s});
        const CliRun lie = planned.run(1, 2);
        QCOMPARE(lie.exitCode, 2);
        QVERIFY2(lie.errors.contains("this sweep is in 4 parts, as its plan and its parts say, and not in 2"),
                 lie.errors.constData());
        QVERIFY(runCli({u"sweep"_s, u"run"_s, planned.path()}).errors.contains("in 4 parts"));
        QVERIFY(!QFile::exists(planned.path(u"parts"_s)));

        const SweepFixture begun;
        QCOMPARE(begun.run(1, 2).exitCode, 0);
        const CliRun other = begun.run(1, 3);
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.errors.contains("this sweep is in 2 parts, as the parts that are there say, and not in 3"),
                 other.errors.constData());

        // By two that began at the same time.
        const SweepFixture third;
        QCOMPARE(third.run(1, 3).exitCode, 0);
        QVERIFY(QFile::copy(third.part(1, 3), begun.part(1, 3)));
        QVERIFY(begun.merged().contains("is of a sweep in 3 parts, but other parts are of 2; delete those"));
    }

    void badShardsAreRefused_data()
    {
        QTest::addColumn<QString>("shard");
        for (const QString &shard : {u"0/2"_s, u"3/2"_s, u"1"_s, u"1/"_s, u"/2"_s, u"1/0"_s, u"1/2/3"_s, u"a/2"_s,
                                     u"-1/2"_s, u"1/10001"_s, u"+1/2"_s, u" 1/2"_s})
            QTest::newRow(qPrintable(shard)) << shard;
    }

    void badShardsAreRefused()
    {
        QFETCH(QString, shard);
        static const SweepFixture sweep;
        const CliRun run = runCli({u"sweep"_s, u"run"_s, sweep.path(), u"--shard"_s, shard});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.errors.contains("--shard"), run.errors.constData());
        QVERIFY(!QFile::exists(sweep.path(u"parts"_s)));
    }

    void gapsAreRefused()
    {
        const SweepFixture sweep;
        QVERIFY(sweep.merged().contains("nothing of this sweep has been run yet"));
        QCOMPARE(sweep.run(2, 4).exitCode, 0);
        QCOMPARE(sweep.run(4, 4).exitCode, 0);
        const CliRun merge = runCli({u"sweep"_s, u"merge"_s, sweep.path(), u"-o"_s, sweep.path(u"result.sqlite"_s)});
        QCOMPARE(merge.exitCode, 1);
        QVERIFY2(merge.errors.contains("of the 4 parts of this sweep these are not finished: 1, 3; "),
                 merge.errors.constData());
        QVERIFY(!QFile::exists(sweep.path(u"result.sqlite"_s)));

        const CliRun status = runCli({u"sweep"_s, u"status"_s, sweep.path()});
        QVERIFY2(status.output.contains("4 parts: 2 done, 2 missing\n  missing: 1, 3\n"), status.output.constData());
    }

    void duplicatesAreRefused()
    {
        const SweepFixture sweep;
        sweep.runAll(2);
        const QString copy = sweep.path(u"parts/1-of-2 (copy).jsonl"_s);
        QVERIFY(QFile::copy(sweep.part(1, 2), copy));
        QVERIFY(sweep.merged().contains("1-of-2 (copy).jsonl: no part has such a name"));
        QVERIFY(QFile::remove(copy));

        // Under the name of another one, which it then is not.
        QVERIFY(QFile::remove(sweep.part(2, 2)));
        QVERIFY(QFile::copy(sweep.part(1, 2), sweep.part(2, 2)));
        QVERIFY2(sweep.merged().contains("is part 1 of 2, and not the one that its name says"),
                 sweep.merged().constData());
        QVERIFY(sweep.run(2, 2).errors.contains("is part 1 of 2"));
        const CliRun status = runCli({u"sweep"_s, u"status"_s, sweep.path()});
        QVERIFY2(status.output.contains("1 done, 1 bad"), status.output.constData());
    }

    void partsOfAnotherPlanAreRefused()
    {
        const SweepFixture sweep;
        const SweepFixture other({u"--set"_s, u"seed=7"_s});
        sweep.runAll(2);
        other.runAll(2);
        QVERIFY(QFile::remove(sweep.part(2, 2)));
        QVERIFY(QFile::copy(other.part(2, 2), sweep.part(2, 2)));
        QVERIFY(sweep.merged().contains("is a part of another plan"));
        SweepFixture::write(sweep.part(2, 2) + u".partial"_s, unfinished(SweepFixture::content(sweep.part(2, 2))));
        QVERIFY(QFile::remove(sweep.part(2, 2)));
        const CliRun run = sweep.run(2, 2);
        QCOMPARE(run.exitCode, 3);
        QVERIFY2(run.errors.contains("is a part of another plan") && run.errors.contains("delete the file"),
                 run.errors.constData());
    }

    void corruptPartsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("instead");
        QTest::addColumn<QByteArray>("complaint");
        QTest::newRow("a number") << "[[["_ba
                                  << "[[[1"_ba
                                  << "does not fit the lines before it"_ba;
        QTest::newRow("a cell less") << "{\"cell\":2,"_ba
                                     << "{\"cell\":3,"_ba
                                     << ":3: cell: must be 2, the next one"_ba;
        QTest::newRow("no number") << "[[["_ba
                                   << "[[[x"_ba
                                   << ":2: x"_ba;
        QTest::newRow("the hash") << "\"sha256\":\""_ba
                                  << "\"sha256\":\"0"_ba
                                  << "does not fit the lines before it"_ba;
        QTest::newRow("no end") << "{\"cells\":3,\"end\":true"_ba
                                << "{\"cells\":3"_ba
                                << ":5: "_ba;
        QTest::newRow("another version") << "\"program\":\"fuseboard "_ba
                                         << "\"program\":\"fuseboard 9"_ba
                                         << "which may find something else"_ba;
    }

    void corruptPartsAreRefused()
    {
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, instead);
        QFETCH(QByteArray, complaint);
        static const SweepFixture sweep;
        if (!QFile::exists(sweep.part(2, 2)))
            sweep.runAll(2);
        const QByteArray whole = SweepFixture::content(sweep.part(1, 2));
        QByteArray corrupt = whole;
        QVERIFY(corrupt.contains(what));
        SweepFixture::write(sweep.part(1, 2), corrupt.replace(corrupt.indexOf(what), what.size(), instead));
        const CliRun merge = runCli({u"sweep"_s, u"merge"_s, sweep.path(), u"-o"_s, sweep.path(u"result.sqlite"_s)});
        QCOMPARE(merge.exitCode, 3);
        QVERIFY2(merge.errors.contains(complaint), merge.errors.constData());
        QCOMPARE(runCli({u"sweep"_s, u"best"_s, sweep.path()}).exitCode, 3);
        QCOMPARE(QDir(sweep.path()).entryList(QDir::Files), QStringList{u"plan.json"_s});
        SweepFixture::write(sweep.part(1, 2), whole);
    }

    void aCutOrLengthenedPartIsRefused()
    {
        const SweepFixture sweep;
        sweep.runAll(2);
        const QByteArray whole = SweepFixture::content(sweep.part(1, 2));
        SweepFixture::write(sweep.part(1, 2), whole.chopped(5));
        QVERIFY2(sweep.merged().contains(":5: the part is cut off here"), sweep.merged().constData());
        SweepFixture::write(sweep.part(1, 2), whole + "{}\n");
        QVERIFY2(sweep.merged().contains("nothing may follow the last line"), sweep.merged().constData());
    }

    void whatAnotherVersionBeganIsBegunAnew()
    {
        const SweepFixture sweep;
        sweep.runAll(1);
        QByteArray other = SweepFixture::content(sweep.part(1, 1)).chopped(300);
        other.replace("\"program\":\"fuseboard ", "\"program\":\"fuseboard 9");
        QVERIFY(QFile::remove(sweep.part(1, 1)));
        SweepFixture::write(sweep.part(1, 1) + u".partial"_s, unfinished(other));
        const CliRun run = sweep.run(1, 1);
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.errors.contains("was begun by fuseboard 9"), run.errors.constData());
        QVERIFY(sweep.merged() == expected());
    }
};

QTEST_GUILESS_MAIN(CliSweepPartsTest)
#include "tst_clisweepparts.moc"
