// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/httpanswer.h"
#include "lab/fault/requestparser.h"

#include <QJsonObject>

namespace Fuseboard {

class FaultServer;

/// What can be asked of a FaultServer and told to it over HTTP, without the sockets; docs/serving.md has it for users.
/// On the server's thread.
///
///     GET   /endpoints             all, with what is in force
///     GET   /endpoints/NAME        one
///     PATCH /endpoints/NAME        sets latency, faults and capacity by hand; null gives one back to the scenario
///     POST  /endpoints/NAME/break  with a fault, or 503 for all
///     POST  /endpoints/NAME/heal   nothing is set by hand any more
///     GET   /metrics               for Prometheus
///
/// Errors are JSON, {"error": {"what", "where", "remedy"}}; what is refused changes nothing.
class ControlApi
{
public:
    explicit ControlApi(FaultServer &server)
        : m_server(server)
    {
    }

    HttpAnswer answer(const FaultRequest &request);

    /// An error as the body of an answer with @p status.
    static HttpAnswer error(int status, const QString &what, const QString &where, const QString &remedy);

private:
    HttpAnswer endpoints() const;
    HttpAnswer endpoint(int index) const;
    HttpAnswer patch(int index, const FaultRequest &request);
    HttpAnswer breakIt(int index, const FaultRequest &request);
    HttpAnswer heal(int index);
    QJsonObject describe(int index) const;
    int find(const QString &name) const;

    FaultServer &m_server;
};

} // namespace Fuseboard
