// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/backgroundrun.h"
#include "document/comparedrun.h"
#include "document/interventionedit.h"
#include "document/playhead.h"
#include "lab/record/recordedcall.h"
#include "lab/record/runsnapshot.h"
#include "lab/record/savedrun.h"
#include "lab/run/liverun.h"
#include "lab/scenario/scenario.h"

#include <QObject>
#include <QUndoStack>

#include <memory>
#include <optional>
#include <vector>

namespace Fuseboard {

/// What the window shows and edits: a scenario, its run, and the run that this one is compared with. Views read it, panels
/// change it. GUI thread; owns the runs.
///
/// A scenario runs live, on real sockets, or simulated. Every edit of the scenario is on the undo stack. In a simulated run it
/// acts from the beginning: the run is computed again up to the same moment, and stands beside the one before. In a live run
/// an edit of a policy acts from now on, any other with the next run.
///
/// Signals: each for a property whose new value is already readable. runStateChanged() is sent by start(), when a live
/// server listens, at pauses, and at the end of the run; failed() comes after the last. setCurrentEndpoint() sends
/// currentEndpointChanged(), then policyChanged() if that endpoint has another one. setScenario() sends scenarioChanged(),
/// policyChanged(), currentEndpointChanged(), brokenChanged(), comparisonChanged(), runStateChanged() and refreshed(), in this
/// order, whatever was there before. An edit, undo or redo sends edited(), then policyChanged() if it is another one.
class RunDocument : public QObject
{
    Q_OBJECT

public:
    enum class Mode { Simulated, Live };

    /// What there is to run or to look at.
    enum class Source {
        Scenario,
        Recording, ///< a run from a file; an edit simulates its scenario beside it
        CallLog,   ///< replayed; only its breaker can be edited
    };

    /// @p clock moves simulated runs; must live as long.
    explicit RunDocument(QObject *parent = nullptr, const Clock &clock = Clock::steady());
    ~RunDocument() override;

    const Scenario &scenario() const { return m_scenario; }
    Source source() const { return m_source; }

    /// Ends the run, forgets its recording, the comparison and all edits. @p scenario must be valid.
    void setScenario(const Scenario &scenario);

    /// Shows a run from a file, with its scenario, in place of what is there. The error says what is wrong with the
    /// scenario in it; then nothing has changed.
    std::optional<QString> openRecording(const SavedRun &run, const QString &name);

    /// Replays @p log, which has rows, with @p breaker; likewise.
    void openCallLog(const CallLog &log, const QString &name, const CircuitBreakerConfig &breaker);

    /// How the run that is shown was made: "live", "simulated" or "replay", as saved runs have it.
    const QString &shownMode() const { return m_shownMode; }

    /// The run as a file keeps it.
    SavedRun toSavedRun() const;

    // Edits.

    QUndoStack *undoStack() { return &m_undo; }
    const QUndoStack *undoStack() const { return &m_undo; }

    /// The scenario is not as it was opened or saved. What is done to a run is on the undo stack too, but changes no scenario.
    bool isModified() const;

    /// As of the stack, but what was done to a run that is gone is skipped. Each does nothing where there is nothing to do; the
    /// text names what it would do, and is empty then.
    void undo();
    void redo();
    QString undoText() const;
    QString redoText() const;

    /// Makes the scenario @p scenario. @p text names the edit ("Failure threshold"). Edits with the same @p gesture are one,
    /// until endGesture(). Invalid: nothing changes, and every fault is returned. The same scenario is no edit.
    ConfigIssues edit(const Scenario &scenario, const QString &text, const QString &gesture = {});

    /// What comes next is another edit, even of the same field.
    void endGesture();

    /// The current endpoint's policy. Where it has none of its own it is that of all such endpoints ("*").
    const PolicyConfig &policy() const { return m_policy; }

    /// Faults have their paths within the policy.
    ConfigIssues setPolicy(const PolicyConfig &policy, const QString &text = tr("Policy"), const QString &gesture = {});

    /// What fields are marked against: the policy that the current endpoint has in the pinned baseline, else as it was opened
    /// or saved.
    PolicyConfig referencePolicy() const;

    /// The scenario has been saved as it is.
    void setSaved();

    /// Whether each endpoint has a breaker, by index.
    QList<bool> breakers() const;

    // The run.

    /// After how long a live run that is repeated begins anew; 0 for any other.
    Duration roundLength() const;

    Mode mode() const { return m_mode; }

    /// Ends the run. Nothing for a call log, which has neither.
    void setMode(Mode mode);

