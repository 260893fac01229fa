// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/loaddriver.h"

#include "lab/fault/faultserver.h"
#include "lab/run/runtiming.h"
#include "resilience/base/saturatingadd.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

using namespace std::chrono_literals;

namespace {

// A window draws at most 30 times a second, so events may wait for a frame.
constexpr auto FlushInterval = 25ms;

} // namespace

LoadDriver::LoadDriver(Setup setup)
    : m_setup(std::move(setup))
    , m_events(m_setup.recording, m_setup.scenario.endpoints.size())
{
    const Scenario &scenario = m_setup.scenario;
    const QList<quint64> streams = scenario.luckStreams();
    m_arrivalLuck = scenario.arrivalLuck();
    const QHash<QString, quint64> sourcesOf = CallNumbers::sourcesOf(scenario.workload);
    const QList<quint64> firstSources = CallNumbers::firstSourcesOf(scenario.workload);
    for (int i = 0; i < scenario.endpoints.size(); ++i) {
        const EndpointConfig &config = scenario.endpoints[i];
        auto health = std::make_unique<LiveHealth>(i, config, sourcesOf.value(config.name),
                                                   FaultLuck(scenario.seed, streams[i]), m_events);
        auto load = std::make_unique<EndpointLoad>(
            EndpointLoad::Place{i, config, scenario.seed, streams[i], m_setup.ports[i]}, scenario.policyOf(config.name),
            m_scheduler, m_events, *m_setup.board, *health);
        connect(load.get(), &EndpointLoad::idle, this, &LoadDriver::finishWhenIdle);
        m_endpoints.push_back({config, std::move(health), std::move(load), {}, {}, 0});
    }
    for (qsizetype i = 0; i < scenario.workload.size(); ++i) {
        const WorkloadConfig &config = scenario.workload[i];
        const auto target = std::ranges::find(m_endpoints, config.endpoint,
                                              [](const Endpoint &e) { return e.config.name; });
        const quint64 first = firstSources[i];
        const quint64 sources = sourcesOf.value(config.endpoint);
        if (const auto *closed = std::get_if<ClosedArrivals>(&config.arrivals)) {
            for (int user = 0; user < closed->users; ++user) {
                m_sources.push_back({i,
                                     user,
                                     target->load.get(),
                                     CallNumbers(first + static_cast<quint64>(user), sources),
                                     {},
                                     {},
                                     {},
                                     {}});
            }
        } else {
            m_sources.push_back({i, -1, target->load.get(), CallNumbers(first, sources), {}, {}, {}, {}});
        }
    }
    connect(&m_flushTimer, &QTimer::timeout, this, [this] { m_events.flush(m_scheduler.clock().now()); });
    connect(&m_tickTimer, &QTimer::timeout, this, [this] {
        for (const Endpoint &endpoint : m_endpoints)
            endpoint.load->tick();
    });
    m_tickTimer.setTimerType(Qt::PreciseTimer);
}

LoadDriver::~LoadDriver() = default;

void LoadDriver::begin()
{
    const TimePoint start = m_scheduler.clock().now();
    m_events.begin(start);
    if (!m_setup.isEndless)
        m_setup.recording->endLoad(m_setup.scenario.duration);
    beginCycle(start);
    m_flushTimer.start(FlushInterval);
    m_tickTimer.start(BreakerSampleInterval);
}

/// Phases and workloads begin, for the first time or anew.
void LoadDriver::beginCycle(TimePoint start)
{
    const TimePoint end = start + m_setup.scenario.duration;
    for (int i = 0; i < static_cast<int>(m_endpoints.size()); ++i) {
        TimePoint due = start;
        const QList<PhaseConfig> &phases = m_endpoints[static_cast<std::size_t>(i)].config.phases;
        for (qsizetype phase = 0; phase < phases.size() && due < end; ++phase) {
            if (phase == 0)
                enterPhase(i, phase, due);
            else
                m_scheduler.at(due, [this, i, phase, due] { enterPhase(i, phase, due); });
            due += phases[phase].length;
        }
    }
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        beginSource(i, start);
    ++m_cycle;
    m_scheduler.at(end, [this, end] {
        if (m_setup.isEndless && !m_isLoadOver)
            beginCycle(end);
        else
            endLoad();
    });
}

