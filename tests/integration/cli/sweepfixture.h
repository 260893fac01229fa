// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "clirun.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

/// A sweep in a directory of its own.
class SweepFixture
{
public:
    /// Plans one of six cells with two seeds each, with what @p more says. Its duration is short.
    explicit SweepFixture(const QStringList &more = {});

    QString path(const QString &name = {}) const;
    QString part(int shard, int shards) const;

    CliRun run(int shard, int shards) const;

    /// Runs all @p shards.
    void runAll(int shards) const;

    /// The merged file's bytes; those of its complaint if there is none.
    QByteArray merged() const;

    static QByteArray content(const QString &path);
    static void write(const QString &path, const QByteArray &bytes);

private:
    QTemporaryDir m_directory;
};
