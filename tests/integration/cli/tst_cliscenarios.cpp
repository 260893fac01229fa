// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString Good = QStringLiteral(CORPUS_DIR "/good/");
const QString Bad = QStringLiteral(CORPUS_DIR "/bad/");

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

QStringList namesIn(const QString &directory)
{
    QStringList names = QDir(directory).entryList({u"*.fuse.json"_s});
    for (QString &name : names)
        name.chop(QString(u".fuse.json"_s).size());
    return names;
}

} // namespace

/// Scenario files on the command line.
class CliScenariosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void goodFilesAreValid()
    {
        QStringList arguments{u"validate"_s};
        QByteArray expected;
        for (const QString &name : namesIn(Good)) {
            arguments.append(Good + name + u".fuse.json"_s);
            expected += arguments.last().toLocal8Bit() + ": valid\n";
        }
        QVERIFY(arguments.size() > 15);
        const CliRun run = runCli(arguments);
        // Files that hold every field hold some that have no effect.
        const QList<QByteArray> lines = run.errors.split('\n');
        for (const QByteArray &line : lines)
            QVERIFY2(line.isEmpty() || line.contains(": warning: "), line.constData());
        QVERIFY(run.errors.contains(
            "every-policy.fuse.json:24:51: /policies/d/retry/baseDelay: warning: has no effect with "
            "maxRetries 0: nothing is retried; set maxRetries to 1 or more\n"));
        QCOMPARE(run.output, expected);
        QCOMPARE(run.exitCode, 0);
    }

    void eachBadFileHasItsOneError_data()
    {
        QTest::addColumn<QString>("path");
        const QStringList names = namesIn(Bad);
        QVERIFY(names.size() >= 60);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << Bad + name;
    }

    void eachBadFileHasItsOneError()
    {
        QFETCH(QString, path);

        const CliRun run = runCli({u"validate"_s, path + u".fuse.json"_s});
        QCOMPARE(run.errors, Bad.toLocal8Bit() + content(path + u".expected"_s));
        QCOMPARE(run.output, QByteArray());
        QCOMPARE(run.exitCode, 3);
    }

    void tellsOfAllFiles()
    {
        const CliRun run = runCli({u"validate"_s, Bad + u"name-empty.fuse.json"_s, Good + u"base.fuse.json"_s,
                                   u"/nowhere/x.json"_s, u"-"_s, Bad + u"seed-negative.fuse.json"_s},
                                  "[]");
        QCOMPARE(QString::fromLocal8Bit(run.errors),
                 Bad + QString::fromUtf8(content(Bad + u"name-empty.expected"_s))
                     + u"cannot read /nowhere/x.json: No such file or directory\n"
                       "standard input:1:1: must be a JSON object, {...}\n"_s
                     + Bad + QString::fromUtf8(content(Bad + u"seed-negative.expected"_s)));
        QCOMPARE(run.output, (Good + u"base.fuse.json: valid\n"_s).toLocal8Bit());
        QCOMPARE(run.exitCode, 3);
    }

    void readsStandardInput()
    {
        const CliRun run = runCli({u"validate"_s, u"-"_s}, content(Good + u"base.fuse.json"_s));
        QCOMPARE(run.errors, QByteArray());
        QCOMPARE(run.output, QByteArray("standard input: valid\n"));
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(runCli({u"validate"_s, u"-"_s, u"-"_s}).exitCode, 2);
        QCOMPARE(runCli({u"validate"_s}).exitCode, 2);
    }

    void aFileWithoutEndIsGivenUp()
    {
        const CliRun run = runCli({u"validate"_s, u"/dev/zero"_s});
        QCOMPARE(run.errors,
                 QByteArray("cannot read /dev/zero: It has more than 16 MiB, so it is "
                            "probably another file\n"));
        QCOMPARE(run.exitCode, 3);
    }

    void aBuiltinScenarioIsPrintedAsItsFile()
    {
        const QDir directory(QStringLiteral(SCENARIOS_DIR));
        const QStringList files = directory.entryList({u"*.fuse.json"_s});
        QVERIFY(files.size() >= 14);
        for (QString file : files) {
            const QByteArray text = content(directory.filePath(file));
            file.chop(QString(u".fuse.json"_s).size());
            const CliRun run = runCli({u"scenarios"_s, file});
            QCOMPARE(run.exitCode, 0);
            QCOMPARE(run.output, text);
        }
    }

    void theListSaysWhatEachTeaches()
    {
        const CliRun run = runCli({u"scenarios"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.output.startsWith("hard-outage               Hard outage\n"
                                      "                          The breaker stops the hammering"));
        for (const QByteArray &line : run.output.split('\n'))
            QVERIFY2(line.size() <= 100, line.constData());
    }

    void aScenarioIsAFileOrABuiltinOne_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("errors");

        const auto row = [](const char *name, const QString &scenario, const char *output, const QByteArray &errors) {
            QTest::newRow(name) << scenario << QByteArray(output) << errors;
        };
        row("built in", u"brownout"_s, "Brownout, ", {});
        row("by its file", QStringLiteral(SCENARIOS_DIR "/brownout.fuse.json"), "Brownout, ", {});
        row("a file without an ending", u"mine"_s, "Base, ", {});
        row("a file before a built-in one", u"flapping"_s, "Base, ", {});
        row("a directory of that name", u"hard-outage"_s, "Hard outage, ", {});
        row("standard input", u"-"_s, "Base, ", {});
        row("no such file", u"other.json"_s, "",
            "fuseboard-cli: cannot read other.json: No such file or directory; built-in scenarios go by their bare "
            "names, which `fuseboard-cli scenarios` lists\n");
        row("neither", u"brown-out"_s, "",
            "fuseboard-cli: there is no file \"brown-out\", and the scenario must not be \"brown-out\"; did you mean "
            "\"brownout\"?\n");
        row("a bad file", Bad + u"name-empty.fuse.json"_s, "",
            "fuseboard-cli: " + Bad.toLocal8Bit() + content(Bad + u"name-empty.expected"_s));
    }

    void aScenarioIsAFileOrABuiltinOne()
    {
        QFETCH(QString, scenario);
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, errors);

        const QTemporaryDir directory;
        QVERIFY(QFile::copy(Good + u"base.fuse.json"_s, directory.filePath(u"mine"_s)));
        QVERIFY(QFile::copy(Good + u"base.fuse.json"_s, directory.filePath(u"flapping"_s)));
        QVERIFY(QDir(directory.path()).mkdir(u"hard-outage"_s));
        const QString before = QDir::currentPath();
        QDir::setCurrent(directory.path());
        const CliRun run = runCli({u"run"_s, scenario, u"--duration=50ms"_s, u"--set"_s, u"objectives=null"_s},
                                  content(Good + u"base.fuse.json"_s));
        QDir::setCurrent(before);
        QCOMPARE(run.errors, errors);
        QVERIFY2(run.output.startsWith(output), run.output.constData());
        QCOMPARE(run.exitCode, errors.isEmpty() ? 0 : 3);
    }
};

QTEST_GUILESS_MAIN(CliScenariosTest)
#include "tst_cliscenarios.moc"
