// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "warnings.h"

#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

/// The desktop application as a script starts it.
class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void writesAPicture_data();
    void writesAPicture();
    void mistakes_data();
    void mistakes();
    void helpNeedsNoDisplay();
    void pictureThatCannotBeWritten();
    void filesOfEveryKind_data();
    void filesOfEveryKind();
    void aDamagedFileEndsAPicture();

private:
    struct Result
    {
        int code = -1;
        QString errors;
        QString output;
    };
    static Result run(const QStringList &arguments, const QString &platform = u"offscreen"_s);
};

TestProgram::Result TestProgram::run(const QStringList &arguments, const QString &platform)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("FUSEBOARD_PROGRAM"), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardError()),
            QString::fromUtf8(process.readAllStandardOutput())};
}

void TestProgram::writesAPicture_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isDark");
    QTest::newRow("as it starts") << QStringList{u"--theme"_s, u"light"_s} << false;
    QTest::newRow("everything") << QStringList{u"hard-outage"_s,
                                               u"--live"_s,
                                               u"--run"_s,
                                               u"--set"_s,
                                               u"policies.*.breaker.failureThreshold=3"_s,
                                               u"--theme"_s,
                                               u"dark"_s}
                                << true;
}

void TestProgram::writesAPicture()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, isDark);
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"window.png"_s);
    const Result result = run(arguments + QStringList{u"--screenshot"_s, file, u"--quit-after"_s, u"2s"_s});
    QVERIFY2(result.code == 0, qPrintable(result.errors));
    const QImage picture(file);
    QVERIFY(picture.width() >= 1000 && picture.height() >= 600);
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3)
            colours.insert(picture.pixel(x, y));
    }
    QVERIFY(colours.size() > 50);
    QCOMPARE(picture.pixelColor(3, 300).lightnessF() < 0.5, isDark);
}

void TestProgram::mistakes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");
    QTest::newRow("unknown scenario") << QStringList{u"hard-outag"_s} << 3 << u"hard-outage"_s;
    QTest::newRow("unknown field") << QStringList{u"--set"_s, u"policies.*.breaker.threshold=3"_s} << 2
                                   << u"threshold"_s;
    QTest::newRow("invalid value") << QStringList{u"--set"_s, u"policies.*.breaker.failureThreshold=0"_s} << 2
                                   << u"failureThreshold"_s;
    QTest::newRow("no file") << QStringList{u"/nowhere/mine.fuse.json"_s} << 3 << u"/nowhere/mine.fuse.json"_s;
    QTest::newRow("no call log") << QStringList{u"/nowhere/calls.csv"_s} << 3 << u"/nowhere/calls.csv"_s;
    QTest::newRow("what it is") << QStringList{u"/dev/null"_s} << 3 << u"is empty"_s;
    QTest::newRow("without end") << QStringList{u"/dev/zero"_s} << 3 << u"MiB"_s;
    QTest::newRow("too long") << QStringList{u"--quit-after"_s, u"1000h"_s} << 2 << u"must be at most"_s;
    QTest::newRow("empty name") << QStringList{QString()} << 2 << u"must not be empty"_s;
    QTest::newRow("empty set") << QStringList{u"--set"_s, QString()} << 2 << u"must not be empty"_s;
    QTest::newRow("empty picture") << QStringList{u"--screenshot"_s, QString()} << 2 << u"must not be empty"_s;
    QTest::newRow("empty time") << QStringList{u"--quit-after"_s, QString()} << 2 << u"must not be empty"_s;
    QTest::newRow("no duration") << QStringList{u"--quit-after"_s, u"soon"_s} << 2 << u"soon"_s;
    QTest::newRow("unknown theme") << QStringList{u"--theme"_s, u"pink"_s} << 2 << u"pink"_s;
    QTest::newRow("unknown option") << QStringList{u"--fast"_s} << 2 << u"--fast"_s;
}

void TestProgram::mistakes()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, said);
    const Result result = run(arguments);
    QCOMPARE(result.code, code);
    QVERIFY2(result.errors.contains(said), qPrintable(result.errors));
}

void TestProgram::helpNeedsNoDisplay()
{
    const Result result = run({u"--help"_s}, u"none"_s);
    QCOMPARE(result.code, 0);
    for (const QString &option :
         {u"--live"_s, u"--set"_s, u"--run"_s, u"--screenshot"_s, u"--quit-after"_s, u"--theme"_s})
        QVERIFY2(result.output.contains(option), qPrintable(option));
}

void TestProgram::pictureThatCannotBeWritten()
{
    const Result result = run({u"--screenshot"_s, u"/nowhere/window.png"_s, u"--quit-after"_s, u"200ms"_s});
    QCOMPARE(result.code, 1);
    QVERIFY(result.errors.contains(u"/nowhere/window.png"_s));
}

void TestProgram::filesOfEveryKind_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QByteArray scenario =
        "{\"format\": \"fuseboard-scenario/1\", \"name\": \"t\", \"duration\": \"2s\", \"endpoints\": "
        "[{\"name\": \"a\", \"path\": \"/a\", \"phases\": [{\"for\": \"2s\", \"latency\": {\"fixed\": \"1ms\"}}]}]}";
    QTest::newRow("scenario") << u"mine.fuse.json"_s << scenario;
    QTest::newRow("call log") << u"calls.csv"_s << "start_ms,duration_ms,outcome\n1,2,503\n"_ba;
    QTest::newRow("call log of another name") << u"night"_s << "start_ms,duration_ms,outcome\n1,2,503\n"_ba;
}

void TestProgram::filesOfEveryKind()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    const QTemporaryDir directory;
    QFile file(directory.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const Result result = run({file.fileName(), u"--quit-after"_s, u"300ms"_s});
    QVERIFY2(!result.errors.contains(u"fuseboard: "_s), qPrintable(result.errors));
    QCOMPARE(result.code, 0);
}

void TestProgram::aDamagedFileEndsAPicture()
{
    // What can be read and not be shown.
    const QTemporaryDir other;
    QFile saved(other.filePath(u"run.fuserun.json"_s));
    QVERIFY(saved.open(QIODevice::WriteOnly));
    saved.write("{\"format\": \"fuseboard-run/1\"}");
    saved.close();
    const Result bad = run({saved.fileName(), u"--quit-after"_s, u"1s"_s});
    QCOMPARE(bad.code, 3);
    QVERIFY2(bad.errors.contains(u"run.fuserun.json"_s), qPrintable(bad.errors));

    const QTemporaryDir directory;
    QFile file(directory.filePath(u"calls.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("start_ms,duration_ms,outcome\n1,x,503\n");
    file.close();
    const QString picture = directory.filePath(u"window.png"_s);
    const Result result = run({file.fileName(), u"--screenshot"_s, picture});
    QCOMPARE(result.code, 3);
    QVERIFY2(result.errors.contains(u"calls.csv:2:3"_s), qPrintable(result.errors));
    QVERIFY(!QFileInfo::exists(picture));
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
