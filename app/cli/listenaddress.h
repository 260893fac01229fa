// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"

#include <QHostAddress>
#include <QString>

namespace Fuseboard::Cli {

/// Where to listen.
struct ListenAddress
{
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 0; ///< 0: one that is free

    /// Reads "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or "8080" alone; empty is a free port on loopback. The
    /// error is a sentence that names @p text and what would be right.
    static Expected<ListenAddress, QString> parse(const QString &text);
};

} // namespace Fuseboard::Cli
