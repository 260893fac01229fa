// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

#include <QFile>
#include <QProcess>

CliRun runCli(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(QStringLiteral(CLI_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(100'000);
    const bool isExit = hasEnded && process.exitStatus() == QProcess::NormalExit;
    return {isExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

bool catches(qint64 pid, int signal)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    const QByteArray status = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const qsizetype at = status.indexOf("SigCgt:");
    const quint64 caught = at < 0
        ? 0
        : status.sliced(at + 7, status.indexOf('\n', at) - at - 7).trimmed().toULongLong(nullptr, 16);
    return (caught >> (signal - 1)) & 1;
}
