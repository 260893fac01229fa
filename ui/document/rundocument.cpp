// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is opened and edited. How it runs is in rundocumentrun.cpp.

#include "document/rundocument.h"

#include "document/scenarioedit.h"
#include "lab/fault/endpointoverride.h"
#include "lab/record/rulewindow.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QString ForAll = u"*"_s; // whose policy is that of all endpoints that have none of their own

/// A scenario in the place of one, for a run of which only the endpoints are known.
Scenario standIn(const QString &name, const QStringList &endpoints, Duration duration, const PolicyConfig &policy)
{
    Scenario scenario;
    scenario.name = name;
    scenario.duration = std::max<Duration>(duration, std::chrono::milliseconds(1));
    scenario.policies.insert(ForAll, policy);
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        EndpointConfig endpoint;
        endpoint.name = endpoints.at(i).isEmpty() ? RunDocument::tr("calls") : endpoints.at(i);
        endpoint.path = u"/%1"_s.arg(i + 1);
        PhaseConfig phase;
        phase.name = RunDocument::tr("as recorded");
        phase.length = scenario.duration;
        endpoint.phases = {phase};
        scenario.endpoints.append(endpoint);
    }
    return scenario;
}

} // namespace

RunDocument::RunDocument(QObject *parent, const Clock &clock)
    : QObject(parent)
    , m_breakage(defaultBreakage())
    , m_head(clock)
    , m_simulation(std::make_unique<BackgroundRun>())
    , m_calls(std::make_shared<const std::vector<RecordedCall>>())
{
    connectSimulation();
    connect(&m_compared, &ComparedRun::changed, this, &RunDocument::refreshNeeded);
}

RunDocument::~RunDocument() = default;

/// Another scenario, of which nothing has run yet.
void RunDocument::takeScenario(const Scenario &scenario)
{
    dropRuns();
    m_log.reset();
    m_isEndless = false;
    m_source = Source::Scenario;
    m_compared.clear();
    m_scenario = scenario;
    forgetHands();
    m_savedScenario = scenario;
    m_undo.clear();
    endGesture();
    takeSnapshot({});
    m_metrics.clear();
    m_recording.reset();
    m_calls = std::make_shared<const std::vector<RecordedCall>>();
    m_callsDropped = 0;
    ++m_callsWanted;
    m_currentEndpoint = 0;
    takePolicy();
}

/// What is shown is another picture. Each run counts its own revisions, so here they are counted anew.
void RunDocument::takeSnapshot(const RunSnapshot &snapshot)
{
    const quint64 revision = m_snapshot.revision + 1;
    m_snapshot = snapshot;
    m_snapshot.revision = revision;
}

void RunDocument::sendAll()
{
    Q_EMIT scenarioChanged();
    Q_EMIT policyChanged();
    Q_EMIT currentEndpointChanged();
    Q_EMIT brokenChanged();
    Q_EMIT interventionsChanged();
    Q_EMIT comparisonChanged();
    Q_EMIT runStateChanged();
    Q_EMIT callsChanged();
    Q_EMIT refreshed();
}

void RunDocument::setScenario(const Scenario &scenario)
{
    takeScenario(scenario);
    sendAll();
}

std::optional<QString> RunDocument::openRecording(const SavedRun &run, const QString &name)
{
    QStringList endpoints;
    for (const EndpointSnapshot &endpoint : run.snapshot.endpoints)
        endpoints.append(endpoint.name);
    Scenario scenario = standIn(name, endpoints, run.snapshot.now, {});
    if (!run.scenario.isEmpty()) {
        const auto read = Scenario::fromJson(run.scenario);
        if (!read)
            return tr("Its scenario cannot be used: %1: %2")
                .arg(read.error().first().field, read.error().first().message);
        const QStringList expected = read->endpointNames();
        if (expected != endpoints)
            return tr("It does not fit together: the scenario has the endpoints %1, the recording %2.")
                .arg(expected.join(u", "_s), endpoints.join(u", "_s));
        scenario = *read;
    }
    takeScenario(scenario);
    m_source = Source::Recording;
    m_shownMode = run.mode;
    takeSnapshot(run.snapshot);
    m_calls = std::make_shared<const std::vector<RecordedCall>>(run.calls);
    m_callsDropped = run.callsDropped;
    m_metrics = metricsOfRecording();
    sendAll();
    return std::nullopt;
}

