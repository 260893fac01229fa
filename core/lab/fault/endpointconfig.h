// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/phaseconfig.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Fuseboard {

/// How many requests a service works on at once. A request beyond the workers waits in the queue, in order; one beyond
/// the queue is refused at once with 503. A request whose client has given up keeps its place and its worker: its work
/// is done for nobody.
struct CapacityConfig
{
    int workers = 1; ///< >= 1
    int queue = 0;   ///< >= 0

    friend bool operator==(const CapacityConfig &, const CapacityConfig &) = default;
};

/// A flaky endpoint over time. After its last phase it stays as it was at that phase's end.
struct EndpointConfig
{
    QString name;
    QByteArray method = "GET";
    QString path;                           ///< begins with '/'
    std::optional<CapacityConfig> capacity; ///< absent: every request is worked on at once
    QList<PhaseConfig> phases;

    /// The name of another endpoint whose luck this one shares: the same draws for the same calls, and the same
    /// arrivals. Empty: luck of its own.
    QString sameLuckAs;

    friend bool operator==(const EndpointConfig &, const EndpointConfig &) = default;
};

/// By endpoint the stream that its draws come from: its own index, or the stream of the endpoint that its sameLuckAs
/// names. In linear time, however long the chains are.
QList<quint64> luckStreamsOf(const QList<EndpointConfig> &endpoints);

/// The rings that sameLuckAs forms in @p endpoints, each as the indexes of its members, one after the other. No member
/// of a ring has a stream to share, so a valid scenario has none.
QList<QList<qsizetype>> luckRingsOf(const QList<EndpointConfig> &endpoints);

} // namespace Fuseboard
