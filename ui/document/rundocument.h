// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsnapshot.h"
#include "lab/run/liverun.h"
#include "lab/scenario/scenario.h"

#include <QObject>

#include <memory>

namespace Fuseboard {

/// What the window shows and edits: a scenario, its policy, and its run. Views read it, panels change it. GUI thread;
/// owns the run.
///
/// The scenario's own policies stay as they were opened; policy() is what the current endpoint has, and edits of it go
/// with every run that is started. Where the endpoint has none of its own it is that of all such endpoints ("*").
///
/// Signals: each for a property whose new value is already readable. runStateChanged() is sent by startLive(), when the
/// server listens, and at the end of the run; failed() comes after the last. setCurrentEndpoint() sends currentEndpointChanged(), then policyChanged() if that
/// endpoint has another one. setScenario() sends scenarioChanged(),
/// policyChanged(), currentEndpointChanged(), brokenChanged(), runStateChanged() and refreshed(), in this order,
/// whatever was there before.
class RunDocument : public QObject
{
    Q_OBJECT

public:
    explicit RunDocument(QObject *parent = nullptr);
    ~RunDocument() override;

    const Scenario &scenario() const { return m_scenario; }

    /// Ends the run, forgets its recording, and takes the scenario's policy. @p scenario must be valid.
    void setScenario(const Scenario &scenario);

    /// Starts the scenario from its beginning, on real sockets; @p endless repeats it until it is stopped. A run that
    /// goes on is given up.
    void startLive(bool endless);

    /// Ends the run, if there is one: runStateChanged() follows when its calls have been given up.
    void stop();

    /// From startLive() until the run's end, the server's start included.
    bool isRunning() const;

    const PolicyConfig &policy() const { return m_policy; }

    /// Acts at once. Invalid: nothing changes, and every fault is returned. The same policy sends nothing.
    ConfigIssues setPolicy(const PolicyConfig &policy);

    const FaultConfig &breakage() const { return m_breakage; }

    /// What breakEndpoint() does; acts at once on what is broken already, and stays for the runs to come.
    void setBreakage(const FaultConfig &fault);

    /// The endpoint (an index in the scenario) fails from now on, until it is healed or the run ends. Nothing without a
    /// run.
    void breakEndpoint(int endpoint);
    void heal(int endpoint);
    bool isBroken(int endpoint) const;

    /// By hand: ForcedOpen, Disabled or MetricsOnly; Closed resets. Nothing without a run.
    void setBreakerState(int endpoint, BreakerState state);

    /// The run as refresh() found it; stays when the run has ended.
    const RunSnapshot &snapshot() const { return m_snapshot; }

    /// The breaker as refresh() found it; default figures where there is none.
    const BreakerMetrics &metrics(int endpoint) const;

    /// What is shown in detail, an index in the scenario.
    int currentEndpoint() const { return m_currentEndpoint; }

    /// An index beyond the scenario becomes the nearest in it.
    void setCurrentEndpoint(int endpoint);

    /// "http://127.0.0.1:PORT"; empty while nothing listens.
    QString serverUrl() const;

    /// Fetches the run's present. The GUI's clock calls this; nothing is fetched between its ticks.
    void refresh();

    /// Shows a recording in place of a run, which is ended. The scenario stays; @p metrics are by endpoint.
    void showRecording(const RunSnapshot &snapshot, const QList<BreakerMetrics> &metrics = {});

Q_SIGNALS:
    void scenarioChanged();
    void policyChanged();
    void breakageChanged();
    void currentEndpointChanged();
    void runStateChanged();
    void brokenChanged();

    /// After each refresh(), also that at the end of a run, and when a scenario or a recording is shown.
    void refreshed();

    /// The run could not go on: @p message says what happened and what to do. Its end follows.
    void failed(const QString &message);

private:
    QString policyKey() const;
    bool takePolicy();
    void dropRun();
    void endRun();

    Scenario m_scenario;
    QMap<QString, PolicyConfig> m_policies; ///< the scenario's, as they are now
    PolicyConfig m_policy;                  ///< the current endpoint's
    FaultConfig m_breakage;
    RunSnapshot m_snapshot;
    QList<BreakerMetrics> m_metrics;
    std::unique_ptr<LiveRun> m_run;
    int m_currentEndpoint = 0;
    bool m_isStarting = false;
};

} // namespace Fuseboard
