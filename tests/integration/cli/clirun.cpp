// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

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
