// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the document runs: live, simulated or replayed, and beside another run.

#include "document/phasenow.h"
#include "document/rundocument.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void RunDocument::setMode(Mode mode)
{
    if (m_mode == mode || m_source == Source::CallLog)
        return;
    stop();
    m_mode = mode;
    Q_EMIT modeChanged();
}

void RunDocument::setSpeed(double speed)
{
    if (m_head.speed() == speed)
        return;
    m_head.setSpeed(speed);
    Q_EMIT speedChanged();
    Q_EMIT refreshNeeded();
}

void RunDocument::start(bool endless)
{
    dropRuns();
    forgetHands();
    if (m_compared.kind() == ComparedRun::Kind::BeforeEdit || m_compared.kind() == ComparedRun::Kind::Simulation)
        clearComparison();
    if (m_source == Source::Recording)
        m_source = Source::Scenario;
    if (m_mode == Mode::Live && !m_log) {
        m_shownMode = u"live"_s;
        startLive(endless);
    } else {
        m_shownMode = m_log ? u"replay"_s : u"simulated"_s;
        m_head.start(m_scenario.duration);
        m_hasSimulation = true;
        m_isPlaying = true;
        recompute();
    }
    Q_EMIT brokenChanged();
    Q_EMIT interventionsChanged();
    Q_EMIT runStateChanged();
}

void RunDocument::startLive(bool endless)
{
    m_startedScenario = m_scenario;
    m_isEndless = endless;
    m_run = std::make_unique<LiveRun>(m_scenario, endless);
    m_recording = m_run->sharedRecording();
    m_isStarting = true;
    connect(m_run.get(), &LiveRun::started, this, [this] {
        m_isStarting = false;
        Q_EMIT runStateChanged();
    });
    connect(m_run.get(), &LiveRun::pausedChanged, this, [this] {
        m_isPaused = m_run->isPaused();
        Q_EMIT runStateChanged();
    });
    connect(m_run.get(), &LiveRun::finished, this, [this] {
        refresh();
        endRun();
    });
    connect(m_run.get(), &LiveRun::failed, this, [this](const QString &message) {
        endRun();
        Q_EMIT failed(message);
    });
    m_run->start();
}

/// The simulated run, or the replay, with the scenario as it is now: from its beginning to where it had come.
void RunDocument::recompute()
{
    if (!m_hasSimulation)
        return;
    if (m_log) {
        if (m_policy.breaker)
            m_simulation->replay(m_log, *m_policy.breaker);
        return;
    }
    m_head.setEnd(m_scenario.duration);
    m_computingSince = Clock::steady().now();
    m_simulation->start(m_scenario, m_interventions);
    advance();
}

/// Lets go of the run. It is destroyed later, because one of its own signals may have led here.
void RunDocument::dropRun()
{
    if (m_run) {
        m_run->disconnect(this);
        m_run->stop();
        m_run.release()->deleteLater();
    }
    m_isStarting = false;
}

/// Neither a live run nor a simulated one.
void RunDocument::dropRuns()
{
    dropRun();
    m_simulation->clear();
    m_hasSimulation = false;
    m_isPlaying = false;
    m_isPaused = false;
}

void RunDocument::endRun()
{
    dropRun();
    m_isPaused = false;
    if (!m_hasSimulation)
        ++m_runsStarted; // a live run that is over cannot be changed any more
    takeHands();
    Q_EMIT brokenChanged();
    Q_EMIT runStateChanged();
}

void RunDocument::stop()
{
    if (m_run) {
        m_run->stop();
    } else if (m_isPlaying) {
        m_head.pause();
        m_simulation->halt();
        m_isPlaying = false;
        endRun();
    }
}

void RunDocument::pause()
{
    if (!isRunning() || m_isPaused)
        return;
    if (m_run) {
        m_run->pause();
        return;
    }
    // At once the head is at the end while the run is still computed: it stands where the run is.
    if (m_simulation->isBusy() && m_head.isAtEnd()) {
        m_simulation->halt();
        m_head.standAt(m_snapshot.now);
    } else {
        m_head.pause();
    }
    m_isPaused = true;
    Q_EMIT runStateChanged();
}

void RunDocument::resume()
{
    if (!m_isPaused)
        return;
    if (m_run) {
        m_run->resume();
        return;
    }
    m_head.resume();
    m_isPaused = false;
    advance();
    Q_EMIT runStateChanged();
}

