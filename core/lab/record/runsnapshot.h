// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/health.h"
#include "lab/record/latencyhistogram.h"
#include "lab/record/runsummary.h"
#include "resilience/breaker/breakermetrics.h"
#include "resilience/breaker/statechange.h"

#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace Fuseboard {

/// One second of an endpoint's calls, or of all, by the moment at which each ended (attempts: began); several seconds
/// together, where the run has grown old.
struct SecondFigures
{
    int second = 0;   ///< at which it begins, since the run's start
    int length = 1;   ///< s
    qint64 calls = 0; ///< due in it
    qint64 succeeded = 0;
    qint64 failed = 0;
    qint64 rejected = 0;
    qint64 cancelled = 0;
    qint64 attempts = 0;
    Duration p50{}; ///< latency of the calls that ended in it, rejected ones left out; 0 if there are none
    Duration p95{};
    Duration p99{};

    double perSecond(qint64 count) const { return double(count) / length; }

    /// Whether a call ended in it that was not rejected, so that there are latencies.
    bool hasLatency() const { return succeeded + failed + cancelled > 0 || p99 > Duration::zero(); }

    friend bool operator==(const SecondFigures &, const SecondFigures &) = default;
};

/// What the breaker's rule looked at, now and then.
struct RuleSample
{
    Duration at{};
    WindowFigures window;

    friend bool operator==(const RuleSample &, const RuleSample &) = default;
};

/// A stretch in which an endpoint or a breaker was one thing; the last one is still open at the snapshot's moment.
struct HealthSpan
{
    Duration begin{};
    Duration end{};
    Health health = Health::Healthy;
    QString phase;

    friend bool operator==(const HealthSpan &, const HealthSpan &) = default;
};
struct StateSpan
{
    Duration begin{};
    Duration end{};
    BreakerState state = BreakerState::Closed;

    friend bool operator==(const StateSpan &, const StateSpan &) = default;
};

/// A change of state at its place on the run's time axis.
struct RecordedChange
{
    Duration at{};
    StateChange change;

    friend bool operator==(const RecordedChange &, const RecordedChange &) = default;
};

struct EndpointSnapshot
{
    QString name;
    QList<SecondFigures> seconds; ///< one after the other: the newest hour by the second, what is older in longer steps
    QList<RuleSample> samples;    ///< the older half ever more thinly
    QList<HealthSpan> health;
    QList<StateSpan> states;
    QList<RecordedChange> changes; ///< oldest first, the newest 10,000
    quint64 changesDropped = 0;
    QList<LatencyBin> latencies; ///< what summary's percentiles are taken from; empty in runs saved by version 0.1
    RunSummary summary;

    friend bool operator==(const EndpointSnapshot &, const EndpointSnapshot &) = default;
};

/// A recording at one moment: a value that is cheap to copy, for drawing and export.
struct RunSnapshot
{
    Duration now{};       ///< the run's time
    quint64 revision = 0; ///< another one if anything has changed
    bool isFinished = false;
    QList<EndpointSnapshot> endpoints;
    QList<SecondFigures> seconds; ///< of all endpoints together
    QList<LatencyBin> latencies;  ///< likewise
    RunSummary summary;           ///< likewise
};

} // namespace Fuseboard
