// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// `fuseboard-cli tune`, as a process.
class CliTuneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void recommendsAndWritesWhatItRecommends()
    {
        const QTemporaryDir directory;
        const QString tuned = directory.filePath(u"tuned.fuse.json"_s);
        const QString json = directory.filePath(u"tuned.json"_s);
        // Its objective is missed, because its retries keep the storm alive.
        QCOMPARE(runCli({u"run"_s, u"retry-storm"_s, u"--quiet"_s}).exitCode, 99);
        const CliRun run = runCli({u"tune"_s, u"retry-storm"_s, u"-o"_s, tuned, u"--json"_s, json});
        QCOMPARE(run.errors, QByteArray()); // no terminal, no progress
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.output.startsWith("Take maxRetries 0 instead of 3"), run.output.constData());

        QFile file(json);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject result = QJsonDocument::fromJson(file.readAll()).object();
        QStringList arguments{u"run"_s, u"retry-storm"_s, u"--quiet"_s, u"--json"_s, u"-"_s};
        const QJsonArray settings = result[u"settings"].toArray();
        for (const auto &setting : settings)
            arguments += {u"--set"_s, setting.toString()};
        const CliRun set = runCli(arguments);
        QCOMPARE(set.exitCode, 0);
        const CliRun read = runCli({u"run"_s, tuned, u"--quiet"_s, u"--json"_s, u"-"_s});
        QCOMPARE(read.exitCode, 0);
        QCOMPARE(read.output, set.output);
        QCOMPARE(result[u"changes"][0][u"goal"], u"max successRate"_s);
        QCOMPARE(result[u"changes"][0][u"better"], true);
        QCOMPARE(result[u"missedNow"].toArray().size(), 1);
        QCOMPARE(result[u"missedThen"], QJsonArray());
        QVERIFY(run.output.startsWith(result[u"text"].toString().trimmed().toUtf8()));
    }

    void anObjectiveThatNothingMeetsIs99()
    {
        const CliRun run = runCli({u"tune"_s, u"retry-storm"_s, u"--quiet"_s, u"--threads"_s, u"1"_s, u"--set"_s,
                                   u"objectives=[\"successRate >= 0.9999\"]"_s});
        QCOMPARE(run.exitCode, 99);
        QVERIFY2(run.errors.contains("successRate >= 0.9999"), run.errors.constData());
        QCOMPARE(run.output, QByteArray());
    }

    void badInputIsRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("complaint");
        QTest::newRow("no scenario") << QStringList{} << 2 << "SCENARIO is required"_ba;
        QTest::newRow("unknown") << QStringList{u"hard-outrage"_s} << 3 << "hard-outage"_ba;
        QTest::newRow("no policy") << QStringList{u"hard-outage"_s, u"--set"_s, u"policies=null"_s} << 3 << "polic"_ba;
        QTest::newRow("threads") << QStringList{u"hard-outage"_s, u"--threads"_s, u"0"_s} << 2
                                 << "--threads must be a whole number from 1 to 1024, not \"0\""_ba;
        QTest::newRow("setting") << QStringList{u"hard-outage"_s, u"--set"_s, u"x"_s} << 2 << "--set"_ba;
        QTest::newRow("two to standard output")
            << QStringList{u"hard-outage"_s, u"--json"_s, u"-"_s, u"-o"_s, u"-"_s} << 2 << "only one of"_ba;
    }

    void badInputIsRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, complaint);
        const CliRun run = runCli(QStringList{u"tune"_s} + arguments);
        QCOMPARE(run.exitCode, code);
        QVERIFY2(run.errors.contains(complaint), run.errors.constData());
        QCOMPARE(run.output, QByteArray());
    }

    void anInterruptEndsIt()
    {
        const QTemporaryDir directory;
        const QString tuned = directory.filePath(u"tuned.fuse.json"_s);
        QProcess process;
        process.start(QStringLiteral(CLI_PROGRAM),
                      {u"tune"_s, u"hard-outage"_s, u"--set"_s, u"duration=24h"_s, u"-o"_s, tuned});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(catches(process.processId(), SIGINT), 30'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("interrupted"));
        QVERIFY(!QFile::exists(tuned));
    }
};

QTEST_GUILESS_MAIN(CliTuneTest)
#include "tst_clitune.moc"