void RunDocument::step()
{
    if (!isRunning())
        return;
    if (m_run) {
        m_run->step();
        return;
    }
    m_head.step(1s);
    m_isPaused = true;
    advance();
    Q_EMIT runStateChanged();
}

bool RunDocument::isRunning() const
{
    return m_run ? m_isStarting || m_run->isRunning() : m_isPlaying;
}

bool RunDocument::isPaused() const
{
    return m_isPaused;
}

bool RunDocument::isComputing() const
{
    return m_hasSimulation && m_simulation->isBusy();
}

std::optional<double> RunDocument::progress() const
{
    if (!isComputing() || m_log || m_isPaused || !m_head.isAtEnd() || m_scenario.duration <= 0ns)
        return std::nullopt;
    return std::clamp(double(m_snapshot.now.count()) / double(m_scenario.duration.count()), 0.0, 1.0);
}

std::optional<Duration> RunDocument::timeLeft() const
{
    const std::optional<double> done = progress();
    if (!done || *done < 0.02 || m_computingSince == TimePoint())
        return std::nullopt;
    const double spent = double((Clock::steady().now() - m_computingSince).count());
    return Duration(std::llround(spent * (1 - *done) / *done));
}

bool RunDocument::canIntervene() const
{
    if (m_run)
        return true;
    return m_isPlaying && !m_log && !m_head.isAtEnd();
}

/// Does it to the run, and to the one that goes along with it; @p text names it on the undo stack.
void RunDocument::intervene(Intervention intervention, const QString &text)
{
    const bool isSet = intervention.purpose == Intervention::Purpose::Set
        && std::holds_alternative<EndpointOverride>(intervention.what);
    const QString gesture = isSet ? u"override.%1#%2@%3"_s.arg(intervention.endpoint).arg(m_gestures).arg(m_runsStarted)
                                  : QString();
    const bool isContinued = isSet && gesture == m_overrideGesture && !m_interventions.isEmpty();
    m_overrideGesture = gesture;
    intervention.at = m_run ? m_run->snapshot().now : m_head.now();
    intervention.action = isContinued ? m_actions : ++m_actions;

    InterventionEdit::Change change;
    change.before = m_interventions;
    change.back = intervention;
    change.back.what = before(intervention.endpoint, intervention.what);
    change.back.purpose = purpose(intervention.endpoint);
    change.again = intervention;
    carryOut(intervention);
    change.after = m_interventions;
    pushChange(text, change, gesture);
}

/// The same without a step of undo.
void RunDocument::carryOut(const Intervention &intervention)
{
    if (m_run) {
        if (const auto *byHand = std::get_if<EndpointOverride>(&intervention.what))
            m_run->setOverride(intervention.endpoint, *byHand);
        else if (const auto *state = std::get_if<BreakerState>(&intervention.what))
            m_run->setBreakerState(intervention.endpoint, *state);
    } else {
        m_simulation->intervene(intervention);
    }
    m_interventions.append(intervention);
    // A baseline is the run as it was pinned, whatever is done to the present one since.
    if (m_compared.kind() != ComparedRun::Kind::Baseline)
        m_compared.intervene(intervention);
    takeHands();
    if (std::holds_alternative<EndpointOverride>(intervention.what))
        Q_EMIT brokenChanged();
    Q_EMIT interventionsChanged();
}

/// What @p what takes the place of.
Intervention::What RunDocument::before(int endpoint, const Intervention::What &what) const
{
    if (std::holds_alternative<EndpointOverride>(what))
        return byHand(endpoint);
    for (auto done = m_interventions.crbegin(); done != m_interventions.crend(); ++done) {
        if (done->endpoint == endpoint && std::holds_alternative<BreakerState>(done->what))
            return done->what;
    }
    return BreakerState::Closed;
}

void RunDocument::pushChange(const QString &text, const InterventionEdit::Change &change, const QString &gesture)
{
    const auto apply = [this](const InterventionEdit::Change &changed, bool isUndo) {
        if (!m_run) {
            setInterventions(isUndo ? changed.before : changed.after);
            return;
        }
        m_overrideGesture.clear();
        Intervention intervention = isUndo ? changed.back : changed.again;
        intervention.at = m_run->snapshot().now;
        intervention.action = ++m_actions;
        carryOut(intervention);
    };
    const auto isStale = [this, run = m_runsStarted] { return run != m_runsStarted; };
    m_undo.push(new InterventionEdit(text, change, gesture, apply, isStale));
}

