// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/replay.h"
#include "resilience/pipeline/policyconfig.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

/// Call logs on which three other implementations agree, and what they decided.
class ConformanceTest : public QObject
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

        const auto policy = PolicyConfig::fromJson(
            QJsonDocument::fromJson(content(directory + u"/policy.json"_s)).object());
        QVERIFY(policy);
        QVERIFY(policy->breaker);
        const auto log = CallLog::parse(content(directory + u"/calls.csv"_s));
        QVERIFY(log);

        const QList<QByteArray> expected = content(directory + u"/decisions.csv"_s).trimmed().split('\n');
        const QList<QByteArray> got = replay(*policy->breaker, *log).decisionsToCsv().trimmed().split('\n');
        QCOMPARE(got.size(), expected.size());
        for (qsizetype line = 0; line < expected.size(); ++line)
            QCOMPARE(got[line], expected[line]);
    }

private:
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_APPLESS_MAIN(ConformanceTest)
#include "tst_conformance.moc"
