// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointoverride.h"
#include "lab/record/runevent.h"
#include "lab/scenario/scenario.h"
#include "resilience/breaker/breakermetrics.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>

namespace Fuseboard {

class Recording;
class Simulation;

/// A scenario in virtual time: the same policies, the same luck and the same events as on real sockets, as fast as the
/// processor goes. The same scenario gives the same events, byte for byte.
///
/// Time stands still until it is told to pass. So it can run at once, step by step or at any speed, and between two steps
/// policies and services can be changed by hand. It draws what a live run draws, call by call, and does what an ApiClient
/// does, with these differences: every request finds a connection at once (unless the
/// policy limits its connections), nothing takes time but what the scenario says, and
/// a request whose connection ends without an answer is sent once (QNetworkAccessManager sends it up to three times more by
/// itself; the flaky server ends those at once).
///
/// Calls that are due before the scenario's end belong to it, and the run goes on until they have ended by their own limits. A
/// call that waits for an answer that never comes, without any limit, ends with the run, as cancelled: it has waited for so
/// long at the least. (What is still under way 24 h after the end, as with millions of retries, is cut off.) No phase begins
/// after the end.
///
/// A plain object without an event loop: one thread, any; only now() and a stop request may come from another one.
class SimulatedRun
{
public:
    /// Is given the events in their order, in batches; what lies in a batch is the sink's as long as it is called.
    using EventSink = std::function<void(std::span<const RunEvent>)>;

    /// @p scenario is valid (asserted).
    SimulatedRun(const Scenario &scenario, EventSink sink);
    ~SimulatedRun();
    Q_DISABLE_COPY_MOVE(SimulatedRun)

    /// Lets time pass until @p moment, that moment included, or until the run is over. When it returns the sink has all
    /// events so far. False if @p stop asked it to come back earlier; it may be called again.
    bool advanceTo(Duration moment, const std::stop_token &stop = {});

    /// The same until the run is over.
    bool run(const std::stop_token &stop = {}) { return advanceTo(Duration::max(), stop); }

    /// The scenario's time is over and no call is under way.
    bool isFinished() const;

    /// Why it was finished before its time: what happened, and what to do; empty if it was not. More than two million calls are
    /// under way at once, which take a gigabyte.
    QString failure() const;

    /// The present moment, since the run's start: at least the scenario's duration once it is finished. Any thread; while it
    /// runs this is a little behind.
    Duration now() const;

    /// Cuts off the calls under way. The run is finished.
    void cancel();

    /// Lets every answer come later by a draw from @p delay, at most @p longest, as over a wire and on a busy machine: what a run decides in spite
    /// of that does not hang on a few milliseconds. Draws come from @p seed, by call, attempt and request, and change no other.
    /// Before the run begins; @p delay is valid.
    void setWireDelay(const LatencyConfig &delay, Duration longest, quint64 seed);

    // Changes, at the present moment; nothing once the run is finished. Endpoints are named by their index.

    /// Another policy for the calls to come; a breaker keeps its state, and takes the new rule from the next result on.
    /// Invalid: refused, changes nothing, every fault returned.
    ConfigIssues setPolicy(int endpoint, const PolicyConfig &policy);

    /// Of the endpoint's breaker, if it has one: Closed (reset), ForcedOpen, Disabled or MetricsOnly.
    void setBreakerState(int endpoint, BreakerState state);

    /// @p byHand takes the place of what the endpoint's phases and its config say, until another one does; empty: nothing
    /// does.
    void setOverride(int endpoint, const EndpointOverride &byHand);

    /// Whatever its phase says, the endpoint's requests meet @p fault until heal().
    void breakEndpoint(int endpoint, const FaultConfig &fault);
    void heal(int endpoint);

    /// The breaker as it is now; default figures if the policy has none.
    BreakerMetrics breakerMetrics(int endpoint) const;

private:
    std::unique_ptr<Simulation> d;
};

/// Runs @p scenario, which is valid, into @p recording, whose endpoints are the scenario's, and finishes it. False if @p stop
/// ended it early; then what was under way is cut off. @p failure is given that of the run.
bool simulate(const Scenario &scenario, Recording &recording, const std::stop_token &stop = {},
              QString *failure = nullptr);

} // namespace Fuseboard