/// The simulated run again, with @p interventions in place of what has been done to it.
void RunDocument::setInterventions(const QList<Intervention> &interventions)
{
    keepForComparison();
    m_interventions = interventions;
    m_overrideGesture.clear();
    takeHands();
    recompute();
    Q_EMIT brokenChanged();
    Q_EMIT interventionsChanged();
}

void RunDocument::removeIntervention(quint64 action)
{
    if (!canRemoveInterventions())
        return;
    InterventionEdit::Change change;
    change.before = m_interventions;
    change.after = m_interventions;
    change.after.removeIf([action](const Intervention &each) { return each.action == action; });
    if (change.after.size() == change.before.size())
        return;
    setInterventions(change.after);
    pushChange(tr("Remove an action"), change, {});
}

void RunDocument::override(int endpoint, const EndpointOverride &byHand, Intervention::Purpose purpose,
                           const QString &text)
{
    if (canIntervene())
        intervene({{}, endpoint, byHand, purpose}, text);
}

const EndpointOverride &RunDocument::byHand(int endpoint) const
{
    static const EndpointOverride none;
    return endpoint >= 0 && endpoint < m_byHand.size() ? m_byHand.at(endpoint) : none;
}

Intervention::Purpose RunDocument::purpose(int endpoint) const
{
    return m_purposes.value(endpoint, Intervention::Purpose::Follow);
}

bool RunDocument::canBreak(int endpoint) const
{
    if (!canIntervene() || isBroken(endpoint))
        return false;
    const QList<HealthSpan> health = m_snapshot.endpoints.value(endpoint).health;
    return health.isEmpty() || health.last().health != Health::Down;
}

bool RunDocument::canHeal(int endpoint) const
{
    if (!canIntervene())
        return false;
    if (!byHand(endpoint).isEmpty() && purpose(endpoint) != Intervention::Purpose::Heal)
        return true;
    const QList<HealthSpan> health = m_snapshot.endpoints.value(endpoint).health;
    return !health.isEmpty() && health.last().health != Health::Healthy && healing(endpoint) != byHand(endpoint);
}

/// What heal() puts in place of the phases now.
EndpointOverride RunDocument::healing(int endpoint) const
{
    return healingOverride(m_run ? m_startedScenario : m_scenario, endpoint,
                           m_run ? m_run->snapshot().now : m_head.now());
}

void RunDocument::breakEndpoint(int endpoint)
{
    if (isBroken(endpoint))
        return;
    EndpointOverride broken = byHand(endpoint);
    broken.faults = {m_breakage};
    override(endpoint, broken, Intervention::Purpose::Break,
             tr("Break %1").arg(m_scenario.endpoints.value(endpoint).name));
}

void RunDocument::heal(int endpoint)
{
    if (!canIntervene())
        return;
    const EndpointOverride healed = healing(endpoint);
    if (byHand(endpoint) != healed)
        override(endpoint, healed, Intervention::Purpose::Heal,
                 tr("Heal %1").arg(m_scenario.endpoints.at(endpoint).name));
}

void RunDocument::followPhases(int endpoint)
{
    if (!byHand(endpoint).isEmpty())
        override(endpoint, {}, Intervention::Purpose::Follow,
                 tr("Follow the phases of %1").arg(m_scenario.endpoints.at(endpoint).name));
}

void RunDocument::setOverride(int endpoint, const EndpointOverride &byHand)
{
    if (byHand != this->byHand(endpoint))
        override(endpoint, byHand, Intervention::Purpose::Set,
                 tr("Set %1").arg(m_scenario.endpoints.at(endpoint).name));
}

/// What the interventions have left in force, as long as the run goes on.
void RunDocument::takeHands()
{
    m_purposes = QList<Intervention::Purpose>(m_scenario.endpoints.size(), Intervention::Purpose::Follow);
    m_byHand = QList<EndpointOverride>(m_scenario.endpoints.size());
    if (!isRunning())
        return;
    for (const Intervention &done : std::as_const(m_interventions)) {
        const auto *byHand = std::get_if<EndpointOverride>(&done.what);
        if (byHand == nullptr || done.endpoint >= m_byHand.size())
            continue;
        m_byHand[done.endpoint] = *byHand;
        m_purposes[done.endpoint] = byHand->isEmpty() ? Intervention::Purpose::Follow : done.purpose;
    }
}

