// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The same logs as tst_conformance, through the program and its files.
class CliConformanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void decisions_data()
    {
        QTest::addColumn<QString>("directory");

        const QDir root(QStringLiteral(VECTORS_DIR));
        QStringList found;
        for (QDirIterator it(root.path(), {u"policy.json"_s}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
            found.append(QFileInfo(it.next()).path());
        found.sort();
        for (const QString &directory : found)
            QTest::newRow(qPrintable(root.relativeFilePath(directory))) << directory;
        QCOMPARE(found.size(), 32);
    }

    void decisions()
    {
        QFETCH(QString, directory);

        const QTemporaryDir target;
        const QString decisions = target.filePath(u"decisions.csv"_s);
        const CliRun run = runCli({u"replay"_s, u"--policy"_s, directory + u"/policy.json"_s, u"--calls"_s,
                                   directory + u"/calls.csv"_s, u"--decisions"_s, decisions});
        QCOMPARE(run.errors, QByteArray());
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(content(decisions), content(directory + u"/decisions.csv"_s));
    }

private:
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(CliConformanceTest)
#include "tst_cliconformance.moc"
