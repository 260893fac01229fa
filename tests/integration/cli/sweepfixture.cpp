// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepfixture.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

SweepFixture::SweepFixture(const QStringList &more)
{
    QStringList arguments{u"sweep"_s, u"plan"_s,         u"hard-outage"_s, u"brownout"_s,
                          u"--set"_s, u"duration=45s"_s, u"-o"_s,          path()};
    if (!more.contains(u"--vary"_s)) {
        arguments += {u"--vary"_s,  u"policies.*.breaker.recoveryTime=2s,5s"_s,
                      u"--vary"_s,  u"policies.*.retry.maxRetries=0..2"_s,
                      u"--seeds"_s, u"2"_s};
    }
    const CliRun run = runCli(arguments + more);
    QVERIFY2(run.exitCode == 0, run.errors.constData());
}

QString SweepFixture::path(const QString &name) const
{
    return m_directory.filePath(name.isEmpty() ? u"sweep"_s : u"sweep/"_s + name);
}

QString SweepFixture::part(int shard, int shards) const
{
    return path(u"parts/%1-of-%2.jsonl"_s.arg(shard).arg(shards));
}

CliRun SweepFixture::run(int shard, int shards) const
{
    return runCli({u"sweep"_s, u"run"_s, path(), u"--shard"_s, u"%1/%2"_s.arg(shard).arg(shards)});
}

void SweepFixture::runAll(int shards) const
{
    for (int shard = 1; shard <= shards; ++shard) {
        const CliRun result = run(shard, shards);
        QVERIFY2(result.exitCode == 0, result.errors.constData());
    }
}

QByteArray SweepFixture::merged() const
{
    const CliRun merge = runCli({u"sweep"_s, u"merge"_s, path(), u"-o"_s, path(u"result.sqlite"_s)});
    return merge.exitCode == 0 ? content(path(u"result.sqlite"_s)) : merge.errors;
}

QByteArray SweepFixture::content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

void SweepFixture::write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(bytes), bytes.size());
}
