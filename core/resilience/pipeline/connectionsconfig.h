// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/configissue.h"
#include "resilience/base/timepoint.h"

#include <QJsonObject>

#include <optional>

namespace Fuseboard {

class JsonReader;

/// How many connections a client has to a service, and how long an attempt may wait for one. A plain value.
///
/// An attempt that finds no free connection waits in the client, in order; a probe of a half-open breaker waits in front of the
/// others. An attempt that ends there was never sent: it is no attempt, it is `overload`, and no breaker counts it.
struct ConnectionsConfig
{
    static constexpr int MostConnections = 10'000;

    std::optional<int> max{};          ///< 1..MostConnections; none: as many as are needed
    std::optional<Duration> maxWait{}; ///< >= 0; none: as long as the time limits let it. Without effect without `max`

    bool isEmpty() const { return !max && !maxWait; }

    /// Everything that is wrong: "max", "maxWait".
    ConfigIssues validate() const;

    /// What is there.
    QJsonObject toJson() const;

    /// Reads the JSON form; what is absent or null is none. Faults of form go where those of @p reader go.
    static ConnectionsConfig fromJson(JsonReader &reader);

    friend bool operator==(const ConnectionsConfig &, const ConnectionsConfig &) = default;
};

} // namespace Fuseboard
