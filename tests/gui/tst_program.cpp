// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "warnings.h"

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
    QTest::newRow("unknown field") << QStringList{u"--set"_s, u"policies.*.breaker.threshold=3"_s} << 3
                                   << u"threshold"_s;
    QTest::newRow("invalid value") << QStringList{u"--set"_s, u"policies.*.breaker.failureThreshold=0"_s} << 3
                                   << u"failureThreshold"_s;
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

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