void RunDocument::forgetHands()
{
    ++m_runsStarted;
    m_interventions.clear();
    m_overrideGesture.clear();
    takeHands();
}

void RunDocument::setBreakerState(int endpoint, BreakerState state)
{
    if (!canIntervene())
        return;
    const QString &name = m_scenario.endpoints.at(endpoint).name;
    intervene({{}, endpoint, state},
              state == BreakerState::Closed ? tr("Reset the breaker of %1").arg(name)
                                            : tr("Set the breaker of %1").arg(name));
}

/// The live run's policies are the scenario's from now on; @p before is what they were.
void RunDocument::applyPoliciesLive(const Scenario &before)
{
    m_run->setPolicies(m_scenario.policies);
    for (int i = 0; i < m_scenario.endpoints.size(); ++i) {
        const QString &name = m_scenario.endpoints.at(i).name;
        const PolicyConfig policy = m_scenario.policyOf(name);
        if (before.policyOf(name) == policy)
            continue;
        // The edit of the scenario is the step of undo.
        const Intervention intervention{m_run->snapshot().now, i, policy, {}, ++m_actions};
        m_interventions.append(intervention);
        if (m_compared.kind() != ComparedRun::Kind::Baseline)
            m_compared.intervene(intervention);
        Q_EMIT interventionsChanged();
    }
}

const BreakerMetrics &RunDocument::metrics(int endpoint) const
{
    static const BreakerMetrics none;
    return endpoint >= 0 && endpoint < m_metrics.size() ? m_metrics.at(endpoint) : none;
}

void RunDocument::fetchCalls()
{
    if (!m_recording)
        return; // those of a file do not change
    // The recording is asked on another thread: a hundred thousand calls take a while to put together.
    QThreadPool::globalInstance()->start([self = QPointer(this), recording = m_recording, wanted = ++m_callsWanted] {
        auto calls = std::make_shared<const std::vector<RecordedCall>>(recording->calls());
        const quint64 dropped = recording->callsDropped();
        QMetaObject::invokeMethod(
            qApp,
            [self, calls = std::move(calls), dropped, wanted] {
                if (!self || self->m_callsWanted != wanted)
                    return;
                self->m_calls = calls;
                self->m_callsDropped = dropped;
                Q_EMIT self->callsChanged();
            },
            Qt::QueuedConnection);
    });
}

Duration RunDocument::roundLength() const
{
    return m_isEndless && m_shownMode == u"live"_s ? m_startedScenario.duration : Duration::zero();
}

QString RunDocument::serverUrl() const
{
    return m_run ? m_run->serverUrl() : QString();
}

/// The simulated runs as far as the head is by now.
void RunDocument::advance()
{
    const Duration until = m_head.isAtEnd() ? Duration::max() : m_head.now();
    m_simulation->advanceTo(until);
    m_compared.advanceTo(until);
}

void RunDocument::connectSimulation()
{
    connect(m_simulation.get(), &BackgroundRun::resultChanged, this, &RunDocument::simulationAdvanced);
}

void RunDocument::simulationAdvanced()
{
    const BackgroundRun::Result &result = m_simulation->result();
    takeSnapshot(result.snapshot);
    m_metrics = result.metrics;
    m_recording = result.recording;
    if (m_isPlaying && result.isFinished && !m_simulation->isBusy() && (m_log || m_head.isAtEnd())) {
        m_isPlaying = false;
        endRun();
    }
    Q_EMIT refreshNeeded();
}

void RunDocument::refresh()
{
    if (m_run) {
        const RunSnapshot snapshot = m_run->snapshot();
        if (std::exchange(m_liveRevision, snapshot.revision) != snapshot.revision)
            takeSnapshot(snapshot);
        else
            m_snapshot.now = snapshot.now;
        m_metrics.resize(m_run->scenario().endpoints.size());
        for (int i = 0; i < m_metrics.size(); ++i)
            m_metrics[i] = m_run->breakerMetrics(i);
        m_compared.advanceTo(m_snapshot.now);
        keepEqualSpan();
    } else if (m_hasSimulation && m_isPlaying && !m_log) {
        advance();
    }
    Q_EMIT refreshed();
}

