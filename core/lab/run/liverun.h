// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointoverride.h"
#include "lab/record/recording.h"
#include "lab/scenario/scenario.h"
#include "resilience/breaker/breakermetrics.h"
#include "resilience/pipeline/policyconfig.h"

#include <QMap>
#include <QObject>

#include <memory>

namespace Fuseboard {

/// A scenario on real sockets, at wall speed: a FaultServer on its thread, the clients and their load on another.
///
/// The object belongs to the thread that made it; its members return at once and its signals are sent there. Changes take
/// effect at once, on the next request or result. Destroying it stops the run and waits for its threads.
///
/// The load is open: a call is made when it is due, however many are under way. As a client has six connections to a port,
/// the server listens on as many ports as rate and time limits ask for (at most 64, so 384 calls of an endpoint at once), and the
/// clients of one endpoint share its breaker. Latencies count from when a call was due. When the scenario's time is over, the calls
/// under way have 5 s to end; then those without any time limit are cancelled, and the others cut off.
///
/// Signals: started() once the server listens; then pausedChanged() for each pause and its end; then finished(), once, when the scenario's time is over or stop() was called; or
/// failed(), once, instead of either.
class LiveRun : public QObject
{
    Q_OBJECT

public:
    /// @p scenario must be valid; loops for ever if @p endless (its phases begin anew), else ends after its duration.
    explicit LiveRun(const Scenario &scenario, bool endless = false, QObject *parent = nullptr);
    ~LiveRun() override;

    /// With the policy as it is now.
    const Scenario &scenario() const;

    void start();

    /// Ends the load, cuts calls under way off, then finished().
    void stop();
    bool isRunning() const;

    /// The run's time stands still: no call is made, no phase, wait, limit or open period moves on. What is on the wire still
    /// comes. Nothing if it does not run.
    void pause();
    void resume();

    /// Goes on for @p time of the run's, then pauses again.
    void step(Duration time = std::chrono::seconds(1));
    bool isPaused() const;

    /// By hand: @p byHand takes the place of what the endpoint's phases and its config say, until another one does; empty:
    /// nothing does.
    void setOverride(int endpoint, const EndpointOverride &byHand);

    /// Whatever its phase says, the endpoint's requests meet @p fault until heal().
    void breakEndpoint(int endpoint, const FaultConfig &fault = defaultBreakage());
    void heal(int endpoint);

    /// Another policy for the endpoints that have none of their own, from the next result on; breakers keep their state.
    /// Invalid: refused, changes nothing, every fault returned.
    ConfigIssues setPolicy(const PolicyConfig &policy);
    PolicyConfig policy() const;

    /// Other policies for all of them, as Scenario::policies; likewise. Faults have the endpoint's name before the field.
    ConfigIssues setPolicies(const QMap<QString, PolicyConfig> &policies);

    /// By hand: the state of one endpoint's breaker. @p state is Closed (reset), ForcedOpen, Disabled or MetricsOnly.
    /// Nothing before started(), or if the policy has no breaker.
    void setBreakerState(int endpoint, BreakerState state);

    /// The run so far. Cheap if nothing has changed since the last time.
    RunSnapshot snapshot() const;

    /// What the run is recorded in, for its calls in full; lives as long as this.
    const Recording &recording() const;

    /// The same for whoever needs it longer.
    std::shared_ptr<Recording> sharedRecording() const;

    /// The breaker as it is now; default figures if the policy has none.
    BreakerMetrics breakerMetrics(int endpoint) const;

    /// Where the endpoints listen: "http://127.0.0.1:PORT"; empty before started().
    QString serverUrl() const;

Q_SIGNALS:
    void started();

    /// isPaused() is another one.
    void pausedChanged();
    void finished();

    /// It could not run: @p message says what happened and what to do.
    void failed(const QString &message);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
