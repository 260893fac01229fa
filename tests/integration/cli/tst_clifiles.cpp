// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What the program does to files, and what files and options can do to it.

#include "clirun.h"
#include "sweepfixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// AddressSanitizer takes terabytes of address space, and looks at memory through a descriptor of its own.
#ifdef __SANITIZE_ADDRESS__
constexpr bool NeedsMoreThanItsLimits = true;
#else
constexpr bool NeedsMoreThanItsLimits = false;
#endif

QByteArray content(const QString &path)
{
    return SweepFixture::content(path);
}

void write(const QString &path, const QByteArray &bytes)
{
    SweepFixture::write(path, bytes);
}

mode_t kindOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & S_IFMT : 0;
}

/// Runs the program under a limit, in @p directory.
CliRun runLimited(int resource, rlim_t limit, const QStringList &arguments, const QString &directory,
                  const QString &input = {})
{
    QProcess process;
    process.setWorkingDirectory(directory);
    process.setChildProcessModifier([resource, limit] {
        const rlimit both{limit, limit};
        ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
    });
    if (!input.isEmpty())
        process.setStandardInputFile(input);
    process.start(QStringLiteral(CLI_PROGRAM), arguments);
    const bool hasEnded = process.waitForFinished(100'000) && process.exitStatus() == QProcess::NormalExit;
    return {hasEnded ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray scenarioWith(const QByteArray &name)
{
    return "{\"format\": \"fuseboard-scenario/1\", \"name\": \"t\", \"duration\": \"2s\", \"endpoints\": [{\"name\": \""
        + name
        + "\", \"path\": \"/a\", \"phases\": [{\"for\": \"2s\", \"latency\": {\"fixed\": \"1ms\"}}]}], \"workload\": "
          "[{\"endpoint\": \""
        + name + "\", \"arrivals\": {\"kind\": \"constant\", \"rate\": 20}}]}";
}

} // namespace

class CliFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatCannotBeWrittenLeavesTheOldFile_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("output");

        const auto row = [](const char *name, const QStringList &arguments, const QString &output) {
            QTest::newRow(name) << arguments << output;
        };
        const QStringList run{u"run"_s, u"hard-outage"_s, u"--quiet"_s,      u"--duration"_s,
                              u"5s"_s,  u"--set"_s,       u"objectives=[]"_s};
        const QStringList replay{u"replay"_s, u"--policy"_s, u"policy.json"_s, u"--calls"_s, u"calls.csv"_s};
        const QStringList tune{u"tune"_s,  u"low-traffic"_s, u"--quiet"_s, u"--threads"_s,    u"1"_s,
                               u"--set"_s, u"duration=5s"_s, u"--set"_s,   u"objectives=[]"_s};
        row("run --json", run + QStringList{u"--json"_s, u"out"_s}, u"out"_s);
        row("run --junit", run + QStringList{u"--junit"_s, u"out"_s}, u"out"_s);
        row("run --save", run + QStringList{u"--save"_s, u"out"_s}, u"out"_s);
        row("run --csv", run + QStringList{u"--csv"_s, u"."_s}, u"summary.csv"_s);
        row("replay --decisions", replay + QStringList{u"--decisions"_s, u"out"_s}, u"out"_s);
        row("replay --transitions", replay + QStringList{u"--transitions"_s, u"out"_s}, u"out"_s);
        row("replay --json", replay + QStringList{u"--json"_s, u"out"_s}, u"out"_s);
        row("show --json", {u"show"_s, u"--quiet"_s, u"run.fuserun.json"_s, u"--json"_s, u"out"_s}, u"out"_s);
        row("tune -o", tune + QStringList{u"-o"_s, u"out"_s}, u"out"_s);
        row("tune --json", tune + QStringList{u"--json"_s, u"out"_s}, u"out"_s);
        row("sweep plan",
            {u"sweep"_s, u"plan"_s, u"hard-outage"_s, u"--vary"_s, u"policies.*.breaker.failureThreshold=3..5"_s,
             u"--seeds"_s, u"1"_s, u"-o"_s, u"new"_s},
            u"new/plan.json"_s);
        row("sweep run", {u"sweep"_s, u"run"_s, u"unrun"_s, u"--quiet"_s}, u"unrun/parts/1-of-1.jsonl"_s);
        row("sweep merge", {u"sweep"_s, u"merge"_s, u"sweep"_s, u"--quiet"_s, u"-o"_s, u"good.sqlite"_s},
            u"good.sqlite"_s);
        row("sweep best --json", {u"sweep"_s, u"best"_s, u"sweep"_s, u"--json"_s, u"out"_s}, u"out"_s);
        row("sweep best --csv", {u"sweep"_s, u"best"_s, u"sweep"_s, u"--csv"_s, u"out"_s}, u"out"_s);
        row("sweep status --json", {u"sweep"_s, u"status"_s, u"sweep"_s, u"--json"_s, u"out"_s}, u"out"_s);
    }

    void whatCannotBeWrittenLeavesTheOldFile()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, output);

        const SweepFixture sweep;
        const QString place = QFileInfo(sweep.path()).path();
        const QDir directory(place);
        const auto path = [&directory](const QString &name) { return directory.filePath(name); };
        write(path(u"policy.json"_s), "{\"breaker\": {\"rule\": \"consecutiveFailures\", \"failureThreshold\": 3}}");
        write(path(u"calls.csv"_s), "start_ms,duration_ms,outcome\n1,2,503\n3,4,success\n");
        QCOMPARE(runCli({u"run"_s, u"hard-outage"_s, u"--quiet"_s, u"--duration"_s, u"1s"_s, u"--set"_s,
                         u"objectives=[]"_s, u"--save"_s, path(u"run.fuserun.json"_s)})
                     .exitCode,
                 0);
        QVERIFY(QDir(place).mkdir(u"unrun"_s));
        QVERIFY(QFile::copy(path(u"sweep/plan.json"_s), path(u"unrun/plan.json"_s)));
        if (arguments.contains(u"sweep"_s) && arguments[1] != "plan"_L1) {
            QCOMPARE(runCli({u"sweep"_s, u"run"_s, path(u"sweep"_s), u"--quiet"_s}).exitCode, 0);
            QCOMPARE(runCli({u"sweep"_s, u"merge"_s, path(u"sweep"_s), u"--quiet"_s, u"-o"_s, path(u"good.sqlite"_s)})
                         .exitCode,
                     0);
        }
        const bool isNew = !QFileInfo::exists(path(output)) && output != "out"_L1 && output != "summary.csv"_L1;
        if (output == "out"_L1 || output == "summary.csv"_L1)
            write(path(output), "precious");
        const QByteArray before = content(path(output));
        const QStringList names = directory.entryList(QDir::Files | QDir::Hidden);

        const CliRun run = runLimited(RLIMIT_FSIZE, 0, arguments, place);
        QVERIFY2(run.errors.contains("cannot write "), run.errors.constData());
        QVERIFY2(output.endsWith(".sqlite"_L1) || run.errors.contains("File too large"), run.errors.constData());
        QVERIFY(!run.errors.contains("Unknown error"));
        QCOMPARE(run.exitCode, 1);
        if (isNew)
            QVERIFY(!QFileInfo::exists(path(output)));
        else
            QCOMPARE(content(path(output)), before);
        QCOMPARE(directory.entryList(QDir::Files | QDir::Hidden), names); // no temporary file stays
    }

    void aFullDeviceIsAnError()
    {
        for (const QString &option : {u"--json"_s, u"--junit"_s, u"--save"_s}) {
            const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--quiet"_s, u"--duration"_s, u"1s"_s, u"--set"_s,
                                       u"objectives=[]"_s, option, u"/dev/full"_s});
            QCOMPARE(run.errors, "fuseboard-cli: cannot write /dev/full: No space left on device\n");
            QCOMPARE(run.exitCode, 1);
        }
    }

    void aLinkStaysALink()
    {
        const QTemporaryDir directory;
        write(directory.filePath(u"target"_s), "old");
        QCOMPARE(::symlink("target", qPrintable(directory.filePath(u"link"_s))), 0);
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--quiet"_s, u"--duration"_s, u"1s"_s, u"--set"_s,
                                   u"objectives=[]"_s, u"--json"_s, directory.filePath(u"link"_s)});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(S_ISLNK(kindOf(directory.filePath(u"link"_s))));
        QVERIFY(content(directory.filePath(u"target"_s)).contains("\"summary\""));
    }

    void writesToAPipeWithoutTakingItsPlace()
    {
        const QTemporaryDir directory;
        const QString fifo = directory.filePath(u"fifo"_s);
        QCOMPARE(::mkfifo(qPrintable(fifo), 0600), 0);
        const int reader = ::open(qPrintable(fifo), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(reader >= 0);
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--quiet"_s, u"--duration"_s, u"1s"_s, u"--junit"_s,
                                   fifo, u"--set"_s, u"objectives=[]"_s});
        QCOMPARE(run.exitCode, 0);
        QByteArray text(100, '\0');
        QVERIFY(::read(reader, text.data(), 100) > 10);
        ::close(reader);
        QVERIFY(text.startsWith("<?xml"));
        QVERIFY(S_ISFIFO(kindOf(fifo)));
    }

    void aMergeReplacesOnlySweeps_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("reason");
        QTest::newRow("fifo") << u"fifo"_s << u"It is a pipe (FIFO), not a regular file"_s;
        QTest::newRow("directory") << u"directory"_s << u"It is a directory"_s;
        QTest::newRow("device") << u"device"_s << u"It is a device, not a regular file"_s;
        QTest::newRow("text") << u"text"_s << u"There is a file of another kind"_s;
        QTest::newRow("link to text") << u"link"_s << u"There is a file of another kind"_s;
        QTest::newRow("another database") << u"database"_s << u"There is a file of another kind"_s;
    }

    void aMergeReplacesOnlySweeps()
    {
        QFETCH(QString, kind);
        QFETCH(QString, reason);

        const SweepFixture sweep;
        sweep.runAll(1);
        const QTemporaryDir directory;
        QString output = directory.filePath(u"output"_s);
        write(directory.filePath(u"notes"_s), "notes");
        if (kind == "fifo"_L1)
            QCOMPARE(::mkfifo(qPrintable(output), 0600), 0);
        else if (kind == "directory"_L1)
            QVERIFY(QDir().mkdir(output));
        else if (kind == "device"_L1)
            output = u"/dev/null"_s;
        else if (kind == "link"_L1)
            QCOMPARE(::symlink("notes", qPrintable(output)), 0);
        else
            write(output, kind == "text"_L1 ? "notes" : "SQLite format 3" + QByteArray(4081, '\0'));
        const mode_t before = kindOf(output);
        const QByteArray text = kind == "fifo"_L1 ? QByteArray() : content(output);
        const CliRun run = runCli({u"sweep"_s, u"merge"_s, sweep.path(), u"--quiet"_s, u"-o"_s, output});
        QVERIFY2(run.errors.contains(u"cannot write %1: %2"_s.arg(output, reason).toUtf8()), run.errors.constData());
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(kindOf(output), before);
        if (kind != "fifo"_L1)
            QCOMPARE(content(output), text);
    }

    void aMergeReplacesAnOlderOne()
    {
        const SweepFixture sweep;
        sweep.runAll(1);
        const QTemporaryDir directory;
        const QString output = directory.filePath(u"output"_s);
        write(output, {}); // as mktemp makes it
        QCOMPARE(::symlink("output", qPrintable(directory.filePath(u"link"_s))), 0);
        for (const QString &name : {u"output"_s, u"link"_s, u"output"_s}) {
            const CliRun run = runCli(
                {u"sweep"_s, u"merge"_s, sweep.path(), u"--quiet"_s, u"-o"_s, directory.filePath(name)});
            QCOMPARE(run.errors, QByteArray());
            QCOMPARE(run.exitCode, 0);
        }
        QVERIFY(S_ISLNK(kindOf(directory.filePath(u"link"_s))));
        QVERIFY(content(output).startsWith("SQLite format 3"));
    }

    void outputsAreDifferentFiles_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");

        const QStringList replay{u"replay"_s, u"--policy"_s, u"policy.json"_s, u"--calls"_s, u"calls.csv"_s};
        QTest::newRow("two outputs") << QStringList{u"run"_s, u"mine.fuse.json"_s, u"--json"_s,
                                                    u"x"_s,   u"--save"_s,         u"./x"_s}
                                     << "--json and --save must not name the same file"_ba;
        QTest::newRow("the scenario") << QStringList{u"run"_s, u"mine.fuse.json"_s, u"--save"_s, u"link"_s}
                                      << "--save must not name mine.fuse.json, which is read"_ba;
        QTest::newRow("the log") << replay + QStringList{u"--decisions"_s, u"calls.csv"_s}
                                 << "--decisions must not name calls.csv, which is read"_ba;
        QTest::newRow("the policy") << replay + QStringList{u"--json"_s, u"policy.json"_s}
                                    << "--json must not name policy.json, which is read"_ba;
    }

    void outputsAreDifferentFiles()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);

        const QTemporaryDir directory;
        for (const QString &name : {u"mine.fuse.json"_s, u"policy.json"_s, u"calls.csv"_s})
            write(directory.filePath(name), "precious");
        QCOMPARE(::symlink("mine.fuse.json", qPrintable(directory.filePath(u"link"_s))), 0);
        const CliRun run = runLimited(RLIMIT_CORE, 0, arguments, directory.path());
        QVERIFY2(run.errors.contains(message), run.errors.constData());
        QCOMPARE(run.exitCode, 2);
        for (const QString &name : {u"mine.fuse.json"_s, u"policy.json"_s, u"calls.csv"_s})
            QCOMPARE(content(directory.filePath(name)), "precious");
    }

    void emptyValuesAreBadUsage_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QStringList>("options");

        const QStringList output{u"--json"_s, u"--csv"_s, u"--junit"_s};
        QTest::newRow("run") << QStringList{u"run"_s, u"hard-outage"_s}
                             << output
                + QStringList{u"--seed"_s, u"--duration"_s, u"--set"_s, u"--check"_s, u"--save"_s};
        QTest::newRow("serve") << QStringList{u"serve"_s, u"hard-outage"_s}
                               << QStringList{u"--listen"_s, u"--control"_s, u"--seed"_s, u"--set"_s};
        QTest::newRow("show") << QStringList{u"show"_s, u"x"_s} << output + QStringList{u"--check"_s};
        QTest::newRow("replay") << QStringList{
            u"replay"_s} << QStringList{u"--policy"_s, u"--calls"_s, u"--decisions"_s, u"--transitions"_s, u"--json"_s};
        QTest::newRow("tune") << QStringList{u"tune"_s, u"hard-outage"_s}
                              << QStringList{u"--set"_s, u"--seed"_s, u"--threads"_s, u"-o"_s, u"--json"_s};
        QTest::newRow("sweep plan") << QStringList{u"sweep"_s, u"plan"_s, u"hard-outage"_s}
                                    << QStringList{u"--vary"_s,   u"--seeds"_s, u"--objective"_s,
                                                   u"--shards"_s, u"--set"_s,   u"-o"_s};
        QTest::newRow("sweep run") << QStringList{u"sweep"_s, u"run"_s, u"x"_s}
                                   << QStringList{u"--shard"_s, u"--threads"_s};
        QTest::newRow("sweep status") << QStringList{u"sweep"_s, u"status"_s, u"x"_s} << QStringList{u"--json"_s};
        QTest::newRow("sweep merge") << QStringList{u"sweep"_s, u"merge"_s, u"x"_s} << QStringList{u"-o"_s};
        QTest::newRow("sweep best") << QStringList{u"sweep"_s, u"best"_s, u"x"_s}
                                    << QStringList{u"-n"_s, u"--json"_s, u"--csv"_s};
        QTest::newRow("arguments") << QStringList{u"validate"_s} << QStringList{QString()};
        QTest::newRow("a name") << QStringList{u"scenarios"_s} << QStringList{QString()};
    }

    void emptyValuesAreBadUsage()
    {
        QFETCH(QStringList, command);
        QFETCH(QStringList, options);

        for (const QString &option : options) {
            QStringList arguments = command;
            if (!option.isEmpty())
                arguments.append(option);
            arguments.append(QString());
            const CliRun run = runCli(arguments);
            QVERIFY2(run.exitCode == 2, qPrintable(arguments.join(u' ')));
            QVERIFY2(run.errors.contains("must not be empty") || option.isEmpty(), run.errors.constData());
            QCOMPARE(run.output, QByteArray());
        }
    }

    void namesThatAreNotUtf8AreBadUsage()
    {
        // QProcess writes names as UTF-8, so a shell makes one that is not.
        const QTemporaryDir directory;
        for (const char *arguments :
             {"run hard-outage --json \"$(printf 'out\\377.json')\"", "run \"$(printf 'in\\377.fuse.json')\"",
              "validate \"$(printf '\\300\\200')\"", "run hard-outage --set \"$(printf 'name=\\377')\""}) {
            QProcess shell;
            shell.setWorkingDirectory(directory.path());
            shell.start(u"sh"_s, {u"-c"_s, QStringLiteral("exec '" CLI_PROGRAM "' ") + QLatin1StringView(arguments)});
            QVERIFY(shell.waitForFinished());
            QCOMPARE(shell.exitCode(), 2);
            const QByteArray errors = shell.readAllStandardError();
            QVERIFY2(errors.contains("must be UTF-8"), errors.constData());
        }
        QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList());
    }

    void inputsHaveLimits_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("show") << QStringList{u"show"_s, u"-"_s};
        QTest::newRow("policy") << QStringList{u"replay"_s, u"--policy"_s, u"-"_s, u"--calls"_s, u"calls.csv"_s};
        QTest::newRow("calls") << QStringList{u"replay"_s, u"--policy"_s, u"policy.json"_s, u"--calls"_s, u"-"_s};
        QTest::newRow("scenario") << QStringList{u"run"_s, u"-"_s};
        QTest::newRow("plan") << QStringList{u"sweep"_s, u"run"_s, u"."_s};
    }

    void inputsHaveLimits()
    {
        if (NeedsMoreThanItsLimits)
            QSKIP("AddressSanitizer does not work within these limits");
        QFETCH(QStringList, arguments);

        const QTemporaryDir directory;
        write(directory.filePath(u"policy.json"_s), "{\"breaker\": {}}");
        write(directory.filePath(u"calls.csv"_s), "start_ms,duration_ms,outcome\n");
        QCOMPARE(::symlink("/dev/zero", qPrintable(directory.filePath(u"plan.json"_s))), 0);
        const CliRun run = runLimited(RLIMIT_AS, rlim_t(2) << 30, arguments, directory.path(), u"/dev/zero"_s);
        QVERIFY2(run.errors.contains(" MiB, so it is probably another file"), run.errors.constData());
        QCOMPARE(run.exitCode, 3);
    }

    void aLogOfEmptyLinesTakesLittleMemory()
    {
        if (NeedsMoreThanItsLimits)
            QSKIP("AddressSanitizer does not work within these limits");
        const QTemporaryDir directory;
        write(directory.filePath(u"policy.json"_s), "{\"breaker\": {}}");
        const QString calls = directory.filePath(u"calls.csv"_s);
        write(calls, "start_ms,duration_ms,outcome\n" + QByteArray(20 << 20, '\n'));
        const CliRun run = runLimited(RLIMIT_AS, rlim_t(600) << 20,
                                      {u"replay"_s, u"--policy"_s, u"policy.json"_s, u"--calls"_s, u"calls.csv"_s},
                                      directory.path());
        QVERIFY2(run.errors.contains("calls.csv:2:1: the line must not be empty"), run.errors.constData());
        QCOMPARE(run.exitCode, 3);
    }

    void outOfDescriptorsIsNotABadFile()
    {
        if (NeedsMoreThanItsLimits)
            QSKIP("AddressSanitizer does not work within these limits");
        const SweepFixture sweep;
        sweep.runAll(6);
        const CliRun run = runLimited(
            RLIMIT_NOFILE, 7, {u"sweep"_s, u"merge"_s, sweep.path(), u"--quiet"_s, u"-o"_s, sweep.path(u"out"_s)},
            sweep.path());
        QVERIFY2(run.errors.contains("Too many open files"), run.errors.constData());
        QCOMPARE(run.exitCode, 1);
    }

    void aSignalThatComesTwiceEndsTheRunInOrder_data()
    {
        QTest::addColumn<bool>("isLive");
        QTest::newRow("live") << true;
        QTest::newRow("simulated") << false;
    }

    void aSignalThatComesTwiceEndsTheRunInOrder()
    {
        QFETCH(bool, isLive);

        const QTemporaryDir directory;
        const QString json = directory.filePath(u"run.json"_s);
        const QString junit = directory.filePath(u"run.xml"_s);
        const QString saved = directory.filePath(u"run.fuserun.json"_s);
        QStringList arguments{u"run"_s, u"hard-outage"_s, u"--quiet"_s, u"--json"_s, json, u"--junit"_s,
                              junit,    u"--save"_s,      saved};
        if (isLive)
            arguments.append(u"--live"_s);
        else // some ten million calls
            arguments += {u"--duration"_s, u"24h"_s, u"--set"_s, u"workload.0.arrivals.rate=200"_s};
        QProcess process;
        process.start(QStringLiteral(CLI_PROGRAM), arguments);
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(catches(process.processId(), SIGTERM), 30'000);
        // As GNU timeout does it.
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("interrupted after "));
        // All of them say that it was cut.
        const QJsonObject summary = QJsonDocument::fromJson(content(json)).object();
        QVERIFY(summary.contains(u"summary"));
        QCOMPARE(summary[u"finished"], QJsonValue(false));
        QCOMPARE(QJsonDocument::fromJson(content(saved))[u"finished"], QJsonValue(false));
        const QByteArray xml = content(junit);
        QVERIFY2(xml.contains("errors=\"1\"") && xml.contains("<error type=\"interrupted\""), xml.constData());
        const CliRun shown = runCli({u"show"_s, saved, u"--json"_s, u"-"_s});
        QCOMPARE(QJsonDocument::fromJson(shown.output)[u"finished"], QJsonValue(false));
        QVERIFY(runCli({u"show"_s, saved}).output.split('\n').first().endsWith(", interrupted"));
    }

    void aRunThatIsCompleteSaysSo()
    {
        const CliRun run = runCli({u"run"_s, u"hard-outage"_s, u"--json"_s, u"-"_s});
        QCOMPARE(QJsonDocument::fromJson(run.output)[u"finished"], QJsonValue(true));
    }

    void namesWithControlCharactersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("line break") << "a\\nb"_ba;
        QTest::newRow("carriage return") << "a\\rb"_ba;
        QTest::newRow("escape") << "\\u001b[31mred"_ba;
        QTest::newRow("C1") << "\\u009b31m"_ba;
        QTest::newRow("tab") << "a\\tb"_ba;
        QTest::newRow("line separator") << "a\\u2028b"_ba;
        QTest::newRow("direction") << "a\\u202eb"_ba;
    }

    void namesWithControlCharactersAreRefused()
    {
        QFETCH(QByteArray, name);

        const CliRun run = runCli({u"validate"_s, u"-"_s}, scenarioWith(name));
        QVERIFY2(run.errors.contains("/endpoints/0/name: must have no line break and no other control character"),
                 run.errors.constData());
        QCOMPARE(run.exitCode, 3);
        QCOMPARE(run.errors.count('\n'), 1);
        for (const char c : run.errors.chopped(1))
            QVERIFY(uchar(c) >= 0x20);
        for (const char *place : {"name", "endpoints.0.phases.0.name"}) {
            const CliRun set = runCli({u"run"_s, u"hard-outage"_s, u"--set"_s,
                                       QLatin1StringView(place) + u"=\""_s + QString::fromLatin1(name) + u'"'});
            QCOMPARE(set.exitCode, 2);
            QVERIFY2(set.errors.contains("no other control character"), set.errors.constData());
        }
    }

    void callsOfEveryValidNameCanBeReplayed_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("comma and quote") << "a,\\\"b\\\",c"_ba;
        QTest::newRow("blanks") << " a b "_ba;
        QTest::newRow("quote") << "\\\""_ba;
        QTest::newRow("not ASCII") << "注文, é"_ba;
        QTest::newRow("markup") << "<b>x</b>"_ba;
        QTest::newRow("formula") << "=1+1"_ba;
        QTest::newRow("no-break space") << "\\u00a0"_ba;
        QTest::newRow("mark") << "\\ufeff"_ba;
    }

    void callsOfEveryValidNameCanBeReplayed()
    {
        QFETCH(QByteArray, name);

        const QTemporaryDir directory;
        write(directory.filePath(u"policy.json"_s), "{\"breaker\": {}}");
        const CliRun run = runCli({u"run"_s, u"-"_s, u"--quiet"_s, u"--csv"_s, directory.path()}, scenarioWith(name));
        QCOMPARE(run.errors, QByteArray());
        QCOMPARE(run.exitCode, 0);
        const CliRun replay = runCli({u"replay"_s, u"--policy"_s, directory.filePath(u"policy.json"_s), u"--calls"_s,
                                      directory.filePath(u"calls.csv"_s)});
        QCOMPARE(replay.errors, QByteArray());
        QVERIFY2(replay.output.startsWith("40 calls: 40 permitted"), replay.output.constData());
    }

    void anEndpointIsNotTakenForTheControlPort_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("control") << "control"_ba
                                 << "\"control\" GET http://127.0.0.1:"_ba;
        QTest::newRow("a whole line") << "control http://127.0.0.1:1"_ba
                                      << "\"control http://127.0.0.1:1\" GET http://127.0.0.1:"_ba;
        QTest::newRow("quoted") << "\\\"control\\\""_ba
                                << "\"\\\"control\\\"\" GET http://127.0.0.1:"_ba;
        QTest::newRow("another word") << "controls"_ba
                                      << "controls GET http://127.0.0.1:"_ba;
        QTest::newRow("blank") << "my orders"_ba
                               << "my orders GET http://127.0.0.1:"_ba;
    }

    void anEndpointIsNotTakenForTheControlPort()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, line);

        const QTemporaryDir directory;
        const QString path = directory.filePath(u"mine.fuse.json"_s);
        write(path, scenarioWith(name));
        QProcess process;
        process.start(QStringLiteral(CLI_PROGRAM), {u"serve"_s, path, u"--quiet"_s});
        QByteArray output;
        while (output.count('\n') < 2 && process.waitForReadyRead())
            output += process.readAllStandardOutput();
        process.terminate();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 130);
        const QList<QByteArray> lines = output.split('\n');
        QVERIFY2(lines.at(0).startsWith(line), output.constData());
        QVERIFY(!lines.at(0).startsWith("control "));
        QVERIFY(lines.at(1).startsWith("control http://127.0.0.1:"));
    }

    void valuesOutOfRangeAreBadUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const QStringList &arguments) {
            QTest::newRow(arguments.join(u' ').toLatin1().constData()) << arguments;
        };
        const QStringList run{u"run"_s, u"hard-outage"_s};
        row(run + QStringList{u"--seed"_s, u"9007199254740993"_s});
        row(run + QStringList{u"--seed"_s, u"99999999999999999999"_s});
        row(run + QStringList{u"--seed"_s, u" 1"_s});
        row(run + QStringList{u"--duration"_s, u"9000h"_s});
        row(run + QStringList{u"--duration"_s, u"999999999999999h"_s});
        row(run + QStringList{u"--duration"_s, u"-1s"_s});
        row(run + QStringList{u"--set"_s, u"seed=1e300"_s});
        row(run + QStringList{u"--check"_s, u"calls > "_s});
        row({u"serve"_s, u"hard-outage"_s, u"--listen"_s, u"127.0.0.1:65536"_s});
        row({u"serve"_s, u"hard-outage"_s, u"--control"_s, u":"_s});
        row({u"tune"_s, u"hard-outage"_s, u"--threads"_s, u"0"_s});
        row({u"tune"_s, u"hard-outage"_s, u"--threads"_s, u"4294967297"_s});
        row({u"sweep"_s, u"plan"_s, u"hard-outage"_s, u"-o"_s, u"x"_s, u"--seeds"_s, u"0"_s});
        row({u"sweep"_s, u"plan"_s, u"hard-outage"_s, u"-o"_s, u"x"_s, u"--shards"_s, u"-1"_s});
        row({u"sweep"_s, u"best"_s, u"x"_s, u"-n"_s, u"0"_s});
        row({u"completion"_s, u"tcsh"_s});
    }

    void valuesOutOfRangeAreBadUsage()
    {
        QFETCH(QStringList, arguments);

        const QTemporaryDir directory;
        const CliRun run = runLimited(RLIMIT_CORE, 0, arguments, directory.path());
        QVERIFY2(run.exitCode == 2, run.errors.constData());
        QVERIFY(!run.errors.isEmpty());
        QCOMPARE(run.output, QByteArray());
        QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList());
    }

    void namesInSavedRunsAndPathsStayOnTheirLine()
    {
        const QTemporaryDir directory;
        const QString saved = directory.filePath(u"run.fuserun.json"_s);
        QCOMPARE(runCli({u"run"_s, u"hard-outage"_s, u"--quiet"_s, u"--save"_s, saved}).exitCode, 0);
        QByteArray text = content(saved);
        text.replace("\"orders\"", "\"\\u001b[31morders\\nforged\"");
        write(saved, text);
        const CliRun shown = runCli({u"show"_s, saved, u"--csv"_s, directory.filePath(u"csv"_s)});
        QCOMPARE(shown.exitCode, 0);
        QVERIFY(shown.output.contains("\\u001b[31morders\\u000aforged  closed -> open"));
        QVERIFY(!shown.output.contains('\x1b'));
        QVERIFY(!content(directory.filePath(u"csv/calls.csv"_s)).contains("\nforged"));

        const CliRun missing = runCli({u"run"_s, u"a\nfuseboard-cli: all is well\x1b[2K.json"_s});
        QCOMPARE(missing.errors.count('\n'), 1);
        QVERIFY(!missing.errors.contains('\x1b'));
    }

    void huge_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("duration") << "\"duration\":2000000000,"_ba
                                  << "\"duration\":9223372036854775807,"_ba;
        QTest::newRow("count") << "\"flaps\":0"_ba
                               << "\"flaps\":9223372036854775807"_ba;
        QTest::newRow("time") << "\"latencyMax\":"_ba
                              << "\"latencyMax\":922337203685477580"_ba;
    }

    void huge()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);

        const QTemporaryDir directory;
        const QString saved = directory.filePath(u"run.fuserun.json"_s);
        QCOMPARE(runCli({u"run"_s, u"-"_s, u"--quiet"_s, u"--save"_s, saved}, scenarioWith("a")).exitCode, 0);
        QByteArray text = content(saved);
        if (!text.contains(from))
            QSKIP("the run has no such figure");
        write(saved, text.replace(from, to));
        const CliRun shown = runCli({u"show"_s, saved, u"--json"_s, u"-"_s});
        QVERIFY2(shown.errors.contains("must be at most ") || shown.errors.contains("must be a whole number"),
                 shown.errors.constData());
        QCOMPARE(shown.exitCode, 3);
    }
};

QTEST_GUILESS_MAIN(CliFilesTest)
#include "tst_clifiles.moc"