/// Keeps the run as it is now, as long as it is not longer than the one that it is compared with.
void RunDocument::keepEqualSpan()
{
    if (m_compared.kind() != ComparedRun::Kind::None && m_snapshot.now <= comparedLength())
        m_equalSpan = {m_compared.identity(), m_snapshot};
}

/// How long the compared run is, or becomes.
Duration RunDocument::comparedLength() const
{
    const Duration now = m_compared.snapshot().now;
    return m_compared.isSimulated() && m_compared.scenario() ? std::max(now, m_compared.scenario()->duration) : now;
}

RunDocument::Spans RunDocument::comparedSpans() const
{
    const RunSnapshot &before = m_compared.snapshot();
    Spans spans{m_snapshot.summary, before.summary, m_snapshot.now, true};
    // The last calls of runs of one length end at slightly different moments; simulations that go along are computed apart.
    const Duration little = std::max<Duration>(m_compared.isSimulated() ? 6s : 1s, before.now / 50);
    if (m_snapshot.now > before.now && m_equalSpan.identity == m_compared.identity()
        && m_equalSpan.snapshot.now > before.now - little) {
        spans.now = m_equalSpan.snapshot.summary;
        spans.length = m_equalSpan.snapshot.now;
        return spans;
    }
    const Duration apart = before.now > m_snapshot.now ? before.now - m_snapshot.now : m_snapshot.now - before.now;
    if (apart <= little)
        return spans;
    spans.areEqual = false;
    return spans;
}

/// The run before an edit is the one that the new run is compared with, unless a person has chosen another one.
void RunDocument::keepForComparison()
{
    const bool isChosen = m_compared.kind() == ComparedRun::Kind::Baseline
        || m_compared.kind() == ComparedRun::Kind::Simulation;
    if (m_source == Source::Recording && !m_run) {
        // What if: the recording's scenario is simulated beside it.
        if (!isChosen)
            m_compared.show(ComparedRun::Kind::Baseline, tr("the recording"), m_snapshot, m_scenario);
        m_source = Source::Scenario;
        m_mode = Mode::Simulated;
        m_shownMode = u"simulated"_s;
        m_head.start(m_scenario.duration);
        m_head.step(m_scenario.duration);
        m_hasSimulation = true;
        forgetHands();
        Q_EMIT interventionsChanged();
        Q_EMIT modeChanged();
        Q_EMIT comparisonChanged();
        return;
    }
    if (m_run || !m_hasSimulation || isChosen)
        return;
    m_simulation->disconnect(this);
    m_compared.takeOver(m_simulation, tr("the run before"), m_scenario);
    connectSimulation();
    Q_EMIT comparisonChanged();
}

void RunDocument::pinBaseline()
{
    if (m_snapshot.summary.offered == 0)
        return;
    endGesture();
    if (m_hasSimulation && !m_log) {
        m_compared.simulate(ComparedRun::Kind::Baseline, tr("the baseline"), m_scenario, m_interventions);
        advance();
    } else {
        m_compared.show(ComparedRun::Kind::Baseline, tr("the baseline"), m_snapshot, m_scenario);
    }
    Q_EMIT comparisonChanged();
}

void RunDocument::keepComparison()
{
    endGesture();
    m_compared.keep(tr("the baseline"));
    Q_EMIT comparisonChanged();
}

void RunDocument::compareWith(const SavedRun &run, const QString &name)
{
    std::optional<Scenario> scenario;
    if (const auto read = Scenario::fromJson(run.scenario))
        scenario = *read;
    m_compared.show(ComparedRun::Kind::Baseline, name, run.snapshot, scenario);
    Q_EMIT comparisonChanged();
}

void RunDocument::compareWithSimulation()
{
    if (m_shownMode != u"live"_s || m_source != Source::Scenario || m_snapshot.endpoints.isEmpty())
        return;
    m_compared.simulate(ComparedRun::Kind::Simulation, tr("the simulation"), m_startedScenario, m_interventions);
    m_compared.advanceTo(m_run ? m_snapshot.now : Duration::max());
    Q_EMIT comparisonChanged();
}

void RunDocument::clearComparison()
{
    endGesture();
    m_compared.clear();
    Q_EMIT comparisonChanged();
}

} // namespace Fuseboard
