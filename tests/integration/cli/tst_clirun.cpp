// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

/// `fuseboard-cli run` in virtual time, `show` and `completion`, as processes.
class CliRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aSimulatedRunIsTheSameByteForByte()
    {
        const QStringList arguments{u"run"_s, u"hard-outage"_s, u"--seed"_s, u"7"_s, u"--json"_s, u"-"_s};
        const CliRun first = runCli(arguments);
        QCOMPARE(first.errors, QByteArray());
        QCOMPARE(first.exitCode, 0);
        QCOMPARE(runCli(arguments).output, first.output);
        const QJsonObject run = json(first.output);
        QCOMPARE(run[u"mode"].toString(), u"simulated"_s);
        QCOMPARE(run[u"seed"].toInt(), 7);
        QVERIFY(run[u"summary"][u"calls"].toInt() > 2500);
        QVERIFY(run[u"summary"][u"opens"].toInt() >= 1);
        QVERIFY(run[u"series"].toArray().size() >= 60);

        const CliRun other = runCli({u"run"_s, u"hard-outage"_s, u"--seed"_s, u"8"_s, u"--json"_s, u"-"_s});
        QVERIFY(other.output != first.output);
    }

    void tablesAreALogThatCanBeReplayed()
    {
        const QTemporaryDir directory;
        const QString tables = directory.filePath(u"new/tables"_s);
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--csv"_s, tables, u"--json"_s, u"-"_s});
        QCOMPARE(run.errors, QByteArray());
        const int calls = json(run.output)[u"summary"][u"calls"].toInt();
        QCOMPARE(
            QDir(tables).entryList(QDir::Files),
            QStringList({u"attempts.csv"_s, u"calls.csv"_s, u"series.csv"_s, u"summary.csv"_s, u"transitions.csv"_s}));
        const QByteArray log = content(tables + u"/calls.csv"_s);
        QCOMPARE(log.count('\n'), calls + 1);
        QCOMPARE(content(tables + u"/attempts.csv"_s).count('\n'),
                 json(run.output)[u"summary"][u"attempts"].toInt() + 1);

        const QString policy = directory.filePath(u"policy.json"_s);
        QFile file(policy);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"breaker": {"failureThreshold": 3, "recoveryTime": "5s"}})");
        file.close();
        const CliRun replay = runCli(
            {u"replay"_s, u"--policy"_s, policy, u"--calls"_s, tables + u"/calls.csv"_s, u"--decisions"_s, u"-"_s});
        QCOMPARE(replay.errors, QByteArray());
        QCOMPARE(replay.output.count('\n'), calls + 1);
        QVERIFY(replay.output.contains("rejected"));
    }

    void objectivesAreAJUnitReport()
    {
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--junit"_s, u"-"_s, u"--check"_s, u"calls > 10"_s,
                                   u"--check"_s, u"successRate > 0.99"_s});
        QCOMPARE(run.exitCode, 99);
        QVERIFY2(run.errors.startsWith("fuseboard-cli: successRate > 0.99 is not met: it is 0."),
                 run.errors.constData());
        QStringList cases;
        QStringList failed;
        QXmlStreamReader xml(run.output);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == "testcase"_L1)
                cases.append(xml.attributes().value(u"name"_s).toString());
            if (xml.name() == "failure"_L1)
                failed.append(cases.last());
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(cases.contains(u"calls > 10"_s));
        QCOMPARE(failed, QStringList(u"successRate > 0.99"_s));
    }

    void aSavedRunIsShown()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"outage.fuserun.json"_s);
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--save"_s, file, u"--json"_s, u"-"_s});
        QCOMPARE(run.exitCode, 0);
        const CliRun shown = runCli({u"show"_s, file, u"--json"_s, u"-"_s});
        QCOMPARE(shown.errors, QByteArray());
        QJsonObject before = json(run.output);
        before.remove(u"objectives"_s);
        QJsonObject after = json(shown.output);
        after.remove(u"objectives"_s);
        QCOMPARE(after, before);

        const CliRun text = runCli({u"show"_s, file});
        QVERIFY2(text.output.startsWith("Hard outage, simulated, seed 64, 1 min\n"), text.output.constData());
        QVERIFY(text.output.contains("closed -> open"));
        QCOMPARE(runCli({u"show"_s, file, u"--quiet"_s, u"--check"_s, u"opens < 1"_s}).exitCode, 99);
    }

    void whatIsNoSavedRunIsRefused()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"x.json"_s);
        QFile broken(file);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"format\": \"fuseboard-run/1\",\n oops}");
        broken.close();
        const CliRun run = runCli({u"show"_s, file});
        QCOMPARE(run.exitCode, 3);
        QVERIFY2(run.errors.contains("x.json: 2:"), run.errors.constData());
        QCOMPARE(runCli({u"show"_s, u"/nowhere/x.json"_s}).exitCode, 3);
    }

    void whatCannotBeWrittenIsSaid_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("two outputs") << QStringList{u"--json=-"_s, u"--junit=-"_s} << 2
                                     << QByteArray("only one of --json, --junit and --save can be standard output");
        QTest::newRow("tables to a stream") << QStringList{u"--csv=-"_s} << 2 << QByteArray("name a directory");
        QTest::newRow("tables to a file")
            << QStringList{u"--csv=/dev/null"_s} << 1 << QByteArray("cannot make the directory /dev/null");
        QTest::newRow("full disk") << QStringList{u"--save=/dev/full"_s} << 1 << QByteArray("cannot write /dev/full: ");
        QTest::newRow("compare without live") << QStringList{u"--compare"_s} << 2 << QByteArray("--live");
    }

    void whatCannotBeWrittenIsSaid()
    {
        QFETCH(QStringList, options);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, message);
        const CliRun run = runCli(QStringList{u"run"_s, u"hard-outage"_s, u"--duration=1s"_s} + options);
        QCOMPARE(run.exitCode, exitCode);
        QVERIFY2(run.errors.contains(message), run.errors.constData());
    }

    /// With few descriptors calls wait for connections, and without enough for any the run says so. The system's libraries end
    /// a program that has none left for an event loop.
    void aLiveRunMakesDoWithFewOpenFiles_data()
    {
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("errors");
        QTest::newRow("too few") << 40 << 1 << QByteArray("cannot run live: 1 endpoints need ");
        QTest::newRow("few") << 64 << 0 << QByteArray();
        QTest::newRow("not all that are wanted") << 150 << 0 << QByteArray();
    }

    void aLiveRunMakesDoWithFewOpenFiles()
    {
        QFETCH(int, most);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, errors);

        const QByteArray scenario = R"({
            "format": "fuseboard-scenario/1", "name": "Slow", "duration": "1s",
            "endpoints": [{"name": "a", "path": "/a", "phases": [{"for": "1s", "latency": {"fixed": "500ms"}}]}],
            "workload": [{"endpoint": "a", "arrivals": {"kind": "constant", "rate": 40}}]
        })";
        QProcess process;
        process.setChildProcessModifier([most] {
            const rlimit limit{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        process.start(QStringLiteral(CLI_PROGRAM), {u"run"_s, u"-"_s, u"--live"_s, u"--quiet"_s, u"--json"_s, u"-"_s});
        process.write(scenario);
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(100'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QVERIFY2(process.readAllStandardError().contains(errors), errors.constData());
        QCOMPARE(process.exitCode(), exitCode);
        if (exitCode == 0)
            QCOMPARE(json(process.readAllStandardOutput())[u"endpoints"][0][u"summary"][u"succeeded"].toInt(), 40);
    }

    void aLiveRunIsHeldAgainstItsSimulation()
    {
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--live"_s, u"--compare"_s, u"--duration=3s"_s,
                                   u"--set=objectives=[]"_s, u"--quiet"_s});
        QCOMPARE(run.errors, QByteArray());
        QCOMPARE(run.exitCode, 0);
        const QByteArray calls =
            runCli({u"run"_s, u"hard-outage"_s, u"--duration=3s"_s, u"--set=objectives=[]"_s, u"--json=-"_s}).output;
        const int expected = json(calls)[u"summary"][u"calls"].toInt();
        QVERIFY(expected > 100);
        // Nothing goes wrong in the first seconds: whatever the machine does, only a duration may differ.
        const QRegularExpression line(
            u"\\d+ of %1 calls are alike \\([^)]*\\)(; they differ: \\d+ in duration [^,\n]*)?\n"_s.arg(expected));
        QVERIFY2(line.match(QString::fromUtf8(run.output)).hasMatch(), run.output.constData());
    }

    void aLongSimulationIsInterrupted()
    {
        QProcess process;
        process.start(QStringLiteral(CLI_PROGRAM), {u"run"_s, u"hard-outage"_s, u"--duration=4000h"_s, u"--json=-"_s});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(catches(process.processId(), SIGINT), 30'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 130);
        const QJsonObject run = json(process.readAllStandardOutput());
        QCOMPARE(run[u"mode"].toString(), u"simulated"_s);
        const QJsonObject summary = run[u"summary"].toObject();
        QCOMPARE(summary[u"succeeded"].toInt() + summary[u"failed"].toInt() + summary[u"rejected"].toInt()
                     + summary[u"cancelled"].toInt(),
                 summary[u"calls"].toInt());
    }

    void shellsCompleteCommandsOptionsAndScenarios_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("command") << QByteArray("fuseboard-cli sce") << QByteArray("scenarios");
        QTest::newRow("option") << QByteArray("fuseboard-cli run --ju") << QByteArray("--junit");
        QTest::newRow("scenario") << QByteArray("fuseboard-cli run hard-") << QByteArray("hard-outage");
        QTest::newRow("command of a command") << QByteArray("fuseboard-cli sweep me") << QByteArray("merge");
        QTest::newRow("its option") << QByteArray("fuseboard-cli sweep plan --va") << QByteArray("--vary");
        QTest::newRow("its scenario") << QByteArray("fuseboard-cli sweep plan hard-") << QByteArray("hard-outage");
        QTest::newRow("file") << QByteArray("fuseboard-cli show /etc/host") << QByteArray("/etc/hostname");
    }

    void shellsCompleteCommandsOptionsAndScenarios()
    {
        QFETCH(QByteArray, words);
        QFETCH(QByteArray, expected);
        QByteArray script = runCli({u"completion"_s, u"bash"_s}).output;
        QVERIFY(!script.isEmpty());
        script += "COMP_WORDS=(" + words
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _fuseboard_cli\n"
              "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        QProcess bash;
        bash.start(u"bash"_s, {u"-c"_s, QString::fromUtf8(script)});
        QVERIFY(bash.waitForFinished());
        QCOMPARE(bash.readAllStandardError(), QByteArray());
        QVERIFY(bash.readAllStandardOutput().split('\n').contains(expected));
    }

    void otherShellsHaveTheirScripts()
    {
        const QByteArray zsh = runCli({u"completion"_s, u"zsh"_s}).output;
        QVERIFY(zsh.startsWith("#compdef fuseboard-cli\n"));
        const QByteArray fish = runCli({u"completion"_s, u"fish"_s}).output;
        QVERIFY(fish.contains("__fish_seen_subcommand_from replay' -l policy -r -d"));
        QVERIFY(fish.contains(
            "__fish_seen_subcommand_from run; and not __fish_seen_subcommand_from sweep' -l junit -r -d"));
        QVERIFY(
            fish.contains("__fish_seen_subcommand_from sweep; and __fish_seen_subcommand_from run' -l shard -r -d"));
        const CliRun other = runCli({u"completion"_s, u"tcsh"_s});
        QCOMPARE(other.exitCode, 2);
        QVERIFY(other.errors.contains("bash, zsh and fish, not for \"tcsh\""));
    }
};

QTEST_GUILESS_MAIN(CliRunTest)
#include "tst_clirun.moc"