void LoadDriver::beginSource(std::size_t source, TimePoint cycleStart)
{
    const Scenario &scenario = m_setup.scenario;
    Source &begun = m_sources[source];
    const WorkloadConfig &config = scenario.workload[begun.workload];
    if (config.start >= scenario.duration)
        return;
    // A user who is at it goes on, also over the end of a cycle.
    const bool goesOn = begun.user >= 0 && begun.end > TimePoint() && begun.due < begun.end;
    begun.start = cycleStart + config.start;
    begun.end = cycleStart + config.endIn(scenario.duration);
    if (goesOn)
        return;
    if (const auto *closed = std::get_if<ClosedArrivals>(&config.arrivals)) {
        begun.due = begun.start + firstCallOf(*closed, begun.user);
    } else {
        const CounterRandom luck = m_arrivalLuck[begun.workload];
        begun.arrivals.emplace(config.arrivals, config.lengthIn(scenario.duration),
                               m_cycle == 0 ? luck : luck.stream(m_cycle));
        begun.due = saturatingAdd(begun.start, begun.arrivals->next());
    }
    if (isDue(begun))
        scheduleCall(source);
}

void LoadDriver::enterPhase(int endpoint, qsizetype phase, TimePoint began)
{
    if (m_isLoadOver)
        return;
    Endpoint &target = m_endpoints[static_cast<std::size_t>(endpoint)];
    target.phase = PhaseModel(target.config.phases[phase]);
    target.phaseBegan = began;
    tellServerPhase(endpoint);
    target.health->setPhase(target.phase.config(), began);
    watchHealth(endpoint);
}

/// Tells the server on its own clock, which does not stand still in a pause.
void LoadDriver::tellServerPhase(int endpoint)
{
    const Endpoint &target = m_endpoints[static_cast<std::size_t>(endpoint)];
    const TimePoint began = Clock::steady().now() - (m_scheduler.clock().now() - target.phaseBegan);
    tellServer([endpoint, config = target.phase.config(), began](FaultServer &server) {
        server.setPhase(endpoint, config, began);
    });
}

void LoadDriver::setOverride(int endpoint, const EndpointOverride &byHand)
{
    if (m_isFinished)
        return;
    tellServer([endpoint, byHand](FaultServer &server) { server.setOverride(endpoint, byHand); });
    m_endpoints[static_cast<std::size_t>(endpoint)].health->setOverride(byHand, m_scheduler.clock().now());
    watchHealth(endpoint);
}

/// Has the endpoint's health judged anew when a ramp makes it something else.
void LoadDriver::watchHealth(int endpoint)
{
    Endpoint &target = m_endpoints[static_cast<std::size_t>(endpoint)];
    m_scheduler.cancel(std::exchange(target.healthTimer, 0));
    const TimePoint next = target.health->until(m_scheduler.clock().now());
    if (m_isFinished || next == TimePoint::max())
        return;
    target.healthTimer = m_scheduler.at(next, [this, endpoint, next] {
        Endpoint &turned = m_endpoints[static_cast<std::size_t>(endpoint)];
        turned.healthTimer = 0;
        if (m_isFinished)
            return;
        turned.health->judge(next);
        watchHealth(endpoint);
    });
}

void LoadDriver::tellServer(std::function<void(FaultServer &)> what)
{
    FaultServer *const server = m_setup.server;
    QMetaObject::invokeMethod(
        server, [server, what = std::move(what)] { what(*server); }, Qt::QueuedConnection);
}

void LoadDriver::setPolicies(const QMap<QString, PolicyConfig> &policies)
{
    m_setup.scenario.policies = policies;
    for (const Endpoint &endpoint : m_endpoints) {
        if (!m_isFinished)
            endpoint.load->setPolicy(m_setup.scenario.policyOf(endpoint.config.name));
    }
    for (int i = 0; i < static_cast<int>(m_endpoints.size()); ++i)
        watchHealth(i);
}