/// What the snapshot and the calls of a run from a file say about its breakers.
QList<BreakerMetrics> RunDocument::metricsOfRecording() const
{
    QList<BreakerMetrics> all;
    for (int i = 0; i < m_snapshot.endpoints.size(); ++i) {
        const EndpointSnapshot &endpoint = m_snapshot.endpoints.at(i);
        const BreakerRecord record{*m_calls, i, m_scenario.policyOf(endpoint.name), endpoint.changes, m_callsDropped};
        BreakerMetrics metrics;
        metrics.at = TimePoint(m_snapshot.now);
        if (!endpoint.states.isEmpty()) {
            metrics.state = endpoint.states.last().state;
            metrics.since = TimePoint(endpoint.states.last().begin);
        }
        metrics.totals.rejected = endpoint.summary.rejected;
        metrics.totals.opens = endpoint.summary.opens;
        if (record.policy.breaker)
            metrics.window = windowAt(record, m_snapshot.now).figures;
        if (metrics.state == BreakerState::Open && !endpoint.changes.isEmpty()) {
            metrics.openPeriod = endpoint.changes.last().change.period;
            metrics.retryAfter = std::max(Duration::zero(), metrics.since + metrics.openPeriod - metrics.at);
        }
        all.append(metrics);
    }
    return all;
}

void RunDocument::openCallLog(const CallLog &log, const QString &name, const CircuitBreakerConfig &breaker)
{
    Duration end{};
    for (const CallLog::Row &row : log.rows)
        end = std::max(end, row.start + row.duration);
    PolicyConfig policy;
    policy.breaker = breaker;
    policy.order = {PolicyLayer::Breaker};
    takeScenario(standIn(name, log.endpoints, end, policy));
    m_source = Source::CallLog;
    m_log = std::make_shared<const CallLog>(log);
    start();
    sendAll();
}

SavedRun RunDocument::toSavedRun() const
{
    SavedRun saved;
    saved.program = u"fuseboard " FUSEBOARD_VERSION ""_s;
    saved.mode = m_shownMode;
    if (m_source != Source::CallLog) {
        saved.seed = m_scenario.seed;
        saved.scenario = m_scenario.toJson();
    }
    saved.snapshot = m_snapshot;
    // A live run that was stopped has ended, and not come to its end.
    if (m_recording && m_shownMode == "live"_L1 && m_snapshot.now < m_startedScenario.duration)
        saved.snapshot.isFinished = false;
    if (m_recording) {
        saved.calls = m_recording->calls();
        saved.callsDropped = m_recording->callsDropped();
    } else {
        saved.calls = *m_calls;
        saved.callsDropped = m_callsDropped;
    }
    return saved;
}

ConfigIssues RunDocument::edit(const Scenario &scenario, const QString &text, const QString &gesture)
{
    if (scenario == m_scenario)
        return {};
    ConfigIssues issues = scenario.validate();
    if (!issues.isEmpty())
        return issues;
    const QString whole = gesture.isEmpty() ? QString() : u"%1#%2"_s.arg(gesture).arg(m_gestures);
    m_isContinued = !whole.isEmpty() && whole == m_gesture;
    m_gesture = whole;
    m_undo.push(new ScenarioEdit(text, m_scenario, scenario, whole, [this](const Scenario &s) { apply(s); }));
    m_isContinued = false;
    return issues;
}

bool RunDocument::isModified() const
{
    const int clean = m_undo.cleanIndex();
    if (clean < 0)
        return true;
    for (int i = std::min(clean, m_undo.index()); i < std::max(clean, m_undo.index()); ++i) {
        if (dynamic_cast<const ScenarioEdit *>(m_undo.command(i)) != nullptr)
            return true;
    }
    return false;
}

namespace {

bool isStale(const QUndoCommand *command)
{
    const auto *edit = dynamic_cast<const InterventionEdit *>(command);
    return edit != nullptr && edit->isStale();
}

} // namespace

void RunDocument::undo()
{
    endGesture();
    while (m_undo.canUndo() && isStale(m_undo.command(m_undo.index() - 1)))
        m_undo.undo();
    m_undo.undo();
}

