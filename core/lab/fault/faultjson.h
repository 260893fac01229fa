// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "resilience/base/configissue.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace Fuseboard {

// The parts of an endpoint as files and the control port have them. What is written and read again is equal, if it is
// valid (faultcheck.h); fields without meaning, such as the status of a hang, are not written. The readers note fields
// that are unknown, of the wrong type or contradict each other in @p issues, under @p path ("" or
// "endpoints.0.capacity"); ranges are not their business.

QJsonObject toJson(const FaultConfig &fault);
QJsonArray toJson(const QList<FaultConfig> &faults);
QJsonObject toJson(const CapacityConfig &capacity);

FaultConfig readFault(const QJsonObject &json, const QString &path, ConfigIssues &issues);
QList<FaultConfig> readFaults(const QJsonArray &json, const QString &path, ConfigIssues &issues);
CapacityConfig readCapacity(const QJsonObject &json, const QString &path, ConfigIssues &issues);

/// What stands in a "latency": one of the four shapes, what is added for each other request, or both.
struct LatencyFields
{
    std::optional<LatencyConfig> shape;
    std::optional<Duration> perConcurrent;

    friend bool operator==(const LatencyFields &, const LatencyFields &) = default;
};

QJsonObject toJson(const LatencyFields &latency);
LatencyFields readLatency(const QJsonObject &json, const QString &path, ConfigIssues &issues);

} // namespace Fuseboard
