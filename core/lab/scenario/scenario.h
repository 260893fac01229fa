// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "lab/record/objective.h"
#include "lab/scenario/tuneconfig.h"
#include "lab/workload/workloadconfig.h"
#include "resilience/base/configissue.h"
#include "resilience/base/expected.h"
#include "resilience/base/random.h"
#include "resilience/pipeline/policyconfig.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace Fuseboard {

/// A failure scenario: endpoints, load and policies, as a plain value that compares and serialises.
struct Scenario
{
    /// The largest whole number that every program which reads JSON reads as it is: 2^53.
    static constexpr quint64 LargestSeed = quint64(1) << 53;

    QString id; ///< of a built-in one: "hard-outage"; not part of a file
    QString name;
    QString description;
    quint64 seed = 42;   ///< 0..LargestSeed
    Duration duration{}; ///< > 0
    QList<EndpointConfig> endpoints;
    QList<WorkloadConfig> workload;

    /// By endpoint; that under "*" is for those that have none of their own. Each endpoint has a breaker of its own.
    QMap<QString, PolicyConfig> policies;
    QList<Objective> objectives;

    std::optional<TuneConfig> tune; ///< runs do not look at it

    /// By index, as a Recording wants them.
    QStringList endpointNames() const;

    /// The policy of the endpoint of that name; an empty one if there is none for it.
    PolicyConfig policyOf(const QString &endpoint) const;

    /// By endpoint the stream that its luck is drawn from (FaultLuck, Backoff, OpenPeriod).
    QList<quint64> luckStreams() const;

    /// By workload the numbers from which its arrivals are drawn.
    QList<CounterRandom> arrivalLuck() const;

    /// Everything that is wrong, in the order of the fields, each with its path in a file: "endpoints.0.phases.1.for".
    ConfigIssues validate() const;

    /// What is right and has no effect all the same, in the order of the fields: policies as PolicyConfig::warnings() tells of
    /// them, policies that no endpoint has, endpoints that nobody calls, what begins after the end, and what a simulation
    /// cannot know (wireWarnings()). @p isWritten as there, with the path in a file. Of a scenario that is valid.
    ConfigIssues warnings(const IsFieldWritten &isWritten = {}) const;

    /// As a scenario file has it.
    QJsonObject toJson() const;

    /// Reads the JSON form; what is absent takes its default, and what has none must be there. The error lists everything that
    /// is wrong, of form and of range. Files are read by readScenario(), which knows the places too.
    static Expected<Scenario, ConfigIssues> fromJson(const QJsonObject &json);

    friend bool operator==(const Scenario &, const Scenario &) = default;
};

} // namespace Fuseboard