void LoadDriver::setBreakerState(int endpoint, BreakerState state)
{
    if (!m_isFinished)
        m_endpoints[static_cast<std::size_t>(endpoint)].load->setBreakerState(state);
}

void LoadDriver::pause()
{
    m_scheduler.cancel(std::exchange(m_stepTimer, 0));
    if (m_isFinished || m_scheduler.isPaused())
        return;
    m_scheduler.pause();
    // Who is told of the pause sees all that came before it.
    m_events.flush(m_scheduler.clock().now());
    Q_EMIT pausedChanged(true);
}

void LoadDriver::resume()
{
    m_scheduler.cancel(std::exchange(m_stepTimer, 0));
    if (m_isFinished || !m_scheduler.isPaused())
        return;
    m_scheduler.resume();
    for (int i = 0; i < static_cast<int>(m_endpoints.size()); ++i)
        tellServerPhase(i); // whose ramps went on
    Q_EMIT pausedChanged(false);
}

void LoadDriver::step(Duration time)
{
    resume();
    m_stepTimer = m_scheduler.at(m_scheduler.clock().now() + time, [this] {
        m_stepTimer = 0;
        pause();
    });
}

void LoadDriver::scheduleCall(std::size_t source)
{
    const bool isUser = m_sources[source].user >= 0;
    m_scheduler.at(m_sources[source].due, [this, source, isUser] { isUser ? callOfUser(source) : makeCalls(source); });
}

/// Makes all calls that are due; several, if the thread comes late. Exactly those that are due before the load's end belong
/// to the run, also then.
void LoadDriver::makeCalls(std::size_t source)
{
    Source &load = m_sources[source];
    // Not asked again in the loop: a load that is too high must leave the thread time for its answers.
    const TimePoint now = m_scheduler.clock().now();
    while (isDue(load) && load.due <= now) {
        load.target->call(load.numbers.next(), load.due);
        load.due = saturatingAdd(load.start, load.arrivals->next());
    }
    if (isDue(load))
        scheduleCall(source);
}

void LoadDriver::callOfUser(std::size_t source)
{
    Source &user = m_sources[source];
    if (!isDue(user))
        return;
    user.target->call(user.numbers.next(), user.due, [this, source] {
        Source &again = m_sources[source];
        const auto &closed = std::get<ClosedArrivals>(m_setup.scenario.workload[again.workload].arrivals);
        const Duration next = nextCallOf(closed, again.due - again.start, m_scheduler.clock().now() - again.start);
        again.due = again.start + next;
        if (isDue(again))
            scheduleCall(source);
    });
}

void LoadDriver::endLoad()
{
    if (m_isLoadOver)
        return;
    m_isLoadOver = true;
    m_scheduler.at(m_scheduler.clock().now() + GraceTime, [this] { cancelCalls(EndpointLoad::Reason::GraceOver); });
    finishWhenIdle();
}

void LoadDriver::end()
{
    m_isLoadOver = true;
    resume();
    cancelCalls(EndpointLoad::Reason::Stopped);
    finishWhenIdle();
}

void LoadDriver::cancelCalls(EndpointLoad::Reason reason)
{
    for (const Endpoint &endpoint : m_endpoints)
        endpoint.load->cancelCalls(reason);
}

void LoadDriver::finishWhenIdle()
{
    const auto isIdle = [](const Endpoint &endpoint) { return endpoint.load->callsUnderWay() == 0; };
    if (!m_isLoadOver || m_isFinished || !std::ranges::all_of(m_endpoints, isIdle))
        return;
    m_isFinished = true;
    // A reply may be what told us, and its client must not go before it has done so.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_flushTimer.stop();
            m_tickTimer.stop();
            for (const Endpoint &endpoint : m_endpoints)
                endpoint.load->close();
            m_events.finish(m_scheduler.clock().now());
            Q_EMIT finished();
        },
        Qt::QueuedConnection);
}

} // namespace Fuseboard