void RunDocument::redo()
{
    endGesture();
    while (m_undo.canRedo() && isStale(m_undo.command(m_undo.index())))
        m_undo.redo();
    m_undo.redo();
}

QString RunDocument::undoText() const
{
    int index = m_undo.index() - 1;
    while (index >= 0 && isStale(m_undo.command(index)))
        --index;
    return index >= 0 ? m_undo.text(index) : QString();
}

QString RunDocument::redoText() const
{
    int index = m_undo.index();
    while (index < m_undo.count() && isStale(m_undo.command(index)))
        ++index;
    return index < m_undo.count() ? m_undo.text(index) : QString();
}

void RunDocument::endGesture()
{
    ++m_gestures;
    m_gesture.clear();
}

/// Makes the scenario another one, by an edit, undo or redo.
void RunDocument::apply(const Scenario &scenario)
{
    // What is to be tuned changes no run.
    Scenario sameRun = scenario;
    sameRun.tune = m_scenario.tune;
    if (sameRun == m_scenario) {
        m_scenario = scenario;
        Q_EMIT edited();
        return;
    }
    if (!m_isContinued)
        keepForComparison();
    const Scenario before = std::exchange(m_scenario, scenario);
    const bool isOtherPolicy = takePolicy();
    if (m_run) {
        if (before.policies != m_scenario.policies)
            applyPoliciesLive(before);
    } else {
        recompute();
    }
    Q_EMIT edited();
    if (isOtherPolicy)
        Q_EMIT policyChanged();
}

ConfigIssues RunDocument::setPolicy(const PolicyConfig &policy, const QString &text, const QString &gesture)
{
    ConfigIssues issues = policy.validate();
    if (!issues.isEmpty() || policy == m_policy)
        return issues;
    const QString key = m_scenario.policies.contains(currentName()) ? currentName() : ForAll;
    Scenario scenario = m_scenario;
    scenario.policies.insert(key, policy);
    return edit(scenario, text, gesture.isEmpty() ? QString() : gesture + u'@' + key);
}

PolicyConfig RunDocument::referencePolicy() const
{
    const bool isPinned = m_compared.kind() == ComparedRun::Kind::Baseline && m_compared.scenario();
    const Scenario &reference = isPinned ? *m_compared.scenario() : m_savedScenario;
    return reference.policyOf(currentName());
}

void RunDocument::setSaved()
{
    m_savedScenario = m_scenario;
    m_undo.setClean();
    Q_EMIT saved();
}

void RunDocument::setBreakage(const FaultConfig &fault)
{
    if (m_breakage == fault)
        return;
    m_breakage = fault;
    for (int i = 0; i < m_byHand.size(); ++i) {
        if (isBroken(i)) {
            EndpointOverride byHand = m_byHand.at(i);
            byHand.faults = {fault};
            override(i, byHand, Intervention::Purpose::Break, tr("Break %1").arg(m_scenario.endpoints.at(i).name));
        }
    }
    Q_EMIT breakageChanged();
}

void RunDocument::setCurrentEndpoint(int endpoint)
{
    endpoint = std::clamp(endpoint, 0, std::max(0, int(m_scenario.endpoints.size()) - 1));
    if (m_currentEndpoint == endpoint)
        return;
    m_currentEndpoint = endpoint;
    Q_EMIT currentEndpointChanged();
    if (takePolicy())
        Q_EMIT policyChanged();
}

QList<bool> RunDocument::breakers() const
{
    QList<bool> all;
    for (const EndpointConfig &endpoint : m_scenario.endpoints)
        all.append(m_scenario.policyOf(endpoint.name).breaker.has_value());
    return all;
}

QString RunDocument::currentName() const
{
    return m_scenario.endpoints.value(m_currentEndpoint).name;
}

/// The current endpoint's policy is the one that is shown; whether it is another one.
bool RunDocument::takePolicy()
{
    const PolicyConfig policy = m_scenario.policyOf(currentName());
    return policy != std::exchange(m_policy, policy);
}

void RunDocument::showRecording(const RunSnapshot &snapshot, const QList<BreakerMetrics> &metrics)
{
    dropRuns();
    takeSnapshot(snapshot);
    m_metrics = metrics;
    m_recording.reset();
    Q_EMIT brokenChanged();
    Q_EMIT runStateChanged();
    Q_EMIT refreshed();
}

} // namespace Fuseboard
