// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/phasemodel.h"
#include "resilience/base/timepoint.h"

#include <optional>
#include <vector>

namespace Fuseboard {

/// What an endpoint really is, from moment to moment: the same rules in virtual time and on real sockets.
///
/// A phase's own `health` holds if there is one. Else health is that of the share of requests that fail if they are
/// sent now (healthOfErrorShare()):
/// - faults by their shares, as a ramp has them at this moment;
/// - faults by number as the call meets them that was due last: `first` and `after` fail for all or for none, `every` for one
///   in n. A sequence is taken in stretches: ten or more in a row that fail, or that do not, are one of their own; what changes
///   more quickly is judged by its mean. Of several sources of calls, whose numbers are far apart, those of the newest 100 calls
///   count.
/// - answers that take longer than the client waits fail, as far as the latency alone decides.
///
/// Where the load decides, as the service is of limited capacity or becomes slower with each request in progress, results are
/// looked at too: a request that is refused as the queue is full, or that runs into the client's limit although its latency
/// alone is below that. The endpoint is down from when two of the newest three requests failed so, until fewer than half of
/// those since then (the newest 20 of them) do; and degraded while one of the newest 20 did. If nothing has come to it for 1 s
/// while calls were due, as behind an open breaker, the faults alone decide again.
///
/// A plain value; one thread. It is told in the order of time.
class EndpointHealth
{
public:
    /// Of an endpoint with these @p phases; @p sources: how many sources of calls it has (CallNumbers).
    explicit EndpointHealth(const QList<PhaseConfig> &phases = {}, quint64 sources = 1);

    /// How long its client waits for an answer: for one attempt, and in all.
    void setLimits(std::optional<Duration> perAttempt, std::optional<Duration> overall);

    /// It is as @p model says, in a phase that began at @p began.
    void setPhase(const PhaseModel &model, TimePoint began);

    /// As it was judged last.
    Health health() const { return m_health; }

    /// At @p now, by what was told until then: for those who see requests only, and not that calls were due.
    Health at(TimePoint now) const;

    // Each says whether the health has changed.

    /// Looks at the moment @p now.
    bool judge(TimePoint now);

    /// Whether callDue() is to be told of each call.
    bool watchesCalls() const { return m_watchesCalls; }
    bool callDue(quint64 number, TimePoint now);

    enum class Fate : quint8 {
        Answered, ///< well
        Refused,  ///< the queue was full
        RanOut,   ///< a limit ran out before its answer came
    };

    /// A request has ended that met no fault. Its @p latency is what its answer takes by itself; @p took, how long it was under
    /// way.
    bool requestEnded(Fate fate, int attempt, Duration latency, Duration took, TimePoint now);

    /// Until when it stays so if nothing is told, as far as that is after @p now: TimePoint::max() for ever. Found to the
    /// millisecond.
    TimePoint until(TimePoint now) const;

private:
    /// What a pattern does to requests about a number.
    struct Share
    {
        double fails = 0;
        double others = 0; ///< are answered, but not as usual
    };

    Share shareOf(std::size_t fault, quint64 number) const;
    double lateShare(const LatencyModel &latency, const FaultConfig *fault) const;
    double failingShare(Duration into, quint64 number) const;
    double failingShare(Duration into) const;
    Health healthOfFaults(TimePoint now) const;
    Health healthAt(TimePoint now) const;
    void lookAtLoad();
    void keepNumbers();

    PhaseModel m_model;
    TimePoint m_began{};
    std::optional<Duration> m_limit; ///< the shorter one
    std::optional<Duration> m_perAttempt;
    std::vector<std::vector<Share>> m_sequences; ///< by fault, then by place in the sequence
    bool m_isNumbered = false;                   ///< the present phase
    bool m_hasNumbers = false;                   ///< some phase
    bool m_watchesCalls = false;
    bool m_isNewPhase = true; ///< no call was due in it yet
    Health m_health = Health::Healthy;

    // The newest calls.
    quint64 m_sources;
    std::vector<quint64> m_latest; ///< number of the latest call, by source; of one alone, the only element
    std::vector<quint32> m_newest; ///< sources of the newest calls: a ring
    std::size_t m_next = 0;        ///< place in it

    // The newest requests whose fate the load could decide.
    quint32 m_failed = 0; ///< a bit for each, the newest one lowest
    int m_sinceOverload = 0;
    int m_dueSinceEnd = 0; ///< calls
    TimePoint m_latestEnd{};
    bool m_isOverloaded = false;
    Health m_underLoad = Health::Healthy;
};

} // namespace Fuseboard
