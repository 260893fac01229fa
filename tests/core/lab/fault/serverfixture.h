// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/faultserver.h"

#include <QByteArray>

/// What the tests of FaultServer share.
namespace ServerFixture {

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

inline const QByteArray Ok = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n";
inline const QByteArray Get = "GET /orders HTTP/1.1\r\nHost: x\r\n\r\n";

inline PhaseConfig phase(const QList<FaultConfig> &faults = {}, LatencyConfig latency = FixedLatency{})
{
    PhaseConfig config;
    config.length = 1s;
    config.latency = latency;
    config.faults = faults;
    return config;
}

inline FaultConfig fault(FaultConfig::Kind kind, double share = 1)
{
    FaultConfig config;
    config.kind = kind;
    config.share = share;
    return config;
}

inline EndpointConfig endpoint(const QByteArray &method, const QString &path, const PhaseConfig &first)
{
    EndpointConfig config;
    config.name = path;
    config.method = method;
    config.path = path;
    config.phases = {first};
    return config;
}

inline QByteArray request(quint64 call, quint64 attempt = 1)
{
    return "GET /orders HTTP/1.1\r\nHost: x\r\nfuseboard-call: " + QByteArray::number(call) + '.'
        + QByteArray::number(attempt) + "\r\n\r\n";
}

/// A server with one endpoint, GET /orders.
class Fixture
{
public:
    explicit Fixture(const PhaseConfig &first = phase(), Scheduler &scheduler = Scheduler::ofThread())
        : Fixture(endpoint("GET", u"/orders"_s, first), scheduler)
    {
    }
    explicit Fixture(const EndpointConfig &only, Scheduler &scheduler = Scheduler::ofThread())
        : server({only}, 42, scheduler)
    {
        const auto ports = server.listen();
        port = ports ? ports->first().first() : quint16(0);
    }

    quint64 requests() const { return server.state(0).counts.requests; }
    quint64 outcomes(RequestOutcome outcome) const { return server.state(0).counts.of(outcome); }

    FaultServer server;
    quint16 port = 0;
};

} // namespace ServerFixture
