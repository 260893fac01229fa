// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"

#include <QHostAddress>
#include <QObject>

#include <memory>

namespace Fuseboard {

class FaultServer;

/// A second port on which scripts and test suites read and change a FaultServer while it serves: see ControlApi.
///
/// It keeps out web pages that a person happens to have open, which a browser lets send requests to any port: a request
/// whose Host is no name of this port, or that comes from another Origin, is answered 403. Host may be localhost, a
/// loopback address, and where it listens on more than loopback any IP address; a name could be anybody's (DNS
/// rebinding).
///
/// Lives on the server's thread, and not longer than it.
class ControlServer : public QObject
{
    Q_OBJECT

public:
    explicit ControlServer(FaultServer &server, QObject *parent = nullptr);
    ~ControlServer() override;

    /// Listens at @p address on @p port, or on a free one for 0. The port, or what went wrong. Call it once.
    Expected<quint16, QString> listen(const QHostAddress &address = QHostAddress::LocalHost, quint16 port = 0);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