    /// Of simulated runs: seconds of the run for each second, or PlayHead::AtOnce.
    double speed() const { return m_head.speed(); }
    void setSpeed(double speed);

    /// Starts the scenario from its beginning; a live one that is @p endless is repeated until it is stopped. A run that goes on
    /// is given up.
    void start(bool endless = false);

    /// Ends the run, if there is one: a live run's runStateChanged() follows when its calls have been given up.
    void stop();
    void pause();
    void resume();

    /// A second of the run's, then it stands.
    void step();

    /// From start() until the run's end, pauses included.
    bool isRunning() const;
    bool isPaused() const;

    /// A result is being computed that is not yet shown.
    bool isComputing() const;

    /// How much is done of a run that is being computed to its end, 0..1; none for any other, and while it is paused.
    std::optional<double> progress() const;

    /// How long that will still take, by what it took so far; none as long as nothing can be said.
    std::optional<Duration> timeLeft() const;

    // What a person does to the run while it goes on.

    /// There is a run whose present moment can be acted on.
    bool canIntervene() const;

    const FaultConfig &breakage() const { return m_breakage; }

    /// What breakEndpoint() does; acts at once on what is broken already, and stays for the runs to come.
    void setBreakage(const FaultConfig &fault);

    /// The endpoint (an index in the scenario) fails from now on, until it is healed or the run ends. Nothing where
    /// canIntervene() is false; likewise what follows.
    void breakEndpoint(int endpoint);
    bool isBroken(int endpoint) const { return purpose(endpoint) == Intervention::Purpose::Break; }

    /// The endpoint is healthy from now on, whatever its phases say: where its phase is healthy by itself it follows its phases
    /// again, else its faults are taken away until followPhases(), another override or the run's end.
    void heal(int endpoint);

    /// Takes away what breakEndpoint(), heal() or setOverride() has put in place of the phases.
    void followPhases(int endpoint);

    /// By what the endpoint is now, as refresh() found it: it is not down; it is not healthy for another reason than too many
    /// calls, or something was set that heal() would take away.
    bool canBreak(int endpoint) const;
    bool canHeal(int endpoint) const;

    /// What is in place of what the endpoint's phases say, by breakEndpoint() or setOverride(); empty: nothing is.
    const EndpointOverride &byHand(int endpoint) const;

    /// Sets the endpoint's faults, latency and so on by hand, until heal() or the run's end; brokenChanged() follows. Calls until
    /// endGesture() are one step of undo.
    void setOverride(int endpoint, const EndpointOverride &byHand);

    /// What has been done to the run that is shown, in the order of its moments.
    const QList<Intervention> &interventions() const { return m_interventions; }

    /// Whether it can be taken out of the run: of a simulated one, which is computed again without it.
    bool canRemoveInterventions() const { return m_hasSimulation && !m_log; }

    /// Takes out all that has this number (Intervention::action); can be undone. Nothing where that cannot be.
    void removeIntervention(quint64 action);

    /// By hand: ForcedOpen, Disabled or MetricsOnly; Closed resets.
    void setBreakerState(int endpoint, BreakerState state);

    // What is to be seen.

    /// The run as refresh() found it; stays when the run has ended.
    const RunSnapshot &snapshot() const { return m_snapshot; }

    /// The breaker as refresh() found it; default figures where there is none. Of a recording what its snapshot holds: state,
    /// moments, window, rejected calls and openings.
    const BreakerMetrics &metrics(int endpoint) const;

    /// False for a recording, whose metrics lack most totals.
    bool hasTotals() const { return m_source != Source::Recording || m_hasSimulation || m_run; }

    /// The calls as fetchCalls() found them, in the order of their ends; never null.
    const std::shared_ptr<const std::vector<RecordedCall>> &calls() const { return m_calls; }

    /// Fetches the newest calls from the recording, on another thread; callsChanged() follows.
    void fetchCalls();

    /// Calls that have ended and are not kept any more, as of the latest fetchCalls().
    quint64 callsDropped() const { return m_callsDropped; }

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

    // What it is compared with.

    const ComparedRun &comparison() const { return m_compared; }

    /// The figures of both runs over the same span of time, if there is one.
    struct Spans
    {
        RunSummary now;       ///< of the present run
        RunSummary before;    ///< of the compared one
        Duration length{};    ///< over which the present run's figures are taken
        bool areEqual = true; ///< false: one run is longer, and its figures up to the other's end are not known
    };
    Spans comparedSpans() const;

