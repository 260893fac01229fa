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

#include <csignal>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

const QString Policy = QStringLiteral(VECTORS_DIR "/consecutive-failures/01/policy.json");
const QString Calls = QStringLiteral(VECTORS_DIR "/consecutive-failures/01/calls.csv");

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    file.write(bytes);
}

QStringList replayOf(const QString &policy, const QString &calls)
{
    return {u"replay"_s, u"--policy"_s, policy, u"--calls"_s, calls};
}

} // namespace

class CliTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void runsLiveToJson()
    {
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--live"_s, u"--duration"_s, u"2s"_s, u"--seed"_s,
                                   u"7"_s, u"--json"_s, u"-"_s});
        QCOMPARE(run.errors, QByteArray()); // no terminal, no progress
        QCOMPARE(run.exitCode, 0);
        const QJsonObject json = object(run.output);
        QCOMPARE(json[u"scenario"].toString(), u"Hard outage"_s);
        QCOMPARE(json[u"mode"].toString(), u"live"_s);
        QCOMPARE(json[u"seed"].toInt(), 7);
        QVERIFY(json[u"program"].toString().startsWith(u"fuseboard-cli "_s));
        const QJsonObject summary = json[u"summary"].toObject();
        QVERIFY(summary[u"calls"].toInt() > 10);
        QCOMPARE(summary[u"succeeded"].toInt() + summary[u"failed"].toInt() + summary[u"rejected"].toInt()
                     + summary[u"cancelled"].toInt(),
                 summary[u"calls"].toInt());
        QCOMPARE(json[u"endpoints"].toArray().size(), 1);
        QVERIFY(json[u"series"].toArray().size() >= 2);
        QCOMPARE(json[u"transitions"], QJsonArray());
        QCOMPARE(json[u"objectives"][0][u"expression"].toString(), u"amplification <= 1.3"_s);
        QCOMPARE(json[u"objectives"][0][u"met"], true);
    }

    void breaksWithinTheRun()
    {
        // Every call is late, so the first ones trip it.
        const CliRun run = runCli({u"run"_s, u"Hard outage"_s, u"--live"_s, u"--duration=2s"_s, u"--quiet"_s,
                                   u"--set"_s, u"policies.*.timeout.perAttempt=1ms"_s, u"--set"_s,
                                   u"policies.*.retry=null"_s, u"--set"_s, u"policies.*.breaker.failureThreshold=3"_s,
                                   u"--check"_s, u"opens >= 1"_s, u"--check"_s, u"rejected > 5"_s, u"--check"_s,
                                   u"amplification == 1"_s});
        QCOMPARE(run.errors, QByteArray());
        QCOMPARE(run.output, QByteArray());
        QCOMPARE(run.exitCode, 0);
    }

    void aCheckThatIsNotMetIs99()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"run.json"_s);
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--live"_s, u"--duration"_s, u"300ms"_s, u"--json"_s,
                                   file, u"--check"_s, u"calls < 0"_s, u"--check"_s, u"detectTime <= 1s"_s,
                                   u"--check"_s, u"successRate >= 0"_s});
        QCOMPARE(run.exitCode, 99);
        QVERIFY(run.errors.contains("calls < 0 is not met: it is "));
        QVERIFY(run.errors.contains("detectTime <= 1s is not met: it is none"));
        QVERIFY(!run.errors.contains("successRate"));
        QVERIFY(run.output.contains("successRate")); // the summary comes first
        const QJsonArray objectives = object(content(file))[u"objectives"].toArray();
        QCOMPARE(objectives.size(), 5); // the scenario has two of its own
        QCOMPARE(objectives[2][u"met"], false);
        QCOMPARE(objectives[4][u"met"], true);
    }

    void anInterruptEndsTheRunInOrder_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void anInterruptEndsTheRunInOrder()
    {
        QFETCH(int, signal);

        QProcess process;
        process.start(QStringLiteral(CLI_PROGRAM), {u"run"_s, u"hard-outage"_s, u"--live"_s, u"--json"_s, u"-"_s});
        QVERIFY(process.waitForStarted());
        // Until it listens a signal would simply kill it.
        QTRY_VERIFY_WITH_TIMEOUT(catches(process.processId(), signal), 30'000);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(object(process.readAllStandardOutput())[u"mode"].toString(), u"live"_s);
        QVERIFY(process.readAllStandardError().contains("interrupted after "));
    }

    void tellsScenarios()
    {
        const CliRun list = runCli({u"scenarios"_s});
        QCOMPARE(list.exitCode, 0);
        QVERIFY(list.output.contains("hard-outage"));
        const CliRun one = runCli({u"scenarios"_s, u"hard-outage"_s});
        QCOMPARE(one.exitCode, 0);
        QCOMPARE(object(one.output)[u"format"].toString(), u"fuseboard-scenario/1"_s);
    }

    void tellsVersionAndHelp()
    {
        const CliRun version = runCli({u"--version"_s});
        QCOMPARE(version.exitCode, 0);
        QCOMPARE(version.output, "fuseboard-cli " FUSEBOARD_VERSION "\n");
        for (const QStringList &arguments :
             {QStringList{u"--help"_s}, {u"run"_s, u"--help"_s}, {u"replay"_s, u"--help"_s}}) {
            const CliRun help = runCli(arguments);
            QCOMPARE(help.exitCode, 0);
            QVERIFY(help.output.contains("Examples:"));
            QCOMPARE(help.errors, QByteArray());
        }
    }

    void refusesBadUsageAndBadInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("message");

        const auto row = [](const char *name, const QStringList &arguments, int exitCode, const char *message) {
            QTest::newRow(name) << arguments << exitCode << QString::fromUtf8(message);
        };
        const QStringList live{u"run"_s, u"hard-outage"_s, u"--live"_s};
        row("nothing", {}, 2, "say what to do: scenarios, validate, run, ");
        row("unknown command", {u"walk"_s}, 2, "walk");
        row("unknown option", live + QStringList{u"--fast"_s}, 2, "--fast");
        row("run what", {u"run"_s}, 2, "SCENARIO");
        row("no value", live + QStringList{u"--seed"_s}, 2, "--seed");
        row("seed", live + QStringList{u"--seed"_s, u"x"_s}, 2,
            "--seed must be a whole number from 0 to 9007199254740992, not \"x\"");
        row("negative seed", live + QStringList{u"--seed=-1"_s}, 2, "--seed must be");
        row("duration", live + QStringList{u"--duration"_s, u"20"_s}, 2, "\"20\" has no unit");
        row("no duration", live + QStringList{u"--duration"_s, u"0s"_s}, 2, "--duration must be longer than 0");
        row("set what", live + QStringList{u"--set"_s, u"x"_s}, 2, "must be PATH=VALUE");
        row("set unknown", live + QStringList{u"--set"_s, u"policies.*.breaker.recoverTime=1s"_s}, 2,
            "--set policies.*.breaker.recoverTime: is not a field here; did you mean \"recoveryTime\"?");
        row("check", live + QStringList{u"--check"_s, u"speed > 3"_s}, 2, "the figure must not be \"speed\"");
        row("unknown scenario", {u"run"_s, u"hard-outtage"_s, u"--live"_s}, 3, "did you mean \"hard-outage\"?");
        row("scenario file", {u"run"_s, u"mine.fuse.json"_s, u"--live"_s}, 3,
            "cannot read mine.fuse.json: No such file or directory; built-in scenarios go by");
        row("unknown scenario to print", {u"scenarios"_s, u"soft-outage"_s}, 3, "hard-outage");
        row("json to nowhere", live + QStringList{u"--duration=10ms"_s, u"--json"_s, u"/nowhere/run.json"_s}, 1,
            "cannot write /nowhere/run.json: ");

        row("replay what", {u"replay"_s}, 2, "--policy");
        row("two inputs", replayOf(u"-"_s, u"-"_s), 2, "only one of --policy and --calls can be standard input");
        row("two outputs", replayOf(Policy, Calls) + QStringList{u"--decisions=-"_s, u"--json=-"_s}, 2,
            "only one of --decisions, --transitions and --json can be standard output");
        row("no policy", replayOf(u"/nowhere/policy.json"_s, Calls), 3, "cannot read /nowhere/policy.json: ");
        row("directory", replayOf(QDir::rootPath(), Calls), 3, "cannot read /: ");
        row("no calls", replayOf(Policy, u"/nowhere/calls.csv"_s), 3, "cannot read /nowhere/calls.csv: ");
        row("swapped", replayOf(Calls, Policy), 3, "calls.csv:1:");
        row("decisions to nowhere", replayOf(Policy, Calls) + QStringList{u"--decisions"_s, u"/nowhere/d.csv"_s}, 1,
            "cannot write /nowhere/d.csv: ");
        row("decisions to a directory", replayOf(Policy, Calls) + QStringList{u"--decisions"_s, u"/tmp"_s}, 1,
            "cannot write /tmp: ");
    }

    void refusesBadUsageAndBadInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, message);

        const CliRun run = runCli(arguments);
        QVERIFY2(run.errors.contains(message.toUtf8()), run.errors.constData());
        QCOMPARE(run.exitCode, exitCode);
        if (exitCode != 1)
            QCOMPARE(run.output, QByteArray());
    }

    void namesThePlaceInABadPolicy_data()
    {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QString>("message");

        const auto row = [](const char *name, const char *policy, const char *message) {
            QTest::newRow(name) << QByteArray(policy) << QString::fromUtf8(message);
        };
        row("no JSON", "{\n  \"breaker\": {,}\n}", "standard input:2:");
        row("empty", "", "standard input:1:1: the text is empty; it must hold a JSON object, {...}");
        row("name twice", "{\"breaker\": {},\n \"breaker\": {}}",
            "standard input:2:2: /breaker: stands here a second time");
        row("a list", "[]", "standard input:1:1: must be a JSON object, {...}");
        row("no breaker", "{\"retry\": {}}", "standard input: /breaker: must be there");
        row("unknown field", "{\"breaker\": {\"window\": {\"sise\": 3}}}", "standard input: /breaker/window/sise: ");
        row("out of range", "{\"breaker\": {\"failureThreshold\": 0}}",
            "standard input: /breaker/failureThreshold: must be at least 1, not 0");
        row("wrong type", "{\"breaker\": 3}", "standard input: /breaker: must be an object, not a number");
        row("two faults", "{\"breaker\": {\"failureThreshold\": 0, \"recoveryTime\": 5}}",
            "standard input: /breaker/recoveryTime: ");
    }

    void namesThePlaceInABadPolicy()
    {
        QFETCH(QByteArray, policy);
        QFETCH(QString, message);

        const CliRun run = runCli(replayOf(u"-"_s, Calls), policy);
        QVERIFY2(run.errors.contains(message.toUtf8()), run.errors.constData());
        QCOMPARE(run.exitCode, 3);
        QCOMPARE(run.output, QByteArray());
    }

    void namesThePlaceInABadLog()
    {
        const CliRun run = runCli(replayOf(Policy, u"-"_s), "start_ms,duration_ms,outcome\n1,2,success\n3,x,success\n");
        QCOMPARE(run.errors,
                 "fuseboard-cli: standard input:3:3: duration_ms must be a number of milliseconds such as 12 or "
                 "12.5, not \"x\"\n");
        QCOMPARE(run.exitCode, 3);
    }

    void aBadInputLeavesFilesAlone()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"decisions.csv"_s);
        write(file, "precious");
        const CliRun run = runCli(replayOf(Policy, u"-"_s) + QStringList{u"--decisions"_s, file}, "garbage");
        QCOMPARE(run.exitCode, 3);
        QCOMPARE(content(file), "precious");
    }

    void replaysToEveryOutput()
    {
        const QTemporaryDir directory;
        const QString decisions = directory.filePath(u"decisions.csv"_s);
        const QString transitions = directory.filePath(u"transitions.csv"_s);
        const CliRun run = runCli(
            replayOf(Policy, Calls)
            + QStringList{u"--decisions"_s, decisions, u"--transitions"_s, transitions, u"--json"_s, u"-"_s});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(content(decisions).count('\n'), 401);
        QVERIFY(content(transitions).startsWith("time_ms,from,to,reason\n"));
        const QJsonObject json = object(run.output);
        QCOMPARE(json[u"mode"].toString(), u"replay"_s);
        QCOMPARE(json[u"summary"][u"calls"].toInt(), 400);
        QCOMPARE(json[u"transitions"].toArray().size(), content(transitions).count('\n') - 1);
        QCOMPARE(json[u"summary"][u"rejected"].toInt(), content(decisions).count(",rejected,"));
        QVERIFY(!json.contains(u"seed"));
    }

    void replaysFromAndToStandardStreams()
    {
        const CliRun run = runCli(replayOf(Policy, u"-"_s) + QStringList{u"--decisions"_s, u"-"_s}, content(Calls));
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.output, content(QStringLiteral(VECTORS_DIR "/consecutive-failures/01/decisions.csv")));
    }

    void replaysToADevice()
    {
        // Not replaced by a file, as saving in one go would.
        const CliRun run = runCli(replayOf(Policy, Calls) + QStringList{u"--decisions"_s, u"/dev/null"_s});
        QCOMPARE(run.exitCode, 0);
        struct stat status = {};
        QCOMPARE(::stat("/dev/null", &status), 0);
        QVERIFY(S_ISCHR(status.st_mode));
    }

    void saysThatOnlyTheBreakerIsReplayed()
    {
        const CliRun run = runCli(replayOf(u"-"_s, Calls),
                                  R"({"breaker": {}, "retry": {}, "timeout": {"overall": "1s"}})");
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.errors.contains("standard input: only the breaker is replayed"), run.errors.constData());
        QVERIFY(run.output.startsWith("400 calls: "));
    }

private:
    static QJsonObject object(const QByteArray &json)
    {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(json, &error);
        if (!document.isObject())
            qWarning("no JSON object: %s\n%s", qPrintable(error.errorString()), json.constData());
        return document.object();
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
