// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QStringList>

/// What fuseboard-cli did.
struct CliRun
{
    int exitCode = -1; ///< -1 if it did not end by itself
    QByteArray output;
    QByteArray errors;
};

/// Runs it to its end, with @p input on standard input.
CliRun runCli(const QStringList &arguments, const QByteArray &input = {});

/// Whether the process has a handler for @p signal (Linux): before that a signal would simply end it.
bool catches(qint64 pid, int signal);