    /// The run as it is becomes the baseline: edits do not replace it.
    void pinBaseline();

    /// The run before the latest edit becomes the baseline.
    void keepComparison();

    /// @p run stands behind the present one, as the baseline.
    void compareWith(const SavedRun &run, const QString &name);

    /// The simulation of the live run, with all that was done to it, goes along.
    void compareWithSimulation();
    void clearComparison();

Q_SIGNALS:
    void scenarioChanged();
    void edited();
    void policyChanged();
    void breakageChanged();
    void currentEndpointChanged();
    void modeChanged();
    void speedChanged();
    void runStateChanged();
    void brokenChanged();

    /// Another list of interventions(). Follows brokenChanged() where that is sent.
    void interventionsChanged();
    void callsChanged();

    /// The scenario is what was saved.
    void saved();

    /// Another run to compare with, or none.
    void comparisonChanged();

    /// There is something new for refresh() to fetch, without a run that goes on.
    void refreshNeeded();

    /// After each refresh(), also that at the end of a run, and when a scenario or a recording is shown.
    void refreshed();

    /// The run could not go on: @p message says what happened and what to do. Its end follows.
    void failed(const QString &message);

private:
    void takeSnapshot(const RunSnapshot &snapshot);
    QList<BreakerMetrics> metricsOfRecording() const;
    void apply(const Scenario &scenario);
    void takeScenario(const Scenario &scenario);
    void sendAll();
    void applyPoliciesLive(const Scenario &before);
    QString currentName() const;
    bool takePolicy();
    void keepForComparison();
    void keepEqualSpan();
    Duration comparedLength() const;
    void recompute();
    void startLive(bool endless);
    void connectSimulation();
    void advance();
    void simulationAdvanced();
    void intervene(Intervention intervention, const QString &text);
    void carryOut(const Intervention &intervention);
    void setInterventions(const QList<Intervention> &interventions);
    Intervention::What before(int endpoint, const Intervention::What &what) const;
    Intervention::Purpose purpose(int endpoint) const;
    EndpointOverride healing(int endpoint) const;
    void pushChange(const QString &text, const InterventionEdit::Change &change, const QString &gesture);
    void override(int endpoint, const EndpointOverride &byHand, Intervention::Purpose purpose, const QString &text);
    void takeHands();
    void forgetHands();
    void dropRun();
    void dropRuns();
    void endRun();

    Scenario m_scenario;
    Scenario m_savedScenario; ///< as it was opened or saved
    Source m_source = Source::Scenario;
    QString m_shownMode;
    std::shared_ptr<const CallLog> m_log;
    PolicyConfig m_policy; ///< the current endpoint's
    FaultConfig m_breakage;
    QUndoStack m_undo;
    QString m_gesture;
    quint64 m_gestures = 0;
    bool m_isContinued = false; ///< the edit under way goes on with the gesture

    Mode m_mode = Mode::Simulated;
    std::unique_ptr<LiveRun> m_run;
    Scenario m_startedScenario; ///< what the live run began with
    quint64 m_liveRevision = 0; ///< of its snapshot, as of the latest refresh()
    bool m_isStarting = false;
    bool m_isEndless = false;
    PlayHead m_head;
    std::unique_ptr<BackgroundRun> m_simulation;
    bool m_hasSimulation = false;
    bool m_isPlaying = false; ///< the simulated run
    bool m_isPaused = false;
    QList<Intervention> m_interventions;
    QString m_overrideGesture;               ///< the latest intervention goes on with it
    quint64 m_actions = 0;                   ///< the latest Intervention::action
    quint64 m_runsStarted = 0;               ///< what was done to an earlier run cannot be undone
    QList<Intervention::Purpose> m_purposes; ///< by endpoint: what its override was meant as
    QList<EndpointOverride> m_byHand;

    RunSnapshot m_snapshot;
    QList<BreakerMetrics> m_metrics;
    std::shared_ptr<const Recording> m_recording;
    std::shared_ptr<const std::vector<RecordedCall>> m_calls;
    quint64 m_callsDropped = 0;
    quint64 m_callsWanted = 0; ///< the newest fetchCalls()
    ComparedRun m_compared;
    struct EqualSpan
    {
        quint64 identity = 0; ///< of the compared run that it is for
        RunSnapshot snapshot{};
    };
    EqualSpan m_equalSpan; ///< the newest that is not longer than the compared run
    TimePoint m_computingSince{};
    int m_currentEndpoint = 0;
};

} // namespace Fuseboard
